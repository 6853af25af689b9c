"""No run gives a workflow input what its contract does not take: another type, or an item of an
array that is not among the allowed ones."""

from __future__ import annotations

from typing import Any

import pytest

import flowcheck
from tests.runs.support import gate, given, input_, node, reads, record
from tests.runs.test_conditions import TEXT, asks, said, told
from tests.support import raw_findings

ALWAYS = {"always": True}
HANG = [node("a", gate("r", "2")), node("b", reads("a"))]
COLOURS = ["red", "blue"]


def colours(**fields: Any) -> dict[str, Any]:
    return input_("text", "string_array", allowedValues=COLOURS, required=ALWAYS, **fields)


def lists(condition: str) -> list[Any]:
    router = asks("r", "text", condition)
    router["inputs"][0]["type"] = "string_array"
    return [router, *HANG]


def callee(**rule: Any) -> dict[str, Any]:
    inputs = [input_("style"), input_("colour", required=rule)]
    used = [given("style", "a"), given("colour", "b")]
    return {"id": "callee", "inputs": inputs, "flow": [node("draw", *used, modelId="m")]}


def called(passed: dict[str, Any], declared: dict[str, Any]) -> list[tuple[str, str]]:
    call = node("call", passed, type="workflow", workflowId="callee")
    caller = {"id": "caller", "inputs": [declared], "flow": [call]}
    rules = callee(conditional={"values": {"style": ["oil"]}})
    report = flowcheck.check({"workflows": [caller, rules]})
    return [(p.code, p.message) for p in report.problems]


def test_a_called_workflow_does_not_find_a_text_in_a_list() -> None:
    wired = {"name": "style", "type": "string_array", "ref": {"node": "workflow", "name": "x"}}
    assert called(wired, input_("x", "string_array")) == []
    text = called(given("x", "style"), input_("x"))
    assert text == [
        (
            "FC813",
            '`colour` of node `call` is missing when `x` is `"oil"`: '
            'sub-workflow `callee` requires it because `style` is `"oil"`',
        )
    ]


@pytest.mark.parametrize(
    ("type", "looked_for"), [("string", 2), ("string", True), ("file", False), ("number", "2")]
)
def test_a_rule_that_waits_for_another_type_is_told_once(type: str, looked_for: Any) -> None:
    kind = {"kind": "image"} if type == "file" else {}
    wired = {"name": "p", "type": type, "ref": {"node": "workflow", "name": "x"}, **kind}
    ruled = input_("q", required={"when": {"p": [looked_for]}})
    flow = record([node("m", wired, ruled, modelId="m")], input_("x", type, **kind))
    assert [p.code for p in flowcheck.check(flow).problems] == ["FC605"]


@pytest.mark.parametrize("condition", ["'green' in x", "1 in x", "!('green' in x) ? false : true"])
def test_an_item_that_no_run_gives_is_in_no_list(condition: str) -> None:
    assert told(lists(condition), colours()) == ["FC315"]


def test_the_items_there_are_are_told() -> None:
    message, hint = said("FC315", lists("'blu' in x"), colours())
    assert message == "`condition` is always false: this case is never taken"
    assert hint == 'did you mean `"blue"`? `text` allows items `"red"` and `"blue"`'


def test_an_item_that_some_run_gives_may_be_in_a_list() -> None:
    assert told(lists("'red' in x"), colours()) == ["FC309"]
    assert told(lists("'green' in x"), input_("text", "string_array", required=ALWAYS)) == ["FC309"]


def test_allowed_values_of_another_type_bound_no_items() -> None:
    odd = input_("text", "string_array", allowedValues=["red", 3], required=ALWAYS)
    assert told(lists("'green' in x"), odd) == ["FC309"]


def test_a_list_of_what_no_run_gives_is_no_value() -> None:
    assert told(lists("x == ['green']"), colours()) == ["FC315"]
    assert told(lists("x == ['blue', 'red']"), colours()) == ["FC309"]


