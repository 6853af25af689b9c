"""The source lines of a place, cut to a width, and what to mark in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final

from flowcheck.dataclass import dataclass
from flowcheck.report import Problem, Related
from flowcheck.reports.columns import columns
from flowcheck.reports.escape import shown_characters

_TAB: Final = "    "
_MOST_CHARACTERS: Final = 4
"""Characters looked at on either side of a place, for each column there is: some take none."""
_BEFORE, _BEHIND = "… ", " …"
_CUT: Final = len(_BEFORE + _BEHIND)


@dataclass(frozen=True, slots=True)
class Excerpt:
    """What is shown of a source line. begin, end: which of its characters. start, length: columns
    of the mark; length is 0 where nothing is marked."""

    number: int
    text: str
    begin: int
    end: int
    start: int = 0
    length: int = 0


class Lines:
    """The lines of checked files; those of the last few are kept."""

    def __init__(self, sources: Mapping[str, str]) -> None:
        self._sources = sources
        self.of = lru_cache(maxsize=4)(self._of)

    def _of(self, file: str) -> list[str]:
        r"""Lines as editors count them: `\n`, `\r\n` and a lone `\r` end one. None of a file whose
        text is not at hand."""
        text = self._sources.get(file)
        return [] if text is None else text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def numbers(at: Problem | Related, lines: list[str]) -> list[int]:
    """1-based numbers of the source lines to show: the first one of the place; with the next when
    it only opens an object or an array, with the one before when it is blank (the file's end)."""
    number = at.line
    if number > len(lines):
        return []
    line = lines[number - 1]
    opening = line[at.column - 1 : at.column + 100].rstrip()
    if at.end_line > number and opening in ("{", "["):
        return [number, number + 1] if number < len(lines) else [number]
    blank = not line or line.isspace()
    return [number - 1, number] if blank and number > 1 else [number]


def excerpts(at: Problem | Related, lines: list[str], room: int) -> Iterator[Excerpt]:
    """The source lines of a place, each in at most `room` columns."""
    for number in numbers(at, lines):
        line = lines[number - 1]
        if number != at.line:
            yield _cut(number, line, 0, 0, room)
            continue
        first = at.column - 1
        # A place of several lines is marked to the end of its first one.
        last = at.end_column - 1 if at.end_line == number else len(line.rstrip())
        yield _cut(number, line, first, max(last, first + 1), room)


def _cut(number: int, line: str, first: int, last: int, room: int) -> Excerpt:
    """A line, or as much of it around characters `first` to `last` as fits."""
    low = max(0, first - _MOST_CHARACTERS * room)
    high = min(len(line), first + _MOST_CHARACTERS * room)
    # An escaped character is several to see and must stay one to count.
    seen = [_TAB if c == "\\u0009" else c for c in shown_characters(line[low:high])]
    pieces: list[tuple[int, str, int]] = []
    at = low
    for text, width in _whole(seen):
        pieces.append((at, "".join(text), width))
        at += len(text)
    wanted = sum(width for _, _, width in pieces) + (1 if first >= len(line) else 0)
    left, right = 0, len(pieces)
    if low or high < len(line) or wanted > room:
        left, right = _window(pieces, first, last, room - _CUT)
    begin = pieces[left][0] if left < len(pieces) else high
    end = pieces[right][0] if right < len(pieces) else high
    before = _BEFORE if begin else ""
    before += "".join(text for at, text, _ in pieces[left:right] if at < first)
    marked = "".join(text for at, text, _ in pieces[left:right] if first <= at < last)
    behind = "".join(text for at, text, _ in pieces[left:right] if at >= max(first, last))
    behind += _BEHIND if end < len(line) else ""
    length = max(1, columns(marked)) if last > first else 0
    return Excerpt(number, before + marked + behind, begin, end, columns(before), length)


def _whole(seen: list[str]) -> Iterator[tuple[list[str], int]]:
    """Characters as they are shown, together with what combines with them, and their columns."""
    group: list[str] = []
    for text in seen:
        if group and len(text) == 1 and not columns(text):
            group.append(text)
            continue
        if group:
            yield group, columns("".join(group))
        group = [text]
    if group:
        yield group, columns("".join(group))


def _window(
    pieces: list[tuple[int, str, int]], first: int, last: int, room: int
) -> tuple[int, int]:
    """Which pieces to show in `room` columns: the marked ones, with what stands before them up to
    a third of the room (a sixth when the marked ones are many), then what follows."""
    marked = sum(width for at, _, width in pieces if first <= at < last)
    lead = min(room // 3, max(room // 6, room - marked))
    left = right = next(
        (index for index, (at, _, _) in enumerate(pieces) if at >= first), len(pieces)
    )
    used = 0
    while left > 0 and used + pieces[left - 1][2] <= lead:
        left -= 1
        used += pieces[left][2]
    while right < len(pieces) and used + pieces[right][2] <= room:
        used += pieces[right][2]
        right += 1
    while left > 0 and used + pieces[left - 1][2] <= room:
        left -= 1
        used += pieces[left][2]
    return left, right
