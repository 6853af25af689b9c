"""Numbers as points that somebody compares with, and the gaps between and beyond them."""

from __future__ import annotations

import math
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from flowcheck.dataclass import dataclass
from flowcheck.runs.circuit import FALSE, TRUE, Literal
from flowcheck.runs.decisions import Decision

_LARGEST = sys.float_info.max


@dataclass(frozen=True, slots=True)
class Cell:
    """A point, or a gap with a number in it that stands for all of them."""

    value: float
    is_point: bool


def cells(
    points: Iterable[float], low: float | None, high: float | None, *, whole: bool = False
) -> list[Cell]:
    """The line from `low` to `high`, both inclusive, cut at the points that lie on it, in order.

    whole: only whole numbers lie on the line, and a point between two of them cuts it there.
    Gaps without a number are left out. Whole numbers of JSON may be larger than any double: no
    point is, and bounds end there."""
    start = -math.inf if low is None else _double(low)
    end = math.inf if high is None else _double(high)
    found: list[Cell] = []
    before = start
    first = True
    # Between whole numbers nothing lies at 2.5, but the line is cut there: above 2.
    finite = [math.floor(point) if whole else point for point in points if abs(point) <= _LARGEST]
    inside = sorted({float(point) for point in finite})
    for point in [p for p in inside if start <= p <= end]:
        gap = _between(before, point, first, False, whole)
        if gap is not None:
            found.append(Cell(gap, False))
        found.append(Cell(_tidy(point), True))
        before, first = point, False
    gap = _between(before, end, first, True, whole)
    if gap is not None:
        found.append(Cell(gap, False))
    return found or [Cell(_tidy(start if math.isfinite(start) else 0.0), False)]


def _double(bound: float) -> float:
    return float(max(-_LARGEST, min(bound, _LARGEST)))


def _between(a: float, b: float, with_a: bool, with_b: bool, whole: bool) -> float | None:
    """A number between two, a plain one if there is; the ends count where `with_a`, `with_b`."""
    if math.isinf(a) and math.isinf(b):
        return 1
    if math.isinf(a):
        tries = [math.floor(b) - (0 if math.floor(b) < b else 1), b - 1, b]
    elif math.isinf(b):
        tries = [math.floor(a) + 1, a]
    else:
        tries = [math.floor(a) + 1, math.ceil(a), a, b, (a + b) / 2]
    for one in tries:
        lies = (a < one or (with_a and a == one)) and (one < b or (with_b and one == b))
        if lies and not (whole and one % 1):
            return _tidy(one)
    return None


def _tidy(value: float) -> float:
    return int(value) if float(value).is_integer() and abs(value) < 1e16 else value


class NumberLine:
    """A decision among the cells of a line, with the orders over it as running ORs: every
    comparison is one literal that is there already. What an open decision takes else is no number.
    """

    def __init__(self, decision: Decision, line: list[Cell]) -> None:
        self.circuit = decision.circuit
        self.cells = line
        self.literals: list[Literal] = []
        self._values = [cell.value for cell in line]
        self._upto: list[Literal] = []
        for cell in line:
            self.literals.append(decision.takes(cell.value))
            self._upto.append(-decision.rest)
        self.number = TRUE if decision.domain is not None else self._upto[-1]
        self._upto[-1] = self.number

    def equal(self, number: float) -> Literal:
        """True when the number is this one, which must be a point where it lies on the line."""
        at = bisect_left(self._values, number)
        if at < len(self.cells) and self.cells[at].value == number and self.cells[at].is_point:
            return self.literals[at]
        return FALSE

    def compares(self, operator: str, number: float) -> Literal:
        """True when the number on the line stands in that order to this one."""
        if operator == "==":
            return self.equal(number)
        strict = operator in ("<", ">=")
        at = (bisect_left if strict else bisect_right)(self._values, number)
        below = self._upto[at - 1] if at else FALSE
        if operator in ("<", "<="):
            return below
        return self.circuit.both((self.number, -below))
