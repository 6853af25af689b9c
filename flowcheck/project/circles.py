"""Workflows that call each other in a circle."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass

from flowcheck.graph.sites import NodeSite
from flowcheck.reading.documents import Document

Calls = Mapping[str, Mapping[str, NodeSite]]
"""Workflow id → the known workflows it calls → the first node that does."""


@dataclass(frozen=True, slots=True)
class Circle:
    """One strongly connected component of workflows, or one that calls itself.

    path: ids along a shortest circle through the first of its workflows in the order of the
    documents, each once. documents: of the workflows on the path. calls: the node in each that
    calls the next, the last one the first. size: workflows of the component."""

    path: tuple[str, ...]
    documents: tuple[Document, ...]
    calls: tuple[NodeSite, ...]
    size: int


def circles(calls: Calls, workflows: Mapping[str, Document]) -> list[Circle]:
    """Every circle, one for each component, by its first document; linear in the documents.

    workflows: the records of all ids, in the order of the documents."""
    entangled = _entangled(calls)
    if not entangled:
        return []
    from networkx import DiGraph, strongly_connected_components

    graph: DiGraph[str] = DiGraph()
    graph.add_edges_from((id, other) for id in entangled for other in calls[id])
    rank = {id: place for place, id in enumerate(workflows)}
    found = []
    for members in strongly_connected_components(graph):
        first = min(members, key=rank.__getitem__)
        if len(members) == 1 and first not in calls[first]:
            continue
        path = _through(first, calls, members)
        steps = zip(path, (*path[1:], path[0]), strict=True)
        documents = tuple(map(workflows.__getitem__, path))
        nodes = tuple(calls[caller][callee] for caller, callee in steps)
        found.append(Circle(path, documents, nodes, len(members)))
    return sorted(found, key=lambda circle: rank[circle.path[0]])


def _entangled(calls: Calls) -> list[str]:
    """The workflows that are on a circle or called from one: what no topological order has."""
    callers = dict.fromkeys(calls, 0)
    for others in calls.values():
        for other in others:
            callers[other] += 1
    settled = [id for id, count in callers.items() if count == 0]
    for id in settled:
        for other in calls[id]:
            callers[other] -= 1
            if callers[other] == 0:
                settled.append(other)
    return [id for id, count in callers.items() if count]


def _through(start: str, calls: Calls, members: set[str]) -> tuple[str, ...]:
    """A shortest circle through one member of a component, by breadth-first search."""
    came_from: dict[str, str] = {}
    waiting = deque([start])
    while waiting:
        id = waiting.popleft()
        for called in calls[id]:
            if called == start:
                path = [id]
                while path[-1] != start:
                    path.append(came_from[path[-1]])
                return tuple(reversed(path))
            if called in members and called not in came_from:
                came_from[called] = id
                waiting.append(called)
    raise AssertionError("a member of a component lies on no circle")
