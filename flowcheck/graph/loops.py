"""For-each loops and the templates that belong to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flowcheck.graph.sites import NodeSite


@dataclass(frozen=True, slots=True)
class Loop:
    """A for-each node and its body.

    body: the templates it lists that exist, in order, without repetition. members: those and,
    for a loop among them, its members too (the loop itself only where bodies run in a circle).
    count: the fixed number of iterations when it is a whole number of at least 1."""

    node: NodeSite
    body: tuple[str, ...]
    members: frozenset[str]
    count: int | None


def loops_of(nodes: Mapping[str, NodeSite]) -> dict[str, Loop]:
    """Every loop of a flow by its node's id. Linear in the flow for nesting of bounded depth."""
    bodies = {
        id: tuple(dict.fromkeys(member for _, member in node.body_ids if member in nodes))
        for id, node in nodes.items()
        if node.is_loop
    }
    return {
        id: Loop(nodes[id], body, _members(id, bodies), whole_count(nodes[id]))
        for id, body in bodies.items()
    }


def _members(loop: str, bodies: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    seen: set[str] = set()
    waiting = [loop]
    while waiting:
        for member in bodies.get(waiting.pop(), ()):
            if member not in seen:
                seen.add(member)
                waiting.append(member)
    return frozenset(seen)


def whole_count(node: NodeSite) -> int | None:
    """The `count` of a for-each node when it is a whole number of at least 1, else None."""
    count = node.get("count")
    if count is None or not count >= 1 or count % 1:  # infinity and NaN have no whole part
        return None
    return int(count)
