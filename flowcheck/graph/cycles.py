"""Cycles: the strongly connected components of the ordering wires, each with a short cycle."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from flowcheck.dataclass import dataclass
from flowcheck.graph.digraph import Pair, components, shortest_circle
from flowcheck.graph.wires import Edge

if TYPE_CHECKING:
    from flowcheck.graph.flow import Flow


@dataclass(frozen=True, slots=True)
class Cycle:
    """One strongly connected component of at least two nodes.

    members: its node ids. path: the ids along a cycle, from its least id on, each once.
    edges: the wires from each to the next, the last one back to the first; of several wires
    between the same two nodes, the first in the waiting node's record."""

    members: frozenset[str]
    path: tuple[str, ...]
    edges: tuple[Edge, ...]


def cycles(flow: Flow) -> list[Cycle]:
    """Every circle of nodes that wait for each other, one for each component, by least id.

    Self-references, loop bodies and reads of the own loop's item are no wires here, and ids that
    several nodes share are passed over. The result does not depend on the order of the nodes.
    The path is a shortest cycle of the component, within the budget of `shortest_circle`."""
    if flow.acyclic:
        return []
    settled = flow.duplicated.union(flow.order)
    first: dict[Pair, Edge] = {}
    for edge in flow.wires:
        pair = (edge.source, edge.target)
        if edge.source != edge.target and settled.isdisjoint(pair):
            first.setdefault(pair, edge)
    found = []
    circles = components(first)
    number_of = {id: number for number, members in enumerate(circles) for id in members}
    after: list[dict[str, list[str]]] = [{} for _ in circles]
    for source, target in sorted(first):
        number = number_of.get(source, -1)
        if number >= 0 and number_of.get(target) == number:
            after[number].setdefault(source, []).append(target)
    for members, wires in zip(circles, after, strict=True):
        path = _rotated(shortest_circle(wires))
        steps = zip(path, (*path[1:], path[0]), strict=True)
        found.append(Cycle(members, path, tuple(first[step] for step in steps)))
    return sorted(found, key=lambda cycle: cycle.path)


def _rotated(path: Sequence[str]) -> tuple[str, ...]:
    least = path.index(min(path))
    return (*path[least:], *path[:least])