@pytest.mark.parametrize(
    "condition",
    [
        "trim(x) != ''",
        "size(trim(x)) > 0",
        "trim(x).size() >= 1",
        "size(trim(x)) != 0",
        "!(x.trim().size() < 1)",
    ],
)
def test_a_text_that_is_given_is_not_blank(condition: str) -> None:
    (told_of,) = raw_findings(record([asks("r", "text", condition), *HANG], TEXT), "FC315")
    assert told_of[1].message.startswith("`condition` is always true")
    # `x.trim()` fails where nothing is given
    hangs = [] if "x.trim" in condition else ["FC309"]
    assert told([asks("r", "text", condition), *HANG], input_("text")) == hangs


def test_a_text_that_is_given_may_be_short() -> None:
    assert told([asks("r", "text", "size(trim(x)) > 1"), *HANG], TEXT) == ["FC309"]


def test_a_text_made_a_text_is_itself() -> None:
    cases = ("x.endsWith('oil')", "string(x) == 'oil'")
    flow = [asks("r", "text", *cases), node("a", gate("r", "3")), node("b", reads("a"))]
    assert told(flow, TEXT) == ["FC317"]
    assert told(flow, input_("text", allowedValues=["oil", "ink"], required=ALWAYS)) == ["FC305"]


def test_what_a_node_gives_need_not_be_a_text_already() -> None:
    x = input_("x", ref={"node": "m"})
    cases = [
        {"condition": c, "value": v} for c, v in (("x == '5'", "2"), ("string(x) == '5'", "3"))
    ]
    router = node("r", x, type="logic", logicType="if-else", logic={"cases": cases, "default": "1"})
    flow = [node("m"), router, node("a", gate("r", "3")), node("b", reads("a"))]
    assert told(flow, TEXT) == ["FC309"]


def test_a_number_made_a_text_is_not_itself() -> None:
    count = input_("text", "number", required=ALWAYS)
    flow = [asks("r", "text", "string(x) == '5'", type="number"), *HANG]
    assert told(flow, count) == ["FC309"]
    assert told(flow, input_("text", "number", allowedValues=[4, 6], required=ALWAYS)) == ["FC315"]


def test_a_text_left_out_cannot_be_made_one() -> None:
    flow = [
        asks("r", "text", "string(x) == 'oil'"),
        node("a", gate("r", "1")),
        node("b", reads("a")),
    ]
    assert told(flow, input_("text")) == ["FC309"]
    assert told(flow, input_("text", maxLength=2)) == []  # only where the condition fails


def test_a_transform_that_makes_a_text_is_followed() -> None:
    flag = input_("text", "boolean", required=ALWAYS)
    made = {**asks("t", "text", type="boolean"), "type": "transform", "logic": {}}
    made["logic"]["transform"] = "string(x)"
    cases = [{"condition": "y == 'true'", "value": "2"}, {"condition": "y == 'yes'", "value": "3"}]
    router = node("r", input_("y", ref={"node": "t"}), type="logic", logicType="if-else")
    router["logic"] = {"cases": cases, "default": "1"}
    other = asks("s", "text", "x", type="boolean")
    flow = [made, router, other, node("a", gate("r", "2")), node("b", gate("s", "2"), reads("a"))]
    # `yes` is never made, and `b` waits for nothing that is skipped
    assert sorted(told(flow, flag)) == ["FC315", "FC506"]


@pytest.mark.parametrize(
    "rule",
    [
        {"ifDefined": {"hidden": "m"}},
        {"when": {"hidden": ["oil"]}},
        {"ifNotDefined": {"hidden": "m"}},
    ],
)
def test_what_a_called_workflow_does_not_declare_requires_nothing(rule: dict[str, Any]) -> None:
    called_one = {"id": "callee", "inputs": [input_("style", required=rule)]}
    called_one["flow"] = [node("draw", given("style", "a"), modelId="m")]
    call = node("call", input_("hidden", value="oil"), type="workflow", workflowId="callee")
    caller = {"id": "caller", "inputs": [], "flow": [call]}
    assert flowcheck.check({"workflows": [caller, called_one]}).problems == ()


def test_a_called_workflow_misses_what_it_declares() -> None:
    wired = input_("style", value="oil")
    call = node("call", wired, type="workflow", workflowId="callee")
    caller = {"id": "caller", "inputs": [], "flow": [call]}
    for rule in ({"ifDefined": {"style": "m"}}, {"when": {"style": ["oil"]}}):
        report = flowcheck.check({"workflows": [caller, callee(**rule)]})
        assert [(p.code, str(p.severity)) for p in report.problems] == [("FC813", "error")]
