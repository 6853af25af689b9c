"""Runs, skipped or stuck: the outcome of every node as literals."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import cached_property
from typing import TYPE_CHECKING

from flowcheck.dataclass import dataclass
from flowcheck.runs.circuit import FALSE, TRUE, Circuit, Literal

if TYPE_CHECKING:
    from flowcheck.graph.flow import Flow
    from flowcheck.runs.conditions import Conditions, RouterRuns
    from flowcheck.runs.waits import Gate, Merge, Waits


@dataclass(frozen=True, slots=True)
class Outcome:
    """Exactly one of the three literals is true in any run."""

    runs: Literal
    skipped: Literal
    stuck: Literal


ALWAYS_RUNS = Outcome(TRUE, FALSE, FALSE)


class Outcomes:
    """The outcomes of the trusted nodes. order: their ids in topological order; waits: what each
    of them waits for; gated: those that wait for a branch.

    lenient: as if a skipped `dependsOn` target held nobody up, which no source denies; verdicts
    that do not survive this are warnings. rests_on_depends: whether that makes a difference
    anywhere."""

    def __init__(
        self,
        flow: Flow,
        circuit: Circuit,
        conditions: Conditions,
        order: Collection[str],
        waits: Callable[[str], Waits],
        gated: Collection[str],
        *,
        lenient: bool = False,
    ) -> None:
        self.flow = flow
        self.circuit = circuit
        self.conditions = conditions
        self.order = order
        self.waits = waits
        self.lenient = lenient
        self.rests_on_depends = False
        self._opened: dict[tuple[tuple[str, ...], str], Literal] = {}
        self.of: dict[str, Outcome] = {}
        for id in order:
            # A template waits for its loop, and so for what that waits for.
            sure = all(self.of[edge.source] is ALWAYS_RUNS for edge in flow.incoming[id])
            self.of[id] = ALWAYS_RUNS if sure and id not in gated else self._outcome(waits(id))

    def opened(self, gate: Gate) -> Literal:
        """True when the gate is satisfied."""
        found = self._opened.get((gate.sources, gate.equal))
        if found is None:
            found = self._opened[gate.sources, gate.equal] = self.circuit.either(
                self.circuit.both((self.of[id].runs, self.conditions.takes(id, gate.equal)))
                for id in gate.sources
                if self.flow.nodes[id].is_logic
            )
        return found

    def refused(self, gate: Gate) -> Literal:
        """True when the gate skips the node."""
        stuck = [-self.of[id].stuck for id in gate.sources]
        return self.circuit.both((-self.opened(gate), *stuck))

    def all_skipped(self, merge: Merge) -> Literal:
        """True when the merge skips the node."""
        return self.circuit.both(self.of[id].skipped for id in merge.sources)

    def clear_up_to(self, id: str, *, null: bool = False) -> Literal:
        """True when every if/else node upstream that runs, the node itself included, is clear up to
        the case it takes; `null`: when what is left out reads as null."""
        return (self._null_clear if null else self._clear)[id]

    @cached_property
    def _clear(self) -> dict[str, Literal]:
        return self._upstream(lambda router: router.clear)

    @cached_property
    def _null_clear(self) -> dict[str, Literal]:
        return self._upstream(lambda router: router.null_clear)

    def _upstream(self, clear: Callable[[RouterRuns], Literal]) -> dict[str, Literal]:
        found: dict[str, Literal] = {}
        both, either = self.circuit.both, self.circuit.either
        for id in self.order:
            parts: list[Literal] = []
            if any(found[edge.source] != TRUE for edge in self.flow.incoming[id]):
                parts = [found[source] for source in self.waits(id).sources]
            if self.flow.nodes[id].is_logic:
                parts.append(either((-self.of[id].runs, clear(self.conditions.of(id)))))
            found[id] = both(parts)
        return found

    def _outcome(self, waits: Waits) -> Outcome:
        circuit, of = self.circuit, self.of
        skipped = [self.refused(gate) for gate in waits.gates]
        skipped += [self.all_skipped(merge) for merge in waits.merges]
        skipped += [of[id].skipped for id in waits.loops]
        by_depends = [of[dependency.source].skipped for dependency in waits.depends]
        if any(literal != FALSE for literal in by_depends):
            self.rests_on_depends = True
            if not self.lenient:
                skipped += by_depends
        held = [-of[read.source].runs for read in waits.reads]
        held += [circuit.both(-of[id].runs for id in merge.sources) for merge in waits.merges]
        for gate in waits.gates:
            stuck = circuit.either(of[id].stuck for id in gate.sources)
            held.append(circuit.both((-self.opened(gate), stuck)))
        held += [of[dependency.source].stuck for dependency in waits.depends]
        held += [of[id].stuck for id in waits.loops]
        skip = circuit.either(skipped)
        hold = circuit.either(held)
        outcome = Outcome(circuit.both((-skip, -hold)), skip, circuit.both((-skip, hold)))
        return ALWAYS_RUNS if outcome == ALWAYS_RUNS else outcome
