"""Fields that a record has in both spellings with different values, so that one of them is lost.

Only records that Scenario reads are looked at: elsewhere `model_id` and `modelId` may be two
things."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from flowcheck.dataclass import dataclass
from flowcheck.findings import Pointer
from flowcheck.pattern import late_pattern
from flowcheck.wire.shape import NESTED
from flowcheck.wire.spelling import TWINS, spelled
from flowcheck.wire.values import same_json

if TYPE_CHECKING:
    from flowcheck.reading.documents import Document
    from flowcheck.reading.source import Record

_SNAKE_KEY = late_pattern(r'_[a-z]+"\s*:')
"""Without such a key there are no twins: a search at C speed spares most files the walk."""


@dataclass(frozen=True, slots=True)
class Twins:
    """Two spellings of one field, both given, with different values.

    pointer: the object they stand in. lost: the key whose value counts for nothing. kept: the
    other one."""

    pointer: Pointer
    lost: str
    kept: str


def differing_twins(record: Record) -> Iterator[Twins]:
    """The fields of a source's record that are given twice with different values."""
    decoded = record.decoded
    if not record.documents or not _SNAKE_KEY.search(decoded.text, decoded.start, decoded.end):
        return
    for document in record.documents:
        todo = list(_parts(document))
        while todo:
            model, value, pointer = todo.pop()
            if isinstance(value, list):
                todo += [(model, item, (*pointer, i)) for i, item in enumerate(value)]
            elif isinstance(value, dict):
                yield from _differing(value, pointer)
                for key, code in NESTED.get(model, ()):
                    todo.append((code.strip("[]"), value.get(key), (*pointer, key)))
                if model == "Input":
                    todo.append(("", value.get("required"), (*pointer, "required")))


def _parts(document: Document) -> Iterator[tuple[str, Any, Pointer]]:
    """(model, value, pointer) of what a document holds; no model: its own fields only."""
    if isinstance(document.record, dict):
        yield "", document.record, document.at
    if document.flow_at is not None:
        yield "Node", document.flow, document.flow_at
    for step, value in document.input_entries or ():
        yield "Input", value, (*(document.inputs_at or ()), step)


def _differing(raw: dict[str, Any], pointer: Pointer) -> Iterator[Twins]:
    if TWINS.keys().isdisjoint(raw):
        return
    for key, value in raw.items():
        name = TWINS.get(key)
        if name is None or value is None:
            continue
        kept = spelled(raw, name)
        if kept is not None and kept != key and not same_json(raw[kept], value):
            yield Twins(pointer, key, kept)
