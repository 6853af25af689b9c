"""FC401–FC406: the body and the count of a for-each node."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from flowcheck.findings import Edit, Finding, Fix, See
from flowcheck.findings import Severity as S
from flowcheck.graph.bodies import is_empty_loop
from flowcheck.graph.flow import Flow
from flowcheck.graph.loops import Loop, whole_count
from flowcheck.graph.sites import NodeSite
from flowcheck.rules.loop_wires import is_one_circle
from flowcheck.rules.registry import rule
from flowcheck.wording import listed, number

if TYPE_CHECKING:
    from flowcheck.context import Context


def has_invalid_count(node: NodeSite) -> bool:
    """Whether a loop's `count` is a number that is not a whole one of at least 1."""
    return node.get("count") is not None and whole_count(node) is None


@rule("FC401", "unknown-body-node", S.ERROR, on=NodeSite, having=("loopBodyNodeIds",))
def unknown_body_node(node: NodeSite, context: Context) -> Iterator[Finding]:
    """The body of a loop lists a node that is not in the flow.

    Why: Scenario's validator wants every entry of `loopBodyNodeIds` to name a node (observed), and
    a body node that is not there is not repeated for each item.

    Bad:
        [{"id": "each", "type": "for-each", "loopBodyNodeIds": ["upscal"], "count": 3},
         {"id": "upscale", "type": "custom-model", "modelId": "model_up"}]

    Good:
        [{"id": "each", "type": "for-each", "loopBodyNodeIds": ["upscale"], "count": 3},
         {"id": "upscale", "type": "custom-model", "modelId": "model_up"}]
    """
    flow = context.flow
    # a node without a readable id may be the one that is meant, and copies name copies
    if not node.is_loop or flow.left_out or node.is_copy:
        return
    reported = set()
    for pointer, member in node.body_ids:
        if member not in flow.ids and member not in reported:
            reported.add(member)
            yield Finding(
                pointer,
                f"the body of loop `{node.id}` lists node `{member}`, which is not in this flow",
                hint=context.suggestions("nodes", flow.ids).hint(member, but=node.id),
                args={"loop": node.id, "missing": member},
            )


@rule("FC402", "loop-in-own-body", S.ERROR, on=Loop)
def loop_in_own_body(loop: Loop, context: Context) -> Iterator[Finding]:
    """A loop is part of its own body, directly or through the loops in it.

    Why: The nodes of a body are cloned for every iteration (certain). A loop that clones itself
    never ends, and a loop waits for the whole of its body.

    Bad:
        {"id": "each", "type": "for-each", "loopBodyNodeIds": ["each", "upscale"]}

    Good:
        {"id": "each", "type": "for-each", "loopBodyNodeIds": ["upscale"]}
    """
    node = loop.node
    if node.id not in loop.members or node.id in context.flow.duplicated:
        return
    loops = context.flow.loops
    direct = [pointer for pointer, member in node.body_ids if member == node.id]
    if direct:
        yield Finding(
            direct[0],
            f"loop `{node.id}` is in its own body",
            hint="list the nodes to repeat, without the loop itself",
            args={"loop": node.id},
        )
        return
    first, *inner = context.flow.loops_around.circle(node.id)
    # one problem a circle, told at its first loop; a loop listed in itself is told by itself
    if first != node.id or any(other in loops[other].body for other in inner):
        return
    circle = set(inner)
    pointer = next(pointer for pointer, member in node.body_ids if member in circle)
    yield Finding(
        pointer,
        f"loop `{node.id}` is in its own body, through {listed(inner, word='and')}",
        related=tuple(
            See(f"the body of `{other}`", (*loops[other].node.pointer, "loopBodyNodeIds"))
            for other in inner[:8]
        ),
        args={"loop": node.id, "through": inner},
    )


@rule(
    "FC403",
    "duplicate-body-node",
    S.WARNING,
    on=NodeSite,
    having=("loopBodyNodeIds",),
    fixable="safe",
)
def duplicate_body_node(node: NodeSite, context: Context) -> Iterator[Finding]:
    """The body of a loop lists a node twice.

    Why: A body is a set of templates, each cloned once per iteration (certain); the second entry
    adds nothing, and another node was perhaps meant.

    Bad:
        {"id": "each", "type": "for-each", "loopBodyNodeIds": ["upscale", "upscale"]}

    Good:
        {"id": "each", "type": "for-each", "loopBodyNodeIds": ["upscale"]}
    """
    if not node.is_loop:
        return
    first: dict[str, tuple[str | int, ...]] = {}
    for pointer, member in node.body_ids:
        if member in first:
            yield Finding(
                pointer,
                f"the body of loop `{node.id}` lists `{member}` twice",
                related=(See("first listed here", first[member]),),
                fix=Fix(f"remove the second `{member}`", (Edit("remove", pointer),)),
                args={"loop": node.id, "member": member},
            )
        first.setdefault(member, pointer)


