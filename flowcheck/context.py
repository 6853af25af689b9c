"""What a rule may look at beside the site it visits."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, TypeVar

from flowcheck.dataclass import dataclass, field
from flowcheck.nearest import Suggestions
from flowcheck.settings import Settings

if TYPE_CHECKING:
    from flowcheck.graph.flow import Flow
    from flowcheck.graph.sites import InputSite, NodeSite
    from flowcheck.project.project import Project
    from flowcheck.reading.documents import Document
    from flowcheck.runs.model import RunModel

T = TypeVar("T")


@dataclass
class Context:
    """One document under check.

    flow: its flow and contract (present is False for a model or a contract alone).
    project: what is checked together with it: other workflows by id, and model records."""

    document: Document
    flow: Flow
    settings: Settings
    project: Project
    _suggestions: dict[str, Suggestions] = field(default_factory=dict, init=False)

    _of_node: tuple[Any, Any, Any] = field(default=(None, None, None), init=False)
    _of_flow: dict[Callable[[Flow], Any], Any] = field(default_factory=dict, init=False)

    def of_node(self, node: NodeSite, make: Callable[[NodeSite, Flow], T]) -> T:
        """What several rules want to know of a node. They look at one node in turn, so that of the
        last node is remembered."""
        if self._of_node[:2] != (node, make):
            self._of_node = (node, make, make(node, self.flow))
        made: T = self._of_node[2]
        return made

    def once(self, make: Callable[[Flow], T]) -> T:
        """What several rules want to know of the flow, made when one first asks."""
        if make not in self._of_flow:
            self._of_flow[make] = make(self.flow)
        made: T = self._of_flow[make]
        return made

    @cached_property
    def runs(self) -> RunModel:
        """The run model of the flow, built when a rule first asks."""
        from flowcheck.runs.model import RunModel

        declared = partial(_declared, self.flow, self.project)
        return RunModel(self.flow, budget=self.settings.solver_budget, called=declared)

    @property
    def in_doubt(self) -> bool:
        """Whether a question about the runs was put and stayed open."""
        return "runs" in vars(self) and self.runs.space.undecided

    def suggestions(self, what: str, names: Iterable[str]) -> Suggestions:
        """Nearest matches among names that several sites of this document look in. `what` tells
        one set of names from another; their budget is the document's own."""
        found = self._suggestions.get(what)
        if found is None:
            found = self._suggestions[what] = Suggestions(names)
        return found


def _declared(flow: Flow, project: Project) -> list[tuple[NodeSite, Sequence[InputSite]]]:
    """The nodes that run a known model or workflow, each with the inputs that declares."""
    if not project.catalogue and "workflow" not in flow.types:
        return []
    from flowcheck.project.calls import model_calls, workflow_calls

    calls = (*model_calls(flow, project), *workflow_calls(flow, project))
    return [(call.node, call.called.inputs) for call in calls]
