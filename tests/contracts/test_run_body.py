"""FC821–FC824: what is said of run inputs, and where."""

from __future__ import annotations

import copy
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scenario_sdk.types import JobRetrieveResponse, WorkflowRetrieveResponse

from flowcheck import Problem, Report, Settings, SettingsError, Severity, check_run
from flowcheck.contracts import literals
from flowcheck.contracts.literals import misfits
from tests.contracts.bodies import Json, bodies, contracts

PROMPT = {"name": "prompt", "type": "string", "required": {"always": True}}
IMAGE = {"name": "image", "type": "file"}
IMAGES = {"name": "images", "type": "file_array", "maxLength": 2}
MASK = {"name": "mask", "type": "file", "required": {"ifDefined": {"image": "Give it."}}}
SIZE = {"name": "size", "type": "string", "allowedValues": ["small", "large"], "default": "small"}
STRENGTH = {"name": "strength", "type": "number", "min": 0, "max": 1}
FRAME = {
    "name": "frame",
    "type": "file",
    "required": {"conditional": {"values": {"size": ["small"], "image": ["a"]}, "operator": "or"}},
}


def either(name: str, *others: str) -> Json:
    return {"name": name, "type": "file", "required": {"ifNotDefined": dict.fromkeys(others, "")}}


def workflow(*inputs: Any) -> Json:
    return {"id": "wf_1", "inputs": list(inputs), "flow": [], "hasFlow": True}


def report(inputs: list[Any], body: Any, **options: Any) -> Report:
    return check_run(workflow(*inputs), body, name="wf.json", body_name="run.json", **options)


def problems(inputs: list[Any], body: Any) -> list[tuple[str, str, str]]:
    found = report(inputs, body)
    assert not found.failures
    return [(p.code, p.pointer, p.message) for p in found.problems]


