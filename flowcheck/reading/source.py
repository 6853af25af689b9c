"""A file (or stdin, or an object in memory) as text, decoded value and documents."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from flowcheck.dataclass import dataclass
from flowcheck.findings import Pointer
from flowcheck.pattern import late_pattern
from flowcheck.reading.called import called_in
from flowcheck.reading.decode import Decoded, DecodeProblem, bad_lines, decode_text, decode_utf8
from flowcheck.reading.documents import Document, Kind, documents
from flowcheck.reading.misplaced import Misplaced, buried, misplaced
from flowcheck.reading.packed import holds_lines

if TYPE_CHECKING:
    from flowcheck.reading.spans import Span, Spans
    from flowcheck.reading.text import Lines

_FLOW = late_pattern('"flow"', re.IGNORECASE)


@dataclass(frozen=True)
class Record:
    """One JSON value of a source: the whole file, or a line of a JSON Lines file (`line`,
    1-based). `documents` is what it holds. misplaced: what was meant as a flow but is none."""

    decoded: Decoded
    line: int | None
    documents: tuple[Document, ...]
    misplaced: Misplaced | None = None


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
    def of(cls, name: str, value: Any) -> Source:
        """What the library is handed: bytes or text of JSON, parsed JSON, or objects."""
        if isinstance(value, str):
            return cls.from_text(name, value)
        if isinstance(value, bytes | bytearray | memoryview):
            return cls.from_bytes(name, bytes(value))
        return cls.from_value(name, value)

    @classmethod
    def from_bytes(cls, name: str, data: bytes, *, explicit: bool = True) -> Source:
        """Read a file's bytes; `.jsonl` and `.ndjson` names hold one record a line."""
        text, problem = decode_utf8(data)
        if problem is None and holds_lines(name):
            return cls._of_lines(name, text, explicit, {})
        if problem is None:
            return cls._of_text(name, text, explicit)
        if holds_lines(name) and problem.args["kind"] == "utf-8":
            return cls._of_lines(name, text, explicit, bad_lines(data))
        decoded = Decoded(text, None, (), problem, 0, len(text))
        return cls(name, text, None, (Record(decoded, None, ()),), explicit)

    @classmethod
    def from_text(cls, name: str, text: str, *, explicit: bool = True) -> Source:
        """Read a file's text; `.jsonl` and `.ndjson` names hold one record a line."""
        text = text.removeprefix("\ufeff")
        if holds_lines(name):
            return cls._of_lines(name, text, explicit, {})
        return cls._of_text(name, text, explicit)

    @classmethod
    def _of_text(cls, name: str, text: str, explicit: bool) -> Source:
        """The one record of a text. A byte order mark that is still there is no JSON."""
        decoded = decode_text(text, 0, len(text))
        return cls(name, text, None, (record_of(decoded, name, None, explicit),), explicit)

    @classmethod
    def _of_lines(
        cls, name: str, text: str, explicit: bool, bad: Mapping[int, DecodeProblem]
    ) -> Source:
        """The records of a JSON Lines text. bad: what is not UTF-8, by the start of its line."""
        from flowcheck.reading.text import Lines, split_records

        lines = Lines(text)
        records = []
        for start, end in split_records(text):
            decoded = (
                Decoded(text, None, (), bad[start], start, end)
                if start in bad
                else decode_text(text, start, end)
            )
            records.append(record_of(decoded, name, lines.position(start)[0], explicit))
        if not records:
            # Nothing to check, which has to be told somewhere.
            records.append(Record(Decoded(text, None, (), None, 0, len(text)), None, ()))
        return cls(name, text, None, tuple(records), explicit)

    @classmethod
    def from_value(cls, name: str, value: Any) -> Source:
        """Wrap parsed JSON or objects with `to_dict`/`model_dump` (scenario-sdk's).

        What JSON cannot hold (cycles, NaN, odd types) becomes a source that is not JSON."""
        try:
            compact = json.dumps(value, default=_plain, ensure_ascii=True)
        except (TypeError, ValueError, RecursionError) as error:
            problem = DecodeProblem(f"the object is no JSON value: {error}", 0, {"kind": "object"})
            decoded = Decoded("", None, (), problem, 0, 0)
            return cls(name, "", None, (Record(decoded, None, ()),), True)
        record = record_of(decode_text(compact), name, None, True)
        text = compact if record.decoded.problem else None
        return cls(name, text, record.decoded.value, (record,), True)

    @cached_property
    def documents(self) -> list[Document]:
        """Every document in it, in file order."""
        return [document for record in self.records for document in record.documents]

    @cached_property
    def called(self) -> tuple[str, ...] | None:
        """The ids of the workflows that nodes call, so that the problems rest on those workflows;
        None when no node calls any."""
        return called_in(self.documents)

    @property
    def blank(self) -> bool:
        """Whether it is JSON Lines without a record."""
        return self._text is not None and not self._text.strip() and not self.broken

    @property
    def holds_nothing(self) -> bool:
        """Whether there is neither something to check in it nor what was meant to be. What holds
        for the whole file is told at the first record."""
        return not self.documents and not self.misplaced

    def is_first(self, record: Record) -> bool:
        """Whether a record of it is the file's first."""
        return record is self.records[0]

    @cached_property
    def broken(self) -> bool:
        """Whether some of it is not JSON."""
        return any(record.decoded.problem is not None for record in self.records)

    @cached_property
    def only_authoring(self) -> bool:
        """Whether all it holds are web-app exports."""
        return all(document.kind is Kind.AUTHORING for document in self.documents)

    @cached_property
    def _by_line(self) -> dict[int | None, Record]:
        return {record.line: record for record in self.records}

    @cached_property
    def misplaced(self) -> dict[int | None, Misplaced]:
        """What was meant as a flow but is none, by the line of its record: all that surely is, and
        the first of the doubtful, for the lines of a log may all have a `flow` of another sort."""
        told: dict[int | None, Misplaced] = {}
        doubtful = 0
        for record in self.records:
            place = record.misplaced
            if place is not None:
                doubtful += not place.sure
                if place.sure or doubtful == 1:
                    told[record.line] = place
        return told

    @property
    def unrecognised(self) -> bool:
        """Whether it holds nothing to check: JSON without a flow, a model or a contract, or text
        that is not JSON and shows no sign of a flow. A broken flow has to be told."""
        if any(record.documents for record in self.records):
            return not self.explicit and all(is_empty_array(d) for d in self.documents)
        if self.misplaced:
            return False
        return not any(map(breaks_a_flow, self.records))

    @cached_property
    def text(self) -> str:
        if self._text is None:
            self._text = json.dumps(self._value, indent=2, ensure_ascii=False)
        return self._text

    @cached_property
    def lines(self) -> Lines:
        from flowcheck.reading.text import Lines

        return Lines(self.text)

    @cached_property
    def _spans(self) -> dict[int | None, Spans]:
        return {}

    def spans(self, line: int | None = None) -> Spans:
        """Where values stand in the text; `line` names the record of a JSON Lines file."""
        if line not in self._spans:
            from flowcheck.reading.spans import Spans

            if line is None:
                self._spans[line] = Spans(self.text)
            else:
                decoded = self._by_line[line].decoded
                self._spans[line] = Spans(self.text, decoded.start, decoded.end)
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


