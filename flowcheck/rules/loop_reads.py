"""Who reads a loop: the refs that FC411, FC414 and FC415 judge."""

from __future__ import annotations

from typing import Final

from flowcheck.graph.flow import Flow
from flowcheck.graph.loops import Loop
from flowcheck.graph.sites import NodeSite, RefSite
from flowcheck.graph.wires import EdgeKind
from flowcheck.rules.walked import has_nothing_to_iterate

ALL: Final = "all"
"""As the name of an output: every one."""


def loop_reads(flow: Flow) -> list[tuple[Loop, RefSite, bool]]:
    """The ordinary refs to loops, in document order, and whether the reader is in the loop's body;
    loops in doubt and iterations of a run aside, and what has a rule of its own."""
    loops = {id: loop for id, loop in flow.loops.items() if _is_judged(loop, flow)}
    found = []
    for edge in flow.edges if loops else ():
        loop = loops.get(edge.source)
        if loop is None or edge.kind is not EdgeKind.DATA or edge.input is None:
            continue
        ref, reader = edge.input.ref, flow.nodes[edge.target]
        if ref is None or ref.conditional or ref.faulty() or edge.source == edge.target:
            continue
        if not _is_iteration(reader):
            found.append((loop, ref, edge.target in loop.members))
    return found


def _is_judged(loop: Loop, flow: Flow) -> bool:
    node = loop.node
    if node.id in flow.loops_in_doubt or node.faulty("inputs") or node.is_copy:
        return False
    return not has_nothing_to_iterate(loop)


def _is_iteration(node: NodeSite) -> bool:
    """Whether a node of a run is a copy that a loop made, as far as its marks tell."""
    marks = ("loopNodeId", "iterationIndex")
    return any(node.get(mark) is not None or node.faulty(mark) for mark in marks)


def outside_item_readers(flow: Flow) -> dict[str, list[Loop]]:
    """The nodes that read an item of a loop from outside its body, each with those loops."""
    found: dict[str, list[Loop]] = {}
    for loop, ref, inside in loop_reads(flow):
        if inside or ref.input.node is None or ref.faulty("name"):
            continue
        if ref.name and ref.name != ALL and loop.node.inputs.named(ref.name):
            found.setdefault(ref.input.node.id, []).append(loop)
    return found
