"""Which nodes the run model says nothing about: what they wait for is not known."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from flowcheck.graph.sites import NodeSite
from flowcheck.runs.branches import BranchValues
from flowcheck.wire.misspelt import is_misspelt
from flowcheck.wire.vocabulary import WORKFLOW

if TYPE_CHECKING:
    from flowcheck.graph.flow import Flow

_WIRING = ("type", "dependsOn", "logic", "loopBodyNodeIds")


def trusted_nodes(flow: Flow, values: BranchValues) -> list[str]:
    """The ids of the nodes with a verdict, in topological order; linear in the flow.

    Left out are nodes on a cycle, with a ref or dependsOn that leads nowhere or to a loop of whose
    body it may be, with a gate that no
    branch can open, with a broken shape in what they wait for, or with an id used twice; and
    whatever waits for one of those. A template waits for its loop, which comes before it, and by
    that for the loops around."""
    trusted: dict[str, None] = {}
    for id in flow.order:
        node, waits = flow.nodes[id], flow.incoming[id]
        if all(edge.source in trusted for edge in waits) and _is_sound(flow, node, values):
            trusted[id] = None
    return list(trusted)


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
    depends = node.raw.get("dependsOn")
    if depends and any(id is not None and id not in flow.nodes for id in depends):
        return False
    return all(_is_sound_ref(flow, node.id, ref, values) for ref in node.every_ref)


def is_wiring_lost(node: NodeSite, path: tuple[str | int, ...]) -> bool:
    """Whether a shape error under `path` of the node may have taken a ref away."""
    at = (*node.pointer, *path)
    for fault in node.faults:
        if fault[: len(at)] == at:
            last = next((s for s in reversed(fault) if isinstance(s, str)), "")
            if last in ("inputs", "items", "ref") or "ref" in fault[len(at) :]:
                return True
    return False


def _is_sound_ref(flow: Flow, reader: str, ref: Mapping[str, Any], values: BranchValues) -> bool:
    if is_misspelt("Ref", ref, "node", "name", "equal", "conditional"):
        return False
    nodes, node = flow.nodes, ref.get("node")
    named: list[str] = []
    if ref.get("conditional"):
        named = [id for id in ref["conditional"] if id is not None]
        if any(source not in nodes for source in named):
            return False
    if node == WORKFLOW:
        name = ref.get("name")
        if name is None or not name.strip():
            return False
        if flow.contract is not None and flow.contract_input(name) is None:
            return False
    elif node is not None:
        if node not in nodes or (node in flow.loops and _may_be_inside(flow, node, reader)):
            return False
        named.append(node)
    elif not named:
        return False
    equal = ref.get("equal")
    if equal is None:
        return node is None or node == WORKFLOW or not is_approval(nodes[node])
    return any(nodes[id].is_logic and equal in values.of(nodes[id]) for id in named)


def _may_be_inside(flow: Flow, loop: str, reader: str) -> bool:
    """Whether a node that reads a loop from outside its body may be meant to be inside: which
    nodes the body holds is in doubt."""
    return loop in flow.loops_in_doubt and reader not in flow.loops[loop].members


def is_approval(node: NodeSite) -> bool:
    """Whether it is a user-approval, which has no output to read."""
    return node.type == "user-approval"
