"""Merges of which several sources run, and runs that end without an output."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from flowcheck.dataclass import dataclass
from flowcheck.runs.circuit import FALSE
from flowcheck.runs.solver import Undecided

if TYPE_CHECKING:
    from flowcheck.findings import Witness
    from flowcheck.graph.sites import NodeSite
    from flowcheck.runs.space import RunSpace
    from flowcheck.runs.waits import Merge


@dataclass(frozen=True, slots=True)
class MergeOfBoth:
    """A merge of which more than one source runs in every run, and whose node runs in some."""

    node: NodeSite
    merge: Merge


def merges_of_both(space: RunSpace) -> list[MergeOfBoth]:
    """Such merges, whatever a skipped dependsOn target does, in topological order."""
    found = []
    both, either = space.circuit.both, space.circuit.either
    for id in (id for id in space.order if id in space.merging):
        merges = [merge for merge in space.waits(id).merges if len(merge.sources) > 1]
        if not merges or space.is_closed(id):
            continue
        for merge in merges:
            spared = []
            for lenient in (False, True):
                one = two = FALSE
                for source in merge.sources:
                    runs = space.outcomes_of(source, lenient=lenient).runs
                    two = either((two, both((one, runs))))
                    one = either((one, runs))
                spared.append(-two)
            runs_at_all = space.possible(space.outcome(id).runs)
            if runs_at_all and all(space.possible(one) is False for one in spared):
                found.append(MergeOfBoth(space.flow.nodes[id], merge))
    return found


def empty_run(space: RunSpace, contributing: Iterable[str]) -> Witness | None:
    """A sure run in which none of some nodes runs, whatever a skipped dependsOn target does; None
    when there is none, or one of the nodes gets no verdict."""
    ids = list(contributing)
    if not ids or any(id not in space.rank or space.is_closed(id) for id in ids):
        return None
    from flowcheck.runs.replay import replay
    from flowcheck.runs.telling import witness_of
    from flowcheck.runs.witness import shrunk

    literals = []
    for outcomes in (space.outcomes, space.lenient):
        literals += [-outcomes.of[id].runs for id in ids]
        literals += [-outcomes.of[id].stuck for id in ids]
        literals += [outcomes.clear_up_to(id) for id in ids]
    nothing = space.circuit.both(literals)
    try:
        example = shrunk(space.search, nothing)
    except Undecided:
        space.undecided = True
        return None
    return None if example is None else witness_of(space, example, replay(space, ids[0], example))
