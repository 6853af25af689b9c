"""Offsets in a text as lines and columns, and the records of a JSON Lines text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property

from flowcheck.pattern import late_pattern

_LINE_END = late_pattern(r"\r\n|\n|\r")
_BLANK = " \t\r"
_BLOCK = 1 << 16


class Lines:
    r"""The lines of a text, as editors count them: `\n`, `\r\n` and a lone `\r` each end one.

    U+2028, form feeds and the like do not. The text is searched once, on the first question."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def starts(self) -> list[int]:
        """Offset of the first character of every line; a text has at least one line."""
        return [0, *(end.end() for end in _LINE_END.finditer(self.text))]

    @property
    def count(self) -> int:
        """How many lines there are; a line end at the very end of the text opens one more."""
        return len(self.starts)

    def position(self, offset: int) -> tuple[int, int]:
        """1-based (line, column) of a code point offset from 0 to the text's length, in code
        points. A line end belongs to the line it ends. ValueError outside the text."""
        if not 0 <= offset <= len(self.text):
            raise ValueError(f"offset {offset} is outside the text of {len(self.text)} characters")
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1

    def line(self, number: int) -> str:
        """The text of a 1-based line without its end. ValueError when there is no such line."""
        if not 1 <= number <= self.count:
            raise ValueError(f"line {number} is none of the text's {self.count}")
        start = self.starts[number - 1]
        if number == self.count:
            return self.text[start:]
        after = self.starts[number]
        end = after - 2 if self.text.startswith("\r\n", max(after - 2, start)) else after - 1
        return self.text[start:end]


def line_at(text: str, number: int) -> tuple[int, int] | None:
    """Where a 1-based line starts and ends, its end mark left out; None when there is no such
    line. For one question of a text: `Lines` looks for all lines, and answers many."""
    start, before = 0, 1
    while start < len(text):
        stop = min(start + _BLOCK, len(text))
        stop += text.startswith("\r\n", stop - 1)  # they stay together
        ends = text.count("\n", start, stop)
        if text.find("\r", start, stop) >= 0:
            ends += text.count("\r", start, stop) - text.count("\r\n", start, stop)
        if before + ends >= number:
            break
        start, before = stop, before + ends
    starts = Lines(text[start : start + _BLOCK + 1]).starts
    if not 0 <= number - before < len(starts):
        return None
    start += starts[number - before]
    end = text.find("\n", start)
    end = len(text) if end < 0 else end
    carriage = text.find("\r", start, end)
    return start, end if carriage < 0 else carriage


def split_records(text: str) -> Iterator[tuple[int, int]]:
    r"""(start, end) offsets of the records of a JSON Lines text: its lines that are not blank.

    Only `\n` parts records, as the format says; a `\r` before it stays in the record, where it is
    white space. Give the offsets to `decode_text` and `Spans`."""
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        if text[start:end].strip(_BLANK):
            yield start, end
        start = end + 1
