"""The runs of one flow that Scenario would accept, and what becomes of its nodes in them.

Questions are put to a space; it knows nothing of verdicts."""

from __future__ import annotations

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
from flowcheck.runs.trust import trusted_nodes
from flowcheck.runs.waits import Waits, waits_of

if TYPE_CHECKING:
    from flowcheck.graph.flow import Flow


class RunSpace:
    """The decisions of a flow's runs, the order and the outcomes of its nodes.

    budget: conflicts the solver may spend on the whole flow; `undecided` tells whether a question
    was left open. replayed: nodes and decisions that examples were replayed through so far."""

    def __init__(self, flow: Flow, *, budget: int) -> None:
        self.flow = flow
        self.budget = budget
        self.circuit = Circuit()
        self.decisions = Decisions(self.circuit)
        self.values = BranchValues()
        self.undecided = False
        self.replayed = 0
        self._waits: dict[str, Waits] = {}

    @cached_property
    def judged(self) -> bool:
        """Whether the document is a definition whose nodes can be judged."""
        return self.flow.present and not self.flow.is_job

    @cached_property
    def contract(self) -> ContractSpace:
        """The workflow's inputs as decisions."""
        return ContractSpace(self.flow.contract, self.circuit, self.decisions, lost=self.entry_lost)

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
    def has_gates(self) -> bool:
        """Whether any node waits for a branch; without gates every node runs in every run."""
        return any(edge.kind is EdgeKind.BRANCH for edge in self.flow.edges)

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
        waits = {id: self.waits(id) for id in self.order}
        parts = (self.flow, self.values, self.circuit, self.decisions)
        return Outcomes(*parts, waits, lenient=lenient)

    def outcome(self, id: str) -> Outcome:
        """The outcome of a trusted node."""
        if not self.has_gates:
            return ALWAYS_RUNS
        return self.outcomes.of[id]

    def waits(self, id: str) -> Waits:
        """What a trusted node waits for."""
        found = self._waits.get(id)
        if found is None:
            found = self._waits[id] = waits_of(self.flow, self.flow.nodes[id])
        return found

    def possible(self, literal: Literal) -> bool | None:
        """Whether some accepted run has the literal true; None when that is not decided."""
        try:
            return self.search.possible(literal)
        except Undecided:
            self.undecided = True
            return None
