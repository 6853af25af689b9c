"""The inputs contract is found in every place and form that Scenario's clients take."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from flowcheck import Settings, check, check_run
from flowcheck.cli import cli
from flowcheck.reading.documents import documents
from tests.support import load_rules

LIST: list[dict[str, Any]] = [
    {"name": "prompt", "type": "string", "required": {"always": True}},
    {"name": "mode", "type": "string", "allowedValues": ["fast", "best"], "default": "fsat"},
]
BY_NAME = {entry["name"]: {k: v for k, v in entry.items() if k != "name"} for entry in LIST}
FLOW = [
    {
        "id": "draw",
        "type": "custom-model",
        "modelId": "m",
        "inputs": [
            {"name": "a", "type": "string", "ref": {"node": "workflow", "name": "prmopt"}},
            {"name": "b", "type": "string", "ref": {"node": "workflow", "name": "mode"}},
        ],
    }
]


def record(**contract: Any) -> dict[str, Any]:
    return {"id": "wf", "name": "t", "flow": FLOW, **contract}


FORMS: dict[str, tuple[Any, str]] = {
    "inputs": (record(inputs=LIST), "/inputs"),
    "by name": (record(inputs=BY_NAME), "/inputs"),
    "definition": (record(inputs_definition=LIST), "/inputs_definition"),
    "camelCase": (record(inputsDefinition=LIST), "/inputsDefinition"),
    "definition by name": (record(inputs_definition=BY_NAME), "/inputs_definition"),
    "before inputs": (
        record(inputs=[{"name": "x", "type": "file"}], inputs_definition=LIST),
        "/inputs_definition",
    ),
    "null": (record(inputs=LIST, inputs_definition=None), "/inputs"),
    "reply": ({"workflow": record(inputs_definition=LIST)}, "/workflow/inputs_definition"),
    "list reply": (
        {"workflows": [record(inputs_definition=BY_NAME)]},
        "/workflows/0/inputs_definition",
    ),
    "body": ({"flow": FLOW, "inputs_definition": LIST}, "/inputs_definition"),
}


def entry(at: str, index: int) -> str:
    """Pointer of an input of the contract, by its place or its name."""
    value = FORMS[at][0]
    for step in FORMS[at][1].strip("/").split("/"):
        value = value[int(step)] if isinstance(value, list) else value[step]
    return f"{FORMS[at][1]}/{index if isinstance(value, list) else LIST[index]['name']}"


@pytest.mark.parametrize("form", FORMS)
def test_check_judges_by_it(form: str) -> None:
    report = check(FORMS[form][0], settings=Settings(select=("FC2", "FC7")))
    found = {p.code: p for p in report.problems}
    assert found.keys() == {"FC205", "FC712"}
    assert found["FC205"].hint == "did you mean `prompt`?"
    assert found["FC205"].related[0].pointer == FORMS[form][1]
    assert found["FC712"].pointer == f"{entry(form, 1)}/default"
    assert found["FC712"].input == "mode"


@pytest.mark.parametrize("form", [form for form in FORMS if form != "body"])  # which has no id
def test_a_problem_is_the_same_in_every_form(form: str) -> None:
    plain = record(inputs=LIST)
    if form == "body":
        del plain["id"]  # a body of an update does not say whose it is
    expected = check(plain, settings=Settings(select=("FC205", "FC712")))
    found = check(FORMS[form][0], settings=Settings(select=("FC205", "FC712")))
    assert [p.fingerprint for p in found.problems] == [p.fingerprint for p in expected.problems]


@pytest.mark.parametrize("form", FORMS)
def test_a_run_is_judged_by_it(form: str) -> None:
    found = check_run(FORMS[form][0], {"mode": "slow", "more": 1}).problems
    assert sorted((p.code, p.input) for p in found) == [
        ("FC821", "more"),
        ("FC822", "prompt"),
        ("FC824", "mode"),
    ]
    (missing,) = (p for p in found if p.code == "FC822")
    assert [r.pointer for r in missing.related] == [f"{entry(form, 0)}/required"]


@pytest.mark.parametrize("form", FORMS)
def test_inputs_shows_it(form: str, tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps(FORMS[form][0]))
    table = CliRunner().invoke(cli, ["inputs", str(path)])
    assert (table.exit_code, "prompt" in table.output, "mode" in table.output) == (0, True, True)
    made = CliRunner().invoke(cli, ["inputs", "--schema", str(path)])
    schema = json.loads(made.output)
    assert list(schema["properties"]) == ["prompt", "mode"]
    assert schema["properties"]["mode"]["anyOf"][0]["enum"] == ["fast", "best"]


@pytest.mark.parametrize(
    ("contract", "at"),
    [
        ({"inputs": LIST, "inputs_definition": []}, "inputs_definition"),
        ({"inputs": LIST, "inputs_definition": {}}, "inputs_definition"),
        ({"inputs": {}}, "inputs"),
    ],
)
def test_an_empty_contract_is_one(contract: dict[str, Any], at: str) -> None:
    report = check(record(**contract), settings=Settings(select=("FC205", "FC215")))
    assert [(p.code, p.args["missing"]) for p in report.problems] == [
        ("FC205", "prmopt"),
        ("FC205", "mode"),
    ]
    assert report.problems[0].related[0].pointer == f"/{at}"


def test_two_spellings_of_the_contract_are_one_field() -> None:
    both = record(inputs_definition=[], inputsDefinition=LIST)
    (problem,) = check(both, settings=Settings(select=("FC102",))).problems
    assert (problem.severity, problem.pointer) == ("warning", "/inputs_definition")


@pytest.mark.parametrize("inputs", [{"prompt": "a cat"}, {"n": 3, "m": None}, "x", 3])
def test_what_holds_no_inputs_is_no_contract(inputs: Any) -> None:
    report = check(record(inputs=inputs), settings=Settings(select=("FC1", "FC205")))
    assert [(p.code, p.pointer) for p in report.problems] == [("FC105", "/inputs")]


def test_faults_of_an_entry_lie_in_it() -> None:
    inputs = {"a": {}, "b": {"type": 3}, "c": 5, "d": None, "": {"type": "string"}}
    report = check(record(inputs=inputs), settings=Settings(select=("FC104", "FC105")))
    assert {(p.code, p.pointer, p.message) for p in report.problems} == {
        ("FC104", "/inputs/a", "input `a` has no `type`"),
        ("FC105", "/inputs/b/type", "`type` must be a string, found a number"),
        ("FC105", "/inputs/c", "an input must be an object, found a number"),
        ("FC104", "/inputs/", "the `name` of an input is blank"),
    }


def test_a_contract_without_a_flow_is_found() -> None:
    (document,) = documents({"workflows": [{"id": "w", "inputs_definition": BY_NAME}]})
    assert (str(document.kind), document.inputs_at) == (
        "contract",
        ("workflows", 0, "inputs_definition"),
    )
    foreign = {"name": "ci", "inputs": {"env": {"type": "string", "description": "where"}}}
    assert documents(foreign) == []


@pytest.mark.parametrize("form", ["definition", "definition by name", "by name"])
def test_a_called_workflow_is_judged_by_it(form: str) -> None:
    call = {"id": "call", "type": "workflow", "workflowId": "wf", "inputs": []}
    caller = {"id": "caller", "name": "c", "flow": [call], "inputs": []}
    found = check([FORMS[form][0], caller], settings=Settings(select=("FC8",))).problems
    assert [(p.code, p.pointer) for p in found] == [("FC813", "/1/flow/0")]


def test_every_rule_finds_its_places_in_it() -> None:
    """The report places every problem, so pointers that lead nowhere would raise."""
    odd = {
        "a": {"type": "file", "kind": "vdieo", "min": 3, "requierd": {}, "maskFrom": "x"},
        "b": {"type": "number", "min": 5, "max": 1, "default": "x", "modelTypes": ["y"]},
        "c": {"type": "string", "required": {"ifDefined": {"c": ""}, "alwys": 1}, "value": 2},
        "d": {"type": "inputs_array", "inputs": [{"name": "e", "type": "strng"}], "color": 1},
    }
    every = tuple(rule.code for rule in load_rules())
    for key in ("inputs", "inputs_definition"):
        report = check(record(**{key: odd}), settings=Settings(extend_select=every))
        inside = [p for p in report.problems if p.pointer.startswith(f"/{key}/")]
        assert {p.input for p in inside} >= {"a", "b", "c"}
        assert len(inside) > 10


def test_words_of_json_schema_are_known_in_inputs() -> None:
    words = {"minItems": 2, "maxItems": 2, "enum": ["a"], "minimum": 1, "maximum": 2, "array": True}
    inputs = [{"name": "prompt", "type": "string_array", **words, "max_items": 2}]
    ref = {"node": "workflow", "name": "prompt"}
    node = {**FLOW[0], "inputs": [{"name": "a", "type": "string_array", "ref": ref}]}
    settings = Settings(select=("FC1",), severity="info")  # type: ignore[arg-type]
    assert check({"inputs": inputs, "flow": [node]}, settings=settings).problems == ()


INPUT = st.fixed_dictionaries(
    {"type": st.sampled_from(["string", "file", "number", "string_array", "strng", 3])},
    optional={
        "default": st.sampled_from(["a", 1, [], None, True]),
        "required": st.sampled_from([{"always": True}, {"ifNotDefined": {"b": ""}}, {"if": 1}, 3]),
        "allowedValues": st.sampled_from([["a", "b"], [1], []]),
        "min": st.sampled_from([1, "1"]),
        "kind": st.sampled_from(["image", "video", "vdeo"]),
        "depends": st.just(1),
    },
)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(["a", "b", "prompt", "mode"]), INPUT, min_size=1))
def test_a_contract_by_name_is_judged_as_a_list_is(inputs: dict[str, Any]) -> None:
    as_list = [{"name": name, **fields} for name, fields in inputs.items()]
    every = Settings(severity="info")  # type: ignore[arg-type]

    def told(**contract: Any) -> list[tuple[Any, ...]]:
        problems = check(record(**contract), settings=every).problems
        ran = check_run(record(**contract), {"a": 1, "prompt": "x"}, settings=every).problems
        return sorted((p.code, p.message, p.hint or "", p.fingerprint) for p in (*problems, *ran))

    expected = told(inputs=as_list)
    assert told(inputs=inputs) == expected
    assert told(inputs_definition=inputs) == expected
    assert told(inputsDefinition=as_list, inputs=[]) == expected
