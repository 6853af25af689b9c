"""Nodes that never run, and nodes that hang."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowcheck.runs.circuit import FALSE, Literal
from flowcheck.runs.outcomes import ALWAYS_RUNS, Outcomes
from flowcheck.runs.replay import replay_hang
from flowcheck.runs.solver import Undecided
from flowcheck.runs.verdicts import Block, Hangs, NeverRuns
from flowcheck.runs.waits import Read
from flowcheck.runs.witness import as_witness, shrunk

if TYPE_CHECKING:
    from flowcheck.runs.space import RunSpace

_WEIGHED = 32  # causes of a skip among which the ones that matter are sought


def never_runs(space: RunSpace) -> list[NeverRuns]:
    """The nodes that every run skips while each of their sources runs in some run."""
    of = space.outcomes.of
    unsure = [id for id in space.order if of[id] is not ALWAYS_RUNS]
    space.search.expect(-of[id].skipped for id in unsure)
    found = []
    for id in unsure:
        if space.possible(-of[id].skipped) is not False:
            continue
        sources = [space.possible(of[s].runs) for s in space.outcomes.waits[id].sources]
        if not all(sources):
            continue
        certain = space.possible(-space.lenient.of[id].skipped) is False
        found.append(NeverRuns(space.flow.nodes[id], _blocked_by(space, id, certain), certain))
    return found


def _blocked_by(space: RunSpace, id: str, certain: bool) -> tuple[Block, ...]:
    outcomes = space.lenient if certain else space.outcomes
    waits = outcomes.waits[id]
    causes: list[tuple[Block, Literal]] = []
    causes += [(gate, outcomes.refused(gate)) for gate in waits.gates]
    causes += [(merge, outcomes.all_skipped(merge)) for merge in waits.merges]
    causes += [(loop, outcomes.of[loop].skipped) for loop in waits.loops]
    if not certain:
        causes += [(d, outcomes.of[d.source].skipped) for d in waits.depends]
    causes = [cause for cause in causes if cause[1] != FALSE]
    if len(causes) > _WEIGHED:
        return tuple(cause for cause, _ in causes)
    for cause in list(reversed(causes)):
        others = [other for other in causes if other is not cause]
        runs = space.circuit.both(-literal for _, literal in others)
        if space.possible(runs) is False:
            causes = others
    return tuple(cause for cause, _ in causes)


def hangs(space: RunSpace) -> list[Hangs]:
    """The nodes that some run leaves waiting for a skipped node, the first ones of the trouble."""
    outcomes, lenient = space.outcomes, space.lenient
    questions = [
        (id, first_stuck(outcomes, id)) for id in space.order if outcomes.of[id].stuck != FALSE
    ]
    space.search.expect(literal for _, literal in questions)
    found = []
    for id, fault in questions:
        if not space.possible(fault):
            continue
        elsewhere = first_stuck(lenient, id)
        surely = space.circuit.both((fault, elsewhere))  # one run for both readings, if any
        shown = surely if space.possible(surely) else fault
        verdict = _hang(space, id, shown, bool(space.possible(elsewhere)))
        if verdict is not None:
            found.append(verdict)
    return found


def first_stuck(outcomes: Outcomes, id: str) -> Literal:
    """True when the node is stuck and none of its sources is."""
    sources = [-outcomes.of[source].stuck for source in outcomes.waits[id].sources]
    return outcomes.circuit.both((outcomes.of[id].stuck, *sources))


def _hang(space: RunSpace, id: str, fault: Literal, certain: bool) -> Hangs | None:
    of = space.outcomes.of
    best: Hangs | None = None
    for read in _distinct(space.outcomes.waits[id].reads):
        here = space.circuit.both((fault, of[read.source].skipped))
        space.search.seed(here, fault)
        try:
            example = shrunk(space.search, here)
        except Undecided:
            space.undecided = True
            continue
        if example is not None:
            witness = as_witness(example.taken)
            replay_hang(space, id, here, example)
            best = Hangs(space.flow.nodes[id], read, witness, certain)
            break
    return best


def _distinct(reads: tuple[Read, ...]) -> list[Read]:
    """The first ref to each source, in the order of the refs."""
    first: dict[str, Read] = {}
    for read in reads:
        first.setdefault(read.source, read)
    return list(first.values())
