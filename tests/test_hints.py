"""What a hint tells programs: beside the facts that name a problem, never among them."""

from __future__ import annotations

import json
import pickle
from pathlib import Path
from typing import Any

import pytest

from flowcheck import Problem, Settings, check, check_files, check_run
from flowcheck.hints import LONGEST_KNOWN, MOST_KNOWN, Hint

MODEL = {"type": "custom-model", "modelId": "model_a"}
ROUTER = {
    "id": "router", "type": "logic", "logicType": "if-else",
    "inputs": [{"name": "mode", "type": "string", "ref": {"node": "workflow", "name": "mode"}}],
    "logic": {"cases": [{"condition": "mode == 'a'", "value": "fast"}], "default": "best"},
}  # fmt: skip


def gated(equal: str) -> list[Any]:
    gate = {"name": "gate", "type": "string", "ref": {"node": "router", "equal": equal}}
    return [ROUTER, {"id": "paint", **MODEL, "inputs": [gate]}]


def only(value: Any, code: str, **settings: Any) -> Problem:
    (problem,) = [p for p in check(value, settings=Settings(**settings)).problems if p.code == code]
    return problem


def test_the_nearest_match_is_a_fact() -> None:
    problem = only(gated("fst"), "FC302")
    assert problem.hint == "did you mean `fast`?"
    assert problem.args == {"equal": "fst", "sources": ["router"], "suggestion": "fast"}


def test_what_there_is_is_a_fact() -> None:
    problem = only(gated("3"), "FC302")
    assert problem.hint == "it takes `fast` or `best`"
    assert problem.args == {"equal": "3", "sources": ["router"], "known": ["fast", "best"]}


@pytest.mark.parametrize(
    ("input", "code", "facts"),
    [
        ({"type": "string", "allowedValues": ["fast", "best"], "value": "fst"}, "FC712",
         {"suggestion": "fast"}),
        ({"type": "string", "allowedValues": ["fast", "best"], "value": "slow"}, "FC712",
         {"known": ["fast", "best"]}),
        ({"type": "number", "allowedValues": [1, 2], "value": 3}, "FC712", {"known": [1, 2]}),
        ({"type": "strng", "value": "a"}, "FC106", {"suggestion": "string"}),
        ({"type": "text", "value": "a"}, "FC106", {"suggestion": "string"}),
        ({"type": "file", "backgroundBehavior": "white", "value": "a"}, "FC106",
         {"known": ["opaque", "transparent"]}),
        ({"type": "string", "vlue": "a"}, "FC107", {"suggestion": "value"}),
    ],
)  # fmt: skip
def test_facts_of_inputs(input: dict[str, Any], code: str, facts: dict[str, Any]) -> None:
    flow = [{"id": "paint", **MODEL, "inputs": [{"name": "x", **input}]}]
    args = only(flow, code).args
    assert {key: args[key] for key in ("suggestion", "known") if key in args} == facts


@pytest.mark.parametrize(
    ("key", "facts"), [("promt", {"suggestion": "prompt"}), ("style", {"known": ["prompt"]})]
)
def test_facts_of_run_inputs(key: str, facts: dict[str, Any]) -> None:
    workflow = {"inputs": [{"name": "prompt", "type": "string"}], "flow": []}
    (problem,) = check_run(workflow, {key: "a fox"}).problems
    assert problem.args == {"input": key, **facts}


def test_a_hint_is_no_part_of_what_names_a_problem() -> None:
    alone = [{"id": "paint", **MODEL}, {"id": "b", **MODEL, "dependsOn": ["skecth"]}]
    near = [{"id": "sketch", **MODEL}, *alone]
    with_hint, without = only(near, "FC204"), only(alone, "FC204")
    assert with_hint.args == {"missing": "skecth", "suggestion": "sketch"}
    assert without.args == {"missing": "skecth", "known": ["paint"]}
    assert with_hint.fingerprint == without.fingerprint


def test_what_is_known_is_bounded() -> None:
    names = ["a" * (LONGEST_KNOWN + 1), *map(str, range(100)), None, ["x"]]
    assert Hint("these", known=names).facts == {"known": [str(n) for n in range(MOST_KNOWN - 1)]}
    assert Hint("none", known=[None, ["x"]]).facts == {}


def test_a_problem_holds_a_plain_text() -> None:
    problem = only(gated("fst"), "FC302")
    assert type(problem.hint) is str
    assert pickle.loads(pickle.dumps(problem)) == problem


def test_every_did_you_mean_of_the_samples_is_a_fact() -> None:
    paths = sorted(Path("samples").rglob("*.json"))
    told = [p for p in check_files(paths, settings=Settings(severity="info")).problems if p.hint]
    asked = [p for p in told if p.hint and p.hint.startswith("did you mean")]
    assert len(asked) > 10
    for problem in asked:
        if not str(problem.hint).endswith("without quotes?"):
            assert problem.args["suggestion"] in str(problem.hint)
    for problem in told:
        if "known" in problem.args:
            assert json.loads(json.dumps(problem.to_dict()))["args"]["known"]
