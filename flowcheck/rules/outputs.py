"""FC501–FC505: what of a flow ends up in the job's output."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flowcheck.context import Context
from flowcheck.findings import Edit, Finding, Fix, See, Severity
from flowcheck.graph.bodies import is_empty_loop
from flowcheck.graph.flow import Flow
from flowcheck.graph.sites import NodeSite
from flowcheck.graph.wires import Edge, EdgeKind
from flowcheck.rules.node_fields import guards_nothing
from flowcheck.rules.registry import rule
from flowcheck.wire.vocabulary import NON_PRODUCING
from flowcheck.wording import listed, quoted

FIELD = "includeOutputsInWorkflowJob"
_WITHOUT_OUTPUT = NON_PRODUCING - {"user-selection", "for-each"}


@rule(
    "FC501",
    "include-outputs-not-true",
    Severity.ERROR,
    on=NodeSite,
    having=(FIELD,),
    fixable="safe",
)
def include_outputs_not_true(node: NodeSite, context: Context) -> Iterator[Finding]:
    """`includeOutputsInWorkflowJob` is something else than `true`.

    Why: the field is `true` or absent, nothing else (certain). Leaving `false` out means the same;
    `"true"` and `1` are surely meant as `true`.

    Bad:

        {"id": "sketch", "type": "custom-model", "modelId": "model_a",
         "includeOutputsInWorkflowJob": false}

    Good:

        {"id": "sketch", "type": "custom-model", "modelId": "model_a"}
    """
    value = node.get(FIELD)
    if value is None or value is True:
        return
    place = (*node.pointer, FIELD)
    fix = None
    hint = "leave it out, or make it `true`"
    if value is False:
        hint = "leave it out"
        fix = Fix(f"remove `{FIELD}`", (Edit("remove", place),))
    elif _means_true(value):
        hint = "write `true`"
        fix = Fix("replace it with `true`", (Edit("replace", place, True),), safe=False)
    yield Finding(
        place,
        f"`{FIELD}` is {quoted(value)}; only `true` is allowed",
        hint=hint,
        fix=fix,
        args={"value": quoted(value)},
    )


def _means_true(value: Any) -> bool:
    return value.strip().lower() == "true" if isinstance(value, str) else value == 1


@rule(
    "FC502",
    "include-outputs-without-output",
    Severity.WARNING,
    on=NodeSite,
    having=(FIELD,),
    fixable="safe",
)
def include_outputs_without_output(node: NodeSite, context: Context) -> Iterator[Finding]:
    """`includeOutputsInWorkflowJob` is set on a node that produces nothing of its own.

    Why: the field adds the output of an intermediate producing node to the job's (certain); a
    list, logic, transform or user-approval node has none to add. A for-each may be pinned: it
    collects what its body made (observed).

    Bad:

        {"id": "styles", "type": "list", "items": ["oil", "ink"],
         "includeOutputsInWorkflowJob": true}

    Good:

        {"id": "styles", "type": "list", "items": ["oil", "ink"]}
    """
    if node.get(FIELD) is True and node.type in _WITHOUT_OUTPUT:
        yield Finding(
            (*node.pointer, FIELD),
            f"`{FIELD}` on {node.type} `{node.id}`, which produces nothing to include",
            hint="leave it out",
            fix=_removal(node),
            args={"type": node.type},
        )


def _removal(node: NodeSite) -> Fix:
    return Fix(f"remove `{FIELD}`", (Edit("remove", (*node.pointer, FIELD)),))


@rule(
    "FC503",
    "redundant-include-outputs",
    Severity.INFO,
    on=NodeSite,
    having=(FIELD,),
    fixable="safe",
)
def redundant_include_outputs(node: NodeSite, context: Context) -> Iterator[Finding]:
    """`includeOutputsInWorkflowJob` is set on a last node, which contributes anyway.

    Why: the outputs of nodes that no other node references are the job's output (certain). Whether
    `dependsOn` counts as a reference is not documented (unknown), so a node that anything
    names is left alone, and so is a template of a loop's body.

    Bad:

        [{"id": "paint", "type": "custom-model", "modelId": "model_a",
          "includeOutputsInWorkflowJob": true}]

    Good:

        [{"id": "paint", "type": "custom-model", "modelId": "model_a"}]
    """
    flow = context.flow
    if node.get(FIELD) is not True or node.type in NON_PRODUCING:
        return
    if node.id in flow.loops_around or any(True for _ in _others(node.id, flow)):
        return
    if flow.incomplete:
        return
    yield Finding(
        (*node.pointer, FIELD),
        f"`{FIELD}` is not needed: `{node.id}` is a last node, whose outputs are included anyway",
        hint="leave it out",
        fix=_removal(node),
        args={"id": node.id},
    )


def _others(id: str, flow: Flow) -> Iterator[Edge]:
    """The edges by which other nodes wait on a node; those of a loop to its body, and a template's
    to its loop, are no such edges."""
    for edge in flow.outgoing[id] if id in flow.waited_for else ():
        if edge.target == id or edge.kind is EdgeKind.BODY or flow.is_item_read(edge):
            continue
        yield edge


def references(id: str, flow: Flow) -> Iterator[Edge]:
    """The edges that make a node an intermediate one, as far as that is known: a selection, an
    approval and the own loop do not, and `dependsOn` and `conditional` may not."""
    for edge in _others(id, flow):
        if edge.pointer[-1] != "node" or flow.nodes[edge.target].type in _ONLY_LOOK:
            continue
        loop = flow.loops.get(edge.target)
        if loop is None or id not in loop.members:
            yield edge


def contributing(flow: Flow) -> set[str]:
    """The nodes whose output is part of the job's when they run, as FC504 counts."""
    return {
        id
        for id in _makers(flow)
        if flow.nodes[id].get(FIELD) is True or next(references(id, flow), None) is None
    }


