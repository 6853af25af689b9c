"""A contract's JSON Schema accepts exactly the runs that Scenario would."""

from __future__ import annotations

import json
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import flowcheck
from flowcheck import check_run
from flowcheck.contracts.body_schema import contract_schema
from flowcheck.contracts.contract import Contract
from flowcheck.contracts.literals import misfits
from flowcheck.graph.flow import Flow
from flowcheck.graph.sites import InputSite
from flowcheck.reading.source import Source
from flowcheck.report import Report
from flowcheck.runs.circuit import Circuit, Literal
from flowcheck.runs.contract import ContractSpace
from flowcheck.runs.decisions import DecisionKind, Decisions
from flowcheck.settings import Settings
from flowcheck.wire.values import is_defined, json_key
from tests.contracts.bodies import ODD, Json, bodies, contracts, odd_bodies, odd_inputs
from tests.runs.asking import Sign, empty, is_required

OFTEN = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def record(inputs: Any) -> Json:
    return {"name": "Paint", "inputs": inputs, "flow": [], "hasFlow": True}


def flow_of(inputs: Any) -> Flow:
    (document,) = Source.from_value("wf.json", record(inputs)).documents
    return Flow(document)


def schema_of(inputs: Any) -> Json:
    contract = Contract.of(flow_of(inputs))
    assert contract is not None
    return contract_schema(contract)


def accepts(inputs: Any, body: Any) -> bool:
    """What both validators say of the body."""
    schema = schema_of(inputs)
    Draft202012Validator.check_schema(schema)
    verdict = Draft202012Validator(schema).is_valid(body)
    assert jsonschema_rs.validator_for(schema).is_valid(body) is verdict
    return verdict


def fits(inputs: list[Json], body: Json) -> bool:
    """Whether every key is an input and every value surely fits it."""
    by_name = {terms["name"]: terms for terms in inputs}
    return body.keys() <= by_name.keys() and not any(
        misfit.sure for name, value in body.items() for misfit in misfits(by_name[name], value)
    )


@st.composite
def runs(draw: st.DrawFn) -> tuple[list[Json], Json]:
    inputs = draw(contracts())
    return inputs, draw(bodies(inputs))


def refused(report: Report) -> bool:
    """Whether the schema has to refuse the body: it takes no unknown keys, of which Scenario
    ignores those that resemble none (FC821 is a warning then)."""
    return report.summary.errors > 0 or any(p.code == "FC821" for p in report.problems)


@OFTEN
@given(runs())
def test_schema_agrees_with_check_run(run: tuple[list[Json], Json]) -> None:
    inputs, body = run
    report = check_run(record(inputs), body, settings=Settings(select=("FC82",)))
    assert not report.failures
    assert accepts(inputs, body) is not refused(report)


@OFTEN
@given(runs())
def test_schema_agrees_with_the_text_of_the_rules(run: tuple[list[Json], Json]) -> None:
    inputs, body = run
    defaults = {terms["name"]: terms.get("default") for terms in inputs}

    def value(name: str) -> Any:
        held = body.get(name) if name in defaults else None
        held = defaults.get(name) if empty(held) else held
        return Sign.ABSENT if empty(held) else held

    def supplied(name: str) -> bool:
        return value(name) is not Sign.ABSENT

    lacking = [
        terms["name"]
        for terms in inputs
        if not supplied(terms["name"]) and is_required(terms["required"], supplied, value)
    ]
    assert accepts(inputs, body) is (fits(inputs, body) and not lacking)


@OFTEN
@given(runs())
def test_schema_agrees_with_the_accepted_runs_of_the_run_model(
    run: tuple[list[Json], Json],
) -> None:
    inputs, body = run
    if not fits(inputs, body) or any(terms["type"] in ("select", "hologram") for terms in inputs):
        return  # the run model knows no values that do not fit, and no foreign types
    assert accepts(inputs, body) is _accepted(flow_of(inputs).contract or [], body)


