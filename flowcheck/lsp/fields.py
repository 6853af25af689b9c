"""The fields of records and the words in them, as the schemas describe them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Final

from flowcheck.findings import Pointer
from flowcheck.lsp.known import Home
from flowcheck.lsp.tree import Spot
from flowcheck.reading.documents import Document
from flowcheck.shipped_schemas import load
from flowcheck.wire import meanings, vocabulary
from flowcheck.wire.shapes import SHAPES

VOCABULARY: Final[Mapping[tuple[str, str], Mapping[str, str]]] = {
    ("Node", "type"): meanings.NODE_TYPES,
    ("Node", "status"): meanings.NODE_STATUSES,
    ("Node", "logicType"): meanings.LOGIC_TYPES,
    ("Input", "type"): {word: meanings.INPUT_TYPES[word] for word in vocabulary.INPUT_TYPES},
    ("Input", "kind"): meanings.KINDS,
    ("Input", "backgroundBehavior"): meanings.BACKGROUND_BEHAVIORS,
    ("Input", "modelTypes"): dict.fromkeys(vocabulary.MODEL_TYPES, ""),
}
"""Model and field → the words it may hold, with what they mean."""


def model_at(document: Document, path: Pointer) -> str | None:
    """What the record at a camelCase pointer is: `Node`, `Input`, `Ref`, `Logic`, `Case`, or the
    field it is in where that has no model (`required`); None where nobody knows."""
    for at, model in ((document.flow_at, "Node"), (document.inputs_at, "Input")):
        if at is not None and path[: len(at)] == at and len(path) > len(at):
            return _inside(model, path[len(at) + 1 :])
    return None


def _inside(model: str, path: Pointer) -> str | None:
    rest = list(path)
    while rest:
        field = rest.pop(0)
        code = SHAPES[model].get(str(field)) if isinstance(field, str) else None
        if field == "required":
            return "required"
        if code is None:
            return None
        depth = code.count("[")
        if len(rest) < depth or not all(isinstance(step, int) for step in rest[:depth]):
            return None
        rest = rest[depth:]
        model = code.strip("[]")
        if model not in SHAPES:
            return None
    return model


@cache
def described(model: str) -> Mapping[str, str]:
    """The fields of a model with what the schema says of each."""
    definitions: dict[str, Any] = json.loads(load("workflow"))["$defs"]
    found: dict[str, str] = {}
    for name in (f"Any{model}", model):
        for field, schema in definitions.get(name, {}).get("properties", {}).items():
            if isinstance(schema, dict) and field in SHAPES.get(model, {}):
                found.setdefault(field, str(schema.get("description", "")))
    return found


def meaning(spot: Spot, home: Home) -> Iterator[str]:
    """What a field means, on its key, and what a known word in it means."""
    if spot.document is None or not spot.path or not isinstance(spot.path[-1], str | int):
        return
    path = spot.path
    inside = isinstance(path[-1], int)
    field = path[-2] if inside and len(path) > 1 else path[-1]
    model = model_at(spot.document, path[: -2 if inside else -1])
    if model is None or not isinstance(field, str):
        return
    if spot.at_key:
        told = described(model).get(field) if model in SHAPES else None
        if told:
            yield f"`{field}`: {told}"
        return
    value: Any = spot.record.decoded.value
    for step in spot.pointer:
        value = value[step]
    words = VOCABULARY.get((model, field), {})
    if isinstance(value, str) and words.get(value):
        yield f"`{value}`: {words[value]}"
