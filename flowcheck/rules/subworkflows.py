"""FC811–FC816: nodes that run another workflow, against that workflow's record."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from flowcheck.findings import Finding, See, Severity
from flowcheck.graph.flow import Flow
from flowcheck.graph.sites import NodeSite
from flowcheck.project.calls import workflow_calls
from flowcheck.project.workflows import called_workflow
from flowcheck.rules.call_values import type_findings, value_findings
from flowcheck.rules.calls import (
    unknown_finding,
    unknown_inputs,
)
from flowcheck.rules.missing_calls import missing_findings
from flowcheck.rules.registry import rule

if TYPE_CHECKING:
    from flowcheck.context import Context
    from flowcheck.project.circles import Circle

_MOST_SHOWN = 8  # workflows of a circle that a message spells out


@rule(
    "FC811",
    "unknown-sub-workflow",
    Severity.INFO,
    on=NodeSite,
    having=("workflowId",),
    worst=Severity.WARNING,
)
def unknown_sub_workflow(node: NodeSite, context: Context) -> Iterator[Finding]:
    """A node runs a workflow that is not among the files checked together.

    Why: Workflows know each other by their record's `id` (certain) when they are checked in one
    run; what the inputs of one that is not there should be cannot be judged (unknown). An id close
    to one that is there is likely misspelt: then it is a warning.

    Bad:
        flowcheck check caller.json

    Good:
        flowcheck check caller.json cutout.json
    """
    id = called_workflow(node)
    if id is None or context.project.workflow(id) is not None:
        return
    record = context.document.record
    own = record.get("id") if isinstance(record, dict) else None
    near = context.suggestions("workflows", context.project.workflow_ids).hint(
        id, but=own if isinstance(own, str) else None
    )
    yield Finding(
        (*node.pointer, "workflowId"),
        f"sub-workflow `{id}` is not among the workflows checked together",
        hint=near or "check its file together with this one, so that its inputs are checked too",
        args={"missing": id},
        severity=None if near is None else Severity.WARNING,
    )


@rule(
    "FC812",
    "unknown-sub-workflow-input",
    Severity.ERROR,
    on=Flow,
    types=("workflow",),
    needs="callee",
    mildest=Severity.WARNING,
)
def unknown_sub_workflow_input(flow: Flow, context: Context) -> Iterator[Finding]:
    """A node gives its sub-workflow an input that the sub-workflow does not have.

    Why: What a workflow takes are its own `inputs`, by name (certain), and a value under another
    name reaches nobody. Gates are no inputs of the sub-workflow. Without a declared name that is
    near it is a warning. Several records of one id that contradict each other prove nothing.

    Bad:
        {"id": "cut", "type": "workflow", "workflowId": "wf_cutout", "inputs": [
          {"name": "imgae", "type": "file", "ref": {"node": "workflow", "name": "photo"}}]}

    Good:
        {"id": "cut", "type": "workflow", "workflowId": "wf_cutout", "inputs": [
          {"name": "image", "type": "file", "ref": {"node": "workflow", "name": "photo"}}]}
    """
    for call in workflow_calls(flow, context.project):
        for unknown in unknown_inputs(call, context):
            yield unknown_finding(unknown, call, context)


@rule(
    "FC813",
    "missing-sub-workflow-input",
    Severity.ERROR,
    on=Flow,
    types=("workflow",),
    needs="callee",
    mildest=Severity.WARNING,
)
def missing_sub_workflow_input(flow: Flow, context: Context) -> Iterator[Finding]:
    """A run leaves out an input that the sub-workflow requires.

    Why: The rules stand in the sub-workflow's `inputs` (certain), and Scenario refuses a run
    without what they ask for. They are decided over all accepted runs of the calling workflow:
    missing in every run in which the node runs is an error, in some a warning with such a run as
    the example.

    Bad:
        {"id": "cut", "type": "workflow", "workflowId": "wf_cutout", "inputs": []}

    Good:
        {"id": "cut", "type": "workflow", "workflowId": "wf_cutout", "inputs": [
          {"name": "image", "type": "file", "ref": {"node": "workflow", "name": "photo"}}]}
    """
    yield from missing_findings(workflow_calls(flow, context.project), context)


@rule(
    "FC814",
    "recursive-workflows",
    Severity.ERROR,
    on=NodeSite,
    having=("workflowId",),
    needs="callees",
    mildest=Severity.WARNING,
)
def recursive_workflows(node: NodeSite, context: Context) -> Iterator[Finding]:
    """Workflows call each other in a circle.

    Why: A workflow node runs another workflow as a whole (certain); in a circle none of them ever
    comes to an end. Where a branch of an if/else node can skip a call, the circle may end: a
    warning; and where the calls give anew what that branch looks at, as a countdown does, nothing
    is said. One problem per group of entangled workflows, at the call in the first of them, with a
    shortest circle spelled out and the other calls as related places.

    Bad:
        {"id": "wf_a", "flow": [{"id": "b", "type": "workflow", "workflowId": "wf_b"}]}
        {"id": "wf_b", "flow": [{"id": "a", "type": "workflow", "workflowId": "wf_a"}]}

    Good:
        {"id": "wf_a", "flow": [{"id": "b", "type": "workflow", "workflowId": "wf_b"}]}
        {"id": "wf_b", "flow": [{"id": "upscale", "type": "custom-model", "modelId": "model_up"}]}
    """
    if called_workflow(node) is None:
        return
    for circle in context.project.circles.get(context.document.key, ()):
        if circle.calls[0].pointer != node.pointer or circle.counts:
            continue
        ids = list(circle.path)
        names = [f"`{id}`" for id in ids[:_MOST_SHOWN]]
        if len(ids) > _MOST_SHOWN:
            names.append(f"{len(ids) - _MOST_SHOWN} more")
        told = " → ".join([*names, f"`{ids[0]}`"])
        fact = "the workflow calls itself" if len(ids) == 1 else "workflows call each other"
        yield Finding(
            (*node.pointer, "workflowId"),
            f"{fact}: {told}",
            hint="; ".join(_advice(circle, circle.size - len(ids))) or None,
            related=tuple(_steps(circle, context)),
            args={"path": ids},
            severity=Severity.WARNING if circle.can_end else None,
        )


def _advice(circle: Circle, more: int) -> Iterator[str]:
    if circle.can_end:
        yield "a branch can end it, but each call is given what the one before was given"
    if more:
        yield f"{more} more workflows call each other in circles with them"


def _steps(circle: Circle, context: Context) -> Iterator[See]:
    """The calls of a circle but its first."""
    callees = (*circle.path[1:], circle.path[0])
    steps = zip(circle.path, callees, circle.documents, circle.calls, strict=True)
    for caller, callee, document, call in islice(steps, 1, None):
        yield See(
            f"`{caller}` calls `{callee}` here",
            (*call.pointer, "workflowId"),
            document=None if document.beside(context.document) else document.key,
        )


@rule(
    "FC815",
    "sub-workflow-input-type",
    Severity.ERROR,
    on=Flow,
    types=("workflow",),
    needs="callee",
)
def sub_workflow_input_type(flow: Flow, context: Context) -> Iterator[Finding]:
    """An input of a node is declared with another type or asset kind than the sub-workflow's.

    Why: The sub-workflow's `inputs` say what each one is; an asset of one kind is no asset of
    another (certain). Single values and arrays of one type are adapted, and strings go into
    anything (observed), so those are not judged; nor are images in HDR and without, texts, JSON
    and documents, or files that leave their kind to the sub-workflow.

    Bad:
        {"id": "cut", "type": "workflow", "workflowId": "wf_cutout", "inputs": [
          {"name": "image", "type": "file", "kind": "video", "ref": {"node": "clip"}}]}

    Good:
        {"id": "cut", "type": "workflow", "workflowId": "wf_cutout", "inputs": [
          {"name": "image", "type": "file", "kind": "image", "ref": {"node": "frame"}}]}
    """
    for call in workflow_calls(flow, context.project):
        yield from type_findings(call, context)


@rule(
    "FC816",
    "sub-workflow-input-value",
    Severity.ERROR,
    on=Flow,
    types=("workflow",),
    needs="callee",
    mildest=Severity.WARNING,
)
def sub_workflow_input_value(flow: Flow, context: Context) -> Iterator[Finding]:
    """A literal is outside what the sub-workflow allows for the input.

    Why: Scenario refuses values above `max`, longer than `maxLength` or not among `allowedValues`
    (observed), and the sub-workflow's `inputs` say which those are (certain); what is below a
    `min` of 0 was seen to be accepted, so that is a warning. So is a single value where an array
    is taken: array inputs drop it without a word (observed). Where the value does not even fit
    the node's own declaration, that is said instead.

    Bad: for a sub-workflow whose `scale` has `"max": 4`
        {"id": "cut", "type": "workflow", "workflowId": "wf_cutout", "inputs": [
          {"name": "image", "type": "file", "ref": {"node": "workflow", "name": "photo"}},
          {"name": "scale", "type": "number", "value": 16}]}

    Good:
        {"id": "cut", "type": "workflow", "workflowId": "wf_cutout", "inputs": [
          {"name": "image", "type": "file", "ref": {"node": "workflow", "name": "photo"}},
          {"name": "scale", "type": "number", "value": 4}]}
    """
    for call in workflow_calls(flow, context.project):
        yield from value_findings(call, context)
