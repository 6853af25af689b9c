"""JSON Schema definitions of nodes and inputs, told apart by `type`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flowcheck.wire import meanings
from flowcheck.wire.applies import INPUT_OPTIONS, ITERATION_FIELDS, LOGIC_FIELDS, NODE_FIELDS
from flowcheck.wire.by_type import Schema, only_for, told_apart, unused
from flowcheck.wire.vocabulary import INPUT_TYPE_ALIASES, INPUT_TYPES, NODE_TYPES

RUN_FIELDS: Final = ("status", "jobId", "assets", "output", "outputAssetIds")
"""What a run adds to a node: editors do not offer it in a definition."""
_EMPTY: Final[Mapping[str, list[Any]]] = {"string": [""], "array": [[]], "object": [{}]}
_SWITCHED_OFF: Final = {**_EMPTY, "number": [0], "boolean": [False]}
_COMMON: Final = ("string", "file", "number", "file_array")
"""The types that most inputs have: they are tried first."""
_SKELETONS: Final[Mapping[str, Schema]] = {
    "custom-model": {"modelId": "$2", "inputs": []},
    "for-each": {"inputs": [], "loopBodyNodeIds": ["$2"]},
    "list": {"items": ["$2"]},
    "logic": {
        "logicType": "if-else",
        "inputs": [],
        "logic": {"cases": [{"condition": "$2", "value": "2"}], "default": "1"},
    },
    "model": {"modelId": "$2", "inputs": []},
    "transform": {"inputs": [], "logic": {"transform": "$2"}},
    "user-approval": {"dependsOn": ["$2"]},
    "workflow": {"workflowId": "$2", "inputs": []},
}
"""Node type → what to write beside `id` and `type`; `$2` is where the cursor goes second."""


def input_definitions(whole: Schema) -> dict[str, Schema]:
    """`Input` and what it refers to, from the definition with every option."""
    types = {type: type for type in (*_COMMON, *INPUT_TYPES)} | {**INPUT_TYPE_ALIASES}
    return told_apart("Input", whole, INPUT_OPTIONS, types, _SWITCHED_OFF, {})


def node_definitions(whole: Schema, logic: Schema, *, job: bool, record: bool) -> dict[str, Schema]:
    """`Node` and what it refers to, from the definitions with every field.

    job: the nodes are those of a run. record: they are those of a workflow record or an update,
    where no iteration's copies stand."""
    fields = dict(whole["properties"])
    if not job:
        for field in (*RUN_FIELDS, *ITERATION_FIELDS):
            fields[field] = {**fields[field], "doNotSuggest": True}
    if record:
        for field in ITERATION_FIELDS:
            message = f"`{field}`: a run sets it on the copies it makes of a loop's body."
            fields[field] = unused(fields[field], _EMPTY, message)
    expressions = {type: f"{type.title()}Expressions" for type in sorted(NODE_FIELDS["logic"])}
    own = {
        (type, "logic"): {"$ref": f"#/$defs/{definition}"}
        for type, definition in expressions.items()
    }
    types = {type: type for type in NODE_TYPES}
    made = told_apart("Node", {**whole, "properties": fields}, NODE_FIELDS, types, _EMPTY, own)
    made |= {definition: _logic_of(type, logic) for type, definition in expressions.items()}
    made["Node"]["defaultSnippets"] = _snippets()
    return made


def _logic_of(type: str, logic: Schema) -> Schema:
    """`logic` on nodes of one type."""
    properties = {
        field: of
        if LOGIC_FIELDS[field] == type
        else unused(of, _EMPTY, only_for(f"logic.{field}", [LOGIC_FIELDS[field]], "node"))
        for field, of in logic["properties"].items()
    }
    return {**logic, "properties": properties}


def _snippets() -> list[Schema]:
    """A whole node of each type, for editors that offer such."""
    return [
        {
            "label": type,
            "description": meanings.NODE_TYPES[type],
            "body": {"id": "$1", "type": type, **_SKELETONS.get(type, {"inputs": []})},
        }
        for type in NODE_TYPES
    ]
