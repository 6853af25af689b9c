"""Directed graphs of ids and pairs: their order, their circles, the shortest way around.

Every flow needs an order and most have no circle, so the order is worked out here: to load
networkx costs a small check more than everything else together. Whatever no order reaches is a
question for networkx."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence

Pair = tuple[str, str]
"""What comes first, then what waits for it."""
After = Mapping[str, Sequence[str]]
"""Id → the ids that wait for it."""
SEARCH_BUDGET = 1_000_000
"""Pairs that the search for the shortest circle of one component may look at."""


def followers(pairs: Iterable[Pair]) -> dict[str, list[str]]:
    """Who waits for whom, in the order of the pairs."""
    after: dict[str, list[str]] = {}
    for first, then in pairs:
        after.setdefault(first, []).append(then)
    return after


def topological_order(ids: Iterable[str], pairs: Iterable[Pair]) -> list[str]:
    """The ids that are neither on nor behind a circle, each after all that it waits for; ties keep
    the order of `ids`, which names every id of a pair. Linear (Kahn's algorithm)."""
    waits = dict.fromkeys(ids, 0)
    after: dict[str, list[str]] = {id: [] for id in waits}
    for first, then in pairs:
        waits[then] += 1
        after[first].append(then)
    order = [id for id, count in waits.items() if count == 0]
    for id in order:
        for then in after[id]:
            waits[then] -= 1
            if waits[then] == 0:
                order.append(then)
    return order


def components(pairs: Iterable[Pair]) -> list[frozenset[str]]:
    """The strongly connected components that hold a circle: those of several ids, and single ids
    that wait for themselves. Linear; networkx is loaded only when some order is not possible."""
    all_pairs = list(pairs)
    ids = dict.fromkeys(id for pair in all_pairs for id in pair)
    settled = set(topological_order(ids, all_pairs))
    if len(settled) == len(ids):
        return []
    from networkx import DiGraph, strongly_connected_components

    graph: DiGraph[str] = DiGraph([pair for pair in all_pairs if settled.isdisjoint(pair)])
    return [
        frozenset(members)
        for members in strongly_connected_components(graph)
        if len(members) > 1 or graph.has_edge(*members, *members)
    ]


def is_acyclic(pairs: Iterable[Pair]) -> bool:
    """Whether nothing waits for itself, through whatever others."""
    from networkx import DiGraph, is_directed_acyclic_graph

    graph: DiGraph[str] = DiGraph(list(pairs))
    return bool(is_directed_acyclic_graph(graph))


def shortest_circle(after: After) -> list[str]:
    """The ids along a shortest circle of a strongly connected graph of several ids, each once.

    It is the shortest as long as (ids where the ways fork) × (pairs) stays within `SEARCH_BUDGET`;
    beyond that it is a shortest one through the ids searched."""
    pairs = {(first, then) for first, others in after.items() for then in others}
    mutual = min((pair for pair in pairs if pair[::-1] in pairs), default=None)
    if mutual is not None:
        return list(mutual)
    # A circle that never passes a fork would be all there is.
    forks = [id for id in after if len(after[id]) > 1] or [next(iter(after))]
    best: list[str] = []
    for start in forks[: max(1, SEARCH_BUDGET // len(pairs))]:
        found = way_around(start, after, len(best))
        if found and (not best or len(found) < len(best)):
            best = found
            if len(best) == 3:
                break
    return best


def way_around(start: str, after: After, bound: int = 0) -> list[str]:
    """The ids along a shortest way from one back to itself, beginning with it, each once; of
    several the one that takes the followers named first. `[]` when there is none, or none shorter
    than `bound` (0: no bound). Linear (breadth-first search)."""
    came_from: dict[str, str] = {}
    depth = {start: 0}
    waiting = deque([start])
    while waiting:
        id = waiting.popleft()
        if bound and depth[id] + 1 >= bound:
            return []
        for then in after.get(id, ()):
            if then == start:
                return _back(id, start, came_from)
            if then not in depth:
                depth[then] = depth[id] + 1
                came_from[then] = id
                waiting.append(then)
    return []


def _back(last: str, start: str, came_from: Mapping[str, str]) -> list[str]:
    path = [last]
    while path[-1] != start:
        path.append(came_from[path[-1]])
    return path[::-1]
