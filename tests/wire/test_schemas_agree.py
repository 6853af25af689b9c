"""The JSON Schemas refuse what FC104 to FC107 report, and nothing else but what FC501, FC603, FC701
and FC710 report.

Left out are the few things no schema says: two spellings that differ (FC102), a field nobody knows
that is null, the inside of `conditionalValues`, and the background of what is no image (FC710)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flowcheck import Settings, check
from flowcheck.shipped_schemas import load
from flowcheck.wire import vocabulary as words
from flowcheck.wire.required import JsonValue
from flowcheck.wire.shapes import REQUIRED, SHAPES
from flowcheck.wire.spelling import spellings
from tests.strategies import WITH_CONTRACT, spell, valid_flows, wrap
from tests.wire.test_sdk import built
from tests.wire.test_shape import JSON

SAID = ("FC104", "FC105", "FC106", "FC107", "FC501", "FC603", "FC701", "FC710")
"""What a schema can say."""
WRONG_TYPE = ("FC702", "FC703")
"""What tells instead of FC701 that a node has what a node of another type runs; then they ask for
the type that is meant."""
EVERYTHING = Settings(severity="info", select=("FC102", *SAID, *WRONG_TYPE))
VALIDATORS = {
    name: jsonschema_rs.validator_for(json.loads(load(name)))
    for name in ("flow", "workflow", "job", "model")
}
SAMPLES = [
    path
    for path in sorted((Path(__file__).parents[2] / "samples").glob("*.json"))
    if path.stem != "sdk-dump"
]
Strategy = st.SearchStrategy[Any]


def mostly(right: Strategy, wrong: Strategy) -> Strategy:
    return st.one_of(*[right] * 15, wrong)


WORDS: dict[tuple[str, str], list[str]] = {
    ("Node", "type"): list(words.NODE_TYPES),
    ("Node", "status"): list(words.NODE_STATUSES),
    ("Node", "logicType"): list(words.LOGIC_TYPES),
    ("Input", "type"): [*words.INPUT_TYPES, *words.INPUT_TYPE_ALIASES],
    ("Input", "kind"): list(words.KINDS),
    ("Input", "backgroundBehavior"): list(words.BACKGROUND_BEHAVIORS),
}
SCALARS: dict[str, list[Any]] = {
    "string": ["a", "b", "workflow", ""],
    "number": [0, 1, 2.5],
    "boolean": [True, False],
    "any": [True, None],
}
NAMES = st.sampled_from(["a", "b"])
MESSAGE = mostly(st.sampled_from(["m", None, {}, {"message": "m"}, {"message": None}]), JSON)
VALUES = st.dictionaries(
    NAMES, mostly(st.sampled_from([1, "a", [1], None, True]), JSON), max_size=2
)
OPERATOR = mostly(st.sampled_from([*words.OPERATORS, None]), st.sampled_from(["xor", 3]))
RULES = st.fixed_dictionaries(
    {},
    optional={
        "always": mostly(st.sampled_from([True, False, None]), JSON),
        "ifDefined": mostly(st.dictionaries(NAMES, MESSAGE, max_size=2), JSON),
        "if_not_defined": st.dictionaries(NAMES, MESSAGE, max_size=2),
        "conditional": mostly(
            st.fixed_dictionaries({"values": VALUES}, optional={"operator": OPERATOR}),
            st.sampled_from([None, {}, {"values": None}, {"values": {}, "oper": "or"}, 1]),
        ),
        "conditionalValues": VALUES.filter(lambda given: dict not in map(type, given.values())),
        "when": VALUES,
    },
)
REQUIRED_RULES = mostly(st.booleans() | st.none() | RULES, JSON)


def value(model: str, field: str, depth: int) -> Strategy:
    """A field's value, nearly always a right one."""
    if (model, field) in WORDS:
        right: Strategy = st.sampled_from(WORDS[model, field])
        return mostly(right, st.sampled_from(["nodel", "", 1, None]))
    if field == "modelTypes":
        known = st.sampled_from([None, "flux.1", "sd-xl"])
        return st.lists(mostly(known, st.sampled_from(["flux", 1])), max_size=2)
    if field == "required":
        return REQUIRED_RULES
    if field == "includeOutputsInWorkflowJob":
        return mostly(st.just(True), JSON)
    return mostly(of_code(SHAPES[model][field], depth), JSON)


