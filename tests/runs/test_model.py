"""What the model answers besides its four verdicts: foreign rules, branches, the library."""

from __future__ import annotations

from typing import Any

import pytest

from flowcheck.findings import Witness
from flowcheck.runs.api import FlowRuns, run_model
from flowcheck.runs.branches import possible_values
from tests.runs.support import (
    flow_of,
    gate,
    given,
    input_,
    model_of,
    node,
    reads,
    record,
    router,
)

ALWAYS = {"always": True}


# Foreign declarations


def foreign(value: Any, id: str, *declared: Any) -> list[tuple[str, str, bool, Witness]]:
    model = model_of(value)
    sites = flow_of({"inputs": list(declared)}).contract
    assert sites is not None
    return [
        (v.site.name, v.rule.kind, v.always, v.witness)
        for v in model.missing_against(model.space.flow.nodes[id], sites)
    ]


PROMPT = input_("prompt", required=ALWAYS)
VALUE = record(
    [node("n", given("photo", "image"), given("mode", "mode"))], input_("photo"), input_("mode")
)


def test_a_model_requires_what_the_node_lacks() -> None:
    assert foreign(VALUE, "n", PROMPT) == [("prompt", "always", True, Witness())]
    assert foreign(VALUE, "n", input_("prompt", required=ALWAYS, default="d")) == []
    assert foreign(VALUE, "n", input_("image", required=ALWAYS)) == [
        ("image", "always", False, Witness(absent=("photo",)))
    ]


def test_a_models_defaults_count_as_supplied() -> None:
    image = input_("image", default="asset_1", required=ALWAYS)
    mask = input_("mask", required={"ifDefined": {"image": ""}})
    assert foreign(VALUE, "n", image, mask) == [("mask", "ifDefined", True, Witness())]
    mask = input_("mask", required={"ifNotDefined": {"image": ""}})
    assert foreign(VALUE, "n", image, mask) == []


def test_a_models_rules_look_at_the_nodes_values() -> None:
    rules = {"when": {"mode": ["p"], "size": [1]}}
    declared = [input_("mode"), input_("size", "number", default=1), input_("x", required=rules)]
    assert foreign(VALUE, "n", *declared) == [("x", "when", False, Witness(values={"mode": "p"}))]
    other = input_("y", required={"when": {"mode": ["q"]}})
    assert foreign(VALUE, "n", *declared, other)[1] == (
        "y",
        "when",
        False,
        Witness(values={"mode": "q"}),
    )


def test_questions_after_questions(monkeypatch: pytest.MonkeyPatch) -> None:
    """New values may be asked for after the solver and the simulation have begun."""
    import flowcheck.runs.search as search

    monkeypatch.setattr(search, "_GATES", 0)
    model = model_of(VALUE)
    for value in "abcdefgh":
        rules = {"when": {"mode": [value]}}
        sites = flow_of({"inputs": [input_("mode"), input_("x", required=rules)]}).contract
        assert sites is not None
        [verdict] = model.missing_against(model.space.flow.nodes["n"], sites)
        assert verdict.witness == Witness(values={"mode": value})


def test_nothing_against_nodes_that_never_run_or_are_not_judged() -> None:
    nodes = [
        router("r", "2"),
        node("a", gate("r", "2"), gate("r", "1", "g")),
        node("b", reads("nobody")),
    ]
    assert foreign(record(nodes), "a", PROMPT) == []
    assert foreign(record(nodes), "b", PROMPT) == []
    job = [{**one, "status": "success"} for one in nodes]
    assert foreign(job, "a", PROMPT) == []


def test_half_an_answer_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """Missing in some run is known; whether in every one is not: then nothing is claimed."""
    model = model_of(record([node("n", given("photo", "x", required=ALWAYS))], input_("photo")))
    answers = iter([True, None])
    monkeypatch.setattr(model.space, "possible", lambda literal: next(answers))
    assert model.missing == []


# Branches


