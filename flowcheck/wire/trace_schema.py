"""The JSON Schema of what `flowcheck trace --format json` prints, version 1."""

from __future__ import annotations

from typing import Any

from flowcheck.wire.report_schema import POINTER, closed

_TEXT: dict[str, Any] = {"type": "string"}


def trace_schema() -> dict[str, Any]:
    """The schema as a JSON value, without its `$schema`."""
    reasons = {"type": "array", "items": {"$ref": "#/$defs/Because"}}
    return {
        "title": "flowcheck trace",
        "description": "What `flowcheck trace --format json` prints, version 1.",
        **closed(
            {
                "version": {"const": 1},
                "accepted": {
                    "description": "Whether Scenario would take the run inputs; there are no "
                    "nodes when it would not.",
                    "type": "boolean",
                },
                "refused": {
                    "description": "Why it would not, each at its place in the run inputs.",
                    **reasons,
                },
                "modelRuns": {
                    "description": "How many models run, in loops once an iteration, those of "
                    "called workflows aside; null while that is open.",
                    "type": ["integer", "null"],
                    "minimum": 0,
                },
                "nodes": {
                    "description": "In the order of the flow.",
                    "type": "array",
                    "items": {"$ref": "#/$defs/Node"},
                },
                "open": {
                    "description": "If/else nodes whose branch nothing decides.",
                    "type": "array",
                    "items": _TEXT,
                },
            }
        ),
        "$defs": {
            "Because": closed({"message": _TEXT, "pointer": POINTER}),
            "Node": closed(
                {
                    "id": _TEXT,
                    "outcome": {"enum": ["runs", "skipped", "hangs", "open"]},
                    "branch": {
                        "description": "What an if/else node that runs takes; null for none, "
                        "while it is open, and for every other node.",
                        "type": ["string", "null"],
                    },
                    "because": {
                        "description": "Why; empty where nothing was ever in doubt.",
                        **reasons,
                    },
                    "contributes": {
                        "description": "Whether it adds to the job's output in this run.",
                        "type": "boolean",
                    },
                }
            ),
        },
    }
