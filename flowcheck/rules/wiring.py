"""FC208, FC209, FC215 and FC216: circles, and what nobody reads."""

from __future__ import annotations

from collections.abc import Iterator
from operator import eq

from flowcheck.context import Context
from flowcheck.findings import Finding, Pointer, See, Severity
from flowcheck.graph.flow import Flow
from flowcheck.graph.sites import NodeSite
from flowcheck.graph.wires import Edge, EdgeKind
from flowcheck.rules.registry import rule
from flowcheck.rules.unfed import has_wire_as_value, unfed_types
from flowcheck.wire.vocabulary import WORKFLOW, scalar_of
from flowcheck.wording import plural

_SPELLED = 12
"""The most nodes of a cycle that a message spells out."""
_UNUSED_TYPES = ("list", "logic", "transform")
_VERBS = {
    EdgeKind.DATA: "reads",
    EdgeKind.BRANCH: "waits for a branch of",
    EdgeKind.MERGE: "merges",
    EdgeKind.DEPENDS: "depends on",
    EdgeKind.BODY: "is the body of",
}


@rule("FC208", "self-reference", Severity.ERROR, on=Flow)
def self_reference(flow: Flow, context: Context) -> Iterator[Finding]:
    """A node reads itself or depends on itself.

    Why: a node runs when what it waits for has run (certain); one that waits for itself never
    can.

    Bad:

        {"id": "refine", "type": "custom-model", "modelId": "model_a", "inputs": [
          {"name": "image", "type": "file", "ref": {"node": "refine"}}
        ]}

    Good:

        {"id": "refine", "type": "custom-model", "modelId": "model_a", "inputs": [
          {"name": "image", "type": "file", "ref": {"node": "generate"}}
        ]}
    """
    if not any(map(eq, *flow.ends)):
        return
    said: set[Pointer] = set()
    for edge in flow.edges:
        if edge.source != edge.target or edge.kind is EdgeKind.BODY:
            continue
        # A repetition in one list is a duplicate dependency.
        place = edge.pointer if edge.pointer[-1] == "node" else edge.pointer[:-1]
        if edge.source in flow.duplicated or place in said:
            continue
        said.add(place)
        yield Finding(
            edge.pointer,
            f"node `{edge.source}` {_VERBS[edge.kind]} itself, so it can never run",
            args={"id": edge.source},
        )


@rule("FC209", "cycle", Severity.ERROR, on=Flow)
def cycle(flow: Flow, context: Context) -> Iterator[Finding]:
    """Nodes wait for each other in a circle, so none of them can ever run.

    Why: a node runs when what it waits for has run (certain). Whether Scenario refuses such a
    flow is not documented (unknown), but it can never finish. There is one problem for each group
    of nodes that all wait for each other, with a shortest circle through it.

    Bad:

        [
          {"id": "a", "type": "custom-model", "modelId": "model_a", "inputs": [
            {"name": "image", "type": "file", "ref": {"node": "b"}}]},
          {"id": "b", "type": "custom-model", "modelId": "model_b", "inputs": [
            {"name": "image", "type": "file", "ref": {"node": "a"}}]}
        ]

    Good:

        [
          {"id": "a", "type": "custom-model", "modelId": "model_a", "inputs": [
            {"name": "prompt", "type": "string", "ref": {"node": "workflow", "name": "prompt"}}]},
          {"id": "b", "type": "custom-model", "modelId": "model_b", "inputs": [
            {"name": "image", "type": "file", "ref": {"node": "a"}}]}
        ]
    """
    if flow.acyclic:
        return
    from flowcheck.graph.cycles import cycles

    for found in cycles(flow):
        ids = found.path
        more = len(found.members) - len(ids)
        yield Finding(
            found.edges[-1].pointer,
            f"{_spelled(ids)} is a cycle: none of these nodes can ever run",
            hint="remove one of these wires"
            + (f"; {plural(more, 'more node')} in circles with them" if more else ""),
            related=tuple(See(_step(edge), edge.pointer) for edge in found.edges),
            args={"cycle": list(ids)},
        )


def _spelled(ids: tuple[str, ...]) -> str:
    names = [*ids, ids[0]]
    if len(names) > _SPELLED:
        left_out = len(names) - _SPELLED
        names = [*names[: _SPELLED - 3], f"… {left_out} more …", *names[-3:]]
    return f"`{' → '.join(names)}`"


def _step(edge: Edge) -> str:
    return f"`{edge.target}` {_VERBS[edge.kind]} `{edge.source}`"