@pytest.mark.parametrize(
    ("cases", "default", "values"),
    [
        ([("x == 'a'", "2"), ("x == 'b'", "3")], "1", ("2", "3", "1")),
        ([("x == 'a'", "2")], None, ("2", None)),
        ([("x == 'a'", "2")], " ", ("2", None)),
        ([("x == 'a'", "2"), ("x == 'b'", "2")], "2", ("2",)),
        ([], "1", ("1",)),
        ([], None, (None,)),
        ([("", "2"), ("x == 'a'", "")], "1", ("1",)),
        ([("x == 'a'", "2"), ("x  ==  'a' ", "3")], "1", ("2", "3", "1")),
        ([("x == 'a'", ""), ("x == 'a'", "3")], "1", ("3", "1")),
        ([("", "2"), ("x == 'a'", "3")], "1", ("3", "1")),
        ([("false", "2"), ("x == 'a'", "3")], "1", ("2", "3", "1")),
    ],
)
def test_possible_values(cases: Any, default: str | None, values: Any) -> None:
    logic = {"cases": [{"condition": c, "value": v} for c, v in cases], "default": default}
    flow = flow_of([node("r", input_("x"), type="logic", logicType="if-else", logic=logic)])
    assert possible_values(flow.nodes["r"]) == values


# The library


def runs_of(value: Any) -> FlowRuns:
    result = run_model(value)
    assert result.complete
    return result


FLOW = record(
    [
        router("r", "2"),
        node("a", gate("r", "2"), given("photo", "image"), input_("seed", value=1), input_("x")),
        node("b", reads("a")),
        node("c", gate("r", "2"), gate("r", "1", "g"), input_("y", value="v")),
        node("d", reads("nobody")),
    ],
    input_("photo"),
)


def answered(holds: bool, **decided: Any) -> Witness:
    answer = {"node": "r", "condition": "x == '2'", "holds": holds}
    return Witness(**decided, branches={"r": "2" if holds else "1"}, answers=(answer,))


def test_what_becomes_of_nodes() -> None:
    runs = runs_of(FLOW)
    assert {id: one.runs for id, one in runs.nodes.items()} == {
        "r": "always",
        "a": "sometimes",
        "b": "sometimes",
        "c": "never",
        "d": "unknown",
    }
    two, one = answered(True), answered(False)
    assert (runs["r"].running, runs["r"].skipped, runs["r"].stuck) == (Witness(), None, None)
    assert (runs["a"].running, runs["a"].skipped, runs["a"].stuck) == (two, one, None)
    assert (runs["b"].running, runs["b"].skipped, runs["b"].stuck) == (two, None, one)
    assert (runs["c"].running, runs["c"].skipped) == (None, Witness())


def test_what_becomes_of_inputs() -> None:
    runs = runs_of(FLOW)
    image = runs["a"].inputs["image"]
    assert image.supplied == "sometimes"
    assert image.with_value == answered(True, given=("photo",))
    assert image.without_value == answered(True, absent=("photo",))
    told = {name: one.supplied for name, one in runs["a"].inputs.items()}
    assert told == {"gate": "always", "image": "sometimes", "seed": "always", "x": "never"}
    assert runs["c"].inputs["y"].supplied == "never"
    assert runs["d"].inputs["image"].supplied == "unknown"


def test_every_way_to_hand_it_a_flow() -> None:
    import json

    text = json.dumps(FLOW)
    assert runs_of(text) == runs_of(text.encode()) == runs_of(flow_of(FLOW)) == runs_of(FLOW)
    with pytest.raises(ValueError, match="no flow"):
        run_model({"inputs": [input_("a")]})
    with pytest.raises(KeyError):
        runs_of(FLOW)["nobody"]


def test_the_answer_is_a_mapping_over_node_ids() -> None:
    runs = runs_of(FLOW)
    assert list(runs) == ["r", "a", "b", "c", "d"]
    assert len(runs) == 5
    assert "a" in runs
    assert "nobody" not in runs
    assert runs.get("nobody") is None
    assert list(runs.items()) == list(runs.nodes.items())


def test_a_job_is_not_judged() -> None:
    job = [{**one, "status": "success"} for one in FLOW["flow"]]
    assert {one.runs for one in runs_of(job).nodes.values()} == {"unknown"}


def test_a_spent_budget_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    import flowcheck.runs.search as search

    monkeypatch.setattr(search, "_GATES", 0)
    monkeypatch.setattr(search.Search, "_simulate", lambda self, literal: None)
    result = run_model(FLOW, budget=0)
    assert not result.complete
    assert result["a"].runs == "unknown"
    assert result["r"].runs == "always"