def record_of(decoded: Decoded, name: str, line: int | None, claimed: bool) -> Record:
    """What a JSON value holds; `claimed` as in `documents`."""
    if decoded.problem:
        return Record(decoded, line, ())
    found = documents(decoded.value, file=name, line=line, claimed=claimed, forms=decoded.forms)
    known = {document.at for document in found if document.kind is not Kind.CONTRACT}
    place = misplaced(decoded.value, known)
    if place is None and not found and _FLOW.search(decoded.text, decoded.start, decoded.end):
        place = buried(decoded.value)
    return Record(decoded, line, tuple(found), place)


def is_empty_array(document: Document) -> bool:
    """Whether a document is nothing but `[]`, which in a folder says nothing."""
    return isinstance(document.record, list) and not document.record


def text_of(data: bytes) -> str:
    """The text that a source made of a file's bytes has."""
    return decode_utf8(data)[0]


def breaks_a_flow(record: Record) -> bool:
    """Whether a record is not JSON and yet shows signs of a flow."""
    decoded = record.decoded
    if decoded.problem is None:
        return False
    from flowcheck.reading.signs import shows_a_flow

    return shows_a_flow(decoded.text[decoded.start : decoded.end])


def _takes_mode(dump: Callable[..., Any]) -> bool:
    """Whether a method can be asked for plain JSON, as those of pydantic and the SDK can."""
    from inspect import Parameter, signature

    try:
        parameters = signature(dump).parameters.values()
    except (TypeError, ValueError):  # written in C, without a signature
        return False
    return any(p.name == "mode" or p.kind is Parameter.VAR_KEYWORD for p in parameters)


def _plain(value: Any) -> Any:
    """An SDK object as plain JSON, or a time in its dump; sets and the like are refused."""
    from datetime import date
    from warnings import catch_warnings

    for method in ("to_dict", "model_dump"):
        dump = getattr(value, method, None)
        if callable(dump):
            with catch_warnings(action="ignore"):  # of pydantic, on what the SDK does not know yet
                return dump(mode="json") if _takes_mode(dump) else dump()
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, date):  # a datetime is one too
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is not JSON")
