"""Nodes that never run, and nodes that hang."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowcheck.runs.circuit import FALSE, Literal
from flowcheck.runs.outcomes import ALWAYS_RUNS, Outcomes
from flowcheck.runs.solver import Undecided

if TYPE_CHECKING:
    from flowcheck.runs.space import RunSpace
    from flowcheck.runs.verdicts import Block, Hangs, NeverRuns
    from flowcheck.runs.waits import Read

_WEIGHED = 32  # causes of a skip among which the ones that matter are sought


def never_runs(space: RunSpace) -> list[NeverRuns]:
    """The nodes that every run skips while each of their sources runs in some run, whatever a
    skipped dependsOn target does."""
    of = space.outcomes.of
    unsure = [id for id in space.order if of[id] is not ALWAYS_RUNS]
    space.search.expect(-of[id].skipped for id in unsure)
    found = []
    for id in unsure:
        if not _is_dead(space, id) or space.is_closed(id):
            continue
        sources = [space.possible(of[s].runs) for s in space.waits(id).sources]
        if all(sources):
            from flowcheck.runs.verdicts import NeverRuns

            by_logic = _is_dead(space.loose, id)
            found.append(NeverRuns(space.flow.nodes[id], _blocked_by(space, id), by_logic))
    return found


def _is_dead(space: RunSpace, id: str) -> bool:
    readings = (space.outcomes.of[id], space.lenient.of[id])
    return all(space.possible(-outcome.skipped) is False for outcome in readings)


def _blocked_by(space: RunSpace, id: str) -> tuple[Block, ...]:
    outcomes = space.lenient
    waits = outcomes.waits(id)
    causes: list[tuple[Block, Literal]] = []
    causes += [(gate, outcomes.refused(gate)) for gate in waits.gates]
    causes += [(merge, outcomes.all_skipped(merge)) for merge in waits.merges]
    causes += [(loop, outcomes.of[loop].skipped) for loop in waits.loops]
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
    """The nodes that some run leaves waiting for a skipped node, the first ones of the trouble, if
    a skipped dependsOn target holds nobody up."""
    outcomes = space.lenient
    faults = [
        (id, first_stuck(outcomes, id)) for id in space.order if outcomes.of[id].stuck != FALSE
    ]
    clear = [both_of(space, outcomes, fault, id) for id, fault in faults]
    space.search.expect(clear)
    found = []
    for (id, fault), sure in zip(faults, clear, strict=True):
        if space.possible(fault) and not space.is_closed(id):
            verdict = _hang(space, id, fault, sure)
            if verdict is not None:
                found.append(verdict)
    return found


def both_of(space: RunSpace, outcomes: Outcomes, fault: Literal, id: str) -> Literal:
    """True when the fault shows in a run in which all that leads to the node is clear."""
    return space.circuit.both((fault, outcomes.clear_up_to(id)))


def first_stuck(outcomes: Outcomes, id: str) -> Literal:
    """True when the node is stuck and none of its sources is."""
    sources = [-outcomes.of[source].stuck for source in outcomes.waits(id).sources]
    return outcomes.circuit.both((outcomes.of[id].stuck, *sources))


def _hang(space: RunSpace, id: str, fault: Literal, sure: Literal) -> Hangs | None:
    both, outcomes, strict = space.circuit.both, space.lenient, space.outcomes
    certain = bool(space.possible(sure))
    if certain:
        elsewhere = both_of(space, strict, first_stuck(strict, id), id)
        shown = both((sure, elsewhere))  # one run for both readings of dependsOn, if any
        if space.possible(shown):
            sure = shown
        elif not space.possible(elsewhere):
            certain = False
    else:
        sure = both((fault, outcomes.clear_up_to(id, null=True)))
        if not space.possible(sure):
            return None
    from flowcheck.runs.replay import replay_hang
    from flowcheck.runs.telling import is_shown, witness_of
    from flowcheck.runs.verdicts import Hangs
    from flowcheck.runs.witness import shrunk

    for read in _distinct(outcomes.waits(id).reads):
        here = both((sure, outcomes.of[read.source].skipped))
        space.search.seed(here, sure)
        try:
            example = shrunk(space.search, here)
        except Undecided:
            space.undecided = True
            continue
        if example is not None:
            every = space.possible(both((-outcomes.of[id].skipped, -fault))) is False
            run = replay_hang(space, id, here, example)
            witness = witness_of(space, example, run)
            certain = certain and is_shown(space, example, run)
            return Hangs(space.flow.nodes[id], read, witness, certain, every)
    return None


def _distinct(reads: tuple[Read, ...]) -> list[Read]:
    """The first ref to each source, in the order of the refs."""
    first: dict[str, Read] = {}
    for read in reads:
        first.setdefault(read.source, read)
    return list(first.values())
