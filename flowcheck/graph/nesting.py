"""Which node lies in which loop, without a set for every loop.

In a well-made flow the bodies are a tree: each node has one innermost loop. Numbering the tree once
makes every question about membership a comparison of numbers, however deep the nesting; sets would
take the square of it. Where bodies overlap or run in a circle, sets are made when asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from typing import TypeVar

from flowcheck.graph.digraph import topological_order

S = TypeVar("S")
Bodies = Mapping[str, tuple[str, ...]]
"""Loop id → the ids of its own templates, which exist, each once."""
MOST_KEPT = 2_000_000
"""Members kept in sets at a time, where bodies are no tree."""


class Nesting:
    """The loops around every node. Built in linear time."""

    def __init__(self, bodies: Bodies) -> None:
        self.bodies = bodies
        self.parents: dict[str, Sequence[str]] = {}
        several: dict[str, list[str]] = {}  # most nodes lie in the body of one loop
        for loop, body in bodies.items():
            for member in body:
                if member in self.parents:
                    several.setdefault(member, [*self.parents[member]]).append(loop)
                else:
                    self.parents[member] = (loop,)
        self.parents.update(several)
        self._numbers: dict[str, int] = {}
        self._ends: dict[str, int] = {}
        self._is_tree = self._number()
        self._sets: dict[str, frozenset[str]] = {}
        self._room = MOST_KEPT

    def _number(self) -> bool:
        """Find the number of each node in the tree, and of each loop the first number behind it;
        False where the bodies are no tree."""
        if not self.bodies:
            return True
        depth = self._depths()
        if depth is None:
            return False
        children: dict[str, list[str]] = {}
        for member, loops in self.parents.items():
            children.setdefault(max(loops, key=depth.__getitem__), []).append(member)
        numbers, ends = self._numbers, self._ends
        stack = [(loop, False) for loop in self.bodies if loop not in self.parents]
        while stack:
            id, left = stack.pop()
            if left:
                ends[id] = len(numbers)
                continue
            numbers[id] = len(numbers)
            if id in self.bodies:
                stack.append((id, True))
                stack += [(child, False) for child in children.get(id, ())]
        return all(
            numbers[loop] < numbers[member] < ends[loop]
            for member, loops in self.parents.items()
            for loop in loops
        )

    def _depths(self) -> dict[str, int] | None:
        """Loop id → the longest way down to it; None where bodies run in a circle."""
        inside = {loop: [m for m in body if m in self.bodies] for loop, body in self.bodies.items()}
        order = topological_order(inside, ((o, i) for o, inner in inside.items() for i in inner))
        if len(order) < len(inside):
            return None
        depth = dict.fromkeys(order, 0)
        for loop in order:
            for member in inside[loop]:
                depth[member] = max(depth[member], depth[loop] + 1)
        return depth

    def holds(self, loop: str, id: str) -> bool:
        """Whether a node lies in a loop, directly or in a loop that does."""
        if not self._is_tree:
            return id in self._set(loop)
        if id not in self.parents:
            return False
        numbers = self._numbers
        return numbers[loop] < numbers[id] < self._ends[loop]

    def size(self, loop: str) -> int:
        """How many nodes lie in a loop."""
        if not self._is_tree:
            return len(self._set(loop))
        return self._ends[loop] - self._numbers[loop] - 1

    def circle(self, loop: str) -> list[str]:
        """The loops that lie in each other together with this one, itself among them; empty when
        it does not lie in itself. Linear in the circle and what is around and inside it."""
        if self._is_tree:
            return []
        inside = self._set(loop)
        return [other for other in self.around(loop) if other in inside] if loop in inside else []

    def _set(self, loop: str) -> frozenset[str]:
        found = self._sets.get(loop)
        if found is None:
            found = frozenset(self.inside(loop))
            if len(found) > self._room:  # forget, rather than fill the memory
                self._sets.clear()
                self._room = MOST_KEPT
            self._room -= len(found)
            self._sets[loop] = found
            if loop in found:  # the loops of a circle hold the same nodes
                self._sets.update((o, found) for o in self.around(loop) if o in found)
        return found

    def inside(self, loop: str) -> Iterator[str]:
        """The nodes that lie in a loop, each once."""
        return _reached((loop,), self.bodies)

    def around(self, *ids: str) -> Iterator[str]:
        """The loops that one of the nodes lies in, each once."""
        return _reached(ids, self.parents)


def _reached(starts: Iterable[str], steps: Mapping[str, Iterable[str]]) -> Iterator[str]:
    seen: set[str] = set()
    waiting = list(starts)
    while waiting:
        for id in steps.get(waiting.pop(), ()):
            if id not in seen:
                seen.add(id)
                waiting.append(id)
                yield id


class Members(Set[str]):
    """The ids of the nodes that lie in one loop, as a set that is never stored."""

    __slots__ = ("_loop", "_nesting")

    def __init__(self, loop: str, nesting: Nesting) -> None:
        self._loop = loop
        self._nesting = nesting

    def __contains__(self, id: object) -> bool:
        return isinstance(id, str) and self._nesting.holds(self._loop, id)

    def __iter__(self) -> Iterator[str]:
        return self._nesting.inside(self._loop)

    def __len__(self) -> int:
        return self._nesting.size(self._loop)

    @classmethod
    def _from_iterable(cls, it: Iterable[S]) -> set[S]:
        """Unions and the like are ordinary sets."""
        return set(it)
