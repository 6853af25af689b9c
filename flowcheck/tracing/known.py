"""What is known of one run, node by node; the run model is asked."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from flowcheck.graph.flow import Flow
from flowcheck.runs.circuit import Literal
from flowcheck.runs.conditions import Question
from flowcheck.runs.outcomes import Outcome as RunsOf
from flowcheck.runs.space import RunSpace
from flowcheck.runs.waits import Gate
from flowcheck.tracing.assumed import Assumed
from flowcheck.tracing.given import Given
from flowcheck.tracing.trace import Outcome, TraceError
from flowcheck.wording import listed


class Known:
    """What becomes of the nodes of a flow in one run.

    told: the flow as it stands in its file; given: the same with what the run has put in.
    outcome: of every node; branches: of each if/else node that may run, those it may take; case:
    the one that decided its branch, where there is one; asked: those whose branch was asked for
    and open until then."""

    def __init__(
        self, told: Flow, run: Given, takes: Mapping[str, str | None], *, budget: int
    ) -> None:
        self.told = told
        self.given = given = run.flow
        self.space = RunSpace(given, budget=budget)
        self.outcome: dict[str, Outcome] = {}
        self.branches: dict[str, tuple[str | None, ...]] = {}
        self.case: dict[str, Question] = {}
        self.asked: set[str] = set()
        supplied = (self.space.contract.supplied(name) for name in sorted(run.supplied))
        space = self.space
        self._assumed = Assumed(space.circuit, space.decisions, space.contract)
        for one in supplied:
            if one is not None:
                self._assumed.take(one)
        for id in space.order:
            if id in takes:
                self._assume(id, takes[id])
        for id in self.space.order:
            self.outcome[id] = self._outcome(id)
            if given.nodes[id].is_logic and self.outcome[id] in ("runs", "open"):
                self._choose(id)

    @property
    def open(self) -> list[str]:
        """The if/else nodes whose branch nothing decides, in the order of the flow."""
        return [id for id in self.told.nodes if len(self.branches.get(id, ())) > 1]

    def branch(self, id: str) -> str | None:
        """The branch of an if/else node; None for none, and where several are possible."""
        found = self.branches.get(id, ())
        return found[0] if len(found) == 1 else None

    def opens(self, id: str, gate: Gate) -> bool:
        """Whether an if/else node surely opens a gate."""
        return self.outcome[id] == "runs" and self.branches.get(id) == (gate.equal,)

    def may_open(self, id: str, gate: Gate) -> bool:
        """Whether it can, as far as that node alone tells."""
        return gate.equal in self.branches.get(id, ())

    def _assume(self, id: str, value: str | None) -> None:
        """Let an if/else node take a branch wherever it runs. Raises TraceError when it cannot."""
        circuit, runs = self.space.circuit, self._runs(id)
        if not self._possible(runs):
            raise TraceError(f"`{id}` takes no branch: it does not run in this run")
        taken = self.space.conditions.of(id).taken
        able = [one for one, of in taken.items() if self._possible(circuit.both((runs, of)))]
        if value not in able:
            raise TraceError(f"`{id}` cannot take {branch_words([value])}: {_takes(able)}")
        if len(able) > 1:
            self.asked.add(id)
        self._assumed.take(circuit.either((-runs, taken[value])))

    def _runs(self, id: str) -> Literal:
        """That a node runs, whatever a skipped `dependsOn` target does."""
        return self.space.circuit.either(reading.runs for reading in self._readings(id))

    def _readings(self, id: str) -> list[RunsOf]:
        return [self.space.outcomes_of(id, lenient=lenient) for lenient in (False, True)]

    def _possible(self, literal: Literal) -> bool:
        """Whether a run like this one may have the literal true; what is not decided within the
        budget may be."""
        return self.space.possible(self._assumed.with_(literal)) is not False

    def _outcome(self, id: str) -> Outcome:
        """What becomes of a node, `open` when that differs from one way the run may go to another,
        or rests on what a skipped `dependsOn` target does."""
        readings = self._readings(id)
        kinds: tuple[tuple[Outcome, set[Literal]], ...] = (
            ("runs", {each.runs for each in readings}),
            ("skipped", {each.skipped for each in readings}),
            ("hangs", {each.stuck for each in readings}),
        )
        found = [kind for kind, literals in kinds if any(map(self._possible, literals))]
        return found[0] if len(found) == 1 else "open"

    def _choose(self, id: str) -> None:
        """Note which branches an if/else node may take, and the case that decides."""
        circuit, runs = self.space.circuit, self._runs(id)
        router = self.space.conditions.of(id)
        self.branches[id] = tuple(
            value
            for value, taken in router.taken.items()
            if self._possible(circuit.both((runs, taken)))
        )
        cases = [c for c in router.cases if self._possible(circuit.both((runs, c.taken)))]
        if len(cases) == 1 and not self._possible(circuit.both((runs, -cases[0].taken))):
            self.case[id] = cases[0].question


def branch_words(values: Collection[str | None]) -> str:
    """Branches in words: "`2`, `1` or no branch"."""
    named = [value for value in values if value is not None]
    words = [listed(named)] if named else []
    none = ["no branch"] if None in values else []
    return " or ".join([*words, *none])


def _takes(able: list[str | None]) -> str:
    return f"in this run it takes {branch_words(able)}"
