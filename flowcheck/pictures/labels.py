"""What stands at wires, and where: on the wire, shortly before its end, off everything else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final

from flowcheck.dataclass import dataclass, field
from flowcheck.pictures.layers import Area, Point
from flowcheck.pictures.scene import Mark, Wire
from flowcheck.pictures.symbols import clipped, codes, worst
from flowcheck.reports.columns import columns
from flowcheck.reports.escape import shown

LINE: Final = 13.0
_LETTERS: Final = 20  # of a branch
_MOST: Final = 3  # branches at one wire
_WIDE: Final = 6.6  # of one column
_FLAT: Final = 2 * LINE  # how far a wire goes up or down that is as good as level
_PLACES: Final = (0.62, 0.5, 0.74, 0.4, 0.84)  # of the way between two layers, the best first
_ARROW: Final = 16.0
_CELL: Final = 128.0


@dataclass(frozen=True, slots=True)
class Label:
    """lines: of text, each around x, with y as its base line; the last are codes of problems.
    severity: of the worst problem, or None."""

    x: float
    y: float
    lines: tuple[str, ...]
    severity: str | None


def label_width(wire: Wire) -> float:
    """Pixels of the longest line at a wire; 0 for one with nothing to say."""
    return _width(_lines([wire]))


def labels(
    wires: Sequence[Wire], paths: Mapping[int, Sequence[Point]], areas: Iterable[Area]
) -> Iterator[Label]:
    """The labels of all wires; those that go the same way have one together. areas: where nothing
    else may stand."""
    together: dict[tuple[Point, ...], list[Wire]] = {}
    for place, wire in enumerate(wires):
        if wire.label or wire.marks:
            together.setdefault(tuple(paths[place]), []).append(wire)
    taken = _Taken()
    for area in areas:
        taken.take(area)
    for path, some in together.items():
        lines = _lines(some)
        width, height = _width(lines), LINE * len(lines)
        centres = [*_centres(path, width, height)]
        x, y = next((at for at in centres if taken.free(_around(at, width, height))), centres[0])
        taken.take(_around((x, y), width, height))
        marks = tuple(mark for wire in some for mark in wire.marks)
        yield Label(x, y - height / 2 + LINE - 3, lines, worst(marks))


def _lines(wires: Sequence[Wire]) -> tuple[str, ...]:
    words = list(dict.fromkeys(clipped(wire.label, _LETTERS) for wire in wires if wire.label))
    if len(words) > _MOST:
        words[_MOST - 1 :] = [f"{len(words) - _MOST + 1} more"]
    marks: dict[Mark, None] = dict.fromkeys(mark for wire in wires for mark in wire.marks)
    return (*words, codes(tuple(marks))) if marks else tuple(words)


def _width(lines: Iterable[str]) -> float:
    return max((columns(shown(line)) * _WIDE for line in lines), default=0.0)


def _centres(path: Sequence[Point], width: float, height: float) -> Iterator[Point]:
    """Where a label's middle may be: over a wire that is level, else on it, off the arrow."""
    (x1, y1), (x2, y2) = _stretch(path)
    last = max(0.3, 1 - (width / 2 + _ARROW) / max(x2 - x1, 1.0))
    for place in _PLACES:
        part = min(place, last)
        x, y = x1 + (x2 - x1) * part, y1 + (y2 - y1) * part * part * (3 - 2 * part)
        yield (x, y - height / 2 - 3) if abs(y2 - y1) < _FLAT else (x, y)
    yield x1 + (x2 - x1) * 0.62, max(y1, y2) + height / 2 + 3


def _stretch(path: Sequence[Point]) -> tuple[Point, Point]:
    """The piece of a wire with most room: the last one, or of a wire that turns the longest."""
    pieces = list(pairwise(path))
    forward = all(one[0] < two[0] for one, two in pieces)
    first, last = pieces[-1] if forward else max(pieces, key=lambda p: abs(p[0][0] - p[1][0]))
    return (first, last) if first[0] <= last[0] else (last, first)


def _around(centre: Point, width: float, height: float) -> Area:
    return Area(centre[0] - width / 2, centre[1] - height / 2, width, height)


@dataclass(slots=True)
class _Taken:
    """Areas where something stands, by the cells of a grid that they touch."""

    cells: dict[tuple[int, int], list[Area]] = field(default_factory=dict)

    def take(self, area: Area) -> None:
        for cell in _cells(area):
            self.cells.setdefault(cell, []).append(area)

    def free(self, area: Area) -> bool:
        return not any(
            area.left < other.left + other.width
            and other.left < area.left + area.width
            and area.top < other.top + other.height
            and other.top < area.top + area.height
            for cell in _cells(area)
            for other in self.cells.get(cell, ())
        )


def _cells(area: Area) -> Iterator[tuple[int, int]]:
    for x in range(int(area.left // _CELL), int((area.left + area.width) // _CELL) + 1):
        for y in range(int(area.top // _CELL), int((area.top + area.height) // _CELL) + 1):
            yield x, y
