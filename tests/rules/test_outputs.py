"""FC501–FC505."""

from __future__ import annotations

from typing import Any

import pytest

from flowcheck.findings import Edit
from tests.support import findings, raw_findings

FIELD = "includeOutputsInWorkflowJob"
CODES = ("FC105", "FC501", "FC502", "FC503", "FC504", "FC505")


def node(id: str, *sources: str, type: str = "custom-model", **fields: Any) -> dict[str, Any]:
    inputs = [
        {"name": f"i{n}", "type": "file", "ref": {"node": source}}
        for n, source in enumerate(sources)
    ]
    return {"id": id, "type": type, "inputs": inputs} | fields


LAST = node("last", "a")
MERGE = {"name": "image", "type": "file", "ref": {"conditional": ["a", "b"]}}


@pytest.mark.parametrize(
    ("value", "shown", "edit", "safe"),
    [
        (False, "`false`", Edit("remove", (0, FIELD)), True),
        ("true", '`"true"`', Edit("replace", (0, FIELD), True), False),
        (" True ", '`" True "`', Edit("replace", (0, FIELD), True), False),
        (1, "`1`", Edit("replace", (0, FIELD), True), False),
        (0, "`0`", None, None),
        ("", '`""`', None, None),
        ([True], "`[true]`", None, None),
        ({}, "`{}`", None, None),
    ],
)
def test_include_outputs_not_true(value: Any, shown: str, edit: Edit | None, safe: Any) -> None:
    [(code, finding)] = raw_findings([node("a", **{FIELD: value}), LAST], *CODES)
    assert (code, finding.pointer) == ("FC501", (0, FIELD))
    assert finding.message == f"`{FIELD}` is {shown}; only `true` is allowed"
    assert (finding.fix.edits if finding.fix else None) == (None if edit is None else (edit,))
    assert (finding.fix.safe if finding.fix else None) == safe


@pytest.mark.parametrize("value", [True, None])
def test_include_outputs_true_or_absent(value: Any) -> None:
    nodes = [node("a", **{FIELD: value}), LAST]
    assert findings(nodes, *CODES) == []
    assert findings([{**nodes[0], "include_outputs_in_workflow_job": value}, LAST], *CODES) == []


@pytest.mark.parametrize("type", ["list", "logic", "transform", "user-approval"])
def test_include_outputs_without_output(type: str) -> None:
    [(code, finding)] = raw_findings(
        [node("x", type=type, **{FIELD: True}), node("a", "x")], *CODES
    )
    assert (code, finding.pointer) == ("FC502", (0, FIELD))
    assert finding.message == f"`{FIELD}` on {type} `x`, which produces nothing to include"
    assert finding.fix is not None
    assert finding.fix.edits == (Edit("remove", (0, FIELD)),)


@pytest.mark.parametrize(
    "type", ["user-selection", "for-each", "model", "workflow", "something-new"]
)
def test_node_types_that_may_include_outputs(type: str) -> None:
    nodes = [node("x", type=type, **{FIELD: True}), node("a", "x")]
    assert findings(nodes, *CODES) == []


def test_redundant_include_outputs() -> None:
    message = f"`{FIELD}` is not needed: `b` is a last node, whose outputs are included anyway"
    nodes = [node("a"), node("b", "a", **{FIELD: True})]
    assert findings(nodes, *CODES) == [("FC503", f"/1/{FIELD}", message)]


@pytest.mark.parametrize(
    "other",
    [
        node("b", "a"),
        node("b", dependsOn=["a"]),
        node("b", "a", type="user-selection"),
        node("b", type="for-each", loopBodyNodeIds=["a"]),
        node("b", "lost"),
    ],
)
def test_include_outputs_is_not_surely_redundant(other: Any) -> None:
    assert findings([node("a", **{FIELD: True}), other], "FC503") == []


NOTHING = "the job ends with nothing: no node of this flow produces an output"
ALL_READ = "the job ends with nothing: every node that produces an output is read by another"