@pytest.mark.parametrize(
    ("inputs", "body", "expected"),
    [
        pytest.param(
            [PROMPT],
            {},
            [("FC822", "", "`prompt` is required, but missing")],
            id="always",
        ),
        pytest.param(
            [PROMPT],
            {"prompt": "  "},
            [
                (
                    "FC822",
                    "/prompt",
                    '`prompt` is required, but missing: `"  "` counts as nothing',
                )
            ],
            id="blank",
        ),
        pytest.param(
            [PROMPT], {"prompt": None}, [("FC822", "", "`prompt` is required, but missing")]
        ),
        pytest.param(
            [PROMPT],
            {"promt": "x"},
            [("FC821", "/promt", "the workflow has no input `promt`")],
            id="misspelt, and not also missing",
        ),
        pytest.param(
            [IMAGE, MASK],
            {"imagee": "a", "mask": "b"},
            [("FC821", "/imagee", "the workflow has no input `imagee`")],
        ),
        pytest.param(
            [either("image", "prompt"), either("prompt", "image")],
            {"prompd": "x"},
            [("FC821", "/prompd", "the workflow has no input `prompd`")],
            id="what a misspelt sibling requires is not known",
        ),
        pytest.param(
            [PROMPT],
            {"prompt": "x", "promt": "x"},
            [("FC821", "/promt", "the workflow has no input `promt`")],
        ),
        pytest.param(
            [PROMPT],
            {"body": {"prompt": "x"}},
            [("FC821", "/body", "the workflow has no input `body`")],
            id="wrapped",
        ),
        pytest.param(
            [IMAGE, MASK],
            {"image": "a"},
            [("FC822", "", "`mask` is required because `image` is given, but missing")],
        ),
        pytest.param(
            [{**IMAGE, "default": "a"}, MASK],
            {},
            [
                (
                    "FC822",
                    "",
                    "`mask` is required because `image` has a default, but missing",
                )
            ],
        ),
        pytest.param(
            [either("image", "prompt"), either("prompt", "image")],
            {"image": ""},
            [
                (
                    "FC822",
                    "/image",
                    "one of `image` or `prompt` is required, and neither is given: "
                    '`""` counts as nothing',
                )
            ],
            id="either or",
        ),
        pytest.param(
            [either("a", "b", "c"), either("b", "a", "c"), either("c", "b", "a")],
            {},
            [("FC822", "", "one of `a`, `b` or `c` is required, and none of them is given")],
        ),
        pytest.param(
            [either("image", "prompt", "hidden"), {"name": "prompt", "type": "string"}],
            {},
            [
                (
                    "FC822",
                    "",
                    "`image` is required because `prompt` and `hidden` are not given, but missing",
                )
            ],
            id="one-sided",
        ),
        pytest.param(
            [SIZE, IMAGE, FRAME],
            {"image": "a"},
            [
                (
                    "FC822",
                    "",
                    '`frame` is required because `size` is `"small"` by default and '
                    '`image` is `"a"`, but missing',
                )
            ],
        ),
        pytest.param(
            [SIZE, IMAGE, FRAME],
            {"size": "smal"},
            [("FC824", "/size", '`size` is `"smal"`, which is not one of its `allowedValues`')],
        ),
        pytest.param([SIZE, IMAGE, FRAME], {"size": "large"}, []),
        pytest.param(
            [IMAGES],
            {"images": "asset_1"},
            [
                (
                    "FC823",
                    "/images",
                    "`images` is a string, but a `file_array` input takes an array: "
                    "the value is dropped silently and the run still charged",
                )
            ],
            id="scalar for an array",
        ),
        pytest.param(
            [IMAGES],
            {"images": ["a", 5]},
            [("FC823", "/images/1", "an item of `images` is a number, but an asset id is needed")],
        ),
        pytest.param(
            [IMAGES],
            {"images": ["a", "b", "c"]},
            [("FC824", "/images", "`images` has 3 items, more than the `maxLength` of 2")],
        ),
        pytest.param(
            [STRENGTH],
            {"strength": 70},
            [("FC824", "/strength", "`strength` is 70, above the `max` of 1")],
        ),
        pytest.param(
            [PROMPT],
            ["x"],
            [
                (
                    "FC823",
                    "",
                    "the run inputs are an array, but an object keyed by input name is needed",
                )
            ],
        ),
        pytest.param([IMAGE, IMAGE], {"image": 5}, [], id="declared twice"),
        pytest.param([IMAGE, 5], {"imagee": 5}, [], id="an input that cannot be read"),
        pytest.param([], {}, [], id="no inputs"),
    ],
)
def test_problems(inputs: list[Any], body: Any, expected: list[tuple[str, str, str]]) -> None:
    assert problems(inputs, body) == expected


def one(inputs: list[Any], body: Any) -> Problem:
    (problem,) = report(inputs, body).problems
    return problem


def test_below_a_min_of_0_is_a_warning() -> None:
    problem = one([STRENGTH], {"strength": -1})
    assert (problem.code, problem.severity) == ("FC824", Severity.WARNING)


def test_places_in_both_files() -> None:
    problem = one([IMAGE, MASK], {"image": "asset_1"})
    assert (problem.file, problem.line, problem.column) == ("run.json", 1, 1)
    assert [(r.message, r.file, r.pointer) for r in problem.related] == [
        ("required by this rule", "wf.json", "/inputs/1/required/ifDefined/image"),
        ("`image` is given here", None, "/image"),
    ]
    assert [(r.line, r.column) for r in problem.related] == [(13, 20), (2, 3)]


def test_unknown_key_points_at_the_key_and_the_nearest_input() -> None:
    problem = one([PROMPT], '{"promt": "x"}')
    assert (problem.line, problem.column, problem.end_column) == (1, 2, 9)
    assert problem.hint == "did you mean `prompt`?"
    assert problem.input == "promt"
    (related,) = problem.related
    assert (related.file, related.pointer) == ("wf.json", "/inputs/0/name")


@pytest.mark.parametrize(
    ("value", "pointer"),
    [
        ({"jobId": "job_1", "metadata": {"input": {"promt": "x"}}}, "/metadata/input/promt"),
        ({"job": {"metadata": {"input": {"promt": "x"}}}}, "/job/metadata/input/promt"),
        (
            {"workflow": {"id": "wf_1"}, "job": {"metadata": {"input": {"promt": "x"}}}},
            "/job/metadata/input/promt",
        ),
    ],
)
def test_job_records(value: Json, pointer: str) -> None:
    problem = one([PROMPT], value)
    assert problem.pointer == pointer
    assert problem.fingerprint == one([PROMPT], {"promt": "x"}).fingerprint


