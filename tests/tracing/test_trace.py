"""`flowcheck.trace`: outcomes, reasons, model runs, branches asked for, and what is no trace."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import pytest

import flowcheck
from tests.runs.support import gate, given, input_, merge, node, reads, record
from tests.tracing.support import MODE, ROUTER, SPLIT, outcomes, router, why


def test_values_decide_branches_and_the_reasons_name_them() -> None:
    trace = flowcheck.trace(SPLIT, {"mode": "best"})
    assert outcomes(trace) == {"router": "runs", "draft": "skipped", "render": "runs"}
    assert why(trace, "router") == ["`mode == 'best'` holds: `mode` is `\"best\"`"]
    assert why(trace, "draft") == ["waits for `1` of `router`, which takes `2`"]
    assert why(trace, "render") == ["`router` takes `2`"]
    assert [r.pointer for n in trace.nodes for r in n.because] == [
        "/flow/0/logic/cases/0",
        "/flow/1/inputs/0/ref",
        "/flow/2/inputs/0/ref",
    ]
    assert (trace.model_runs, trace.open, trace.hangs) == (1, (), False)
    assert [node.id for node in trace.nodes if node.contributes] == ["render"]


def test_the_default_is_taken_when_no_case_holds() -> None:
    trace = flowcheck.trace(SPLIT, {"mode": "fast"})
    assert trace.nodes[0].branch == "1"
    assert why(trace, "router") == ['no case holds: `mode` is `"fast"`']


def test_without_inputs_the_branch_is_open() -> None:
    trace = flowcheck.trace(SPLIT)
    assert outcomes(trace) == {"router": "runs", "draft": "open", "render": "open"}
    assert trace.open == ("router",)
    assert (trace.model_runs, trace.at_least) == (None, 0)
    assert trace.nodes[0].branches == ("2", "1")
    assert why(trace, "router") == [
        "its branch is open, `2` or `1`: `mode` reads workflow input `mode`"
    ]
    assert why(trace, "draft") == ["waits for `1` of `router`, whose branch is open"]


def test_a_branch_asked_for_decides_those_that_ask_the_same() -> None:
    second = router("second", ("mode == 'fast'", "x"), default="y", inputs=[given("mode", "mode")])
    flow = record([ROUTER, second], MODE)
    trace = flowcheck.trace(flow, take={"router": "2"})
    assert [node.branch for node in trace.nodes] == ["2", "y"]
    assert why(trace, "router") == ["this branch was asked for"]
    with pytest.raises(flowcheck.TraceError) as told:
        flowcheck.trace(flow, take={"router": "2", "second": "x"})
    assert str(told.value) == "`second` cannot take `x`: in this run it takes `y`"


def test_answers_of_a_node_stay_open_and_may_be_asked_for() -> None:
    ask = router("ask", ("trim(a) == 'yes'", "2"), inputs=[input_("a", ref={"node": "judge"})])
    flow = record([node("judge", type="generate-prompt"), ask, node("b", gate("ask", "2"))])
    trace = flowcheck.trace(flow, {})
    assert trace.open == ("ask",)
    assert trace.nodes[1].branches == ("2", None)
    assert why(trace, "ask") == ["its branch is open, `2` or no branch: `a` comes from `judge`"]
    assert outcomes(flowcheck.trace(flow, {}, take={"ask": None}))["b"] == "skipped"
    assert outcomes(flowcheck.trace(flow, {}, take={"ask": "2"}))["b"] == "runs"


def test_a_read_of_a_skipped_node_hangs_and_so_does_who_reads_that() -> None:
    flow = record(
        [ROUTER, node("draft", gate("router", "1")), node("a", reads("draft")),
         node("b", reads("a")), node("c", merge("draft", "a"))],
        MODE,
    )  # fmt: skip
    trace = flowcheck.trace(flow, {"mode": "best"})
    assert outcomes(trace) | {"router": ""} == {
        "router": "", "draft": "skipped", "a": "hangs", "b": "hangs", "c": "hangs"
    }  # fmt: skip
    assert trace.hangs
    assert why(trace, "a") == ["reads `draft`, which is skipped"]
    assert why(trace, "b") == ["reads `a`, which hangs"]
    assert why(trace, "c") == ["takes `draft` or `a`, and `a` hangs"]


def test_a_merge_takes_what_ran() -> None:
    nodes = [*SPLIT["flow"], node("last", merge("draft", "render"))]
    trace = flowcheck.trace(SPLIT | {"flow": nodes}, {"mode": "best"})
    assert why(trace, "last") == ["takes `render`, which runs"]


def test_what_a_skipped_target_of_depends_on_does_is_open() -> None:
    flow = record(
        [ROUTER, node("draft", gate("router", "1")), node("a", dependsOn=["draft"])], MODE
    )
    trace = flowcheck.trace(flow, {"mode": "best"})
    assert outcomes(trace)["a"] == "open"
    assert why(trace, "a") == [
        "depends on `draft`, which is skipped: whether that skips this node is not documented"
    ]
    assert outcomes(flowcheck.trace(flow, {"mode": "fast"}))["a"] == "runs"


@pytest.mark.parametrize(
    ("declared", "body", "branch"),
    [
        ({}, {}, "absent"),
        ({"default": "x"}, {}, "given"),
        ({"default": "x", "required": {"always": True}}, {}, "given"),
        ({"required": {"always": True}}, {}, "refused"),
        ({}, {"text": " "}, "absent"),
        ({}, {"text": None}, "absent"),
        ({}, {"text": "y"}, "given"),
    ],
)
def test_absent_inputs_and_defaults(
    declared: dict[str, Any], body: dict[str, Any], branch: str
) -> None:
    condition = "x == null || size(x) == 0 || (type(x) != list && trim(x) == '')"
    ask = router("ask", (condition, "absent"), default="given", inputs=[given("text", "x")])
    trace = flowcheck.trace(record([ask], input_("text", **declared)), body)
    assert trace.accepted is (branch != "refused")
    assert [node.branch for node in trace.nodes] == ([] if branch == "refused" else [branch])


def test_an_absent_input_that_reads_as_null_or_empty_leaves_open_what_depends_on_it() -> None:
    ask = router("ask", ("x == ''", "2"), default="1", inputs=[given("text", "x")])
    trace = flowcheck.trace(record([ask], input_("text")), {})
    assert why(trace, "ask") == ["its branch is open, `2` or `1`: `x` is not given"]


def test_a_number_read_as_text_is_only_known_to_be_given() -> None:
    inputs = [given("count", "x")]
    ask = router("ask", ("x == null || size(x) == 0", "none"), ("x == '3'", "three"), inputs=inputs)
    flow = record([ask], input_("count", "number"))
    assert flowcheck.trace(flow, {"count": 3}).nodes[0].branches == ("three", None)
    assert flowcheck.trace(flow, {}).nodes[0].branch == "none"


def test_a_job_and_its_reply_are_runs() -> None:
    job = {"jobId": "job_1", "metadata": {"input": {"mode": "best"}}}
    for run in (job, {"job": job}, {"mode": "best"}, b'{"mode": "best"}', '{"mode": "best"}'):
        assert flowcheck.trace(SPLIT, run).nodes[0].branch == "2"


def test_rows_of_sub_inputs_are_given_too() -> None:
    row = [{"name": "image", "type": "file", "ref": {"node": "draft"}}]
    text = [{"name": "mode", "type": "string", "ref": {"node": "workflow", "name": "mode"}}]
    rows = {"name": "rows", "type": "inputs_array", "items": [row, text]}
    flow = record([*SPLIT["flow"], node("grid", rows)], MODE)
    trace = flowcheck.trace(flow, {"mode": "best"})
    assert why(trace, "grid") == ["reads `draft`, which is skipped"]
    assert trace.nodes[-1].because[0].pointer == "/flow/3/inputs/0/items/0/0/ref"


def _loop(*inputs: Any, **fields: Any) -> Any:
    body = {"name": "t", "type": "string", "ref": {"node": "each", "name": "text0"}}
    return [
        node("each", *inputs, type="for-each", loopBodyNodeIds=["draw"], **fields),
        node("draw", body, modelId="m"),
        node("sheet", reads("each"), modelId="m"),
    ]


PAGES = {"name": "text0", "type": "string_array", "ref": {"node": "workflow", "name": "pages"}}
GENERATED = {"name": "text0", "type": "string_array", "ref": {"node": "more"}}


@pytest.mark.parametrize(
    ("nodes", "body", "model_runs", "at_least"),
    [
        (_loop(PAGES), {"pages": ["a", "b", "c"]}, 4, 4),
        (_loop(PAGES), None, None, 2),
        (_loop(PAGES, count=5), {"pages": ["a"]}, 6, 6),
        ([node("more", type="generate-prompt"), *_loop(GENERATED)], {}, None, 3),
        ([node("sub", type="workflow", workflowId="w")], {}, 0, 0),
    ],
)
def test_model_runs(nodes: Any, body: Any, model_runs: int | None, at_least: int) -> None:
    trace = flowcheck.trace(record(nodes, input_("pages", "string_array")), body)
    assert (trace.model_runs, trace.at_least) == (model_runs, at_least)


def test_approvals_are_granted() -> None:
    flow = record(
        [node("a"), node("ok", type="user-approval", dependsOn=["a"]),
         node("b", reads("a"), dependsOn=["ok"])],
    )  # fmt: skip
    assert set(outcomes(flowcheck.trace(flow, {})).values()) == {"runs"}


def test_the_order_of_running_is_told_beside_that_of_the_flow() -> None:
    flow = record([node("b", reads("a")), node("a")])
    trace = flowcheck.trace(flow)
    assert ([node.id for node in trace.nodes], trace.order) == (["b", "a"], ("a", "b"))


def test_inputs_that_scenario_refuses_give_no_nodes() -> None:
    trace = flowcheck.trace(SPLIT, {"mode": "slow"}, settings=flowcheck.Settings(ignore=("FC8",)))
    assert (trace.accepted, trace.nodes, trace.hangs) == (False, (), False)
    assert [(r.message.split(",")[0], r.pointer) for r in trace.refused] == [
        ('`mode` is `"slow"`', "/mode")
    ]
    assert trace.refused[0].message.endswith("[FC824]")


BROKEN = record([node("a", reads("ghost")), node("b", reads("a")), node("c")])


@pytest.mark.parametrize(
    ("flow", "run", "take", "message"),
    [
        (
            BROKEN, None, {},
            "<memory>: nothing can be said of `a` and `b` while the workflow is wrong",
        ),
        ("[", None, {}, "<memory>: not JSON: "),
        ({"inputs": []}, None, {}, "<memory>: there is no flow in it"),
        ([SPLIT | {"id": "p"}, SPLIT | {"id": "q"}], None, {},
         "<memory>: 2 workflows (there is `p` and `q`): choose one by its id"),
        (SPLIT["flow"], {}, {}, "<memory>: no inputs contract to take the run inputs by"),
        (SPLIT, "[", {}, "<body>: not JSON: "),
        (SPLIT, "", {}, "<body>: no"),
        (SPLIT, {"jobId": "j", "metadata": {"flow": []}, "status": "success"}, {},
         "<body>: a job record without `metadata.input`"),
        (SPLIT, None, {"draft": "1"},
         "`draft` is no if/else node; its if/else nodes are `router`"),
        (SPLIT, None, {"rooter": "1"}, "`rooter` is not in the flow; did you mean `router`?"),
        (SPLIT, None, {"router": "3"}, "`router` never takes `3`; it takes `2` or `1`"),
        (SPLIT, None, {"router": None}, "`router` never takes no branch; it takes `2` or `1`"),
        (SPLIT, {"mode": "best"}, {"router": "1"},
         "`router` cannot take `1`: in this run it takes `2`"),
        (record([*SPLIT["flow"], router("late", default="x", inputs=[gate("router", "1")])], MODE),
         {"mode": "best"}, {"late": "x"}, "`late` takes no branch: it does not run in this run"),
    ],
)  # fmt: skip
def test_what_cannot_be_traced_says_why(flow: Any, run: Any, take: Any, message: str) -> None:
    with pytest.raises(flowcheck.TraceError) as told:
        flowcheck.trace(flow, run, take=take)
    assert str(told.value).startswith(message)


def test_the_errors_that_forbid_a_verdict_are_told() -> None:
    with pytest.raises(flowcheck.TraceError) as told:
        flowcheck.trace(BROKEN, name="app.json")
    (detail,) = told.value.details
    assert detail.startswith("app.json:")
    assert detail.endswith("`ref` names node `ghost`, which is not in this flow [FC204]")


def test_one_of_several_workflows_is_chosen_by_its_id() -> None:
    both = [SPLIT | {"id": "p"}, SPLIT | {"id": "q", "flow": SPLIT["flow"][:1]}]
    assert len(flowcheck.trace(both, id="p").nodes) == 3
    trace = flowcheck.trace(both, {"mode": "best"}, id="q")
    assert [r.pointer for r in trace.nodes[0].because] == ["/1/flow/0/logic/cases/0"]


def test_what_the_budget_does_not_decide_is_open() -> None:
    nodes = [ROUTER, node("a", gate("router", "2"))]
    settings = flowcheck.Settings(solver_budget=0)
    trace = flowcheck.trace(record(nodes, MODE), {"mode": "best"}, settings=settings)
    assert trace.nodes[1].outcome in ("runs", "open")


def test_a_trace_is_frozen_and_its_json_is_what_it_says() -> None:
    trace = flowcheck.trace(SPLIT, {"mode": "best"})
    with pytest.raises(dataclasses.FrozenInstanceError):
        trace.accepted = False  # type: ignore[misc]
    assert json.loads(json.dumps(trace.to_dict()))["nodes"][1] == {
        "id": "draft",
        "outcome": "skipped",
        "branch": None,
        "because": [
            {
                "message": "waits for `1` of `router`, which takes `2`",
                "pointer": "/flow/1/inputs/0/ref",
            }
        ],
        "contributes": False,
    }