def _readers_unknown(flow: Flow) -> bool:
    """Whether a wire is lost, or bent into a circle, that may have been a reader's."""
    return flow.incomplete or not flow.acyclic or has_wire_as_value(flow)


@rule("FC215", "unused-workflow-input", Severity.WARNING, on=Flow)
def unused_workflow_input(flow: Flow, context: Context) -> Iterator[Finding]:
    """No node of the flow reads an input of the workflow's contract.

    Why: whoever runs the workflow fills it in for nothing: a workflow input reaches a node only
    through a ref to `workflow` with its name (certain). A required rule of another input that
    names it does not use its value. Nothing is said where a ref of the flow names nothing or
    stands under `value`, or where a loop, a selection, an expression or a required input that
    takes such values gets none (FC311, FC407, FC424, FC610, FC803, FC813): that may be the one
    that was meant to read it.

    Bad:

        {"inputs": [{"name": "prompt", "type": "string"}, {"name": "style", "type": "string"}],
         "flow": [{"id": "a", "type": "custom-model", "modelId": "model_a", "inputs": [
           {"name": "prompt", "type": "string", "ref": {"node": "workflow", "name": "prompt"}}]}]}

    Good:

        "inputs": [{"name": "prompt", "type": "string"}]
    """
    if not flow.contract or not flow.sites:
        return
    read = flow.mentions.inputs_read
    unread = {
        site.name: site
        for site in reversed(flow.contract)
        if site.name not in read and site.name.strip()
    }
    if not unread or flow.mentions.unknown_inputs or _readers_unknown(flow):
        return
    unfed = unfed_types(flow, context)
    for name, site in unread.items():
        if unfed and (site.type == "string" or scalar_of(site.type) in unfed):
            continue
        yield Finding(
            (*site.pointer, "name"),
            f"no node reads workflow input `{name}`",
            hint=f'read it with `"ref": {{"node": "workflow", "name": "{name}"}}`, or leave it out',
            args={"input": name},
        )


@rule("FC216", "dangling-node", Severity.WARNING, on=Flow, types=_UNUSED_TYPES)
def dangling_node(flow: Flow, context: Context) -> Iterator[Finding]:
    """Nobody uses the result of a list, logic or transform node.

    Why: these nodes only serve others: they produce nothing that a job could show (certain).
    Templates of a loop's body are not judged, for the loop collects what its body made
    (observed); nor is an if/else node with a value that is the id of a node, which is the way to
    name a branch. A list or transform may be meant for an input that nothing feeds, which has a
    rule of its own (FC311, FC407, FC424, FC610, FC803, FC813).

    Bad:

        [
          {"id": "styles", "type": "list", "items": ["oil", "ink"]},
          {"id": "paint", "type": "custom-model", "modelId": "model_a"}
        ]

    Good:

        [
          {"id": "styles", "type": "list", "items": ["oil", "ink"]},
          {"id": "paint", "type": "custom-model", "modelId": "model_a", "inputs": [
            {"name": "styles", "type": "string_array", "ref": {"node": "styles"}}]}
        ]
    """
    computing = flow.of_form(lambda form: form.type in _UNUSED_TYPES)
    unused = [node for node in computing if _is_unused(node, flow)]
    if not unused or _readers_unknown(flow):
        return
    unfed = unfed_types(flow, context)
    for node in unused:
        if unfed and not node.is_logic:
            continue
        yield Finding(
            (*node.pointer, "id"),
            f"nobody uses the result of {node.type} `{node.id}`",
            hint=_use_hint(node),
            args={"id": node.id},
        )


def _use_hint(node: NodeSite) -> str:
    if node.is_logic:
        return f'wait for a value of it with `"ref": {{"node": "{node.id}", "equal": …}}`'
    return f'read it with `"ref": {{"node": "{node.id}"}}`, or leave it out'


def _is_unused(node: NodeSite, flow: Flow) -> bool:
    return (
        node is flow.nodes[node.id]
        and node.get("loopNodeId") is None
        and node.id != WORKFLOW
        and all(edge.target == node.id for edge in flow.outgoing[node.id])
        and node.id not in flow.loops_around
        and not _names_nodes(node, flow)
    )


def _names_nodes(node: NodeSite, flow: Flow) -> bool:
    """Whether a value of an if/else node is the id of another: that one uses it."""
    if not node.is_logic:
        return False
    values = [case.get("value") for _, case in node.cases]
    return any(value in flow.ids for value in (*values, node.logic.get("default")))
