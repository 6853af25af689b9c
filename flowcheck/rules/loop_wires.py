"""FC411 and FC412: wires that leave the body of a loop."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from flowcheck.findings import Finding, Pointer, See
from flowcheck.findings import Severity as S
from flowcheck.graph.digraph import Pair, components, followers, is_acyclic, way_around
from flowcheck.graph.flow import Flow
from flowcheck.graph.sites import NodeSite
from flowcheck.graph.units import Units
from flowcheck.graph.wires import Edge, EdgeKind
from flowcheck.rules.loop_reads import outside_item_readers
from flowcheck.rules.registry import rule
from flowcheck.wire.vocabulary import NODE_TYPES
from flowcheck.wording import listed

if TYPE_CHECKING:
    from flowcheck.context import Context

_SPELLED = 12
"""The most nodes of a way that a message spells out."""

Hop = tuple[str, str, Edge]
"""A wire between two units: source unit, target unit, the wire itself."""


class LoopWires:
    """The wires of a flow as its loops see them, each loop taken with its members as one unit."""

    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self.units = Units(flow)

    @cached_property
    def circles(self) -> list[list[Hop]]:
        """The ways units of a flow wait for themselves: per circle its hops, in document order.

        A circle is a strongly connected component of the units within one body (or outside every
        loop). Plain cycles, which exist without regard to loops, are among them."""
        if not any(loop.body for loop in self.flow.loops.values()):
            return []
        hops = self._hops()
        place = {id: at for at, id in enumerate(self.flow.order)}
        if all(place.get(hop[0], -1) < place.get(hop[1], -1) for hop in hops):
            return []  # the nodes' own order is one of the units
        circles = components((source, target) for source, target, _ in hops)
        number_of = {unit: number for number, units in enumerate(circles) for unit in units}
        grouped: dict[int, list[Hop]] = {}
        for hop in hops:
            number = number_of.get(hop[0])
            if number is not None and number_of.get(hop[1]) == number:
                grouped.setdefault(number, []).append(hop)
        return list(grouped.values())

    @cached_property
    def ways_around(self) -> set[Pointer]:
        """The pointers of the wires on these circles: each has a rule of its own, FC412 or that on
        cycles."""
        return {hop[2].pointer for hops in self.circles for hop in hops}

    def _hops(self) -> list[Hop]:
        """The wires between units; those of approvals, and of nodes that may be some, aside: they
        belong with the templates they guard whether or not a body lists them."""
        approvals = {id for id, node in self.flow.nodes.items() if _may_approve(node)}
        found = []
        for edge in self.flow.wires:
            if edge.source in approvals or edge.target in approvals:
                continue
            pair = self.units.lifted(edge)
            if pair is not None:
                found.append((*pair, edge))
        return found


def _may_approve(node: NodeSite) -> bool:
    """Whether a node is an approval, or of a type that is lost or unknown and only waits."""
    if node.type == "user-approval":
        return True
    return node.type not in NODE_TYPES and bool(node.depends_on) and not node.inputs


def units_on_circles(context: Context) -> set[str]:
    """The loops and nodes that wait for themselves, plain cycles among them."""
    return {hop[0] for hops in context.once(LoopWires).circles for hop in hops}


def is_one_circle(loops: Pair, context: Context) -> bool:
    """Whether two loops wait for each other."""
    return any({*loops} <= {hop[0] for hop in hops} for hops in context.once(LoopWires).circles)


def _is_plain_cycle(hops: list[Hop], flow: Flow) -> bool:
    """Whether nodes of the circle wait for each other even when loops are no units.

    Two wires of a circle meet in a unit; the plain graph adds the wires inside the units."""
    inside = {hop[0] for hop in hops} | {hop[1] for hop in hops}
    for unit in tuple(inside):
        if unit in flow.loops:
            inside |= flow.loops[unit].members
    return not is_acyclic(
        (edge.source, edge.target)
        for target in inside
        for edge in flow.incoming[target]
        if edge.source in inside
        and edge.source != target
        and edge.kind is not EdgeKind.BODY
        and not flow.is_item_read(edge)
    )


def _shortest(hops: list[Hop], start: str) -> list[Hop]:
    """A shortest way around from a unit back to itself, which there is."""
    first: dict[Pair, Hop] = {}
    for hop in hops:
        first.setdefault(hop[:2], hop)
    path = way_around(start, followers(first))
    return [first[step] for step in zip(path, (*path[1:], start), strict=True)]


def _steps(way: list[Hop]) -> list[str]:
    """The nodes a way passes, in order."""
    steps: list[str] = []
    for _, _, edge in way:
        if not steps or steps[-1] != edge.source:
            steps.append(edge.source)
        steps.append(edge.target)
    return steps


def _spelled(steps: list[str]) -> str:
    if len(steps) > _SPELLED:
        left_out = len(steps) - _SPELLED + 1
        steps = [*steps[: _SPELLED - 4], f"… {left_out} more …", *steps[-3:]]
    return f"`{' → '.join(steps)}`"


@rule("FC411", "reads-body-template", S.WARNING, on=Flow, types=("for-each",))
def reads_body_template(flow: Flow, context: Context) -> Iterator[Finding]:
    """A node outside a loop reads a body node of the loop directly.

    Why: Body nodes are templates: every iteration works with clones of them, and the templates
    themselves end skipped (certain). A reader outside gets the collected results by reading the
    loop (observed). What it gets from a template is unknown; an ordinary reader of a skipped node
    never completes. One that reads an item of the loop too surely belongs into the body,
    which FC414 says.

    Bad:
        [{"id": "each", "type": "for-each", "loopBodyNodeIds": ["upscale"], "count": 2},
         {"id": "upscale", "type": "custom-model", "modelId": "model_up"},
         {"id": "sheet", "type": "custom-model", "modelId": "model_grid",
          "inputs": [{"name": "images", "type": "file_array", "ref": {"node": "upscale"}}]}]

    Good:
        [{"id": "each", "type": "for-each", "loopBodyNodeIds": ["upscale"], "count": 2},
         {"id": "upscale", "type": "custom-model", "modelId": "model_up"},
         {"id": "sheet", "type": "custom-model", "modelId": "model_grid",
          "inputs": [{"name": "images", "type": "file_array", "ref": {"node": "each"}}]}]
    """
    if not any(loop.body for loop in flow.loops.values()):
        return
    wires = context.once(LoopWires)
    outside = [found for edge in flow.wires if (found := _outside_read(edge, flow, wires.units))]
    told: set[tuple[str, str]] = set()
    for edge, loop in outside:
        if edge.pointer in wires.ways_around:
            continue
        readers = context.once(outside_item_readers)
        if any(edge.source in items.members for items in readers.get(edge.target, ())):
            continue  # it reads an item of the loop too: FC414 says that it is not in the body
        if (edge.target, loop) in told:
            continue  # one node left out of the body, however many templates it reads
        told.add((edge.target, loop))
        entry = next((p for p, m in flow.nodes[loop].body_ids if m == edge.source), None)
        yield Finding(
            edge.pointer,
            f"`{edge.target}` reads `{edge.source}`, a body node of loop `{loop}`, from outside "
            "the loop; body nodes end skipped",
            hint=f"read the loop `{loop}`, which collects the results; or, if `{edge.target}` is "
            f"to run in each iteration, add it to `loopBodyNodeIds` of `{loop}`",
            related=(
                See(
                    f"the body of `{loop}`",
                    entry or (*flow.nodes[loop].pointer, "loopBodyNodeIds"),
                ),
            ),
            args={"reader": edge.target, "template": edge.source, "loop": loop},
        )


def _outside_read(edge: Edge, flow: Flow, units: Units) -> tuple[Edge, str] | None:
    """The edge with the outermost loop it leaves, when it reads a template from outside."""
    if edge.input is None or edge.source not in flow.loops_around:
        return None
    if flow.nodes[edge.target].is_copy or flow.nodes[edge.source].is_copy:
        return None
    source, target = units.path(edge.source), units.path(edge.target)
    if source is None or target is None:
        return None
    left = next((loop for loop in source[:-1] if loop not in target), None)
    if left is None or edge.target in source:
        return None
    return edge, left


def _way_out(loop: str, way: list[Hop]) -> str:
    """Advice for a way from a loop back to itself: the units outside it belong into its body, or
    it must not wait for them."""
    outside = [unit for unit, _, _ in way if unit != loop]
    if not outside:
        return f"what `{loop}` waits for has to come from outside its body"
    them = "it" if len(outside) == 1 else "them"
    they_are = "it is" if len(outside) == 1 else "they are"
    return (
        f"add {listed(outside, word='and')} to `loopBodyNodeIds` of `{loop}` if {they_are} to run "
        f"in each iteration; else neither the loop nor its body may wait for {them}"
    )


@rule("FC412", "loop-waits-for-itself", S.ERROR, on=Flow, types=("for-each",))
def loop_waits_for_itself(flow: Flow, context: Context) -> Iterator[Finding]:
    """A loop waits for something that waits for the loop.

    Why: A loop and its body run as one. A node outside gets the collected results when the last
    iteration has ended. The first iteration cannot begin before everything is there that body nodes
    read from outside (certain that templates are cloned per iteration). A path that leaves the body
    and comes back into it, or that feeds the loop from its own body, can never complete. Whether a
    body lists the approvals of its templates is not documented (unknown), so nothing is said of a
    path through one.

    Bad:
        [{"id": "each", "type": "for-each", "loopBodyNodeIds": ["draw", "blend"], "count": 2},
         {"id": "draw", "type": "custom-model", "modelId": "model_a"},
         {"id": "pick", "type": "custom-model", "modelId": "model_b",
          "inputs": [{"name": "images", "type": "file_array", "ref": {"node": "each"}}]},
         {"id": "blend", "type": "custom-model", "modelId": "model_c",
          "inputs": [{"name": "image", "type": "file", "ref": {"node": "pick"}}]}]

    Good:
        [{"id": "each", "type": "for-each", "loopBodyNodeIds": ["draw", "blend"], "count": 2},
         {"id": "draw", "type": "custom-model", "modelId": "model_a"},
         {"id": "blend", "type": "custom-model", "modelId": "model_c",
          "inputs": [{"name": "image", "type": "file", "ref": {"node": "draw"}}]}]
    """
    for hops in context.once(LoopWires).circles:
        if _is_plain_cycle(hops, flow):
            continue
        units = {hop[0] for hop in hops}
        loop = min(
            (unit for unit in units if unit in flow.loops and flow.loops[unit].members),
            key=lambda id: flow.nodes[id].index,
        )
        way = _shortest(hops, loop)
        steps = _steps(way)
        last = way[-1][2]
        if last.target == loop and last.source in flow.loops[loop].members:
            message = f"loop `{loop}` waits for its own body node `{last.source}`"
        else:
            message = f"loop `{loop}` waits for itself: {_spelled(steps)}"
        yield Finding(
            last.pointer,
            message,
            hint=_way_out(loop, way),
            related=tuple(
                See(f"`{edge.target}` waits for `{edge.source}`", edge.pointer)
                for _, _, edge in way[:-1]
            ),
            args={"loop": loop, "path": steps},
        )