def of_code(code: str, depth: int) -> Strategy:
    if code.startswith("["):
        return st.lists(of_code(code[1:-1], depth) | st.none(), max_size=2)
    if code in SHAPES:
        return record(code, depth - 1) if depth else st.none()
    return st.sampled_from(SCALARS[code])


@st.composite
def record(draw: st.DrawFn, model: str, depth: int = 2) -> dict[str, JsonValue]:
    """A node, input, ref, …: what it needs and up to four more fields, in either spelling."""
    fields = draw(st.lists(st.sampled_from(sorted(SHAPES[model])), max_size=4, unique=True))
    gone = draw(mostly(st.none(), st.sampled_from([*REQUIRED[model], None])))
    made = {
        draw(st.sampled_from(spellings(field))): draw(value(model, field, depth))
        for field in dict.fromkeys((*REQUIRED[model], *fields))
        if field != gone
    }
    stranger = draw(mostly(st.none(), st.sampled_from(["dependOn", "x", "__class__"])))
    return made if stranger is None else {**made, stranger: 1}


DOCUMENTS = {
    "bare": "flow",
    "workflow": "workflow",
    "reply": "workflow",
    "run": "workflow",
    "workflows": "workflow",
    "job": "job",
    "job-reply": "job",
    "jobs": "job",
}


def without_empty_strangers(value: Any) -> Any:
    """The value without null under keys that nobody knows: that says nothing, so that no rule tells
    it, but a schema has no word for it."""
    if isinstance(value, list):
        return [without_empty_strangers(one) for one in value]
    if not isinstance(value, dict):
        return value
    known = {field for fields in SHAPES.values() for field in fields}
    return {
        key: without_empty_strangers(inner)
        for key, inner in value.items()
        if inner is not None or key in known
    }


def agree(schema: str, document: Any) -> None:
    document = without_empty_strangers(document)
    problems = check(document, settings=EVERYTHING).problems
    told = {
        problem.code
        for problem in problems
        if "kind" not in problem.args and (problem.code not in WRONG_TYPE or problem.hint)
    }
    if "FC102" not in told:
        assert VALIDATORS[schema].is_valid(document) == (not told), problems


NODES = st.lists(record("Node"), min_size=1, max_size=2)
CONTRACT = st.lists(record("Input", 1), max_size=2)


@settings(max_examples=200, deadline=None)
@given(NODES, CONTRACT)
def test_on_workflows(flow: list[Any], inputs: list[Any]) -> None:
    agree("workflow", {"id": "w", "name": "w", "hasFlow": True, "inputs": inputs, "flow": flow})


@settings(max_examples=100, deadline=None)
@given(NODES)
def test_on_jobs(flow: list[Any]) -> None:
    # The docs' short form of a node has no type; the schema takes that of some nodes, too.
    flow = [{"type": "list", **node} for node in flow]
    agree("job", {"jobId": "j", "jobType": "workflow", "metadata": {"flow": flow}})


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.sampled_from(["a", "b"]), record("Input", 1), min_size=1, max_size=2))
def test_on_contracts_by_name(inputs: dict[str, Any]) -> None:
    agree("workflow", {"id": "w", "name": "w", "hasFlow": True, "inputs": inputs, "flow": []})


@settings(max_examples=100, deadline=None)
@given(valid_flows(), st.sampled_from(["camel", "snake", "both"]))
def test_sound_documents_are_valid_in_every_spelling(made: dict[str, Any], spelling: str) -> None:
    for shape, schema in DOCUMENTS.items():
        contract = made["inputs"] if shape in WITH_CONTRACT else None
        document = spell(wrap(made["flow"], contract, shape), spelling)
        assert list(VALIDATORS[schema].iter_errors(document)) == []


@pytest.mark.parametrize("shape", DOCUMENTS)
def test_a_fault_is_found_in_every_document(shape: str) -> None:
    flow = [{"id": "a", "type": "list", "status": "success", "itemz": ["a"]}]
    assert not VALIDATORS[DOCUMENTS[shape]].is_valid(wrap(flow, None, shape))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_what_the_sdk_makes_of_samples_is_valid(path: Path) -> None:
    sample = json.loads(path.read_text(encoding="utf-8"))
    for record in sample.get("workflows", [sample]) if isinstance(sample, dict) else [sample]:
        made = built(record)
        (schema,) = {"job", "model", "workflow"} & made.model_fields_set
        dump = made.model_dump(mode="json")
        for document in (dump, dump[schema], made.to_dict(mode="json")):
            assert list(VALIDATORS[schema].iter_errors(document)) == []
            assert check(document, settings=EVERYTHING).problems == ()
