"""Which loops have a body that is known for certain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowcheck.graph.sites import NodeSite
from flowcheck.wire.misspelt import is_misspelt

if TYPE_CHECKING:
    from flowcheck.graph.flow import Flow


def is_empty_loop(node: NodeSite) -> bool:
    """Whether a loop has neither body nodes nor a count, readable or not."""
    return node.surely_lacks("loopBodyNodeIds") and node.surely_lacks("count")


def loops_in_doubt(flow: Flow) -> frozenset[str]:
    """The loops of which it is not certain which nodes their bodies hold, nested bodies included,
    so that a node outside may be meant to be inside. Linear in the flow."""
    unread = [id for id, node in flow.nodes.items() if not _body_is_read(node, flow)]
    doubtful = flow.loops_around.of_any(unread).union(unread)
    return frozenset(
        id
        for id, loop in flow.loops.items()
        if id in doubtful or id in flow.duplicated or id in loop.members
    )


def _body_is_read(node: NodeSite, flow: Flow) -> bool:
    if not node.is_loop:
        return not node.body_ids  # a body off a loop: the type is likely the mistake
    return (
        not node.faulty("loopBodyNodeIds")
        and all(member in flow.ids for _, member in node.body_ids)
        and not is_empty_loop(node)
        and not is_misspelt("Node", node.raw, "loopBodyNodeIds")
    )
