"""A text as its editor has it, read: what is not JSON yet is read as what it is about to be."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from flowcheck.findings import Pointer
from flowcheck.graph.flow import Flow
from flowcheck.lsp.positions import Positions
from flowcheck.lsp.shift import Change, Shift, between
from flowcheck.lsp.tolerant import repairs
from flowcheck.reading.documents import Document
from flowcheck.reading.source import Record, Source
from flowcheck.reading.spans import Members, Spans
from flowcheck.wire.spelling import TWINS, resolve

if TYPE_CHECKING:
    from lsprotocol import types

    from flowcheck.runs.space import RunSpace

BUDGET = 2_000
"""Conflicts the solver may spend on what is shown while someone types."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in the JSON. pointer: as the text spells it. at_key: it is in the key. document:
    what it belongs to, or None."""

    record: Record
    pointer: Pointer
    at_key: bool
    document: Document | None

    @property
    def path(self) -> Pointer:
        """The pointer in camelCase."""
        return camel(self.pointer)


class Tree:
    """One text of one document.

    name: as flowcheck shows it. source: of the text itself. good: what is read of it: the same,
    or when the text is broken, what mending makes of it, else the last good one (`old`). All
    offsets are those of the text. strict: a text without a flow, model or contract is told."""

    def __init__(
        self,
        name: str,
        text: str,
        encoding: str,
        old: Tree | None = None,
        *,
        strict: bool = False,
    ) -> None:
        self.name = name
        self.text = text
        self.source = Source.from_text(name, text, explicit=strict)
        lines = self.source.lines if self.source.text == text else None
        self.positions = Positions(text, encoding, lines)
        mark: list[Change] = [(0, 1, "")] if text.startswith("\ufeff") else []
        self.plain = Shift(mark)
        self.good = self.source
        self.shift = self.plain
        if self.source.broken:
            shift = Shift([*mark, *_mending(self.source, len(mark))])
            good = Source.from_text(name, shift.apply(text), explicit=strict)
            if good.broken and old is not None:
                good = old.good
                shift = between(text, good.text)
            self.good, self.shift = good, shift
        self.kept: dict[str, object] = {}
        """What others have made of its documents, by their keys."""
        self._flows: dict[str, Flow] = {}
        self._spaces: dict[str, RunSpace] = {}

    @property
    def documents(self) -> list[Document]:
        """What is read of it."""
        return self.good.documents

    def flow(self, document: Document) -> Flow:
        """The typed flow of one of its documents."""
        if document.key not in self._flows:
            self._flows[document.key] = Flow(document)
        return self._flows[document.key]

    def runs(self, document: Document) -> RunSpace:
        """The runs of one of its documents."""
        if document.key not in self._spaces:
            from flowcheck.runs.space import RunSpace

            self._spaces[document.key] = RunSpace(self.flow(document), budget=BUDGET)
        return self._spaces[document.key]

    # From the text to the JSON

    @cached_property
    def _records(self) -> list[Record]:
        return [record for record in self.good.records if record.decoded.problem is None]

    def record_at(self, offset: int) -> Record | None:
        """The JSON value around an offset."""
        at = self.shift.there(offset)
        starts = [record.decoded.start for record in self._records]
        index = bisect_right(starts, at) - 1
        if index < 0 or at > self._records[index].decoded.end or self.good.blank:
            return None
        return self._records[index]

    def spot(self, offset: int) -> Spot | None:
        """The innermost place around an offset; one that ends there counts."""
        record = self.record_at(offset)
        if record is None or not self.good.text.strip():
            return None
        at = self.shift.there(offset)
        spans = self.good.spans(record.line)
        pointer: Pointer = ()
        at_key = False
        while not at_key:
            try:
                members = spans.members(pointer)
            except KeyError:
                break
            index = bisect_right([span.start for span in members.spans], at) - 1
            if index < 0 or at > members.spans[index].end:
                break
            step = _step(members, index)
            pointer = (*pointer, step)
            at_key = isinstance(step, str) and at <= members.spans[index].start + _width(
                spans, pointer
            )
        return Spot(record, pointer, at_key, self._document(record, pointer))

    def _document(self, record: Record, pointer: Pointer) -> Document | None:
        around = [d for d in record.documents if pointer[: len(d.at)] == d.at]
        return max(around, key=lambda document: len(document.at), default=None)

    # From the JSON to the text

    def record_of(self, document: Document) -> Record:
        """The JSON value that holds a document."""
        return next(r for r in self.good.records if document in r.documents)

    def exact(self, document: Document, path: Pointer) -> Pointer | None:
        """A pointer as the text spells it; None when it leads nowhere."""
        found = resolve(document.root, path)
        return found if len(found) == len(path) else None

    def span(
        self,
        record: Record,
        pointer: Pointer,
        *,
        at_key: bool = False,
        within: tuple[int, int] | None = None,
    ) -> tuple[int, int]:
        """Where a place is in the text. pointer: as the text spells it."""
        span = self.good.span(pointer, line=record.line, at_key=at_key, within=within)
        return self.shift.here(span.start), self.shift.here(span.end)

    def range(
        self,
        document: Document,
        path: Pointer,
        *,
        at_key: bool = False,
        within: tuple[int, int] | None = None,
    ) -> types.Range | None:
        """The range of a camelCase place of a document; None when it leads nowhere."""
        pointer = self.exact(document, path)
        if pointer is None:
            return None
        record = self.record_of(document)
        return self.positions.range(*self.span(record, pointer, at_key=at_key, within=within))


def camel(pointer: Pointer) -> Pointer:
    """A pointer with its keys in camelCase."""
    return tuple(TWINS.get(step, step) if isinstance(step, str) else step for step in pointer)


def _step(members: Members, index: int) -> str | int:
    """The key or index of a container's member."""
    if index in members.numbers:
        return index
    return next(step for step, numbers in members.numbers.items() if index in numbers)


def _width(spans: Spans, pointer: Pointer) -> int:
    """How long a key is, its quotes included."""
    span = spans.key(pointer)
    return span.end - span.start


def _mending(source: Source, ahead: int) -> list[Change]:
    """The changes that mend the broken records of a source. ahead: characters of the text before
    that of the source."""
    return [
        (start + ahead, end + ahead, new)
        for record in source.records
        if record.decoded.problem is not None
        for start, end, new in repairs(source.text, record.decoded.start, record.decoded.end)
    ]
