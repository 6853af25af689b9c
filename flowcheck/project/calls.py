"""The nodes of a flow that run a known model or workflow, with what that declares."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from flowcheck.dataclass import dataclass
from flowcheck.graph.flow import Flow
from flowcheck.graph.sites import NodeSite
from flowcheck.project.workflows import called_workflow
from flowcheck.wire.vocabulary import RUN_A_MODEL

if TYPE_CHECKING:
    from flowcheck.project.called import Called
    from flowcheck.project.project import Project


@dataclass(frozen=True, slots=True)
class Call:
    """A node and what it calls. what: "model" or "sub-workflow"; id: its id."""

    node: NodeSite
    called: Called
    what: str
    id: str

    @property
    def name(self) -> str:
        return f"{self.what} `{self.id}`"


def model_calls(flow: Flow, project: Project) -> Iterator[Call]:
    """The nodes that run a model of the catalogue, with what it takes; those of models whose
    record does not tell their inputs left out."""
    if not flow.present or not project.catalogue:
        return
    for node in flow.sites:
        call = model_call(node, project)
        if call is not None:
            yield call


def workflow_calls(flow: Flow, project: Project) -> Iterator[Call]:
    """The nodes that run a workflow whose inputs are known."""
    for node in flow.sites if "workflow" in flow.types else ():
        call = workflow_call(node, project)
        if call is not None:
            yield call


def workflow_call(node: NodeSite, project: Project) -> Call | None:
    """The call of a node that runs a workflow whose inputs are known."""
    id = called_workflow(node)
    called = None if id is None else project.workflow_contract(id)
    return None if id is None or called is None else Call(node, called, "sub-workflow", id)


def model_call(node: NodeSite, project: Project) -> Call | None:
    """The call of a node that runs a model whose record tells its inputs."""
    id = node.get("modelId") if node.type in RUN_A_MODEL else None
    document = project.model(id) if id and project.catalogue else None
    if not id or document is None or not document.inputs:
        return None
    called = project.called(document)
    return Call(node, called, "model", id) if called.told else None
