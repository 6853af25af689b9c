"""Which runs a contract accepts, against a plain reading of the rules."""

from __future__ import annotations

from itertools import product
from random import Random
from typing import Any

import pytest

from flowcheck.runs.circuit import TRUE, Circuit
from flowcheck.runs.contract import ContractSpace, finite_values
from flowcheck.runs.decisions import Decisions
from tests.runs.accepted import is_accepted
from tests.runs.asking import Sign, is_required
from tests.runs.support import flow_of, input_, model_of, node, record
from tests.support import raw_findings

NAMES = ("a", "b", "c")


def contract(*inputs: Any) -> Any:
    return flow_of({"inputs": list(inputs)}).contract


def rules(rng: Random) -> Any:
    others = rng.sample([*NAMES, "hidden"], rng.randint(1, 2))
    values = {name: rng.choice([["p"], ["p", "q"], "q", [True, 1]]) for name in others}
    return rng.choice(
        [
            None,
            True,
            {"always": True},
            {"ifDefined": dict.fromkeys(others, "")},
            {"ifNotDefined": dict.fromkeys(others, "")},
            {"when": values},
            {"conditional": {"values": values, "operator": rng.choice(["and", "or"])}},
            {"conditionalValues": {others[0]: {"operation": "notIn", "values": ["p", 1]}}},
        ]
    )


def plainly(inputs: list[Any], body: dict[str, Any]) -> bool:
    held = {
        one["name"]: body.get(one["name"], one.get("default"))
        for one in inputs
        if body.get(one["name"], one.get("default")) is not None
    }
    return all(
        one["name"] in held
        or not is_required(
            one.get("required"), held.__contains__, lambda name: held.get(name, Sign.ABSENT)
        )
        for one in inputs
    )


def test_accepted_bodies() -> None:
    rng = Random("contract")
    told = {True: 0, False: 0}
    for _ in range(150):
        # a type nobody knows, which takes every value
        inputs = [input_(name, "scalar", required=rules(rng)) for name in NAMES]
        if rng.random() < 0.3:
            inputs[0]["default"] = rng.choice(["p", "q"])
        sites = contract(*inputs)
        for values in product((None, "p", "q", 1, True), repeat=3):
            body = {n: v for n, v in zip(NAMES, values, strict=True) if v is not None}
            expected = plainly(inputs, body)
            assert is_accepted(sites, body) == expected, (inputs, body)
            told[expected] += 1
    assert min(told.values()) > 2000


def test_values_outside_a_finite_domain_are_not_accepted() -> None:
    sites = contract(input_("mode", allowedValues=["a", "", None]), input_("on", "boolean"))
    assert is_accepted(sites, {})
    assert is_accepted(sites, {"mode": "a", "on": False})
    assert is_accepted(sites, {"mode": "  "}), "blank is not given"
    assert not is_accepted(sites, {"mode": "b"})
    assert not is_accepted(sites, {"on": 1})


@pytest.mark.parametrize(
    ("input", "values"),
    [
        (input_("x"), None),
        (input_("x", allowedValues=[]), None),
        (input_("x", allowedValues=["", " ", None]), None),
        (input_("x", allowedValues=["b", "a", "b"]), ["b", "a"]),
        (input_("x", "number", allowedValues=[1, 1.0, 2]), [1, 2]),
        (input_("x", "number", allowedValues=[1, True]), None),
        (input_("x", "boolean", allowedValues=["yes", "no"]), [False, True]),
        (input_("x", "select", allowedValues=["a"], default="z"), ["a"]),
        (input_("x", "string_array", allowedValues=["a"]), None),
        (input_("x", "boolean"), [False, True]),
        (input_("x", "boolean", allowedValues=[True]), [True]),
    ],
)
def test_finite_values(input: Any, values: list[Any] | None) -> None:
    found = finite_values(contract(input)[0])
    assert (found is None) == (values is None)
    assert [repr(v) for v in found or ()] == [repr(v) for v in values or ()]


def test_without_a_contract_everything_is_given() -> None:
    circuit = Circuit()
    space = ContractSpace(None, circuit, Decisions(circuit))
    assert space.supplied("anything") == TRUE
    assert space.known("anything") == -TRUE
    assert space.constraints() == {}


def test_doubt_spreads_to_those_whose_rules_name_it() -> None:
    sites = contract(
        input_("a", required=7),
        input_("b", required={"ifDefined": {"a": ""}}),
        input_("c", required={"when": {"b": ["x"]}}),
        input_("d"),
        input_("e", required={"ifNotDefined": {"d": ""}}),
    )
    circuit = Circuit()
    assert ContractSpace(sites, circuit, Decisions(circuit)).doubtful == {"a", "b", "c"}


def test_flows_and_contracts_alike() -> None:
    flow = flow_of(record([{"id": "n", "type": "list"}], input_("a", required=True)))
    assert flow.contract is not None
    assert not is_accepted(flow.contract, {})
    assert is_accepted(flow.contract, {"a": "x"})


def test_an_input_without_a_name_may_be_the_one_a_rule_names() -> None:
    sites = contract(
        {"type": "string"},
        input_("a", required={"ifNotDefined": {"b": ""}}),
        input_("b"),
        input_("c", required={"ifNotDefined": {"lost": ""}}),
    )
    circuit = Circuit()
    assert ContractSpace(sites, circuit, Decisions(circuit)).doubtful == {"", "c"}
    assert ContractSpace(sites[1:], circuit, Decisions(circuit)).doubtful == frozenset()


def test_an_entry_that_is_no_object_may_be_it_too() -> None:
    value = {"inputs": [7, input_("c", required={"ifNotDefined": {"lost": ""}})]}
    assert model_of(value).space.contract.doubtful == {"c"}
    value["inputs"][0] = None
    assert model_of(value).space.contract.doubtful == frozenset()
    value["inputs"][0] = input_("a", label=7)
    assert model_of(value).space.contract.doubtful == frozenset(), "its name can be read"


@pytest.mark.parametrize("bounds", [{"min": 4}, {"max": 1}, {"min": 3, "max": 5}])
def test_a_rule_that_looks_for_a_number_beyond_the_bounds_never_fires(bounds: Any) -> None:
    count = input_("count", "integer", **bounds)
    read = input_("n", "number", ref={"node": "workflow", "name": "count"})
    ruled = input_("style", required={"conditionalValues": {"n": [2]}})
    assert raw_findings(record([node("draw", read, ruled)], count), "FC610", "FC611") == []
