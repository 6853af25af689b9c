"""JSON Schema definitions of records told apart by their `type`: each has the fields of its type
only, and one of a type nobody knows, or without one yet, may have every field.

Each type's alternative names all fields, so that `additionalProperties: false` (which every editor
and validator knows, and which is cheap) marks the rest. What the types share is described once, in
the record's own definition; `if` after `if` is quicker than trying the alternatives."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flowcheck.wire.spelled import both
from flowcheck.wording import listed

Schema = dict[str, Any]
Fields = Mapping[str, frozenset[str]]


def told_apart(
    name: str,
    whole: Schema,
    fields_for: Fields,
    types: Mapping[str, str],
    nothing: Mapping[str, list[Any]],
    own: Mapping[tuple[str, str], Schema],
) -> dict[str, Schema]:
    """The definition `name` and those it refers to.

    whole: the definition with every field. fields_for: field → the types it is for; the others are
    for all. types: known type → what it counts as. nothing: JSON type → values that say no more
    than null, which machines write where a field means nothing. own: (type, field) → what the
    field is on that type, where that differs."""
    shared = {key: of for key, of in whole["properties"].items() if key not in fields_for}
    special = {key: of for key, of in whole["properties"].items() if key in fields_for}
    anything, nowhere = f"Any{name}", f"NotOn{name}"
    definitions = {
        anything: _closed(
            anything,
            {**dict.fromkeys(shared, True), **special},
            f"{name} of a type that is unknown, or not written yet.",
        ),
        nowhere: {
            "properties": {
                field: unused(of, nothing, only_for(field, fields_for[field], name.lower()))
                for field, of in special.items()
            }
        },
    }
    alternatives: Schema = {"$ref": f"#/$defs/{anything}"}
    for alike in reversed(_alike(fields_for, types, own)):
        kind = types[alike[0]]
        place = "".join(word.title() for word in kind.replace("_", "-").split("-")) + name
        fields: Schema = {
            field: own.get((kind, field))
            or _of(anything if kind in fields_for[field] else nowhere, field)
            for field in special
        }
        definitions[place] = _closed(
            place,
            {**dict.fromkeys(shared, True), **fields},
            f"{name} of type {listed(alike)}.",
        )
        alternatives = {
            "if": {"properties": {"type": {"enum": alike}}, "required": ["type"]},
            "then": {"$ref": f"#/$defs/{place}"},
            "else": alternatives,
        }
    described = {key: of for key, of in whole.items() if key != "additionalProperties"}
    definitions[name] = {**described, "properties": both(name, shared), **alternatives}
    return definitions


def unused(schema: Schema, nothing: Mapping[str, list[Any]], message: str) -> Schema:
    """A field where it means nothing: only null and the values of its type that say no more."""
    types = schema.get("type", ["object"] if "$ref" in schema else [])
    empty = [value for type in types for value in nothing.get(type, ())]
    return {
        "description": schema["description"],
        "enum": [*empty, None],
        "errorMessage": message,
        "doNotSuggest": True,
    }


def only_for(field: str, types: Iterable[str], record: str) -> str:
    """What an editor says where a field stands on the wrong type."""
    return f"`{field}` is for {record}s of type {listed(sorted(types))}, and does nothing here."


def _alike(
    fields_for: Fields, types: Mapping[str, str], own: Mapping[tuple[str, str], Schema]
) -> list[list[str]]:
    """The types, those whose fields are the same together."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for type, kind in types.items():
        has = [field for field, kinds in fields_for.items() if kind in kinds]
        has += [f"{field} of {kind}" for field in has if (kind, field) in own]
        groups.setdefault(tuple(has), []).append(type)
    return list(groups.values())


def _of(definition: str, field: str) -> Schema:
    return {"$ref": f"#/$defs/{definition}/properties/{field}"}


def _closed(name: str, properties: Schema, description: str) -> Schema:
    return {
        "description": description,
        "properties": both(name, properties),
        "additionalProperties": False,
    }
