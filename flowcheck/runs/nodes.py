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
    from flowcheck.runs.model import RunModel

_WEIGHED = 32  # causes of a skip among which the ones that matter are sought


def never_runs(model: RunModel) -> list[NeverRuns]:
    """The nodes that every run skips while each of their sources runs in some run."""
    of = model.outcomes.of
    unsure = [id for id in model.order if of[id] is not ALWAYS_RUNS]
    model.oracle.expect(-of[id].skipped for id in unsure)
    found = []
    for id in unsure:
        if model.possible(-of[id].skipped) is not False:
            continue
        sources = [model.possible(of[s].runs) for s in model.outcomes.waits[id].sources]
        if not all(sources):
            continue
        certain = model.possible(-model.lenient.of[id].skipped) is False
        found.append(NeverRuns(model.flow.nodes[id], _blocked_by(model, id, certain), certain))
    return found


def _blocked_by(model: RunModel, id: str, certain: bool) -> tuple[Block, ...]:
    outcomes = model.lenient if certain else model.outcomes
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
        runs = model.circuit.both(-literal for _, literal in others)
        if model.possible(runs) is False:
            causes = others
    return tuple(cause for cause, _ in causes)


def hangs(model: RunModel) -> list[Hangs]:
    """The nodes that some run leaves waiting for a skipped node, the first ones of the trouble."""
    outcomes, lenient = model.outcomes, model.lenient
    questions = [
        (id, first_stuck(outcomes, id)) for id in model.order if outcomes.of[id].stuck != FALSE
    ]
    model.oracle.expect(literal for _, literal in questions)
    found = []
    for id, fault in questions:
        if not model.possible(fault):
            continue
        elsewhere = first_stuck(lenient, id)
        surely = model.circuit.both((fault, elsewhere))  # one run for both readings, if any
        shown = surely if model.possible(surely) else fault
        verdict = _hang(model, id, shown, bool(model.possible(elsewhere)))
        if verdict is not None:
            found.append(verdict)
    return found


def first_stuck(outcomes: Outcomes, id: str) -> Literal:
    """True when the node is stuck and none of its sources is."""
    sources = [-outcomes.of[source].stuck for source in outcomes.waits[id].sources]
    return outcomes.circuit.both((outcomes.of[id].stuck, *sources))


def _hang(model: RunModel, id: str, fault: Literal, certain: bool) -> Hangs | None:
    of = model.outcomes.of
    best: Hangs | None = None
    for read in _distinct(model.outcomes.waits[id].reads):
        here = model.circuit.both((fault, of[read.source].skipped))
        model.oracle.seed(here, fault)
        try:
            example = shrunk(model.oracle, here)
        except Undecided:
            model.leave_open()
            continue
        if example is not None:
            witness = as_witness(example.taken)
            replay_hang(model, id, here, example)
            best = Hangs(model.flow.nodes[id], read, witness, certain)
            break
    return best


def _distinct(reads: tuple[Read, ...]) -> list[Read]:
    """The first ref to each source, in the order of the refs."""
    first: dict[str, Read] = {}
    for read in reads:
        first.setdefault(read.source, read)
    return list(first.values())
