"""FC204–FC207 and FC210–FC212: refs and id lists, each looked at on its own."""

from __future__ import annotations

from collections.abc import Iterator

from flowcheck.context import Context
from flowcheck.findings import Edit, Finding, Fix, Pointer, See, Severity, replacement
from flowcheck.graph.flow import Flow
from flowcheck.graph.mentions import Mention
from flowcheck.graph.sites import InputSite, RefSite
from flowcheck.graph.wires import EdgeKind
from flowcheck.hints import Hint
from flowcheck.nearest import Suggestions
from flowcheck.rules.registry import rule
from flowcheck.wire.values import is_defined
from flowcheck.wire.vocabulary import INPUT_TYPES, WORKFLOW
from flowcheck.wording import listed


@rule("FC204", "unknown-node", Severity.ERROR, on=Flow, fixable="unsafe")
def unknown_node(flow: Flow, context: Context) -> Iterator[Finding]:
    """A `ref`, `conditional`, `dependsOn` or `loopNodeId` names a node that is not in the flow.

    Why: Scenario's own flow validator demands that every reference resolves and refuses the flow
    (observed). The reserved word `workflow` in `ref.node` is the only name that is no node id.

    Bad:

        [
          {"id": "upscale", "type": "custom-model", "modelId": "model_a"},
          {"id": "final", "type": "remove-background", "inputs": [
            {"name": "image", "type": "file", "ref": {"node": "upscal"}}
          ]}
        ]

    Good:

        "ref": {"node": "upscale"}
    """
    unknown = [m for m in flow.mentions.unknown if m.field != "loopBodyNodeIds"]
    unknown = [mention for mention in unknown if mention.id not in flow.mentions.excused]
    if not unknown:
        return
    from flowcheck.rules.remedies import for_unknown_node, known_nodes

    ids, sources = context.suggestions("nodes", flow.ids), Suggestions(flow.ids | {WORKFLOW})
    for mention in unknown:
        near = sources if mention.field == "ref" else ids
        advice = for_unknown_node(mention, flow)
        yield Finding(
            mention.pointer,
            f"`{mention.field}` {_names(mention.id)}",
            hint=advice or near.hint(mention.id, but=mention.node.id) or known_nodes(mention, flow),
            fix=None if advice else _node_fix(mention, flow, near),
            args={"missing": mention.id},
        )


def _names(id: str) -> str:
    return f"names node `{id}`, which is not in this flow" if id.strip() else "names no node: blank"


def _node_fix(mention: Mention, flow: Flow, near: Suggestions) -> Fix | None:
    """The nearest id other than the node's own, unless several nodes share it."""
    id = near.match(mention.id, but=mention.node.id)
    if id is None or id in flow.duplicated:
        return None
    return replacement(mention.pointer, id)


@rule("FC205", "unknown-workflow-input", Severity.ERROR, on=Flow, fixable="unsafe")
def unknown_workflow_input(flow: Flow, context: Context) -> Iterator[Finding]:
    """A ref reads a workflow input that the contract does not declare.

    Why: with `"node": "workflow"`, `name` is the workflow input's name (certain); a name the
    workflow's `inputs` do not have can never be given by a run. Nothing is said where the document
    carries no contract.

    Bad:

        {"inputs": [{"name": "prompt", "type": "string"}],
         "flow": [{"id": "a", "type": "custom-model", "modelId": "model_a", "inputs": [
           {"name": "prompt", "type": "string", "ref": {"node": "workflow", "name": "promt"}}]}]}

    Good:

        "ref": {"node": "workflow", "name": "prompt"}
    """
    mentions = flow.mentions
    # an input whose name stands under `type`, which FC106 tells
    swapped = {site.type for site in flow.contract or () if site.name in INPUT_TYPES}
    excused = mentions.excused_inputs | (swapped - INPUT_TYPES.keys())
    wrong = [r for r in mentions.unknown_inputs if r.name not in excused]
    if not wrong or WORKFLOW in flow.nodes:
        return
    from flowcheck.rules.remedies import for_unknown_input

    names = [site.name for site in flow.contract or () if site.name]
    near, known = Suggestions(names), _contract_hint(names)
    for ref in wrong:
        name = ref.name or ""
        meant = near.match(name)
        yield Finding(
            (*ref.pointer, "name"),
            f"`{name}` is no input of this workflow",
            hint=for_unknown_input(name, flow) or near.hint(name) or known,
            related=(See("the workflow's inputs", flow.document.inputs_at or ()),),
            fix=None if meant is None else replacement((*ref.pointer, "name"), meant),
            args={"missing": name},
        )


def _contract_hint(names: list[str]) -> str:
    if not names:
        return "the contract is empty"
    return Hint(f"the contract has {listed(names, word='and')}", known=names)


@rule("FC206", "missing-ref-name", Severity.ERROR, on=Flow)
def missing_ref_name(flow: Flow, context: Context) -> Iterator[Finding]:
    """A ref to `workflow` does not say which workflow input it reads.

    Why: with `"node": "workflow"` the `name` is required (certain); with any other node it is
    optional.

    Bad:

        [{"id": "draw", "type": "custom-model", "modelId": "model_a", "inputs": [
          {"name": "prompt", "type": "string", "ref": {"node": "workflow"}}]}]

    Good:

        [{"id": "draw", "type": "custom-model", "modelId": "model_a", "inputs": [
          {"name": "prompt", "type": "string", "ref": {"node": "workflow", "name": "prompt"}}]}]
    """
    if WORKFLOW in flow.nodes:
        return
    nameless = flow.mentions.nameless
    if not nameless:
        return
    names = [site.name for site in flow.contract or () if site.name]
    hint = _contract_hint(names) if names else "say which one with `name`"
    for ref in nameless:
        missing = ref.name is None
        yield Finding(
            ref.pointer if missing else (*ref.pointer, "name"),
            "`ref` reads a workflow input but "
            + ("has no `name`" if missing else "its `name` is blank"),
            hint=hint,
            args={"field": "name"},
        )


