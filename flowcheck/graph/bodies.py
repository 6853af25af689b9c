"""Which loops have a body that is known for certain."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set

from flowcheck.graph.loops import Loop, LoopsAround
from flowcheck.graph.sites import NodeSite
from flowcheck.wire.misspelt import is_misspelt


def is_empty_loop(node: NodeSite) -> bool:
    """Whether a loop has neither body nodes nor a count, readable or not."""
    return node.surely_lacks("loopBodyNodeIds") and node.surely_lacks("count")


def loops_in_doubt(
    nodes: Mapping[str, NodeSite],
    loops: Mapping[str, Loop],
    around: LoopsAround,
    ids: Set[str],
    duplicated: Set[str],
) -> Iterator[str]:
    """The loops of which it is not certain which nodes their bodies hold, nested bodies included,
    so that a node outside may be meant to be inside. Linear in the flow.

    around: the loops by what lies in them. ids: all there are; duplicated: those of several."""
    unread = [id for id, node in nodes.items() if not _body_is_read(node, ids)]
    doubtful = around.of_any(unread).union(unread, duplicated)
    for id, loop in loops.items():
        if id in doubtful or id in loop.members:
            yield id


def _body_is_read(node: NodeSite, ids: Set[str]) -> bool:
    if not node.is_loop:  # a body off a loop: the type is likely the mistake
        return not (node.raw.get("loopBodyNodeIds") and node.body_ids)
    return (
        not node.faulty("loopBodyNodeIds")
        and all(member in ids for _, member in node.body_ids)
        and not is_empty_loop(node)
        and not is_misspelt("Node", node.raw, "loopBodyNodeIds")
    )
