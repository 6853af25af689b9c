"""The runs of one flow that Scenario would accept, and what becomes of its nodes in them.

Questions are put to a space; it knows nothing of verdicts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from flowcheck.graph.wires import EdgeKind
from flowcheck.runs.branches import BranchValues
from flowcheck.runs.circuit import Circuit, Literal
from flowcheck.runs.contract import ContractSpace
from flowcheck.runs.decisions import Decisions
from flowcheck.runs.outcomes import ALWAYS_RUNS, Outcome, Outcomes
from flowcheck.runs.search import Search
from flowcheck.runs.solver import Undecided
from flowcheck.runs.supply import Declarations, looked_for
from flowcheck.runs.trust import trusted_nodes

if TYPE_CHECKING:
    from flowcheck.graph.flow import Flow
    from flowcheck.runs.conditions import Conditions
    from flowcheck.runs.waits import Gate, Waits


class RunSpace:
    """The decisions of a flow's runs, the order and the outcomes of its nodes.

    budget: conflicts the solver may spend on the whole flow; `undecided` tells whether a question
    was left open. loosened: as if workflow inputs had no `allowedValues`, bounds and types.
    called: gives the nodes that call something with what that declares, once it is asked.
    replayed: nodes and decisions that examples were replayed through so far."""

    def __init__(
        self,
        flow: Flow,
        *,
        budget: int,
        loosened: bool = False,
        called: Callable[[], Declarations] = tuple,
    ) -> None:
        self.flow = flow
        self._called = called
        self.budget = budget
        self.loosened = loosened
        self.circuit = Circuit()
        self.decisions = Decisions(self.circuit)
        self.values = BranchValues()
        self.undecided = False
        self.replayed = 0
        self._waits: dict[str, Waits] = {}
        self._closed: set[str] | None = None

    @cached_property
    def judged(self) -> bool:
        """Whether the document is a definition whose nodes can be judged."""
        return self.flow.present and not self.flow.is_job

    @cached_property
    def conditions(self) -> Conditions:
        """The if/else nodes, and the contract whose inputs their conditions look at."""
        from flowcheck.runs.conditions import Conditions  # and all that reads expressions

        return Conditions(self.flow, self.order, self.circuit, self.decisions, self._asked_about)

    def _asked_about(self, asked: Mapping[str, Iterable[object]]) -> ContractSpace:
        return self._contract(asked) if self.has_gates else self.contract

    def _contract(self, asked: Mapping[str, Iterable[object]]) -> ContractSpace:
        return ContractSpace(
            self.flow.contract,
            self.circuit,
            self.decisions,
            lost=self.entry_lost,
            compared=asked,
            ruled=looked_for(self.flow, self._called()),
            loosened=self.loosened,
        )

    @cached_property
    def contract(self) -> ContractSpace:
        """The workflow's inputs as decisions; without if/else nodes no condition looks at them."""
        return self.conditions.contract if self.has_gates else self._contract({})

    @cached_property
    def entry_lost(self) -> bool:
        """Whether an entry of the contract could not be read at all."""
        at = self.flow.document.inputs_at
        return any(error.pointer[:-1] == at for error in self.flow.shape_errors)

    @cached_property
    def search(self) -> Search:
        """Finds accepted runs."""
        return Search(self.circuit, self.decisions, self.contract, self.budget)

    @cached_property
    def order(self) -> list[str]:
        """The nodes that get verdicts, in topological order."""
        return trusted_nodes(self.flow, self.values) if self.judged else []

    @cached_property
    def rank(self) -> dict[str, int]:
        """The nodes that get verdicts → their place in the order."""
        return {id: place for place, id in enumerate(self.order)}

    @cached_property
    def gated(self) -> frozenset[str]:
        """The nodes that wait for a branch."""
        return frozenset(edge.target for edge in self.flow.edges_of(EdgeKind.BRANCH))

    @cached_property
    def has_gates(self) -> bool:
        """Whether any node waits for a branch or chooses one; without, every node runs in every
        run."""
        return "logic" in self.flow.types or bool(self.gated)

    @cached_property
    def merging(self) -> frozenset[str]:
        """The nodes that take whichever of several others ran."""
        return frozenset(edge.target for edge in self.flow.edges_of(EdgeKind.MERGE))

    @cached_property
    def outcomes(self) -> Outcomes:
        """The outcome of every trusted node."""
        return self._outcomes(lenient=False)

    @cached_property
    def lenient(self) -> Outcomes:
        """The outcomes if a skipped dependsOn target held nobody up."""
        strict = self.outcomes
        return self._outcomes(lenient=True) if strict.rests_on_depends else strict

    def _outcomes(self, *, lenient: bool) -> Outcomes:
        return Outcomes(
            *(self.flow, self.circuit, self.conditions, self.order, self.waits, self.gated),
            lenient=lenient,
        )

    def outcome(self, id: str) -> Outcome:
        """The outcome of a trusted node."""
        if not self.has_gates:
            return ALWAYS_RUNS
        return self.outcomes.of[id]

    def outcomes_of(self, id: str, *, lenient: bool) -> Outcome:
        """As `outcome`, or if a skipped dependsOn target held nobody up."""
        if not self.has_gates:
            return ALWAYS_RUNS
        return (self.lenient if lenient else self.outcomes).of[id]

    @cached_property
    def loose(self) -> RunSpace:
        """The same flow with workflow inputs that take anything."""
        if self.loosened:
            return self
        return RunSpace(self.flow, budget=self.budget, loosened=True, called=self._called)

    def waits(self, id: str) -> Waits:
        """What a trusted node waits for."""
        found = self._waits.get(id)
        if found is None:
            from flowcheck.runs.waits import waits_of

            found = self._waits[id] = waits_of(self.flow, self.flow.nodes[id])
        return found

    def possible(self, literal: Literal) -> bool | None:
        """Whether some accepted run has the literal true; None when that is not decided."""
        try:
            return self.search.possible(literal)
        except Undecided:
            self.undecided = True
            return None

    def is_closed(self, id: str) -> bool:
        """Whether a node waits, directly or not, for a branch that no run takes though an if/else
        node that lists it runs in some. That is told at the case, so there are no verdicts on the
        node."""
        if self._closed is None:
            closed: set[str] = set()
            self._closed = closed
            for one in self.order:
                behind = closed and any(e.source in closed for e in self.flow.incoming[one])
                if behind or (
                    one in self.gated and any(map(self._never_opens, self.waits(one).gates))
                ):
                    closed.add(one)
        return id in self._closed

    def _never_opens(self, gate: Gate) -> bool:
        outcomes = self.lenient
        if self.possible(outcomes.opened(gate)) is not False:
            return False
        listing = self.circuit.either(
            outcomes.of[source].runs
            for source in gate.sources
            if self.flow.nodes[source].is_logic and self.conditions.lists(source, gate.equal)
        )
        return self.possible(listing) is not False
