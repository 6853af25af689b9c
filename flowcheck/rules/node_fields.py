"""Fields that a node's type does not take, or cannot do without."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from flowcheck.findings import Finding, Severity
from flowcheck.graph.sites import NodeSite
from flowcheck.rules.registry import rule
from flowcheck.rules.wanted import FOREIGN
from flowcheck.wire.applies import ITERATION_FIELDS, NODE_FIELDS
from flowcheck.wire.vocabulary import NODE_TYPES
from flowcheck.wording import listed

if TYPE_CHECKING:
    from flowcheck.context import Context


def _says_nothing(value: Any) -> bool:
    """Empty values, which machines write for what is not set."""
    return value is None or value in ([], {}) or (isinstance(value, str) and not value.strip())


@rule(
    "FC701",
    "field-not-for-node",
    Severity.WARNING,
    on=NodeSite,
    having=(*NODE_FIELDS, *ITERATION_FIELDS),
    wants="may_be_misplaced",
)
def field_not_for_node(node: NodeSite, context: Context) -> Iterator[Finding]:
    """A node has a field that its type does not use.

    Why: Scenario documents these fields for certain node types only (certain): `count` and
    `loopBodyNodeIds` for for-each, `items` for list and user-selection, `logic` for logic (of it
    `transform` for transform), `workflowId` for workflow; `iterationIndex` and `loopNodeId` are
    set on the copies a run makes. Elsewhere they do nothing, so the type or the field is wrong.

    Bad:
        {"id": "loop", "type": "list", "items": ["a", "b"], "count": 2}

    Good:
        {"id": "loop", "type": "for-each", "count": 2, "loopBodyNodeIds": ["paint"]}
    """
    if node.type not in NODE_TYPES:
        return
    for field in FOREIGN[node.type]:
        if field in node.raw and not _says_nothing(node.get(field)):
            if node.faulty(field):
                continue  # FC105 tells what is wrong inside
            if _type_meant(node) is not None and field in _CALLED.values():
                continue  # FC702 or FC703: the type is wrong
            if field == "modelId":
                reason = "such a node runs no model"
            else:
                reason = (
                    f"it is for {listed(sorted(NODE_FIELDS[field]))} nodes, and does nothing here"
                )
            yield _misplaced(node, (field,), reason)
    if node.type == "transform":
        for field in misplaced_cases(node):
            reason = "it is for `logic` nodes, a transform has `logic.transform`"
            yield _misplaced(node, ("logic", field), reason)
    if node.type == "logic" and not _says_nothing(node.logic.get("transform")):
        reason = "it is for `transform` nodes, a logic node has `logic.cases`"
        yield _misplaced(node, ("logic", "transform"), reason)
    for field in ITERATION_FIELDS if not context.flow.is_job else ():
        if not _says_nothing(node.get(field)):
            reason = "a run sets it on the copies it makes of a loop's body"
            yield _misplaced(node, (field,), reason)


def misplaced_cases(node: NodeSite) -> list[str]:
    """The fields of a transform node's `logic` that only if/else nodes use: the cases, which
    stand for their default too."""
    found = [name for name in ("cases", "default") if not _says_nothing(node.logic.get(name))]
    return found[:1]


def _misplaced(node: NodeSite, path: tuple[str, ...], reason: str) -> Finding:
    field = ".".join(path)
    return Finding(
        (*node.pointer, *path),
        f"`{field}` does not belong on a `{node.type}` node: {reason}",
        at_key=True,
        args={"node": node.id, "type": node.type, "field": field},
    )


_CALLED = {"custom-model": "modelId", "workflow": "workflowId"}
"""What names the thing that a node of a type runs."""


def _type_meant(node: NodeSite) -> str | None:
    """The type of a node that names what the other type of node runs, and not what its own does."""
    own = _CALLED.get(node.type)
    if own is None or not node.surely_lacks(own):
        return None
    return next(
        (type for type, field in _CALLED.items() if not _says_nothing(node.get(field))), None
    )


def _lacking(node: NodeSite, field: str, why: str, severity: Severity | None = None) -> Finding:
    blank = node.get(field) is not None
    meant = _type_meant(node) if field in _CALLED.values() else None
    return Finding(
        (*node.pointer, field) if blank else node.pointer,
        f"`{field}` of {node.type} node `{node.id}` is {'blank' if blank else 'missing'}: {why}",
        hint=meant and f"it has a `{_CALLED[meant]}`: is a `{meant}` node meant?",
        args={"node": node.id, "field": field},
        severity=severity,
    )


@rule(
    "FC702",
    "missing-model-id",
    Severity.ERROR,
    on=NodeSite,
    types=("custom-model", "model"),
    lacking="modelId",
)
def missing_model_id(node: NodeSite, context: Context) -> Iterator[Finding]:
    """A custom-model node does not say which model it runs.

    Why: Scenario's flow validator refuses a custom-model node without `modelId` (observed). For
    the newer `model` type nobody says so, there it is a warning.

    Bad:
        {"id": "paint", "type": "custom-model", "inputs": []}

    Good:
        {"id": "paint", "type": "custom-model", "modelId": "model_flux", "inputs": []}
    """
    if node.type in ("custom-model", "model") and node.surely_lacks("modelId"):
        severity = Severity.WARNING if node.type == "model" else None
        yield _lacking(node, "modelId", "it names no model to run", severity)


@rule(
    "FC703",
    "missing-workflow-id",
    Severity.ERROR,
    on=NodeSite,
    types=("workflow",),
    lacking="workflowId",
)
def missing_workflow_id(node: NodeSite, context: Context) -> Iterator[Finding]:
    """A workflow node does not say which workflow it runs.

    Why: Scenario's flow validator refuses a workflow node without `workflowId` (observed).

    Bad:
        {"id": "polish", "type": "workflow", "inputs": []}

    Good:
        {"id": "polish", "type": "workflow", "workflowId": "workflow_polish", "inputs": []}
    """
    if node.type == "workflow" and node.surely_lacks("workflowId"):
        yield _lacking(node, "workflowId", "it names no workflow to run")


@rule(
    "FC704",
    "missing-logic-type",
    Severity.ERROR,
    on=NodeSite,
    types=("logic",),
    lacking="logicType",
)
def missing_logic_type(node: NodeSite, context: Context) -> Iterator[Finding]:
    """A logic node has no `logicType`.

    Why: Scenario's flow validator refuses a logic node without `logicType` (observed); the only
    known value is `if-else` (certain).

    Bad:
        {"id": "router", "type": "logic", "logic": {"cases": [], "default": "1"}}

    Good:
        {"id": "router", "type": "logic", "logicType": "if-else",
         "logic": {"cases": [{"condition": "x == 'a'", "value": "2"}], "default": "1"}}
    """
    if node.type == "logic" and node.surely_lacks("logicType"):
        yield _lacking(node, "logicType", "the only known one is `if-else`")


@rule("FC705", "missing-transform", Severity.WARNING, on=NodeSite, types=("transform",))
def missing_transform(node: NodeSite, context: Context) -> Iterator[Finding]:
    """A transform node has no expression.

    Why: the expression in `logic.transform` makes the node's result (certain); without one the
    node hands an empty text to its readers (observed).

    Bad:
        {"id": "title", "type": "transform", "logic": {}}

    Good:
        {"id": "title", "type": "transform", "logic": {"transform": "trim(text1_output)"},
         "inputs": [{"name": "text1_output", "type": "string", "ref": {"node": "text1"}}]}
    """
    if node.type != "transform" or not node.surely_lacks("logic", "transform"):
        return
    if node.faulty("logic") or misplaced_cases(node):
        return
    pointer = node.pointer
    if node.get("logic") is not None:
        pointer = (*pointer, "logic")
    if node.logic.get("transform") is not None:
        pointer = (*pointer, "transform")
    yield Finding(
        pointer,
        f"transform node `{node.id}` has no expression in `logic.transform`: "
        "it produces an empty text",
        args={"node": node.id},
    )


@rule("FC706", "approval-guards-nothing", Severity.WARNING, on=NodeSite, types=("user-approval",))
def approval_guards_nothing(node: NodeSite, context: Context) -> Iterator[Finding]:
    """A user-approval node waits for no node.

    Why: an approval shows the user what the nodes in its `dependsOn` made and holds back whoever
    depends on the approval (certain). With nothing in `dependsOn` there is nothing to approve.

    Bad:
        {"id": "approve", "type": "user-approval"}

    Good:
        {"id": "approve", "type": "user-approval", "dependsOn": ["paint"]}
    """
    if not guards_nothing(node):
        return
    yield Finding(
        node.pointer if node.get("dependsOn") is None else (*node.pointer, "dependsOn"),
        f"user-approval node `{node.id}` depends on no node: there is nothing to approve",
        hint="name the guarded node in `dependsOn`",
        args={"node": node.id},
    )


def guards_nothing(node: NodeSite) -> bool:
    """Whether a node is an approval that waits for no node (FC706)."""
    return node.type == "user-approval" and node.surely_lacks("dependsOn")
