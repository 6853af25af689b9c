"""The run model of one flow: its verdicts, worked out when first asked for."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from flowcheck.graph.sites import InputSite, NodeSite
from flowcheck.graph.wires import EdgeKind
from flowcheck.runs.branches import BranchValues
from flowcheck.runs.circuit import Circuit, Literal
from flowcheck.runs.contract import ContractSpace
from flowcheck.runs.decisions import Decisions
from flowcheck.runs.inputs import InputQuestions
from flowcheck.runs.oracle import Oracle
from flowcheck.runs.outcomes import ALWAYS_RUNS, Outcome, Outcomes
from flowcheck.runs.solver import Undecided
from flowcheck.runs.trust import trusted_nodes
from flowcheck.runs.waits import Waits, waits_of

if TYPE_CHECKING:
    from flowcheck.graph.flow import Flow
    from flowcheck.runs.verdicts import DeadRule, Hangs, MissingInput, NeverRuns


class RunModel:
    """Which nodes never run or hang, and which required inputs can be missing.

    flow: a flow, or a contract or model record without one. budget: conflicts the solver may
    spend on the whole flow; questions beyond it stay open, and `undecided` is then True. A job
    record has no verdicts: its nodes tell what happened."""

    def __init__(self, flow: Flow, *, budget: int) -> None:
        self.flow = flow
        self.budget = budget
        self.circuit = Circuit()
        self.decisions = Decisions(self.circuit)
        self.values = BranchValues()
        self.replayed = 0
        self._waits: dict[str, Waits] = {}
        self._open_questions = False

    @cached_property
    def judged(self) -> bool:
        """Whether the document is a definition whose nodes can be judged."""
        return self.flow.present and not self.flow.is_job

    @cached_property
    def contract(self) -> ContractSpace:
        """The workflow's inputs as decisions."""
        return ContractSpace(
            self.flow.contract, self.circuit, self.decisions, lost=self._entry_lost
        )

    @property
    def _entry_lost(self) -> bool:
        """Whether an entry of the contract could not be read at all."""
        at = self.flow.document.inputs_at
        return any(error.pointer[:-1] == at for error in self.flow.shape_errors)

    @cached_property
    def oracle(self) -> Oracle:
        """Answers questions about the accepted runs."""
        return Oracle(self.circuit, self.decisions, self.contract, self.budget)

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
        return Outcomes(self)

    @cached_property
    def lenient(self) -> Outcomes:
        """The outcomes if a skipped dependsOn target held nobody up."""
        strict = self.outcomes
        if not strict.rests_on_depends:
            return strict
        return Outcomes(self, lenient=True)

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
            return self.oracle.possible(literal)
        except Undecided:
            self._open_questions = True
            return None

    def leave_open(self) -> None:
        """Note that a question was not decided."""
        self._open_questions = True

    @cached_property
    def never_runs(self) -> list[NeverRuns]:
        """FC308, in topological order."""
        if not self.judged or not self.has_gates:
            return []
        from flowcheck.runs.nodes import never_runs

        return never_runs(self)

    @cached_property
    def hangs(self) -> list[Hangs]:
        """FC309, in topological order."""
        if not self.judged or not self.has_gates:
            return []
        from flowcheck.runs.nodes import hangs

        return hangs(self)

    @cached_property
    def inputs(self) -> InputQuestions:
        """What can be asked about inputs of nodes."""
        return InputQuestions(self)

    @cached_property
    def missing(self) -> list[MissingInput]:
        """FC610 (`always`) and FC611, in the order of the node list."""
        return self.inputs.missing() if self.judged else []

    def missing_against(self, node: NodeSite, declared: Sequence[InputSite]) -> list[MissingInput]:
        """What a model or sub-workflow with these declared inputs requires and the node does not
        supply: their rules and defaults, the node's refs and values."""
        return self.inputs.missing_against(node, declared) if self.judged else []

    @cached_property
    def dead_rules(self) -> list[DeadRule]:
        """FC612, in the order of the contract."""
        from flowcheck.runs.dead import dead_rules

        found, complete = dead_rules(self.flow.contract or [], self.budget, lost=self._entry_lost)
        if not complete:
            self.leave_open()
        return found

    @property
    def undecided(self) -> bool:
        """FC613: whether the solver's budget left a question of any verdict open."""
        _ = (self.never_runs, self.hangs, self.missing, self.dead_rules)
        return self._open_questions
