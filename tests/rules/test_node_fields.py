"""FC701–FC706: fields a node's type does not take, or cannot do without."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowcheck.findings import Severity
from flowcheck.wire.vocabulary import NODE_TYPES
from tests.support import findings, raw_findings

CODES = ("FC701", "FC702", "FC703", "FC704", "FC705", "FC706")


def said(node: dict[str, Any], *, job: bool = False) -> list[tuple[str, str, str]]:
    node = {"id": "n", **node}
    if job:
        return findings({"metadata": {"flow": [{"status": "success", **node}]}}, *CODES)
    return findings([node, {"id": "other", "type": "list", "items": ["a"]}], *CODES)


def codes(node: dict[str, Any], *, job: bool = False) -> list[tuple[str, str]]:
    return [(code, pointer) for code, pointer, _ in said(node, job=job)]


@pytest.mark.parametrize(
    ("node", "pointer", "message"),
    [
        (
            {"type": "list", "count": 2},
            "/0/count",
            "`count` does not belong on a `list` node: it is for `for-each` nodes, "
            "and does nothing here",
        ),
        (
            {"type": "remove-background", "loopBodyNodeIds": ["other"]},
            "/0/loopBodyNodeIds",
            "`loopBodyNodeIds` does not belong on a `remove-background` node: it is for "
            "`for-each` nodes, and does nothing here",
        ),
        (
            {"type": "for-each", "items": ["a"]},
            "/0/items",
            "`items` does not belong on a `for-each` node: it is for `list` or "
            "`user-selection` nodes, and does nothing here",
        ),
        (
            {"type": "list", "logic": {"cases": [{"condition": "a", "value": "b"}]}},
            "/0/logic",
            "`logic` does not belong on a `list` node: it is for `logic` or `transform` nodes, "
            "and does nothing here",
        ),
        (
            {"type": "transform", "logicType": "if-else", "logic": {"transform": "x"}},
            "/0/logicType",
            "`logicType` does not belong on a `transform` node: it is for `logic` nodes, "
            "and does nothing here",
        ),
        (
            {
                "type": "transform",
                "logic": {"cases": [{"condition": "a", "value": "b"}], "default": "c"},
            },
            "/0/logic/cases",
            "`logic.cases` does not belong on a `transform` node: it is for `logic` nodes, "
            "a transform has `logic.transform`",
        ),
        (
            {"type": "for-each", "modelId": "m"},
            "/0/modelId",
            "`modelId` does not belong on a `for-each` node: such a node runs no model",
        ),
        (
            {"type": "generate-prompt", "workflowId": "w"},
            "/0/workflowId",
            "`workflowId` does not belong on a `generate-prompt` node: it is for `workflow` "
            "nodes, and does nothing here",
        ),
        (
            {"type": "list", "iterationIndex": 0},
            "/0/iterationIndex",
            "`iterationIndex` does not belong on a `list` node: a run sets it on the copies it "
            "makes of a loop's body",
        ),
        (
            {"type": "list", "loopNodeId": "other"},
            "/0/loopNodeId",
            "`loopNodeId` does not belong on a `list` node: a run sets it on the copies it "
            "makes of a loop's body",
        ),
        (
            {"type": "logic", "logicType": "if-else", "logic": {"transform": "x", "default": "1"}},
            "/0/logic/transform",
            "`logic.transform` does not belong on a `logic` node: "
            "it is for `transform` nodes, a logic node has `logic.cases`",
        ),
    ],
)
def test_field_not_for_node(node: dict[str, Any], pointer: str, message: str) -> None:
    assert said(node) == [("FC701", pointer, message)]
    (found,) = [finding for _, finding in raw_findings([{"id": "n", **node}], *CODES)]
    assert found.at_key


@pytest.mark.parametrize(
    "node",
    [
        {"type": "for-each", "count": 2, "loopBodyNodeIds": ["other"]},
        {"type": "user-selection", "items": ["a"]},
        {"type": "transform", "logic": {"transform": "x", "cases": [], "default": None}},
        {"type": "logic", "logicType": "if-else", "logic": {"transform": " "}},
        {"type": "remove-background", "modelId": "m"},
        {"type": "generate-prompt", "modelId": "m", "model_id": None, "count": None},
        {"type": "list", "modelId": "", "items": ["a"], "loopBodyNodeIds": [], "logic": {}},
        {"type": "hologram", "count": 1, "logic": {"default": "x"}, "iterationIndex": 1},
        {"type": 7, "count": 1},
        {"type": "list", "count": "3"},
    ],
)
def test_field_is_for_node(node: dict[str, Any]) -> None:
    assert said(node) == []


def test_iteration_marks_belong_in_jobs() -> None:
    node = {"type": "list", "items": ["a"], "iterationIndex": 0, "loopNodeId": "loop"}
    assert said(node, job=True) == []
    assert [pointer for _, pointer in codes(node)] == ["/0/iterationIndex", "/0/loopNodeId"]


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        (
            {"type": "custom-model"},
            (
                "FC702",
                "/0",
                "`modelId` of custom-model node `n` is missing: it names no model to run",
            ),
        ),
        (
            {"type": "custom-model", "modelId": " "},
            (
                "FC702",
                "/0/modelId",
                "`modelId` of custom-model node `n` is blank: it names no model to run",
            ),
        ),
        (
            {"type": "model", "modelId": None},
            ("FC702", "/0", "`modelId` of model node `n` is missing: it names no model to run"),
        ),
        (
            {"type": "workflow"},
            (
                "FC703",
                "/0",
                "`workflowId` of workflow node `n` is missing: it names no workflow to run",
            ),
        ),
        (
            {"type": "logic", "logicType": " ", "logic": {"default": "1"}},
            (
                "FC704",
                "/0/logicType",
                "`logicType` of logic node `n` is blank: the only known one is `if-else`",
            ),
        ),
        (
            {"type": "logic", "logic": {"default": "1"}},
            (
                "FC704",
                "/0",
                "`logicType` of logic node `n` is missing: the only known one is `if-else`",
            ),
        ),
        (
            {"type": "transform"},
            (
                "FC705",
                "/0",
                "transform node `n` has no expression in `logic.transform`: "
                "it produces an empty text",
            ),
        ),
        (
            {"type": "transform", "logic": {}},
            (
                "FC705",
                "/0/logic",
                "transform node `n` has no expression in `logic.transform`: "
                "it produces an empty text",
            ),
        ),
        (
            {"type": "transform", "logic": {"transform": "\n"}},
            (
                "FC705",
                "/0/logic/transform",
                "transform node `n` has no expression in `logic.transform`: "
                "it produces an empty text",
            ),
        ),
        (
            {"type": "user-approval"},
            (
                "FC706",
                "/0",
                "user-approval node `n` depends on no node: there is nothing to approve",
            ),
        ),
        (
            {"type": "user-approval", "dependsOn": []},
            (
                "FC706",
                "/0/dependsOn",
                "user-approval node `n` depends on no node: there is nothing to approve",
            ),
        ),
    ],
)
def test_missing(node: dict[str, Any], expected: tuple[str, str, str]) -> None:
    assert said(node) == [expected]


def test_severity_of_a_missing_model() -> None:
    for type, severity in (("custom-model", None), ("model", Severity.WARNING)):
        ((_, found),) = raw_findings([{"id": "n", "type": type}], "FC702")
        assert found.severity is severity


@pytest.mark.parametrize(
    "node",
    [
        {"type": "custom-model", "modelId": "m"},
        {"type": "custom-model", "api_model_id": "m", "modelId": None},
        {"type": "custom-model", "modelId": 7},
        {"type": "workflow", "workflow_id": "w"},
        {"type": "logic", "logic_type": "if-else"},
        {"type": "logic", "logicType": "switch"},
        {"type": "transform", "logic": {"transform": "x"}},
        {"type": "transform", "logic": {"transform": 5}},
        {"type": "transform", "logic": "x"},
        {"type": "user-approval", "dependsOn": ["other"]},
        {"type": "user-approval", "depends_on": ["other"]},
        {"type": "user-approval", "dependsOn": "other"},
        {"type": "remove-background"},
        {"type": "hologram"},
    ],
)
def test_nothing_is_missing(node: dict[str, Any]) -> None:
    assert said(node) == []


@pytest.mark.parametrize("type", sorted({*NODE_TYPES, "hologram"}))
def test_a_job_may_abridge_its_nodes(type: str) -> None:
    assert said({"type": type, "assets": []}, job=True) == []
    assert said({"type": type, "assets": "?"}, job=True) == []
    assert said({"type": type, "status": None}, job=True) == []
    assert said({"type": type, "status": 7}, job=True) == []


def test_a_job_that_shows_its_nodes_is_judged() -> None:
    assert codes({"type": "custom-model", "inputs": []}, job=True) == [
        ("FC702", "/metadata/flow/0")
    ]


@given(
    st.sampled_from(sorted(NODE_TYPES)),
    st.fixed_dictionaries(
        {},
        optional={
            "loopBodyNodeIds": st.sampled_from([None, []]),
            "items": st.sampled_from([None, []]),
            "logic": st.sampled_from([None, {}]),
            "logicType": st.sampled_from([None, "", " "]),
            "modelId": st.sampled_from([None, ""]),
            "workflowId": st.sampled_from([None, "\t"]),
            "loopNodeId": st.sampled_from([None, ""]),
            "iterationIndex": st.none(),
            "count": st.none(),
        },
    ),
)
def test_unset_fields_are_never_misplaced(type: str, fields: dict[str, Any]) -> None:
    assert findings([{"id": "n", "type": type, **fields}], "FC701") == []


@pytest.mark.parametrize(
    ("node", "code", "hint"),
    [
        (
            {"type": "custom-model", "workflowId": "w"},
            "FC702",
            "it has a `workflowId`: is a `workflow` node meant?",
        ),
        (
            {"type": "workflow", "modelId": "m"},
            "FC703",
            "it has a `modelId`: is a `custom-model` node meant?",
        ),
        ({"type": "workflow"}, "FC703", None),
        ({"type": "model", "workflowId": "w"}, "FC702", None),
    ],
)
def test_type_that_is_meant(node: dict[str, Any], code: str, hint: str | None) -> None:
    [(_, told)] = raw_findings([{"id": "n", **node}], code)
    assert told.hint == hint
