"""Mistakes that once gave a second problem, each in its smallest form."""

from __future__ import annotations

from typing import Any

import pytest

from flowcheck import check

PROMPT = {"name": "prompt", "type": "string", "value": "a fox"}
WORKFLOW = {"node": "workflow", "name": "image"}


def call(id: str, *inputs: Any, **more: Any) -> Any:
    return {"id": id, "type": "custom-model", "modelId": "m", "inputs": list(inputs), **more}


def text(name: str, node: str) -> Any:
    return {"name": name, "type": "string", "ref": {"node": node}}


def run(*nodes: Any) -> Any:
    return {"jobId": "job_1", "metadata": {"flow": [{"status": "success"} | n for n in nodes]}}


def each(*copies: Any) -> Any:
    body = call(
        "body", {"name": "item", "type": "string", "ref": {"node": "each", "name": "text0"}}
    )
    return run(
        {
            "id": "each",
            "type": "for-each",
            "loopBodyNodeIds": ["body"],
            "inputs": [{"name": "text0", "type": "string_array", "value": ["a", "b"]}],
        },
        body | {"status": "skipped"},
        *(body | {"id": f"body_{n}"} | mark for n, mark in enumerate(copies)),
    )


ROW = {"name": "text", "type": "string", "reff": {"node": "a"}}
SHOTS = {
    "name": "shots",
    "type": "inputs_array",
    "items": [[ROW]],
    "inputs": [{"name": "text", "type": "string", "required": {"always": True}}],
}
BRANCH: Any = {
    "id": "l",
    "type": "logic",
    "logicType": "if-else",
    "inputs": [text("x", "a"), {"name": "gate", "type": "string", "ref": {}}],
    "logic": {"cases": [{"condition": "trim(x) == 'a'", "value": "2"}], "default": "1"},
}
GATE = {"name": "gate", "type": "string", "ref": {"node": "l", "equal": "1"}}
LOOP: dict[str, Any] = {
    "id": "each",
    "type": "for-each",
    "inputs": [{"name": "text0", "type": "string_array", "value": ["a", "b"]}],
}
MODE_READ = {"node": "workflow", "name": "mode"}
MODE = {"name": "mode", "type": "string", "allowedValues": ["fast", "best"], "required": True}


def gated_loop() -> Any:
    """A loop on a branch, without the node that reads its item in its body."""
    record = choice({"condition": "mode == 'best'", "value": "best"})
    loop = LOOP | {"inputs": [*LOOP["inputs"], record["flow"][2]["inputs"][0]]}
    item = {"name": "prompt", "type": "string", "ref": {"node": "each", "name": "text0"}}
    return record | {"flow": [*record["flow"], loop, call("paint", item)]}


def choice(case: Any, best: str = "best", default: Any = None, read: Any = MODE_READ) -> Any:
    """An if/else node whose two cases are all there is to choose from, the second one as given, and
    a reader for each, the second one of `best`."""
    mode = {"name": "mode", "type": "string", "ref": read}
    first = {"condition": "mode == 'fast'", "value": "fast"}
    readers = [
        call(f"r{n}", {"name": "gate", "type": "string", "ref": {"node": "router", "equal": value}})
        for n, value in enumerate(("fast", best))
    ]
    router = {"id": "router", "type": "logic", "logicType": "if-else", "inputs": [mode]}
    logic = {"cases": [first, case], "default": default}
    return {"inputs": [MODE], "flow": [router | {"logic": logic}, *readers]}


@pytest.mark.parametrize(
    ("document", "code"),
    [
        pytest.param([call("a", PROMPT), call("b", SHOTS)], "FC107", id="misspelt-ref-in-a-row"),
        pytest.param(
            each({"loopNodeId": "each"}, {"loopNodeId": "each", "iterationIndex": 1}),
            "FC901",
            id="half-a-mark-leaves-a-gap",
        ),
        pytest.param(
            each(
                {"loopNodeId": "body", "iterationIndex": 0},
                {"loopNodeId": "each", "iterationIndex": 1},
            ),
            "FC902",
            id="no-loop-leaves-a-gap",
        ),
        pytest.param(
            [call("a", PROMPT, PROMPT | {"required": {"ifNotDefined": {"prompt": "m"}}})],
            "FC203",
            id="rule-that-names-its-twin",
        ),
        pytest.param(
            [call("a", PROMPT), BRANCH, call("b", GATE)], "FC207", id="empty-ref-of-a-logic-input"
        ),
        pytest.param(
            run(call("a", text("x", "b")), call("b", text("x", "a"), status="pending"), call("c")),
            "FC209",
            id="statuses-on-a-cycle",
        ),
        pytest.param(
            [
                {"id": "L", "type": "for-each", "count": 2, "loopBodyNodeIds": ["Mx", "b"]},
                {"id": "M", "type": "for-each", "count": 2, "loopBodyNodeIds": ["b"]},
                call("b", PROMPT),
            ],
            "FC401",
            id="lost-inner-loop",
        ),
        pytest.param(
            [
                call("a", PROMPT),
                BRANCH | {"inputs": [text("x", "a")], "logic": {"cases": BRANCH["logic"]["cases"]}},
                call("b", GATE),
            ],
            "FC306",
            id="reader-of-the-missing-default",
        ),
        pytest.param([LOOP | {"loopBodyNodeIds": ["lost"]}], "FC401", id="only-body-node-lost"),
        pytest.param([LOOP], "FC404", id="whole-body-lost"),
        pytest.param(gated_loop(), "FC404", id="item-of-a-loop-whose-body-is-lost"),
        pytest.param(
            choice({"condition": "mode == 'best'", "value": "best"}, read={"node": "lost"}),
            "FC204",
            id="choice-on-what-is-not-there",
        ),
        pytest.param(
            [call("a", PROMPT, modelId=None, workflowId="w")], "FC702", id="workflow-called-a-model"
        ),
        pytest.param([call("a", PROMPT, type="workflow")], "FC703", id="model-called-a-workflow"),
        pytest.param(
            choice({"condition": "mode == 'best'", "value": " "}),
            "FC304",
            id="blank-value-of-what-may-be-the-last-case",
        ),
        pytest.param(
            choice({"condition": "mode == 'best'"}),
            "FC104",
            id="missing-value-of-what-may-be-the-last-case",
        ),
        pytest.param(
            choice({"condition": "mode == 'best'", "value": "best"}, best="bset"),
            "FC302",
            id="misspelt-branch-where-no-default-is-needed",
        ),
        pytest.param(
            choice({"condition": "mode == 'best'", "value": "3"}, best="4"),
            "FC302",
            id="other-branch-where-no-default-is-needed",
        ),
        pytest.param(
            choice({"condition": "router.count == 3", "value": "best"}, default="none"),
            "FC311",
            id="field-of-an-unknown-name",
        ),
    ],
)
def test_one_problem(document: Any, code: str) -> None:
    assert [problem.code for problem in check(document).problems] == [code]


def test_job_of_a_workflow_that_needs_no_default_is_as_clean_as_the_workflow() -> None:
    record = choice({"condition": "mode == 'best'", "value": "best"})
    assert check(record).problems == ()
    router, fast, best = record["flow"]
    assert (
        check(run(router | {"output": "fast"}, fast, best | {"status": "skipped"})).problems == ()
    )
    ahead = [node | {"status": "pending"} for node in record["flow"]]
    assert check(run(*ahead)).problems == ()
