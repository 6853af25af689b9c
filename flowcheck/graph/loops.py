"""For-each loops and the templates that belong to them."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping

from flowcheck.dataclass import dataclass, field
from flowcheck.graph.nesting import Members, Nesting
from flowcheck.graph.sites import NodeSite


@dataclass(frozen=True, slots=True)
class Loop:
    """A for-each node and its body.

    body: the templates it lists that exist, in order, without repetition. members: those and,
    for a loop among them, its members too (the loop itself only where bodies run in a circle).
    count: the fixed number of iterations when it is a whole number of at least 1."""

    node: NodeSite
    body: tuple[str, ...]
    members: Members = field(compare=False)
    count: int | None


def nesting_of(loops: Iterable[NodeSite], nodes: Container[str]) -> Nesting:
    """The bodies of loops. nodes: the ids that exist. Linear in the flow."""
    return Nesting(
        {
            loop.id: tuple(dict.fromkeys(member for _, member in loop.body_ids if member in nodes))
            for loop in loops
        }
    )


def loops_of(nodes: Mapping[str, NodeSite], nesting: Nesting) -> dict[str, Loop]:
    """Every loop of a flow by its node's id. Linear in the flow."""
    return {
        id: Loop(nodes[id], body, Members(id, nesting), whole_count(nodes[id]))
        for id, body in nesting.bodies.items()
    }


class LoopsAround(Mapping[str, list[Loop]]):
    """Node id → the loops it lies in, in the order of the node list; made when asked for. Only
    nodes that lie in a loop are among the keys."""

    def __init__(self, loops: Mapping[str, Loop], nesting: Nesting) -> None:
        self._loops = loops
        self._circles: dict[str, tuple[str, ...]] = {}
        self._nesting = nesting

    @property
    def shared(self) -> bool:
        """Whether several bodies list one node."""
        return any(len(loops) > 1 for loops in self._nesting.parents.values())

    def circle(self, id: str) -> tuple[str, ...]:
        """The loops that lie in each other together with this one, itself among them, in the
        order of the node list; empty for a loop that does not lie in itself."""
        if id not in self._circles:
            found = sorted(self._nesting.circle(id), key=lambda one: self._loops[one].node.index)
            self._circles.update(dict.fromkeys((id, *found), tuple(found)))
        return self._circles[id]

    def of_any(self, ids: Iterable[str]) -> set[str]:
        """The loops in which at least one of some nodes lies; linear in the flow."""
        return set(self._nesting.around(*ids))

    def of(self, id: str) -> list[Loop]:
        """As `[id]`; none for a node that lies in no loop."""
        parents = self._nesting.parents.get(id)
        if parents is None:
            return []
        if len(parents) == 1 and parents[0] not in self._nesting.parents:  # most are not nested
            return [self._loops[parents[0]]]
        found = [self._loops[loop] for loop in self._nesting.around(id)]
        return sorted(found, key=lambda loop: loop.node.index)

    def __getitem__(self, id: str) -> list[Loop]:
        if id not in self._nesting.parents:
            raise KeyError(id)
        return self.of(id)

    def __contains__(self, id: object) -> bool:
        return id in self._nesting.parents

    def __iter__(self) -> Iterator[str]:
        return iter(self._nesting.parents)

    def __len__(self) -> int:
        return len(self._nesting.parents)


def whole_count(node: NodeSite) -> int | None:
    """The `count` of a for-each node when it is a whole number of at least 1, else None."""
    count = node.get("count")
    if count is None or not count >= 1 or count % 1:  # infinity and NaN have no whole part
        return None
    return int(count)
