"""Workflows that call each other in a circle."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from flowcheck.dataclass import dataclass
from flowcheck.graph.digraph import components, way_around
from flowcheck.graph.sites import NodeSite
from flowcheck.graph.wires import Edge, EdgeKind
from flowcheck.reading.documents import Document

if TYPE_CHECKING:
    from flowcheck.graph.flow import Flow

Calls = Mapping[str, Mapping[str, NodeSite]]
"""Workflow id → the known workflows it calls → the first node that does."""


@dataclass(frozen=True, slots=True)
class Circle:
    """One strongly connected component of workflows, or one that calls itself.

    path: ids along a shortest circle through the first of its workflows in the order of the
    documents, each once; one that no branch can end, where there is one. documents: of the
    workflows on the path. calls: the node in each that calls the next, the last one the first.
    size: workflows of the component. can_end: whether a call of it may be skipped. counts: whether
    what decides that is given anew from call to call, as people do who mean it to end."""

    path: tuple[str, ...]
    documents: tuple[Document, ...]
    calls: tuple[NodeSite, ...]
    size: int
    can_end: bool = False
    counts: bool = False


def circles(
    calls: Calls, workflows: Mapping[str, Document], flow_of: Callable[[Document], Flow]
) -> list[Circle]:
    """Every circle, one for each component, by its first document; linear in the documents.

    workflows: the records of all ids, in the order of the documents. flow_of: the flow of one."""
    place = {id: index for index, id in enumerate(workflows)}.__getitem__
    found = []
    for members in _components(calls):
        flows = {id: flow_of(workflows[id]) for id in members}
        inside = {id: _within(calls[id], members) for id in members}
        endless = {id: _unskippable(flow, inside[id]) for id, flow in flows.items()}
        sure = min(_components(endless), key=lambda ids: min(map(place, ids)), default=None)
        if sure is not None:
            inside = {id: _within(endless[id], sure) for id in sure}
        others = {id: list(called) for id, called in inside.items()}
        path = tuple(way_around(min(inside, key=place), others))
        steps = zip(path, (*path[1:], path[0]), strict=True)
        documents = tuple(map(workflows.__getitem__, path))
        nodes = tuple(inside[caller][callee] for caller, callee in steps)
        counts = sure is None and _counts([flows[id] for id in path], nodes)
        found.append(Circle(path, documents, nodes, len(members), sure is None, counts))
    return sorted(found, key=lambda circle: place(circle.path[0]))


def _components(calls: Calls) -> list[frozenset[str]]:
    return components((id, other) for id, others in calls.items() for other in others)


def _within(calls: Mapping[str, NodeSite], members: frozenset[str]) -> dict[str, NodeSite]:
    return {id: node for id, node in calls.items() if id in members}


def _unskippable(flow: Flow, called: Mapping[str, NodeSite]) -> dict[str, NodeSite]:
    """Of the workflows that one calls, those it calls by a node that no branch can skip, with the
    first such node."""
    found: dict[str, NodeSite] = {}
    for node in flow.sites:
        id: str = (node.get("workflowId") if node.type == "workflow" else None) or ""
        if id in called and id not in found and node.id not in flow.behind_gates:
            found[id] = node
    return found


def _gates(node: NodeSite, flow: Flow) -> list[Edge]:
    """The waits for a branch that a node, or something it waits for, has."""
    gates = []
    seen, waiting = {node.id}, [node.id]
    while waiting:
        for edge in flow.incoming.get(waiting.pop(), ()):
            if edge.kind is EdgeKind.BRANCH:
                gates.append(edge)
            if edge.source not in seen:
                seen.add(edge.source)
                waiting.append(edge.source)
    return gates


def _counts(flows: list[Flow], calls: tuple[NodeSite, ...]) -> bool:
    """Whether some workflow of a circle is given anew what its branches look at."""
    for place, (flow, call) in enumerate(zip(flows, calls, strict=True)):
        looked_at: set[str] = set()
        for gate in _gates(call, flow):
            looked_at |= _contract_reads(gate.source, flow)
        before = calls[place - 1]
        if any(_given_anew(name, before, alone=len(calls) == 1) for name in looked_at):
            return True
    return False


def _contract_reads(id: str, flow: Flow) -> set[str]:
    """The workflow inputs that a node reads, itself or through others."""
    names: set[str] = set()
    seen, waiting = {id}, [id]
    while waiting:
        node = flow.nodes[waiting.pop()]
        for site in node.every_input:
            if site.ref is not None and site.ref.from_contract and site.ref.name:
                names.add(site.ref.name)
        for edge in flow.incoming[node.id]:
            if edge.source not in seen:
                seen.add(edge.source)
                waiting.append(edge.source)
    return names


def _given_anew(name: str, call: NodeSite, *, alone: bool) -> bool:
    """Whether a call gives an input something else than what its own workflow was given. alone:
    the workflow calls itself, so that only the input of the same name is the same."""
    named = call.inputs.named(name)
    ref = named[0].ref if named else None
    if ref is None or not ref.from_contract:
        return True
    return alone and ref.name != name