@pytest.mark.parametrize(
    ("nodes", "message"),
    [
        ([node("t", type="transform")], NOTHING),
        ([node("t", type="list"), node("s", "t", type="user-selection")], NOTHING),
        (
            [node("l", type="for-each", loopBodyNodeIds=["t"]), node("t", "l", type="transform")],
            NOTHING,
        ),
        ([node("a"), node("t", "a", type="transform")], ALL_READ),
        ([node("a"), node("t", "a", type="list", dependsOn=["a"], **{FIELD: True})], ALL_READ),
    ],
)
def test_no_output(nodes: Any, message: str) -> None:
    assert findings({"flow": nodes}, "FC504") == [("FC504", "/flow", message)]


def test_no_output_says_what_to_include() -> None:
    nodes = [node("a"), node("b"), node("t", "a", "b", type="transform")]
    [(_, finding)] = raw_findings({"flow": nodes}, "FC504")
    assert finding.hint == f"set `{FIELD}` to true on `a` or `b`"
    assert [(r.message, r.pointer) for r in finding.related] == [
        ("`t` reads `a`", ("flow", 2, "inputs", 0, "ref", "node")),
        ("`t` reads `b`", ("flow", 2, "inputs", 1, "ref", "node")),
    ]


@pytest.mark.parametrize(
    "nodes",
    [
        [],
        [node("a")],
        [node("x", type="brand-new")],
        [{"id": "x", "status": "success"}],
        [node("a", **{FIELD: True}), node("t", "a", type="transform")],
        # what is meant by this is FC501's to say
        [node("a", **{FIELD: "true"}), node("t", "a", type="transform")],
        [node("a", **{FIELD: False}), node("t", "a", type="transform")],
        # a node that only these name still contributes
        [node("a"), node("t", type="user-approval", dependsOn=["a"])],
        [node("a"), node("s", "a", type="user-selection")],
        [node("l", type="for-each", loopBodyNodeIds=["a"]), node("a", "l")],
        [node("l", "a", type="for-each", loopBodyNodeIds=["a"]), node("a")],
        [node("a"), node("ok", "a", type="user-approval", dependsOn=["a"])],
        [
            node("a"),
            node("b"),
            {**node("t", type="transform"), "inputs": [MERGE]},
        ],
        # a pinned loop end contributes what its body made
        [
            node("l", type="for-each", loopBodyNodeIds=["a"], **{FIELD: True}),
            node("a", "l"),
            node("t", "l", type="transform"),
        ],
        # an approval without `dependsOn` is told first
        [node("t", type="transform"), node("ok", type="user-approval")],
        # circles and lost wires are said elsewhere
        [node("a", "a")],
        [node("a", "t"), node("t", "a", type="transform")],
        [node("t", type="transform", inputs="none")],
        [node("t", type="transform"), 5],
    ],
)
def test_something_contributes_or_may(nodes: Any) -> None:
    assert findings({"flow": nodes}, "FC504") == []


def test_output_may_be_lost() -> None:
    nodes = [node("a"), node("ok", type="user-approval", dependsOn=["a"])]
    [(code, finding)] = raw_findings(nodes, *CODES)
    assert (code, finding.pointer) == ("FC505", (0, "id"))
    assert finding.message == (
        "only `dependsOn` mentions `a`: if that counts as a reference, its output "
        "is not part of the job's"
    )
    assert [r.pointer for r in finding.related] == [(1, "dependsOn", 0)]


@pytest.mark.parametrize(
    "nodes",
    [
        [node("a")],
        [node("a"), node("b", "a"), node("ok", type="user-approval", dependsOn=["a"])],
        [node("a", **{FIELD: True}), node("ok", type="user-approval", dependsOn=["a"])],
        [node("t", type="transform"), node("ok", type="user-approval", dependsOn=["t"])],
        [node("a"), node("b", dependsOn=["a", "lost"])],
    ],
)
def test_output_is_not_lost(nodes: Any) -> None:
    assert findings(nodes, "FC505") == []
