"""A file (or stdin, or an object in memory) as text, decoded value and documents."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flowcheck.findings import Pointer
from flowcheck.reading.decode import Decoded, decode, decode_record, decode_text, split_records
from flowcheck.reading.documents import Document, documents
from flowcheck.reading.spans import Span, Spans
from flowcheck.reading.text import Lines


@dataclass(frozen=True)
class Record:
    """One JSON value of a source: the whole file, or a line of a JSON Lines file (`line`,
    1-based). `documents` is what it holds."""

    decoded: Decoded
    line: int | None
    documents: tuple[Document, ...]


class Source:
    """What is checked under one name.

    name: as shown to the user. explicit: named by the user rather than found in a walk.
    records: its JSON values. For an object in memory the text is its JSON with an indent of 2,
    made only when a position is asked for."""

    def __init__(
        self, name: str, text: str | None, value: Any, records: tuple[Record, ...], explicit: bool
    ) -> None:
        self.name = name
        self.records = records
        self.explicit = explicit
        self._text = text
        self._value = value

    @classmethod
    def from_bytes(cls, name: str, data: bytes, *, explicit: bool = True) -> Source:
        """Read a file's bytes; `.jsonl` and `.ndjson` names hold one record a line."""
        if name.lower().endswith((".jsonl", ".ndjson")):
            return cls._from_lines(name, data, explicit)
        decoded = decode(data)
        found = () if decoded.problem else tuple(documents(decoded.value, file=name))
        return cls(name, decoded.text, None, (Record(decoded, None, found),), explicit)

    @classmethod
    def _from_lines(cls, name: str, data: bytes, explicit: bool) -> Source:
        whole = decode(data, parse=False)
        if whole.problem:
            return cls(name, whole.text, None, (Record(whole, None, ()),), explicit)
        records = []
        lines = Lines(whole.text)
        for start, end in split_records(whole.text):
            line = lines.position(start)[0]
            decoded = decode_record(whole.text, start, end)
            found = () if decoded.problem else documents(decoded.value, file=name, line=line)
            records.append(Record(decoded, line, tuple(found)))
        return cls(name, whole.text, None, tuple(records), explicit)

    @classmethod
    def from_value(cls, name: str, value: Any) -> Source:
        """Wrap parsed JSON or objects with `to_dict`/`model_dump` (scenario-sdk's).

        What JSON cannot hold (cycles, NaN, odd types) becomes a source that is not JSON."""
        try:
            compact = json.dumps(value, default=_plain, ensure_ascii=True)
        except (TypeError, ValueError, RecursionError) as error:
            decoded = Decoded.failed(f"the object is no JSON value: {error}")
            return cls(name, "", None, (Record(decoded, None, ()),), True)
        decoded = decode_text(compact)
        if decoded.problem:
            return cls(name, compact, None, (Record(decoded, None, ()),), True)
        found = tuple(documents(decoded.value, file=name))
        return cls(name, None, decoded.value, (Record(decoded, None, found),), True)

    @property
    def documents(self) -> list[Document]:
        return [document for record in self.records for document in record.documents]

    @cached_property
    def text(self) -> str:
        if self._text is None:
            self._text = json.dumps(self._value, indent=2, ensure_ascii=False)
        return self._text

    @cached_property
    def lines(self) -> Lines:
        return Lines(self.text)

    @cached_property
    def _spans(self) -> dict[int | None, Spans]:
        return {}

    def spans(self, line: int | None = None) -> Spans:
        """Where values stand in the text; `line` names the record of a JSON Lines file."""
        if line not in self._spans:
            if line is None:
                self._spans[line] = Spans(self.text)
            else:
                start = self.lines.offset(line)
                end = self.lines.offset(line + 1)
                self._spans[line] = Spans(self.text, start, end)
        return self._spans[line]

    def span(
        self,
        pointer: Pointer,
        *,
        line: int | None = None,
        at_key: bool = False,
        nth: int | None = None,
        within: tuple[int, int] | None = None,
    ) -> Span:
        """The span of a place that exists: a value, a key, one of several equal keys, or a
        range of code points inside a string value."""
        spans = self.spans(line)
        if nth is not None:
            return spans.duplicate_key(pointer[:-1], str(pointer[-1]), nth)
        if at_key:
            return spans.key(pointer)
        if within is not None:
            return spans.within(pointer, *within)
        return spans.value(pointer)


def _plain(value: Any) -> Any:
    """An SDK object as plain JSON; sets and the like are refused."""
    for method in ("to_dict", "model_dump"):
        dump = getattr(value, method, None)
        if callable(dump):
            return dump(mode="json")
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{type(value).__name__} is not JSON")
