"""JSON Schema of an input's `required`: what `wire.required_reader` reads without a fault.

The inside of the undocumented `conditionalValues` is left open."""

from __future__ import annotations

from typing import Any, Final

from flowcheck.wire import meanings
from flowcheck.wire import vocabulary as words
from flowcheck.wire.spelled import both

_VALUES: Final = {
    "type": ["object", "null"],
    "additionalProperties": {"type": ["string", "number", "boolean", "array", "null"]},
}
_MESSAGES: Final = {
    "type": ["object", "null"],
    "additionalProperties": {
        "description": "The message to show when the input is missing.",
        "type": ["string", "object", "null"],
        "properties": {"message": {"type": ["string", "null"]}},
    },
}
_CONDITIONAL: Final = {
    "description": "Required when inputs beside this one have certain values.",
    "type": ["object", "null"],
    "required": ["values"],
    "properties": {
        "values": {
            **_VALUES,
            "description": "Input name → the values (a list, or one) that make this one required.",
            "type": "object",
        },
        "operator": {
            "description": "How several conditions join; `and` when it is left out.",
            "enum": [*words.OPERATORS, None],
            "enumDescriptions": [*(meanings.OPERATORS[word] for word in words.OPERATORS), ""],
        },
    },
    "additionalProperties": False,
}
_RULES: Final = {
    "always": {
        "description": "`true`: the input must always be given.",
        "type": ["boolean", "null"],
    },
    "ifDefined": {
        "description": "Required when one of these inputs is given: name → message.",
        **_MESSAGES,
    },
    "ifNotDefined": {
        "description": "Required when none of these inputs is given: name → message.",
        **_MESSAGES,
    },
    "conditional": _CONDITIONAL,
    "conditionalValues": {
        "description": "The older form of `conditional`: name → values.",
        "type": ["object", "null"],
        "additionalProperties": True,
    },
    "when": {"description": "Name → values that require it; seen in real records only.", **_VALUES},
}


def required_schema() -> dict[str, Any]:
    """The definition `Required`: an object of rules, a boolean, or null."""
    return {
        "title": "Required",
        "description": "Rules that say when the input is required; without one it is optional.",
        "type": ["object", "boolean", "null"],
        "properties": both("Required", _RULES),
        "additionalProperties": False,
    }