def _accepted(sites: list[InputSite], body: Json) -> bool:
    circuit = Circuit()
    decisions = Decisions(circuit)
    space = ContractSpace(sites, circuit, decisions)
    for site in sites:
        space.supplied(site.name)
    constraints = space.constraints()
    bits: dict[int, bool] = {}
    for (kind, name), decision in decisions.all.items():
        held = body.get(name)
        effective = held if is_defined(held) else space.sites[name].get("default")
        taken = is_defined(held) if kind is DecisionKind.GIVEN else effective
        for bit, option in zip(decision.bits, decision.options, strict=True):
            bits[bit] = json_key(option) == json_key(taken)

    def truth(literal: Literal) -> bool:
        part = circuit.parts[abs(literal)]
        if part is None:
            known = bits.get(abs(literal), True)  # 1 is the constant
        else:
            known = all(map(truth, part))
        return known is (literal > 0)

    always = [
        site.name
        for site in sites
        if space.rules(site.name).always and not is_defined(site.get("default"))
    ]
    return all(map(truth, constraints.values())) and all(is_defined(body.get(n)) for n in always)


@OFTEN
@given(st.lists(st.one_of(odd_inputs(), st.sampled_from(ODD)), max_size=4), odd_bodies())
def test_contracts_with_mistakes(inputs: Any, body: Any) -> None:
    """Whatever cannot be read claims nothing, in the schema as in check-run."""
    value = {**record(inputs), "ownerId": "team_1"}
    report = check_run(value, json.dumps(body), settings=Settings(select=("FC82",)))
    assert not report.failures
    assert accepts(inputs, body) is not refused(report)


def _one(**terms: Any) -> list[Json]:
    return [{"name": "a", **terms}]


MASK = [
    {"name": "image", "type": "file"},
    {"name": "mask", "type": "file", "required": {"ifDefined": {"image": "", "hidden": ""}}},
]
EITHER = [
    {"name": "image", "type": "file", "required": {"ifNotDefined": {"prompt": ""}}},
    {"name": "prompt", "type": "string", "required": {"ifNotDefined": {"image": ""}}},
]
STYLE = [
    {"name": "mode", "type": "string", "default": "edit"},
    {
        "name": "style",
        "type": "model_array",
        "required": {"conditional": {"values": {"mode": ["edit"]}}},
    },
]
NEGATED = {"conditionalValues": {"on": {"operation": "notIn", "values": [False]}}}


@pytest.mark.parametrize(
    ("inputs", "body", "accepted"),
    [
        ([], {}, True),
        ([], {"a": 1}, False),
        (_one(type="string"), {"a": None}, True),
        (_one(type="string", required={"always": True}), {"a": " \n"}, False),
        (_one(type="string", required={"always": True}), {"a": "x"}, True),
        (_one(type="string", required={"always": True}, default="x"), {}, True),
        (_one(type="string", required={"always": True}, default=""), {}, False),
        (_one(type="number", required=True), {"a": 0}, True),
        (_one(type="number", required=True), {"a": ""}, False),
        (_one(type="boolean", required=True), {"a": False}, True),
        (_one(type="boolean"), {"a": 1}, False),
        (_one(type="file_array", required=True), {"a": []}, False),
        (_one(type="file_array"), {"a": "asset_1"}, False),
        (_one(type="number", min=0, max=1), {"a": -1}, True),
        (_one(type="number", min=1), {"a": 0}, False),
        (_one(type="number", min=5, max=1), {"a": 9}, True),
        (_one(type="number_array", max=1), {"a": [1, 2]}, False),
        (_one(type="string", maxLength=2.5), {"a": "ab"}, True),
        (_one(type="string", maxLength=2.5), {"a": "abc"}, False),
        (_one(type="string", maxLength=2), {"a": "🦊🦊"}, True),
        (_one(type="string", minLength=1e300), {"a": "abc"}, False),
        (_one(type="string_array", maxLength=1), {"a": ["x", "", None]}, True),
        (_one(type="string_array", maxLength=1), {"a": ["x", "y"]}, False),
        (_one(type="string_array", minLength=2), {"a": ["x"]}, False),
        (_one(type="string_array", allowedValues=["x"]), {"a": ["x", "y"]}, False),
        (_one(type="number", allowedValues=[1]), {"a": 1.0}, True),
        (_one(type="number", allowedValues=[1]), {"a": True}, False),
        (_one(type="number", allowedValues=["1", 2]), {"a": "1"}, True),
        (_one(type="number", allowedValues=["1", 2]), {"a": "2"}, False),
        (_one(type="select", options=[{"value": "x"}]), {"a": "y"}, False),
        (_one(type="hologram", required=True), {"a": {}}, True),
        (_one(type="hologram", required=True), {"a": None}, False),
        (_one(type="file", required={"ifNotDefined": {"hidden": ""}}), {}, False),
        (_one(type="file", required={"ifNotDefined": {"a": ""}}), {}, False),
        (_one(type="file", required={"always": "yes"}), {}, True),
        (MASK, {"image": "asset_1"}, False),
        (MASK, {"image": ""}, True),
        (MASK, {"image": "asset_1", "mask": "asset_2"}, True),
        (EITHER, {}, False),
        (EITHER, {"prompt": "x"}, True),
        (EITHER, {"prompt": "", "image": None}, False),
        (STYLE, {}, False),
        (STYLE, {"mode": "draw"}, True),
        (STYLE, {"mode": None}, False),
        ([{"name": "on", "type": "boolean"}, *_one(type="file", required=NEGATED)], {}, True),
        (
            [{"name": "on", "type": "boolean"}, *_one(type="file", required=NEGATED)],
            {"on": True},
            False,
        ),
        (_one(type="file") + _one(type="number"), {"a": True}, True),
        ([5, *_one(type="file")], {"b": 1}, True),
        ([{"type": "file", "kind": "image"}, *_one(type="file")], {"b": 1, "a": 7}, False),
    ],
)
def test_bodies(inputs: Any, body: Json, accepted: bool) -> None:
    assert accepts(inputs, body) is accepted


