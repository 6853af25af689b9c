"""FC201–FC203: names that must be unique or are taken."""

from __future__ import annotations

from collections.abc import Iterator

from flowcheck.context import Context
from flowcheck.findings import Finding, See, Severity
from flowcheck.graph.flow import Flow
from flowcheck.graph.sites import InputList, InputSite
from flowcheck.rules.registry import rule
from flowcheck.wire.vocabulary import WORKFLOW


@rule("FC201", "duplicate-node-id", Severity.ERROR, on=Flow, wants="odd_ids")
def duplicate_node_id(flow: Flow, context: Context) -> Iterator[Finding]:
    """Two nodes of a flow share an id.

    Why: Scenario's own flow validator demands unique ids and refuses the flow (observed). A ref
    to the id could mean either node.

    Bad:

        [
          {"id": "upscale", "type": "custom-model", "modelId": "model_a"},
          {"id": "upscale", "type": "custom-model", "modelId": "model_b"}
        ]

    Good:

        [
          {"id": "upscale", "type": "custom-model", "modelId": "model_a"},
          {"id": "upscale-2", "type": "custom-model", "modelId": "model_b"}
        ]
    """
    for node in flow.sites if flow.duplicated - {WORKFLOW} else ():
        if node.id not in flow.duplicated or node.id == WORKFLOW:
            continue
        first = flow.nodes[node.id]
        if first is not node:
            yield Finding(
                (*node.pointer, "id"),
                f"node id `{node.id}` is already taken",
                hint="give every node an id of its own",
                related=(See("first used here", (*first.pointer, "id")),),
                args={"id": node.id},
            )


@rule("FC202", "reserved-node-id", Severity.ERROR, on=Flow, wants="odd_ids")
def reserved_node_id(flow: Flow, context: Context) -> Iterator[Finding]:
    """A node is called `workflow`, the word that always means the workflow's own inputs.

    Why: in a `ref`, `"node": "workflow"` reads a workflow input whatever the flow contains
    (certain), so nothing can read the output of a node of that name.

    Bad:

        {"id": "workflow", "type": "custom-model", "modelId": "model_a"}

    Good:

        {"id": "generate", "type": "custom-model", "modelId": "model_a"}
    """
    for node in flow.sites if WORKFLOW in flow.nodes else ():
        if node.id == WORKFLOW:
            yield Finding(
                (*node.pointer, "id"),
                "node id `workflow` is reserved: a ref to it always means the workflow's inputs",
                hint="give the node another id",
                args={"id": node.id},
            )


@rule("FC203", "duplicate-input-name", Severity.ERROR, on=Flow)
def duplicate_input_name(flow: Flow, context: Context) -> Iterator[Finding]:
    """An input name stands twice in one node, one sub-input list, or the contract.

    Why: inputs are known by their names alone: run bodies, refs and required rules name them
    (certain). Which of the two would get the value, nobody can tell.

    Bad:

        "inputs": [
          {"name": "prompt", "type": "string", "value": "a fox"},
          {"name": "prompt", "type": "string", "value": "an owl"}
        ]

    Good:

        "inputs": [
          {"name": "prompt", "type": "string", "value": "a fox"},
          {"name": "negativePrompt", "type": "string", "value": "an owl"}
        ]
    """
    for sites in _input_lists(flow):
        if len({site.raw["name"] for site in sites}) == len(sites):
            continue
        seen: dict[str, InputSite] = {}
        for site in sites:
            if not site.name:
                continue  # missing, of a wrong type, or blank (FC104, FC105)
            first = seen.setdefault(site.name, site)
            if first is not site:
                yield Finding(
                    (*site.pointer, "name"),
                    f"input `{site.name}` stands twice {_where(site)}",
                    related=(See("first defined here", (*first.pointer, "name")),),
                    args={"input": site.name},
                )


def _input_lists(flow: Flow) -> Iterator[InputList]:
    """The lists of inputs whose names must differ and may not."""
    lists: list[InputList] = [] if flow.contract is None else [flow.contract]
    lists += [node.inputs for node in flow.oddly_named]
    while lists:
        sites = lists.pop()
        yield sites
        for site in sites:
            lists += site.items
            if site.raw.get("inputs"):
                lists.append(site.declared)


def _where(site: InputSite) -> str:
    if site.parent is not None:
        return f"in one list of sub-inputs of `{site.parent.name}`"
    if site.node is not None:
        return f"in node `{site.node.id}`"
    return "in the contract"
