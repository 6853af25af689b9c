"""Parts of a file as sources, with places in the whole of it."""

from __future__ import annotations

import codecs
from bisect import bisect_right
from functools import cached_property

from flowcheck.batch.stream.cutting import Part, line_ends
from flowcheck.batch.stream.facts import Facts
from flowcheck.reading.decode import Decoded, bad_lines, decode_text, decode_utf8
from flowcheck.reading.misplaced import Misplaced
from flowcheck.reading.source import Record, Source, record_of
from flowcheck.reading.text import Lines, split_records


class PartSource(Source):
    """A part of a JSON Lines file. What is asked about the whole file is answered by `facts`; None:
    by the part itself."""

    def __init__(self, name: str, part: Part, facts: Facts | None, *, explicit: bool) -> None:
        text, records = records_of(name, part, explicit=explicit)
        facts = Facts.of(records) if facts is None else facts
        if facts.first is None and not part.before:
            # Nothing to check in the whole file, which has to be told somewhere.
            records = (Record(Decoded(text, None, (), None, 0, len(text)), None, ()),)
        super().__init__(name, text, None, records, explicit)
        self._before = part.before
        self._facts = facts

    @cached_property
    def lines(self) -> Lines:
        return _LinesBelow(self.text, [(0, self._before)])

    @property
    def blank(self) -> bool:
        return self._facts.first is None

    @cached_property
    def broken(self) -> bool:
        return self._facts.broken

    @cached_property
    def only_authoring(self) -> bool:
        return self._facts.authoring

    @property
    def holds_nothing(self) -> bool:
        return not self._facts.documents and not self._facts.misplaced

    def is_first(self, record: Record) -> bool:
        return record.line == self._facts.first

    @cached_property
    def misplaced(self) -> dict[int | None, Misplaced]:
        return {
            record.line: place
            for record in self.records
            if (place := record.misplaced) is not None
            and (place.sure or record.line == self._facts.doubtful)
        }


class HeldSource(Source):
    """Some lines of a JSON Lines file, each with its place in it."""

    def __init__(self, name: str, parts: tuple[Part, ...], *, explicit: bool) -> None:
        texts: list[str] = []
        places: list[tuple[int, int]] = []
        records: list[tuple[int, int, int]] = []
        length = 0
        for part in parts:
            text = decode_utf8(part.data.rstrip(b"\n"))[0]
            places.append((length, part.before))
            records.append((length, length + len(text), part.before + 1))
            texts.append(text + "\n")
            length += len(text) + 1
        whole = "".join(texts)
        super().__init__(
            name,
            whole,
            None,
            tuple(
                record_of(decode_text(whole, start, end), name, line, explicit)
                for start, end, line in records
            ),
            explicit,
        )
        self._places = places

    @cached_property
    def lines(self) -> Lines:
        return _LinesBelow(self.text, self._places)


class _LinesBelow(Lines):
    """The lines of a text made of pieces of another. places: where each piece begins, with the
    lines that the other text has above it."""

    def __init__(self, text: str, places: list[tuple[int, int]]) -> None:
        super().__init__(text)
        self._places = places

    def position(self, offset: int) -> tuple[int, int]:
        line, column = super().position(offset)
        start, before = self._places[bisect_right(self._places, (offset, 1 << 62)) - 1]
        return before + 1 + line - super().position(start)[0], column


def records_of(name: str, part: Part, *, explicit: bool) -> tuple[str, tuple[Record, ...]]:
    """The text of a part and its records; as `Source` reads a whole file."""
    data = part.data if part.before else part.data.removeprefix(codecs.BOM_UTF8)
    try:
        text, bad = data.decode(), {}
    except UnicodeDecodeError:
        text = data.decode(errors="replace")
        bad = bad_lines(codecs.BOM_UTF8 + data)
    found = []
    lines, offset = part.before, 0
    for start, end in split_records(text):
        lines += line_ends(text[offset:start].encode())
        offset = start
        decoded = (
            Decoded(text, None, (), bad[start], start, end)
            if start in bad
            else decode_text(text, start, end)
        )
        found.append(record_of(decoded, name, lines + 1, explicit))
    return text, tuple(found)
