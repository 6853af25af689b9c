"""Many runs at once: a literal's value in each of them is a bit of one Python int."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from flowcheck.runs.circuit import TRUE, Circuit, Literal
from flowcheck.runs.decisions import Decision


class Columns:
    """Runs side by side. `bits` maps variables to columns; `accepted` marks the runs that count.

    The columns of the other literals are worked out when asked for, and kept."""

    def __init__(self, circuit: Circuit, bits: Mapping[int, int], width: int) -> None:
        self.circuit = circuit
        self.width = width
        self.every = (1 << width) - 1
        self.accepted = self.every
        self._known: dict[int, int] = {TRUE: self.every, **bits}

    def column(self, literal: Literal) -> int:
        """The runs in which a literal is true. Raises KeyError for an unknown variable."""
        number = abs(literal)
        column = self._known.get(number)
        if column is None:
            self._fill(number)
            column = self._known[number]
        return column if literal > 0 else self.every ^ column

    def accept(self, constraints: Iterable[Literal]) -> None:
        """Leave only the runs in which the constraints hold."""
        for constraint in constraints:
            self.accepted &= self.column(constraint)

    def _fill(self, root: int) -> None:
        known, parts, every = self._known, self.circuit.parts, self.every
        waiting = [root]
        while waiting:
            number = waiting[-1]
            if number in known:
                waiting.pop()
                continue
            part = parts[number]
            if part is None:
                raise KeyError(number)
            todo = [abs(literal) for literal in part if abs(literal) not in known]
            if todo:
                waiting += todo
                continue
            waiting.pop()
            column = every
            for literal in part:
                column &= known[literal] if literal > 0 else every ^ known[-literal]
            known[number] = column

    def choice(self, decision: Decision, run: int) -> int:
        """The index of the option a decision takes in one of the runs; bits that came later count
        as not taken."""
        for index, bit in enumerate(decision.bits):
            if self._known.get(bit, 0) >> run & 1:
                return index
        return len(decision.bits)


def every_combination(circuit: Circuit, decisions: Sequence[Decision]) -> Columns:
    """Every combination of the options of some decisions, one a column."""
    width = 1
    for decision in decisions:
        width *= decision.width
    bits: dict[int, int] = {}
    block = 1  # runs in a row that share a decision's option
    for decision in decisions:
        period = block * decision.width
        # repeat the pattern of one period over the whole width
        spread = ((1 << width) - 1) // ((1 << period) - 1)
        for index, bit in enumerate(decision.bits):
            bits[bit] = (((1 << block) - 1) << (index * block)) * spread
        block = period
    return Columns(circuit, bits, width)
