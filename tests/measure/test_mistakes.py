"""One mistake in a valid record gives one problem: the right code at the right place."""

from __future__ import annotations

import copy
import json
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from flowcheck import RULES, Problem, Settings, check, check_run
from tests.measure import documents, mistakes, valid
from tests.measure.a_run import as_job
from tests.measure.mistakes import CATALOGUE, JOB_PLANTERS, PLANTERS, JobPlanter, Planted, Planter
from tests.measure.positions import placed

TIMES = 4
WITHIN = ("FC310", "FC311", "FC312", "FC313", "FC314", "FC318")
"""Codes whose place lies inside an expression."""
OPEN = {
    "empty_loop": {"FC309"},
    "misspelt_node_field": {"FC309"},
    "unknown_body_node": {"FC309"},
}
"""Planter → verdicts of the run model that may follow: it takes a former body node for one outside
the loop, for the mistake is none of those that silence the run model."""
TRIES = 400


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("models") / "models.json"
    path.write_text(json.dumps({"models": CATALOGUE}), encoding="utf-8")
    return str(path)


def judge(document: Any, prefix: str, planted: Planted, models: str) -> None:
    """Check the document and compare the report with what was planted."""
    settings = Settings(
        extend_select=(planted.code,) if planted.severity == mistakes.INFO else (),
        models=(models,) if planted.models else (),
    )
    text, values, keys = placed(document)
    problems = check(text, settings=settings).problems
    told = [(p.code, p.severity.value, p.pointer, p.message) for p in problems]
    allowed = planted.companions | {planted.code}
    assert {p.code for p in problems} <= allowed, (told, planted)
    right = [p for p in problems if p.code == planted.code and is_at(p, planted, prefix)]
    assert right, (told, planted)
    if not planted.companions and planted.severity != mistakes.INFO and planted.code != "FC104":
        assert len(problems) == 1, (told, planted)
    problem = right[0]
    assert problem.severity.value == planted.severity, (told, planted)
    place, begin = (problem.line, problem.column), values[problem.pointer]
    if planted.at_key and problem.pointer == prefix + planted.pointer:
        assert place == keys[problem.pointer]
    elif planted.code in WITHIN:
        assert place[0] == begin[0]
        assert begin[1] <= place[1] < problem.end_column <= len(text.split("\n")[begin[0] - 1]) + 1
    else:
        assert place == begin, (told, planted)
    assert problem.node == node_at(document, problem.pointer)


def is_at(problem: Problem, planted: Planted, prefix: str) -> bool:
    """Whether a problem is where the mistake was planted."""
    if "*" in planted.others:
        return True
    return problem.pointer in {prefix + place for place in (planted.pointer, *planted.others)}


def node_at(document: Any, pointer: str) -> str | None:
    """The id of the flow node that a pointer leads into."""
    steps = pointer.split("/")[1:]
    for step in range(len(steps) - 1):
        if steps[step] == "flow" and steps[step + 1].isdigit():
            found = document
            for key in steps[: step + 2]:
                found = found[int(key)] if isinstance(found, list) else found[key]
            id = found.get("id")
            return id if isinstance(id, str) and id else None
    return None


@pytest.mark.parametrize(
    "planter", [p for _, p in PLANTERS], ids=[f"{code}-{p.__name__}" for code, p in PLANTERS]
)
def test_a_mistake_in_a_definition(planter: Planter, catalogue: str) -> None:
    planted = 0
    for seed in range(TRIES):
        rng = random.Random(f"{planter.__name__} {seed}")
        definition = valid.record(rng, rng.choice((1, 1, 2, 3)))
        before = copy.deepcopy(definition)
        mistake = planter(rng, definition)
        if mistake is None or definition == before:
            continue
        mistake = replace(
            mistake, companions=mistake.companions | OPEN.get(planter.__name__, set())
        )
        document, prefix = mistakes.document(definition, mistake)
        judge(document, prefix, mistake, catalogue)
        planted += 1
        if planted == TIMES:
            return
    raise AssertionError("too few records to plant it in")


@pytest.mark.parametrize(
    "planter", [p for _, p in JOB_PLANTERS], ids=[f"{c}-{p.__name__}" for c, p in JOB_PLANTERS]
)
def test_a_mistake_in_a_run(planter: JobPlanter, catalogue: str) -> None:
    for seed in range(TIMES):
        rng = random.Random(f"{planter.__name__} {seed}")
        flow = as_job(valid.record(rng, rng.choice((0, 1, 2)))["flow"], rng)
        mistake = planter(rng, flow)
        assert mistake is not None
        judge(documents.job_record(flow, rng), "", mistake, catalogue)


def test_every_rule_has_a_planter() -> None:
    planted = {code for code, _ in [*PLANTERS, *JOB_PLANTERS]}
    # text that is no JSON, keys that stand twice and documents that hold no flow are planted
    # below; FC613 needs a solver without budget, and a run body is no flow
    elsewhere = {"FC101", "FC102", "FC103", "FC613", "FC821", "FC822", "FC823", "FC824"}
    assert planted == set(RULES) - elsewhere


def definition_of(seed: int) -> Any:
    return valid.record(random.Random(seed), 1)


