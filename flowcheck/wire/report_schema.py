"""The JSON Schema of flowcheck's own JSON report, version 1."""

from __future__ import annotations

from typing import Any

_TEXT: dict[str, Any] = {"type": "string"}
_MAYBE: dict[str, Any] = {"type": ["string", "null"]}
_COUNT: dict[str, Any] = {"type": "integer", "minimum": 0}
_PLACE: dict[str, Any] = {"type": "integer", "minimum": 1}
POINTER: dict[str, Any] = {
    "description": "JSON pointer (RFC 6901) in the file, or in the record of a JSON Lines file.",
    "type": "string",
    "pattern": "^(/([^~/]|~[01])*)*$",
}


def closed(
    properties: dict[str, Any], *, optional: tuple[str, ...] = (), description: str = ""
) -> dict[str, Any]:
    """A closed object; every property is required but the optional ones."""
    return {
        **({"description": description} if description else {}),
        "type": "object",
        "properties": properties,
        "required": [name for name in properties if name not in optional],
        "additionalProperties": False,
    }


def _or_null(definition: str) -> dict[str, Any]:
    return {"anyOf": [{"$ref": f"#/$defs/{definition}"}, {"type": "null"}]}


def _problem() -> dict[str, Any]:
    return closed(
        {
            "code": {"type": "string", "pattern": "^FC[0-9]{3}$"},
            "rule": {"description": "The rule's name.", **_TEXT},
            "severity": {"enum": ["error", "warning", "info"]},
            "message": _TEXT,
            "hint": {"description": "The nearest match, or how to mend it.", **_MAYBE},
            "file": _TEXT,
            "line": _PLACE,
            "column": {"description": "In code points.", **_PLACE},
            "endLine": _PLACE,
            "endColumn": {"description": "Just behind the last code point.", **_PLACE},
            "pointer": POINTER,
            "node": {"description": "Id of the node it lies in.", **_MAYBE},
            "input": {"description": "Name of the input it lies in.", **_MAYBE},
            "args": {
                "description": "The stable facts of the message: ids, names, values.",
                "type": "object",
                "properties": {
                    "suggestion": {
                        "description": "The nearest match, as the hint has it.",
                        **_TEXT,
                    },
                    "known": {
                        "description": "Values or names that the hint lists: the first 20.",
                        "type": "array",
                        "maxItems": 20,
                    },
                },
            },
            "related": {"type": "array", "items": {"$ref": "#/$defs/Related"}},
            "witness": _or_null("Witness"),
            "fingerprint": {
                "description": "Names the problem across edits of the file.",
                "type": "string",
                "pattern": "^[0-9a-f]{32}$",
            },
            "url": {"description": "The rule's page, where it is published.", **_MAYBE},
            "fix": _or_null("Fix"),
            "certainty": {
                "description": "How the rule's ground is known: documented by Scenario, or seen.",
                "enum": ["certain", "observed"],
            },
        }
    )


_RELATED = {"message": _TEXT, "pointer": POINTER, "line": _PLACE, "column": _PLACE}


def report_schema() -> dict[str, Any]:
    """The schema as a JSON value, without its `$schema`."""
    names = {"type": "array", "items": _TEXT}
    return {
        "title": "flowcheck report",
        "description": "What `flowcheck check --format json` prints, version 1.",
        **closed(
            {
                "version": {"const": 1},
                "tool": closed({"name": {"const": "flowcheck"}, "version": _TEXT}),
                "summary": {"$ref": "#/$defs/Summary"},
                "problems": {
                    "description": "Sorted by file, line, column, code, message.",
                    "type": "array",
                    "items": {"$ref": "#/$defs/Problem"},
                },
                "failures": {
                    "description": "Files that could not be read, or not be checked by every rule.",
                    "type": "array",
                    "items": closed({"file": _TEXT, "message": _TEXT}),
                },
            }
        ),
        "$defs": {
            "Edit": closed(
                {
                    "pointer": POINTER,
                    "line": _PLACE,
                    "column": {"description": "In code points.", **_PLACE},
                    "endLine": _PLACE,
                    "endColumn": {"description": "Just behind the last code point.", **_PLACE},
                    "text": {"description": "What is written in its place.", **_TEXT},
                },
                description="A piece of the text that is replaced.",
            ),
            "Fix": closed(
                {
                    "title": _TEXT,
                    "safe": {"type": "boolean"},
                    "edits": {
                        "description": "Made together or not at all; none overlaps another.",
                        "type": "array",
                        "items": {"$ref": "#/$defs/Edit"},
                    },
                },
                description="How to mend it.",
            ),
            "Problem": _problem(),
            "Related": closed(
                {**_RELATED, "file": {"description": "When it is another file.", **_TEXT}},
                optional=("file",),
                description="Another place that belongs to the problem.",
            ),
            "Summary": closed(
                dict.fromkeys(
                    (
                        "files",
                        "documents",
                        "nodes",
                        "errors",
                        "warnings",
                        "infos",
                        "suppressed",
                        "skipped",
                    ),
                    _COUNT,
                )
            ),
            "Witness": closed(
                {
                    "given": names,
                    "absent": names,
                    "values": {"type": "object"},
                    "branches": {"type": "object", "additionalProperties": _MAYBE},
                    "answers": {"type": "array", "items": {"$ref": "#/$defs/Answer"}},
                },
                description="An example run: workflow inputs given and left out, the branches that "
                "follow, and what nobody can know.",
            ),
            "Answer": {
                "description": "What an output is in an example run, or whether a condition holds.",
                "type": "object",
                "oneOf": [
                    closed({"node": _TEXT, "output": _TEXT, "is": True}),
                    closed({"node": _TEXT, "condition": _TEXT, "holds": {"type": "boolean"}}),
                ],
            },
        },
    }
