"""What only the rules of a called workflow or model look for in a workflow input."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import flowcheck
from flowcheck import Problem, Settings
from tests.runs.support import gate, given, input_, node
from tests.runs.test_conditions import asks

Document = dict[str, Any]


def caller(condition: str | None, of: str, **call: Any) -> Document:
    """A workflow whose node `call` hands on its input `asked` where a condition on that holds."""
    read = {**given("asked", "size"), "type": of}
    asked = input_("asked", of, required={"always": True})
    if condition is None:
        return {
            "id": "outer",
            "name": "outer",
            "inputs": [asked],
            "flow": [node("call", read, **call)],
        }
    flow = [asks("router", "asked", condition, type=of)]
    flow.append(node("call", read, gate("router", "2"), **call))
    return {"id": "outer", "name": "outer", "inputs": [asked], "flow": flow}


def rules(type: str, wanted: Any) -> list[Any]:
    size = input_("size", type, required={"always": True})
    return [size, input_("note", required={"when": {"size": [wanted]}})]


def told(outer: Document, inputs: list[Any]) -> list[Problem]:
    """What is said of an input that a called workflow requires."""
    read = {**given("size", "s"), "type": inputs[0]["type"]}
    flow = [node("paint", read, given("note", "n"), modelId="m")]
    inner = {"id": "inner", "name": "inner", "inputs": inputs, "flow": flow}
    report = flowcheck.check({"workflows": [outer, inner]})
    assert report.failures == ()
    return [problem for problem in report.problems if problem.code == "FC813"]


@pytest.mark.parametrize(
    ("condition", "wanted", "type"),
    [
        (None, 3, "number"),
        (None, "big", "string"),
        ("x > 3.0", 4, "number"),
        ("x * 2.0 > 3.0", 2.5, "number"),
        ("x.startsWith('a')", "ab", "string"),
        ("size(x) > 3", "bbbb", "string"),
        ("trim(x) == 'x'", "x ", "string"),
        ("x.contains('q')", "aqa", "string"),
        ("x != 'a'", "b", "string"),
    ],
)
def test_a_value_that_the_callees_rule_looks_for(
    condition: str | None, wanted: Any, type: str
) -> None:
    outer = caller(condition, type, type="workflow", workflowId="inner")
    [problem] = told(outer, rules(type, wanted))
    assert problem.witness is not None
    assert problem.witness.values == {"asked": wanted}
    assert (
        f"`note` of node `call` is missing when `asked` is `{json.dumps(wanted)}`"
        in problem.message
    )


@pytest.mark.parametrize(
    ("condition", "wanted", "type"),
    [
        ("x > 3.0", 2, "number"),
        ("x * 2.0 > 3.0", 1, "number"),
        ("x.startsWith('a')", "b", "string"),
        ("size(x) > 3", "b", "string"),
        ("trim(x) == 'x'", "b", "string"),
        ("x.contains('q')", "b", "string"),
        ("x.matches('^[0-9]+$')", "b", "string"),
        ("x == 'a'", "b", "string"),
    ],
)
def test_a_value_with_which_nothing_is_called(condition: str, wanted: Any, type: str) -> None:
    outer = caller(condition, type, type="workflow", workflowId="inner")
    assert told(outer, rules(type, wanted)) == []


def test_rules_of_one_callee_agree_about_a_value() -> None:
    size = input_("size", "number", required={"always": True})
    both = input_("note", required={"when": {"size": [2]}})
    other = input_("other", required={"when": {"size": [2, 3]}})
    outer = caller(None, "number", type="workflow", workflowId="inner")
    values = {
        problem.args["input"]: problem.witness and problem.witness.values
        for problem in told(outer, [size, both, other])
    }
    assert values["note"] == {"asked": 2}
    assert values["other"] in ({"asked": 2}, {"asked": 3})


@pytest.mark.parametrize(("wanted", "codes"), [("ab", ["FC803"]), ("b", [])])
def test_a_value_that_a_models_rule_looks_for(
    wanted: str, codes: list[str], tmp_path: Path
) -> None:
    model = {"id": "m", "custom": True, "capabilities": [], "inputs": rules("string", wanted)}
    (tmp_path / "m.json").write_text(json.dumps(model))
    outer = caller("x.startsWith('a')", "string", modelId="m")
    report = flowcheck.check(outer, settings=Settings(models=(str(tmp_path),)))
    assert report.failures == ()
    assert [problem.code for problem in report.problems] == codes


@pytest.mark.parametrize(("wanted", "codes"), [("ab", ["FC611"]), ("b", [])])
def test_a_value_that_the_declaration_of_a_row_looks_for(wanted: str, codes: list[str]) -> None:
    row = [given("asked", "size"), input_("note")]
    rows = input_("rows", "inputs_array", inputs=rules("string", wanted), items=[row])
    outer = caller("x.startsWith('a')", "string", modelId="m")
    outer["flow"][1]["inputs"].append(rows)
    report = flowcheck.check(outer)
    assert report.failures == ()
    assert [problem.code for problem in report.problems if problem.code != "FC610"] == codes
