"""Thousands of accepted runs at random, side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random

from flowcheck.runs.circuit import Circuit, Literal
from flowcheck.runs.columns import Columns
from flowcheck.runs.decisions import Decision, DecisionKind

_SEED = 20_240_229
_WIDTH = 4096
_PURE = 64  # runs that all go one way: the rest everywhere, then the first option everywhere
_LEANING = 1024  # runs that mostly go one way, again for both
_REPAIRS = 64


def simulate(
    circuit: Circuit,
    decisions: Sequence[Decision],
    constraints: Mapping[str, Literal],
) -> Columns:
    """Random accepted runs, the same ones each time.

    Deep nests of branches are out of reach of fair coins, so some runs lean towards one side.
    An input that a rule requires in a run is given there, until all rules are content; the few
    runs in which they are not by then do not count."""
    random = Random(_SEED)
    bits: dict[int, int] = {}
    for decision in decisions:
        left = decision.width
        for bit in decision.bits:
            bits[bit] = _column(random, left)
            left -= 1
    given = {
        decision.name: decision.bits[0]
        for decision in decisions
        if decision.kind is DecisionKind.GIVEN
    }
    for _ in range(_REPAIRS):
        columns = Columns(circuit, bits, _WIDTH)
        content = True
        for name, constraint in constraints.items():
            violated = columns.every ^ columns.column(constraint)
            if violated:
                bits[given[name]] |= violated
                content = False
        if content:
            break
    columns = Columns(circuit, bits, _WIDTH)
    columns.accept(constraints.values())
    return columns


def _column(random: Random, left: int) -> int:
    """A chain bit with `left` options to go: one segment of runs after the other."""
    fair = random.getrandbits(_WIDTH)
    if left > 2:
        fair &= random.getrandbits(_WIDTH)
    if left > 5:
        fair &= random.getrandbits(_WIDTH)
    seldom = random.getrandbits(_WIDTH) & random.getrandbits(_WIDTH) & random.getrandbits(_WIDTH)
    often = random.getrandbits(_WIDTH) | random.getrandbits(_WIDTH) | random.getrandbits(_WIDTH)
    segments = (
        (_PURE, 0),
        (_PURE, -1),
        (_LEANING, seldom),
        (_LEANING, often),
    )
    column, at = 0, 0
    for width, pattern in segments:
        mask = ((1 << width) - 1) << at
        column |= pattern & mask
        at += width
    return column | (fair >> at << at)
