"""Which nodes the run model says nothing about: what they wait for is not known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowcheck.graph.sites import NodeSite, RefSite
from flowcheck.runs.branches import BranchValues
from flowcheck.runs.waits import refs_of
from flowcheck.wire.misspelt import is_misspelt
from flowcheck.wire.vocabulary import WORKFLOW

if TYPE_CHECKING:
    from flowcheck.graph.flow import Flow

_WIRING = ("type", "dependsOn", "logic", "loopBodyNodeIds")


def trusted_nodes(flow: Flow, values: BranchValues) -> list[str]:
    """The ids of the nodes with a verdict, in topological order; linear in the flow.

    Left out are nodes on a cycle, with a ref or dependsOn that leads nowhere, with a gate that no
    branch can open, with a broken shape in what they wait for, or with an id used twice; and
    whatever waits for one of those."""
    trusted: set[str] = set()
    order = []
    waiting = {
        id: [edge.source for edge in edges if not flow.is_item_read(edge)]
        for id, edges in flow.incoming.items()
    }
    for id in flow.order:
        loops = [loop.node.id for loop in flow.loops_around.get(id, ())]
        if (
            all(source in trusted for source in waiting[id])
            and all(loop in trusted for loop in loops)
            and _is_sound(flow, flow.nodes[id], values)
        ):
            trusted.add(id)
            order.append(id)
    return order


def _is_sound(flow: Flow, node: NodeSite, values: BranchValues) -> bool:
    if node.id in flow.duplicated or node.id == WORKFLOW:
        return False
    if node.faults and (
        any(node.faulty(field) for field in _WIRING) or is_wiring_lost(node, ("inputs",))
    ):
        return False
    loop_id = node.get("loopNodeId")
    if loop_id is not None and (loop_id not in flow.nodes or loop_id == node.id):
        return False
    if any(source not in flow.nodes for _, source in node.depends_on):
        return False
    return all(_is_sound_ref(flow, ref, values) for ref in refs_of(node))


def is_wiring_lost(node: NodeSite, path: tuple[str | int, ...]) -> bool:
    """Whether a shape error under `path` of the node may have taken a ref away."""
    at = (*node.pointer, *path)
    for fault in node.faults:
        if fault[: len(at)] == at:
            last = next((s for s in reversed(fault) if isinstance(s, str)), "")
            if last in ("inputs", "items", "ref") or "ref" in fault[len(at) :]:
                return True
    return False


def _is_sound_ref(flow: Flow, ref: RefSite, values: BranchValues) -> bool:
    if is_misspelt("Ref", ref.raw, "node", "name", "equal", "conditional"):
        return False
    named = list(ref.conditional)
    if ref.node == WORKFLOW:
        name = ref.name
        if name is None or not name.strip():
            return False
        if flow.contract is not None and flow.contract_input(name) is None:
            return False
    elif ref.node is not None:
        named.append(ref.node)
    elif not named:
        return False
    if any(source not in flow.nodes for source in named):
        return False
    if ref.equal is None:
        return ref.node is None or ref.node == WORKFLOW or not is_approval(flow.nodes[ref.node])
    return any(
        flow.nodes[source].is_logic and ref.equal in values.of(flow.nodes[source])
        for source in named
    )


def is_approval(node: NodeSite) -> bool:
    """Whether it is a user-approval, which has no output to read."""
    return node.type == "user-approval"
