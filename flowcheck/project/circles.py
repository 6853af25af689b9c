"""Workflows that call each other in a circle."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flowcheck.graph.digraph import components, way_around
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
    rank = {id: place for place, id in enumerate(workflows)}
    found = []
    for members in components((id, other) for id, others in calls.items() for other in others):
        first = min(members, key=rank.__getitem__)
        inside = {id: [other for other in calls[id] if other in members] for id in members}
        path = tuple(way_around(first, inside))
        steps = zip(path, (*path[1:], path[0]), strict=True)
        documents = tuple(map(workflows.__getitem__, path))
        nodes = tuple(calls[caller][callee] for caller, callee in steps)
        found.append(Circle(path, documents, nodes, len(members)))
    return sorted(found, key=lambda circle: rank[circle.path[0]])