@rule("FC404", "empty-loop", S.ERROR, on=NodeSite, types=("for-each",))
def empty_loop(node: NodeSite, context: Context) -> Iterator[Finding]:
    """A for-each node has neither body nodes nor a count.

    Why: Scenario's validator refuses a for-each node without a non-empty `loopBodyNodeIds` or a
    `count` over 0 (observed): there is nothing to repeat.

    Bad:
        {"id": "each", "type": "for-each", "loopBodyNodeIds": []}

    Good:
        {"id": "each", "type": "for-each", "loopBodyNodeIds": ["upscale"]}
    """
    if node.is_loop and is_empty_loop(node):
        yield Finding(
            node.pointer,
            f"loop `{node.id}` repeats nothing: it has neither `loopBodyNodeIds` nor `count`",
            hint="list the nodes of its body in `loopBodyNodeIds`",
            args={"loop": node.id},
        )


@rule("FC405", "overlapping-loops", S.WARNING, on=Flow, types=("for-each",))
def overlapping_loops(flow: Flow, context: Context) -> Iterator[Finding]:
    """Two loops list the same body node, and neither contains the other.

    Why: A template is cloned for every iteration of its loop (certain). Which loop's item the
    clones of a shared node would get is not known; nest the loops, or give each its own node.

    Bad:
        [{"id": "sizes", "type": "for-each", "loopBodyNodeIds": ["draw"], "count": 2},
         {"id": "styles", "type": "for-each", "loopBodyNodeIds": ["draw", "paint"], "count": 3},
         {"id": "draw", "type": "custom-model", "modelId": "model_a"},
         {"id": "paint", "type": "custom-model", "modelId": "model_b"}]

    Good:
        [{"id": "sizes", "type": "for-each", "loopBodyNodeIds": ["draw"], "count": 2},
         {"id": "styles", "type": "for-each", "loopBodyNodeIds": ["paint"], "count": 3},
         {"id": "draw", "type": "custom-model", "modelId": "model_a"},
         {"id": "paint", "type": "custom-model", "modelId": "model_b"}]
    """
    if not flow.loops_around.shared:
        return
    owners: dict[str, list[Loop]] = {}
    told: set[tuple[str, str]] = set()
    for loop in flow.loops.values():
        if loop.node.id in flow.loops_in_doubt or loop.node.is_copy:
            continue
        for member in loop.body:
            others = owners.setdefault(member, [])
            for other in _apart(loop, others):
                pair = (other.node.id, loop.node.id)
                if pair in told or member in flow.duplicated:
                    continue
                if is_one_circle(pair, context):
                    continue  # FC412 says that one of them was left out of the other's body
                told.add(pair)
                yield _overlap(member, other, loop)
            others.append(loop)


def _apart(loop: Loop, others: list[Loop]) -> list[Loop]:
    """Of the loops that list a node too, the first and the last, where they are no nest with this
    one. A nest counts once: what shares a node with its inner loop shares it with the outer."""
    first, last = others[:1], others[1:][-1:]
    if any(_nested(loop, other) for other in (*first, *last)):
        return []
    return first if any(_nested(first[0], other) for other in last) else [*first, *last]


def _nested(one: Loop, other: Loop) -> bool:
    return one.node.id in other.members or other.node.id in one.members


def _overlap(member: str, first: Loop, second: Loop) -> Finding:
    places = [
        next(pointer for pointer, entry in loop.node.body_ids if entry == member)
        for loop in (first, second)
    ]
    return Finding(
        places[1],
        f"`{member}` is in the bodies of two loops, `{first.node.id}` and `{second.node.id}`, "
        "neither of which contains the other",
        related=(See(f"in the body of `{first.node.id}`", places[0]),),
        args={"loops": [first.node.id, second.node.id], "member": member},
    )


@rule("FC406", "invalid-count", S.ERROR, on=NodeSite, having=("count",), mildest=S.WARNING)
def invalid_count(node: NodeSite, context: Context) -> Iterator[Finding]:
    """The `count` of a loop is not a whole number of at least 1.

    Why: `count` is the number of iterations (certain), and Scenario's validator wants body nodes
    or a count over 0 (observed), so that 0 beside a body is let pass: then it is a warning. Leave
    it out to walk the list the loop reads.

    Bad:
        {"id": "each", "type": "for-each", "loopBodyNodeIds": ["upscale"], "count": 2.5}

    Good:
        {"id": "each", "type": "for-each", "loopBodyNodeIds": ["upscale"], "count": 4}
    """
    if node.is_loop and has_invalid_count(node):
        count = node.get("count")
        yield Finding(
            (*node.pointer, "count"),
            f"`count` of loop `{node.id}` is {number(count)}, not a whole number of at least 1",
            hint="leave it out to walk the list the loop reads",
            args={"loop": node.id, "count": count},
            severity=S.WARNING if count == 0 and node.body_ids else None,
        )