_ONLY_LOOK = frozenset({"user-approval", "user-selection"})
"""Node types whose reading makes nothing an intermediate result, as far as is known."""


@rule("FC504", "no-output", Severity.ERROR, on=Flow)
def no_output(flow: Flow, context: Context) -> Iterator[Finding]:
    """No node contributes to the job's output: the run ends with nothing.

    Why: only last nodes and those with `includeOutputsInWorkflowJob` contribute, and only nodes
    that produce something (certain); publishing such a flow is refused (certain). Lists, logic,
    transforms, approvals, selections and loops of nothing else produce nothing. Whether a
    node counts that only a `dependsOn`, a `conditional`, a selection, an approval or its own loop
    names, is not documented (unknown): it is taken as contributing. An approval that guards
    nothing is told first (FC706), and so is a loop whose body is lost (FC401, FC404): what it was
    to guard or repeat may be missing.

    Bad:

        [
          {"id": "paint", "type": "custom-model", "modelId": "model_a"},
          {"id": "name", "type": "transform", "logic": {"transform": "x"}, "inputs": [
            {"name": "x", "type": "string", "ref": {"node": "paint"}}]}
        ]

    Good:

        [
          {"id": "paint", "type": "custom-model", "modelId": "model_a",
           "includeOutputsInWorkflowJob": true},
          {"id": "name", "type": "generate-prompt", "inputs": [
            {"name": "image", "type": "file", "ref": {"node": "paint"}}]}
        ]
    """
    if not flow.sites or flow.left_out:
        return
    if not flow.acyclic:
        return  # on a circle every node has a reader
    producing: list[tuple[NodeSite, Edge]] = []
    makers: set[str] | None = None
    for node in reversed(flow.nodes.values()):  # what contributes mostly stands last
        if node.type in NON_PRODUCING:
            makers = _makers(flow) if makers is None else makers
            if node.id not in makers:
                continue
        reader = next(references(node.id, flow), None)
        if reader is None or node.get(FIELD) is not None:
            return
        producing.append((node, reader))
    producing.reverse()
    if flow.unreadable or any(map(guards_nothing, flow.sites)) or _has_lost_body(flow):
        return
    if not producing:
        yield Finding(
            flow.document.flow_at or (),
            "the job ends with nothing: no node of this flow produces an output",
            hint="add a node that runs a model",
            args={"producing": []},
        )
        return
    ids = [node.id for node, _ in producing if not node.is_loop] or [producing[0][0].id]
    yield Finding(
        flow.document.flow_at or (),
        "the job ends with nothing: every node that produces an output is read by another",
        hint=f"set `{FIELD}` to true on {listed(ids)}",
        related=tuple(
            See(f"`{edge.target}` reads `{node.id}`", edge.pointer) for node, edge in producing[:8]
        ),
        args={"producing": ids[:8]},
    )


def _has_lost_body(flow: Flow) -> bool:
    """Whether a loop lists a body node that is not there, or repeats nothing."""
    unknown = any(mention.field == "loopBodyNodeIds" for mention in flow.mentions.unknown)
    return unknown or any(node.is_loop and is_empty_loop(node) for node in flow.sites)


def _makers(flow: Flow) -> set[str]:
    """The nodes that make something a job can show, and the loops that hold one. A type that
    could not be read counts as producing, and so does one that nobody knows."""
    nodes = [id for id, node in flow.nodes.items() if node.type not in NON_PRODUCING]
    return flow.loops_around.of_any(nodes).union(nodes)


@rule("FC505", "output-may-be-lost", Severity.INFO, on=NodeSite)
def output_may_be_lost(node: NodeSite, context: Context) -> Iterator[Finding]:
    """A producing node that only `dependsOn` mentions may not contribute to the job's output.

    Why: nodes that others reference do not contribute (certain), but whether `dependsOn` counts as
    a reference is not documented (unknown). `includeOutputsInWorkflowJob` settles it.

    Bad:

        [
          {"id": "paint", "type": "custom-model", "modelId": "model_a"},
          {"id": "approve", "type": "user-approval", "dependsOn": ["paint"]},
          {"id": "tell", "type": "custom-model", "modelId": "model_b", "dependsOn": ["approve"]}
        ]

    Good:

        [
          {"id": "paint", "type": "custom-model", "modelId": "model_a",
           "includeOutputsInWorkflowJob": true},
          {"id": "approve", "type": "user-approval", "dependsOn": ["paint"]},
          {"id": "tell", "type": "custom-model", "modelId": "model_b", "dependsOn": ["approve"]}
        ]
    """
    flow = context.flow
    if node.type in NON_PRODUCING or node.get(FIELD) is not None:
        return
    edges = list(_others(node.id, flow))
    only_depends = edges and all(edge.kind is EdgeKind.DEPENDS for edge in edges)
    if only_depends and not flow.incomplete:
        yield Finding(
            (*node.pointer, "id"),
            f"only `dependsOn` mentions `{node.id}`: if that counts as a reference, its output "
            "is not part of the job's",
            hint=f"set `{FIELD}` to true to be sure",
            related=tuple(
                See(f"`{edge.target}` depends on it", edge.pointer) for edge in edges[:8]
            ),
            args={"id": node.id},
        )
