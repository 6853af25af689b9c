"""Cycles: the strongly connected components of the ordering wires, each with a short cycle."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flowcheck.graph.wires import Edge

if TYPE_CHECKING:
    from flowcheck.graph.flow import Flow

SEARCH_BUDGET = 1_000_000
"""Edges that the search for the shortest cycle of one component may look at."""

_After = Mapping[str, list[str]]


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
    The path is a shortest cycle of the component as long as (nodes where its wires fork) × (its
    wires) stays within `SEARCH_BUDGET`; beyond that it is a shortest one through the nodes
    searched. networkx is loaded only when something is left over by the topological order."""
    if len(flow.order) == len(flow.nodes):
        return []
    from networkx import DiGraph, strongly_connected_components

    settled = flow.duplicated.union(flow.order)
    first: dict[tuple[str, str], Edge] = {}
    for edge in flow.wires:
        pair = (edge.source, edge.target)
        if edge.source != edge.target and settled.isdisjoint(pair):
            first.setdefault(pair, edge)
    graph: DiGraph[str] = DiGraph(list(first))
    component_of: dict[str, int] = {}
    components = [c for c in strongly_connected_components(graph) if len(c) > 1]
    for number, members in enumerate(components):
        component_of.update(dict.fromkeys(members, number))
    after: list[dict[str, list[str]]] = [{} for _ in components]
    for source, target in sorted(first):
        number = component_of.get(source, -1)
        if number >= 0 and component_of.get(target) == number:
            after[number].setdefault(source, []).append(target)
    found = []
    for members, wires in zip(components, after, strict=True):
        path = _rotated(_shortest(wires))
        steps = zip(path, (*path[1:], path[0]), strict=True)
        edges = tuple(first[step] for step in steps)
        found.append(Cycle(frozenset(members), path, edges))
    return sorted(found, key=lambda cycle: cycle.path)


def _shortest(after: _After) -> list[str]:
    """A shortest cycle of a strongly connected graph; see `cycles` for what is guaranteed."""
    wires = {(source, target) for source, targets in after.items() for target in targets}
    mutual = min((pair for pair in wires if pair[::-1] in wires), default=None)
    if mutual is not None:
        return list(mutual)
    # A cycle that never passes a fork would be all there is.
    forks = [id for id in after if len(after[id]) > 1] or [next(iter(after))]
    best: list[str] = []
    for start in forks[: max(1, SEARCH_BUDGET // len(wires))]:
        path = _cycle_through(start, after, len(best))
        if path and (not best or len(path) < len(best)):
            best = path
            if len(best) == 3:
                break
    return best


def _cycle_through(start: str, after: _After, bound: int) -> list[str]:
    """A shortest cycle through `start`, by breadth-first search; `[]` when it is not shorter
    than `bound` (0: no bound)."""
    came_from: dict[str, str] = {}
    depth = {start: 0}
    waiting = deque([start])
    while waiting:
        id = waiting.popleft()
        if bound and depth[id] + 1 >= bound:
            return []
        for target in after[id]:
            if target == start:
                return _back(id, start, came_from)
            if target not in depth:
                depth[target] = depth[id] + 1
                came_from[target] = id
                waiting.append(target)
    return []


def _back(last: str, start: str, came_from: Mapping[str, str]) -> list[str]:
    path = [last]
    while path[-1] != start:
        path.append(came_from[path[-1]])
    return path[::-1]


def _rotated(path: Iterable[str]) -> tuple[str, ...]:
    ids = tuple(path)
    least = ids.index(min(ids))
    return ids[least:] + ids[:least]
