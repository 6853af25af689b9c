"""The run model of one flow: its verdicts, worked out when first asked for."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from flowcheck.runs.missing import InputQuestions
from flowcheck.runs.space import RunSpace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from flowcheck.findings import Witness
    from flowcheck.graph.flow import Flow
    from flowcheck.graph.sites import InputSite, NodeSite
    from flowcheck.runs.both_ran import MergeOfBoth
    from flowcheck.runs.cases import RouterVerdict
    from flowcheck.runs.supply import Declarations
    from flowcheck.runs.verdicts import DeadRule, Hangs, MissingInput, NeverRuns
    from flowcheck.runs.waits import Waits


class RunModel:
    """Which nodes never run or hang, and which required inputs can be missing.

    flow: a flow, or a contract or model record without one. budget: conflicts the solver may
    spend on the whole flow; questions beyond it stay open, and `undecided` is then True. A job
    record has no verdicts: its nodes tell what happened. called: gives the nodes that call
    something, with what that declares, for `missing_against`."""

    def __init__(
        self, flow: Flow, *, budget: int, called: Callable[[], Declarations] = tuple
    ) -> None:
        self.space = RunSpace(flow, budget=budget, called=called)
        self._routers: dict[str, RouterVerdict] = {}
        self._against: dict[tuple[str, int], tuple[Sequence[InputSite], list[MissingInput]]] = {}

    @property
    def judged(self) -> bool:
        """Whether the document is a definition whose nodes can be judged."""
        return self.space.judged

    def waits(self, id: str) -> Waits:
        """What a node that gets verdicts waits for."""
        return self.space.waits(id)

    @cached_property
    def never_runs(self) -> list[NeverRuns]:
        """FC308, in topological order."""
        if not self.judged or not self.space.has_gates:
            return []
        from flowcheck.runs.dead_ends import never_runs

        return never_runs(self.space)

    @cached_property
    def hangs(self) -> list[Hangs]:
        """FC309, in topological order."""
        if not self.judged or not self.space.has_gates:
            return []
        from flowcheck.runs.dead_ends import hangs

        return hangs(self.space)

    @cached_property
    def inputs(self) -> InputQuestions:
        """What can be asked about inputs of nodes."""
        return InputQuestions(self.space)

    @cached_property
    def missing(self) -> list[MissingInput]:
        """FC610 (`always`) and FC611, in the order of the node list."""
        return self.inputs.missing() if self.judged else []

    @cached_property
    def merges_of_both(self) -> list[MergeOfBoth]:
        """FC319, in topological order."""
        if not self.judged or not self.space.merging:
            return []
        from flowcheck.runs.both_ran import merges_of_both

        return merges_of_both(self.space)

    def empty_run(self, contributing: Iterable[str]) -> Witness | None:
        """FC506: a run in which none of these nodes runs, None when there is none for sure."""
        if not self.judged or not self.space.has_gates:
            return None
        from flowcheck.runs.both_ran import empty_run

        return empty_run(self.space, contributing)

    def router(self, node: NodeSite) -> RouterVerdict | None:
        """What is to be said of an if/else node; None when it gets no verdict."""
        id = node.id
        if not node.is_logic or id not in self.space.rank:
            return None
        if self.space.flow.nodes[id] is not node:
            return None
        if id not in self._routers:
            from flowcheck.runs.cases import router_verdict

            self._routers[id] = router_verdict(self.space, id)
        return self._routers[id]

    def missing_against(self, node: NodeSite, declared: Sequence[InputSite]) -> list[MissingInput]:
        """What a model or sub-workflow with these declared inputs requires and the node does not
        supply: their rules and defaults, the node's refs and values."""
        if not self.judged:
            return []
        asked = node.id, id(declared)  # several rules ask; the list is kept, so its id is its own
        if asked not in self._against:
            self._against[asked] = declared, self.inputs.missing_against(node, declared)
        return self._against[asked][1]

    @cached_property
    def dead_rules(self) -> list[DeadRule]:
        """FC612, in the order of the contract."""
        from flowcheck.runs.dead_rules import dead_rules

        space = self.space
        found, complete = dead_rules(space.flow.contract or [], space.budget, lost=space.entry_lost)
        space.undecided |= not complete
        return found

    @property
    def undecided(self) -> bool:
        """FC613: whether the solver's budget left a question of any verdict open."""
        _ = (self.never_runs, self.hangs, self.missing, self.dead_rules)
        return self.space.undecided