def test_sdk_objects() -> None:
    flow = WorkflowRetrieveResponse.construct(
        workflow=workflow({**PROMPT, "maxLength": 3}, {"name": "seed", "type": "number"})
    )
    job = JobRetrieveResponse.construct(
        job={"jobId": "job_1", "metadata": {"input": {"prompt": "long", "seed": None}}}
    )
    found = check_run(flow, job)
    assert [(p.code, p.pointer) for p in found.problems] == [
        ("FC824", "/job/metadata/input/prompt")
    ]


def test_an_input_may_be_called_metadata() -> None:
    named = [{"name": "metadata", "type": "file"}]
    assert problems(named, {"metadata": {"input": {}}}) == []


@pytest.mark.parametrize(
    ("flow", "body", "file", "message"),
    [
        ("{", {}, "wf.json", "not JSON: "),
        ({"a": 1}, {}, "wf.json", "no inputs contract: "),
        ({"flow": [], "hasFlow": True}, {}, "wf.json", "no inputs contract: "),
        ({"flow": [], "inputs": 5}, {}, "wf.json", "no inputs contract: "),
        (
            {"workflows": [workflow(PROMPT), {**workflow(IMAGE), "id": "wf_2"}]},
            {},
            "wf.json",
            "2 inputs contracts (there is `wf_1` and `wf_2`): choose one by its id",
        ),
        (
            workflow(PROMPT),
            {"jobId": "j", "metadata": {"flow": [{"id": "a", "type": "list", "status": "x"}]}},
            "run.json",
            "a job record without `metadata.input`: it does not tell its run inputs",
        ),
    ],
)
def test_nothing_to_judge_is_a_failure(flow: Any, body: Any, file: str, message: str) -> None:
    found = check_run(flow, body, name="wf.json", body_name="run.json")
    assert found.problems == ()
    (failure,) = found.failures
    assert failure.file == file
    assert failure.message.startswith(message)
    assert found.exit_code() == 2


def test_text_of_the_body_is_checked_too() -> None:
    assert one([PROMPT], '{"prompt": "x",}').code == "FC101"
    twice = one([PROMPT], '{"prompt": "x",\n "prompt": "y"}')
    assert (twice.code, twice.line, twice.column) == ("FC102", 2, 2)


def test_settings_hold() -> None:
    body = {"prompt": 5, "x": 1}
    assert [p.code for p in report([PROMPT], body).problems] == ["FC823", "FC821"]
    chosen = Settings(select=("unknown-run-input",))
    assert [p.code for p in report([PROMPT], body, settings=chosen).problems] == ["FC821"]
    milder = Settings(ignore=("FC821",), severities={"FC823": Severity.WARNING})
    (problem,) = report([PROMPT], body, settings=milder).problems
    assert problem.severity is Severity.WARNING
    with pytest.raises(SettingsError, match="no rule matches `FC829`"):
        report([PROMPT], body, settings=Settings(select=("FC829",)))


def test_snake_case_contract_and_hostile_names() -> None:
    spelled = {"name": "size\x1b", "type": "string", "allowed_values": ["a"], "max_length": 1}
    problem = one([spelled], {"size\x1b": "b"})
    assert problem.code == "FC824"
    (related,) = problem.related
    assert related.pointer == "/inputs/0/allowed_values"


def test_json_lines_hold_a_body_a_line() -> None:
    text = '{"prompt": "x"}\n{"promt": "x"}\n'
    found = check_run(workflow(PROMPT), text, body_name="runs.jsonl")
    assert [(p.line, p.column, p.code) for p in found.problems] == [(2, 2, "FC821")]
    assert found.summary.documents == 2
    assert check_run(workflow(PROMPT), "", body_name="runs.jsonl").exit_code() == 2


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(contracts().flatmap(lambda inputs: st.tuples(st.just(inputs), bodies(inputs))))
def test_nulls_and_the_order_of_keys_change_nothing(run: tuple[list[Json], Json]) -> None:
    inputs, body = run
    before = copy.deepcopy(body)
    filled = {terms["name"]: None for terms in inputs} | dict(reversed(body.items()))
    assert sorted(_said(inputs, filled)) == sorted(_said(inputs, body))
    assert body == before


