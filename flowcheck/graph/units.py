"""Loops as units: who waits on whom once a loop and its members are taken as one."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flowcheck.graph.flow import Flow
    from flowcheck.graph.wires import Edge

Path = tuple[str, ...]
"""The loops around a node from the outermost in, then the node itself."""


class Units:
    """Where each node of a flow stands in the nesting of its loops.

    Copies of one iteration in a run are no loops of the definition and hold nothing here. A node
    has no path when the loops around it are not nested in each other, are members of themselves,
    or when it is in doubt what one of them holds."""

    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self._unclear = {
            id for id, loop in flow.loops.items() if id in flow.loops_in_doubt or loop.node.is_copy
        }
        self._paths: dict[str, Path | None] = {}

    def path(self, id: str) -> Path | None:
        """The path of a node that exists; None when it is not clear."""
        if id not in self._paths:
            self._paths[id] = self._find(id)
        return self._paths[id]

    def _find(self, id: str) -> Path | None:
        if id in self.flow.duplicated or id in self._unclear:
            return None
        if not self.flow.loops or id not in self.flow.loops_around:
            return (id,)
        around = [o for o in self.flow.loops_around.of(id) if not o.node.is_copy]
        if any(loop.node.id in self._unclear for loop in around):
            return None
        around.sort(key=lambda loop: -len(loop.members))
        for outer, inner in pairwise(around):
            if inner.node.id not in outer.members:
                return None
        return (*(loop.node.id for loop in around), id)

    def lifted(self, edge: Edge) -> tuple[str, str] | None:
        """The two units an edge joins inside the innermost loop that holds both its ends; the
        loop twice when the edge leads from a member to that loop itself. None where it joins
        nothing or the nesting is not clear."""
        source, target = self.path(edge.source), self.path(edge.target)
        if source is None or target is None or source == target:
            return None
        for left, right in zip(source, target, strict=False):
            if left != right:
                return left, right
        if len(source) > len(target):
            return edge.target, edge.target
        return None  # a member that reads its loop