@rule("FC207", "empty-ref", Severity.ERROR, on=Flow, wants="listed_or_not_plain")
def empty_ref(flow: Flow, context: Context) -> Iterator[Finding]:
    """A ref has neither `node` nor `conditional`, so it reads nothing.

    Why: a ref must have at least one of the two (certain).

    Bad:

        {"name": "image", "type": "file", "ref": {"name": "all"}}

    Good:

        {"name": "image", "type": "file", "ref": {"node": "generate", "name": "all"}}
    """
    for ref in flow.mentions.empty:
        if ref.surely_lacks("node") and ref.surely_lacks("conditional"):
            yield Finding(
                ref.pointer,
                "`ref` has neither `node` nor `conditional`: it reads nothing",
                hint="name the source with `node`, or leave `ref` out",
                args={"input": ref.input.name},
            )


@rule(
    "FC210",
    "duplicate-dependency",
    Severity.WARNING,
    on=Flow,
    wants="listed_or_not_plain",
    fixable="safe",
)
def duplicate_dependency(flow: Flow, context: Context) -> Iterator[Finding]:
    """An id stands twice in `dependsOn` or `conditional`.

    Why: waiting twice for the same node means nothing more than waiting once (certain); most
    likely another node was meant.

    Bad:

        "dependsOn": ["approve", "approve"]

    Good:

        "dependsOn": ["approve"]
    """
    for mention in flow.mentions.repeated:
        if mention.first is not None and mention.field != "loopBodyNodeIds":
            yield Finding(
                mention.pointer,
                f"`{mention.field}` names `{mention.id}` again",
                related=(See("first named here", mention.first),),
                fix=Fix(f"remove the repeated `{mention.id}`", (Edit("remove", mention.pointer),)),
                args={"id": mention.id},
            )


@rule("FC211", "ref-and-value", Severity.WARNING, on=InputSite, wants="ref_and_value")
def ref_and_value(site: InputSite, context: Context) -> Iterator[Finding]:
    """An input of a definition has both a `ref` and a `value`.

    Why: Scenario's compiler writes one or the other, never both (observed); which of them wins is
    not documented (unknown). In a job both are normal: the run fills in values. A blank `value`
    and `[]` mean none.

    Bad:

        {"name": "prompt", "type": "string", "value": "a fox",
         "ref": {"node": "workflow", "name": "prompt"}}

    Good:

        {"name": "prompt", "type": "string", "ref": {"node": "workflow", "name": "prompt"}}
    """
    if context.flow.is_job or site.in_contract or site.ref is None:
        return
    if not is_defined(site.get("value")):
        return
    if site.ref.node is None and not site.ref.conditional:
        return  # an empty ref is the mistake
    yield Finding(
        (*site.pointer, "value"),
        f"input `{site.name}` has a `value` beside its `ref`: which one wins is not documented",
        hint="keep one of them",
        related=(See("the ref", site.ref.pointer),),
        args={"input": site.name},
    )


@rule("FC212", "ref-to-gate", Severity.ERROR, on=Flow, types=("user-approval",))
def ref_to_gate(flow: Flow, context: Context) -> Iterator[Finding]:
    """An ordinary ref reads a user-approval, which has no output.

    Why: an approval passes nothing on (certain); what runs after it names it in `dependsOn` and
    reads the guarded node itself (observed).

    Bad:

        [
          {"id": "draw", "type": "custom-model", "modelId": "model_a"},
          {"id": "approve", "type": "user-approval", "dependsOn": ["draw"]},
          {"id": "upscale", "type": "custom-model", "modelId": "model_b", "inputs": [
            {"name": "image", "type": "file", "ref": {"node": "approve"}}]}
        ]

    Good:

        [
          {"id": "draw", "type": "custom-model", "modelId": "model_a"},
          {"id": "approve", "type": "user-approval", "dependsOn": ["draw"]},
          {"id": "upscale", "type": "custom-model", "modelId": "model_b", "dependsOn": ["approve"],
           "inputs": [{"name": "image", "type": "file", "ref": {"node": "draw"}}]}
        ]
    """
    for gate in flow.nodes.values():
        if gate.type != "user-approval" or gate.id in flow.duplicated:
            continue
        for edge in flow.outgoing[gate.id]:
            if edge.kind is not EdgeKind.DATA or edge.target == gate.id or edge.input is None:
                continue
            if _lost_equal(edge.input.ref):
                continue
            guarded = [id for _, id in gate.depends_on]
            yield Finding(
                edge.pointer,
                f"`ref` reads user-approval `{gate.id}`, which has no output",
                hint=(f"read {listed(guarded)} and " if guarded else "read the guarded node and ")
                + f"add `{gate.id}` to `dependsOn`",
                related=(_defined(gate.pointer, gate.id),),
                args={"source": gate.id},
            )


def _lost_equal(ref: RefSite | None) -> bool:
    return ref is not None and ref.faulty("equal")


def _defined(pointer: Pointer, id: str) -> See:
    return See(f"`{id}` is defined here", (*pointer, "id"))