def _said(inputs: list[Json], body: Json) -> list[tuple[str, str, str]]:
    """FC822's place aside: a blank value is pointed at, an absent one cannot be."""
    return [(p.code, p.message, p.fingerprint) for p in report(inputs, body).problems]


@pytest.mark.parametrize(
    ("input", "length", "severity"),
    [
        ({"type": "string"}, 4097, "warning"),
        ({"type": "string"}, 4096, None),
        ({"type": "string", "maxLength": 10_000}, 5000, None),
        ({"type": "string", "maxLength": 4000}, 5000, "error"),
        ({"type": "file"}, 5000, None),
    ],
)
def test_a_long_text_is_refused_without_a_declared_bound(
    input: Any, length: int, severity: str | None
) -> None:
    workflow = {"inputs": [{"name": "text", **input}], "flow": []}
    problems = check_run(workflow, {"text": "x" * length}).problems
    assert [(p.code, p.severity, p.pointer) for p in problems] == (
        [("FC824", severity, "/text")] if severity else []
    )
    if severity == "warning":
        assert problems[0].message == "`text` has 4097 characters: texts over 4096 were refused"


def literally(inputs: list[Any], body: Json) -> set[tuple[str, str, str | None]]:
    """Place, words and hint of what the judge of literals in flows has against a body's values."""
    by_name = {terms["name"]: terms for terms in inputs}
    return {
        ("".join(f"/{step}" for step in (name, *misfit.path)), misfit.says, misfit.hint)
        for name, value in body.items()
        for misfit in misfits(by_name.get(name, {}), value)
    }


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(contracts().flatmap(lambda inputs: st.tuples(st.just(inputs), bodies(inputs))))
def test_what_the_schema_refuses_the_judge_of_literals_does(run: tuple[list[Json], Json]) -> None:
    inputs, body = run
    only = Settings(select=("FC823", "FC824"))
    found = check_run(workflow(*inputs), body, settings=only).problems
    expected = literally(inputs, body)
    assert {problem.pointer for problem in found} == {pointer for pointer, _, _ in expected}
    for problem in found:
        if problem.args["kind"] != "scalar-for-array":
            assert any(
                (problem.pointer, problem.hint) == (pointer, hint)
                and problem.message.endswith(says)
                for pointer, says, hint in expected
            )


def test_many_faulty_items_are_all_told() -> None:
    sizes = {"name": "sizes", "type": "number_array", "allowedValues": list(range(2000)), "max": 5}
    body = {"sizes": [*range(2000), *["x"] * 500, *range(3000, 3500)]}
    problems = check_run(workflow(sizes), body).problems
    assert [p.code for p in problems].count("FC823") == 500
    assert [p.code for p in problems].count("FC824") == 1994 + 500


def test_many_items_share_what_is_spent_on_their_hints(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Any] = []
    original = literals.allowed_of
    monkeypatch.setattr(literals, "allowed_of", lambda terms: made.append(1) or original(terms))
    words = {"name": "words", "type": "string_array", "allowedValues": ["red", "green", "blue"]}
    problems = check_run(workflow(words), {"words": ["gren"] * 50}).problems
    assert [p.hint for p in problems] == ["did you mean `green`?"] * 50
    assert len(made) <= 3  # the declaration's own rules, the schema, the words


def test_jsonschema_is_loaded_to_judge_a_body_only() -> None:
    script = (
        "import sys, flowcheck\n"
        "flow = {'id': 'w', 'inputs': [{'name': 'n', 'type': 'number'}], 'flow': []}\n"
        "flowcheck.check(flow), flowcheck.contract_schema(flow)\n"
        "print('jsonschema' in sys.modules)\n"
        "flowcheck.check_run(flow, {'n': 'x'})\n"
        "print('jsonschema' in sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout == "False\nTrue\n"