@pytest.mark.parametrize("seed", range(6))
def test_text_that_ends_too_early(seed: int) -> None:
    text = json.dumps(definition_of(seed), indent=2).rstrip()
    cut = random.Random(seed).randrange(1, len(text))
    assert [p.code for p in check(text[:cut]).problems] == ["FC101"]


@pytest.mark.parametrize("seed", range(6))
def test_stray_character(seed: int) -> None:
    text, values, _ = placed(definition_of(seed))
    rng = random.Random(seed)
    line, column = rng.choice([place for pointer, place in values.items() if pointer])
    lines = text.split("\n")
    lines[line - 1] = lines[line - 1][: column - 1] + "@" + lines[line - 1][column - 1 :]
    (problem,) = check("\n".join(lines)).problems
    assert (problem.code, problem.line, problem.column) == ("FC101", line, column)


@pytest.mark.parametrize("seed", range(6))
def test_key_that_stands_twice(seed: int) -> None:
    text, values, keys = placed(definition_of(seed))
    rng = random.Random(seed)
    plain = [p for p in keys if p in values and not p.endswith(("/flow", "/inputs"))]
    line, column = keys[rng.choice(plain)]
    lines = text.split("\n")
    key = lines[line - 1].strip().partition(":")[0]
    lines[line - 1] = f"{lines[line - 1][: column - 1]}{key}: null, {lines[line - 1][column - 1 :]}"
    (problem,) = check("\n".join(lines)).problems
    second = column + len(f"{key}: null, ")
    assert (problem.code, problem.line, problem.column) == ("FC102", line, second)
    assert [(r.line, r.column) for r in problem.related] == [(line, column)]


@pytest.mark.parametrize("value", [{}, 3, "flow", {"a": {"flow": 1}}, [1, 2], {"nodes": []}])
def test_document_without_a_flow(value: Any, tmp_path: Path) -> None:
    from flowcheck import check_file

    path = tmp_path / "x.json"
    path.write_text(json.dumps(value), encoding="utf-8")
    assert [p.code for p in check_file(path).problems] == ["FC103"]


CONTRACT: Any = {
    "inputs": [
        {"name": "prompt", "type": "string", "required": {"always": True}, "maxLength": 9},
        {"name": "image", "type": "file", "kind": "image"},
        {"name": "mask", "type": "file", "required": {"ifDefined": {"image": "needs a mask"}}},
        {"name": "mode", "type": "string", "allowedValues": ["fast", "best"]},
        {"name": "seed", "type": "number", "min": 1, "max": 9},
        {
            "name": "steps",
            "type": "number",
            "required": {"conditional": {"values": {"mode": ["best"]}}},
        },
        {"name": "styles", "type": "string_array", "maxLength": 2},
        {"name": "loud", "type": "boolean", "default": False},
    ]
}
BODY: Any = {
    "prompt": "a fox",
    "image": "asset_1",
    "mask": "asset_2",
    "mode": "best",
    "seed": 4,
    "steps": 3,
    "styles": ["oil"],
    "loud": True,
}


@pytest.mark.parametrize(
    ("change", "code", "pointer"),
    [
        ({"sseed": 1}, "FC821", "/sseed"),
        ({"quux": None, "quuux": "x"}, "FC821", "/quuux"),
        ({"prompt": None}, "FC822", ""),
        ({"prompt": ""}, "FC822", "/prompt"),
        ({"mask": None}, "FC822", ""),
        ({"steps": None}, "FC822", ""),
        ({"seed": "4"}, "FC823", "/seed"),
        ({"loud": 1}, "FC823", "/loud"),
        ({"styles": "oil"}, "FC823", "/styles"),
        ({"styles": ["oil", 3]}, "FC823", "/styles/1"),
        ({"mode": "slow"}, "FC824", "/mode"),
        ({"seed": 10}, "FC824", "/seed"),
        ({"prompt": "a" * 10}, "FC824", "/prompt"),
        ({"styles": ["a", "b", "c"]}, "FC824", "/styles"),
    ],
)
def test_a_mistake_in_run_inputs(change: Any, code: str, pointer: str) -> None:
    body = {key: value for key, value in {**BODY, **change}.items() if value is not None}
    if change == {"mode": "slow"}:
        del body["steps"]
    text, values, keys = placed(body)
    (problem,) = check_run(CONTRACT, text).problems
    assert (problem.code, problem.pointer) == (code, pointer)
    place = keys[pointer] if code == "FC821" else values[pointer]
    assert (problem.line, problem.column) == place


def test_accepted_run_inputs() -> None:
    rng = random.Random(3)
    assert check_run(CONTRACT, BODY).problems == ()
    assert check_run(CONTRACT, {"prompt": "a fox"}).problems == ()
    assert check_run(CONTRACT, {"metadata": {"flow": [], "input": BODY}}).problems == ()
    for _ in range(30):
        left = {key: BODY[key] for key in BODY if key == "prompt" or rng.random() < 0.5}
        problems = check_run(CONTRACT, left).problems
        lacks = ("image" in left and "mask" not in left) + ("mode" in left and "steps" not in left)
        assert [p.code for p in problems] == ["FC822"] * lacks
