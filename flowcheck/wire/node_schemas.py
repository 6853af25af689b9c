"""JSON Schema definitions of nodes, told apart by `type`: a node has the fields of its type only.

A node of a type nobody knows, or without one yet, may have every field. Each type's alternative
names all fields, so that `additionalProperties: false` (which every editor and validator knows,
and which is cheap) marks the rest; what the types share is described once, in `Node`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from flowcheck.wire import meanings
from flowcheck.wire.applies import ITERATION_FIELDS, LOGIC_FIELDS, NODE_FIELDS
from flowcheck.wire.spelled import both
from flowcheck.wire.vocabulary import NODE_TYPES
from flowcheck.wording import listed

Schema = dict[str, Any]

RUN_FIELDS: Final = ("status", "jobId", "assets", "output", "outputAssetIds")
"""What a run adds to a node: editors do not offer it in a definition."""
_EMPTY: Final[Mapping[str, list[Any]]] = {"string": [""], "array": [[]], "object": [{}]}
"""JSON type → the values of it that say no more than null; machines write them for unset fields."""
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


def node_definitions(node: Schema, logic: Schema, *, job: bool, record: bool) -> dict[str, Schema]:
    """`Node` and what it refers to, from the definitions with every field.

    job: the nodes are those of a run. record: they are those of a workflow record or an update,
    where no iteration's copies stand."""
    fields = dict(node["properties"])
    if not job:
        for field in (*RUN_FIELDS, *ITERATION_FIELDS):
            fields[field] = {**fields[field], "doNotSuggest": True}
    if record:
        for field in ITERATION_FIELDS:
            fields[field] = _unused(
                fields[field], f"`{field}`: a run sets it on the copies it makes of a loop's body"
            )
    special = {field: fields.pop(field) for field in NODE_FIELDS}
    shared = dict.fromkeys(fields, True)
    misplaced = {
        field: _unused(schema, _only_for(field, NODE_FIELDS[field]))
        for field, schema in special.items()
    }
    logic_misplaced = {
        field: _unused(logic["properties"][field], _only_for(f"logic.{field}", [type]))
        for field, type in LOGIC_FIELDS.items()
    }
    definitions = {
        "AnyNode": _closed(
            "AnyNode", {**shared, **special}, "A node whose type is unknown, or not written yet."
        ),
        "NotHere": {"properties": {**misplaced, **logic_misplaced}},
    }
    alternatives: Schema = {"$ref": "#/$defs/AnyNode"}
    for types in reversed(_alike()):
        name = "".join(word.title() for word in types[0].split("-")) + "Node"
        own = {
            field: {"$ref": f"#/$defs/{'AnyNode' if types[0] in where else 'NotHere'}"}
            for field, where in NODE_FIELDS.items()
        }
        for field, reference in own.items():
            reference["$ref"] += f"/properties/{field}"
        if types[0] in NODE_FIELDS["logic"]:
            own["logic"] = {"$ref": f"#/$defs/{name.removesuffix('Node')}Expressions"}
            definitions[own["logic"]["$ref"].removeprefix("#/$defs/")] = _logic_of(types[0], logic)
        definitions[name] = _closed(name, {**shared, **own}, f"Fields of {listed(types)} nodes.")
        alternatives = {
            "if": {"properties": {"type": {"enum": types}}, "required": ["type"]},
            "then": {"$ref": f"#/$defs/{name}"},
            "else": alternatives,
        }
    definitions["Node"] = {
        **node,
        "properties": both("Node", fields),
        **alternatives,
        "defaultSnippets": _snippets(),
    }
    return definitions


def _alike() -> list[list[str]]:
    """The node types, those with the same fields together."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for type in NODE_TYPES:
        own = tuple(field for field, types in NODE_FIELDS.items() if type in types)
        # logic and transform share a field whose inside differs
        groups.setdefault((*own, type) if "logic" in own else own, []).append(type)
    return list(groups.values())


def _closed(name: str, properties: Schema, description: str) -> Schema:
    return {
        "description": description,
        "properties": both(name, properties),
        "additionalProperties": False,
    }


def _logic_of(type: str, logic: Schema) -> Schema:
    """`logic` on nodes of one type."""
    properties = {
        field: schema
        if LOGIC_FIELDS[field] == type
        else {"$ref": f"#/$defs/NotHere/properties/{field}"}
        for field, schema in logic["properties"].items()
    }
    return {**logic, "properties": properties}


def _unused(schema: Schema, message: str) -> Schema:
    """A field where it means nothing: only the empty values of its type."""
    types = schema.get("type", [])
    empty = [value for type in types for value in _EMPTY.get(type, ())]
    if "enum" in schema:
        empty = []
    if "$ref" in schema:
        empty = [{}]
    return {
        "description": schema["description"],
        "enum": [*empty, None],
        "errorMessage": message,
        "doNotSuggest": True,
    }


def _only_for(field: str, types: Iterable[str]) -> str:
    return f"`{field}` is for {listed(sorted(types))} nodes, and does nothing here."


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