def test_schema_tells_what_a_form_needs() -> None:
    schema = schema_of(
        [
            {
                "name": "strength",
                "type": "number",
                "label": "Strength",
                "description": "How much changes.",
                "min": 0.1,
                "max": 1,
                "default": 0.7,
            },
            {"name": "image", "type": "file", "kind": "video", "required": {"always": True}},
            {"name": "size", "type": "string", "allowedValues": ["s", "m"], "required": True},
            {"name": "style", "type": "model_array", "modelTypes": ["flux.1-lora"]},
        ]
    )
    assert schema["title"] == "Inputs of Paint"
    assert schema["additionalProperties"] is False
    assert schema["required"] == ["image", "size"]
    assert schema["properties"]["strength"] == {
        "title": "Strength",
        "description": "How much changes.",
        "x-scenario-type": "number",
        "default": 0.7,
        "anyOf": [
            {"type": "number", "minimum": 0.1, "maximum": 1},
            {"$ref": "#/$defs/none"},
        ],
    }
    assert schema["properties"]["image"]["type"] == ["string", "object"]
    assert schema["properties"]["image"]["x-scenario-kind"] == "video"
    assert schema["properties"]["size"] == {"x-scenario-type": "string", "enum": ["s", "m"]}
    assert schema["properties"]["style"]["x-scenario-model-types"] == ["flux.1-lora"]


def test_either_or_group_is_said_once() -> None:
    (rule,) = schema_of(EITHER)["allOf"]
    assert rule["description"] == "One of `image` or `prompt` is required."
    assert [part["required"] for part in rule["anyOf"]] == [["image"], ["prompt"]]


def test_value_rule_is_an_if_then() -> None:
    (rule,) = schema_of(
        [{"name": "on", "type": "boolean"}, *_one(required={"when": {"on": True}})]
    )["allOf"]
    assert rule["description"] == "`a` is required when `on` is `true`."
    assert rule["if"] == {"required": ["on"], "properties": {"on": {"enum": [True]}}}
    assert rule["then"]["required"] == ["a"]


def test_unreadable_names_leave_the_schema_open() -> None:
    assert "additionalProperties" not in schema_of([5, *_one(type="file")])


def test_no_contract() -> None:
    assert Contract.of(flow_of(None)) is None
    assert Contract.of(flow_of("?")) is None


def test_the_library_gives_the_schema() -> None:
    inputs = [{"name": "size", "type": "number", "max": 2}]
    assert flowcheck.contract_schema(record(inputs)) == schema_of(inputs)
    several = [{**record(inputs), "id": "a"}, {**record([]), "id": "b"}]
    assert flowcheck.contract_schema(several, id="b")["properties"] == {}
    with pytest.raises(ValueError, match=r"w\.json: 2 inputs contracts .*: choose one by its id"):
        flowcheck.contract_schema(several, name="w.json")
    with pytest.raises(ValueError, match="no inputs contract"):
        flowcheck.contract_schema([{"id": "a", "type": "list"}])
