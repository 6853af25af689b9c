"""The quick shape check agrees with pydantic, and what is salvaged can be read."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from flowcheck.wire import models
from flowcheck.wire.forms import MAX_DEPTH, fits
from flowcheck.wire.shape import ShapeError, canonical_tree, json_type, salvage
from flowcheck.wire.shapes import REQUIRED, SHAPES
from flowcheck.wire.spelling import snake

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.just(10**400)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=5,
)


def of_code(code: str, depth: int) -> st.SearchStrategy[Any]:
    """Values of a field: mostly what the code says, sometimes null or anything."""
    if code == "string":
        right: st.SearchStrategy[Any] = st.text(max_size=4)
    elif code == "number":
        right = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    elif code == "boolean":
        right = st.booleans()
    elif code == "any":
        right = JSON
    elif code[0] == "[":
        right = st.lists(of_code(code[1:-1], depth), max_size=2)
    elif depth == 0:
        right = st.none()
    else:
        right = record(code, depth - 1)
    return st.one_of(right, right, right, right, st.none(), JSON)


def record(model: str, depth: int = 2) -> st.SearchStrategy[dict[str, Any]]:
    """A record with up to five of its fields, most often the required ones among them."""
    names = st.lists(st.sampled_from(sorted(SHAPES[model])), max_size=5, unique=True)
    gone = st.sets(st.sampled_from([*REQUIRED[model], "x", "y", "z"]), max_size=1)
    extra = st.dictionaries(
        st.sampled_from(["x", "model_config", "__class__", "self"]), JSON, max_size=1
    )
    return st.tuples(names, gone, extra).flatmap(
        lambda drawn: st.fixed_dictionaries(
            {
                **{key: st.just(value) for key, value in drawn[2].items()},
                **{
                    key: of_code(SHAPES[model][key], depth)
                    for key in dict.fromkeys([*REQUIRED[model], *drawn[0]])
                    if key not in drawn[1]
                },
            }
        )
    )


MODELS = st.sampled_from(["Node", "Input"]).flatmap(lambda m: st.tuples(st.just(m), record(m)))


def validates(model: str, raw: Any) -> bool:
    try:
        getattr(models, model).model_validate(raw)
    except ValidationError:
        return False
    return True


@settings(max_examples=120, deadline=None)
@given(MODELS)
def test_fits_is_what_pydantic_says(made: tuple[str, dict[str, Any]]) -> None:
    model, raw = made
    assert fits(model, raw) == validates(model, raw)


@settings(max_examples=120, deadline=None)
@given(MODELS)
def test_what_is_salvaged_fits_and_each_error_has_its_place(
    made: tuple[str, dict[str, Any]],
) -> None:
    model, raw = made
    before = copy.deepcopy(raw)
    rest, errors = salvage(model, raw)
    assert raw == before
    assert rest is not None
    assert fits(model, rest)
    assert bool(errors) == (not fits(model, raw))
    assert salvage(model, rest) == (rest, [])
    assert len({(error.path, error.field) for error in errors}) == len(errors)
    for error in errors:
        value: Any = raw
        for step in error.path:
            value = value[step]
        if error.kind == "missing":
            assert value.get(error.field) is None
        else:
            assert error.found == json_type(value) != error.expected


@settings(max_examples=60, deadline=None)
@given(JSON, st.sampled_from(sorted(SHAPES)))
def test_anything_in_place_of_a_record_is_one_error(value: Any, model: str) -> None:
    rest, errors = salvage(model, value)
    if type(value) is not dict:
        assert rest is None
        assert errors == [ShapeError("type", (), model, "", "object", json_type(value))]
    else:
        assert fits(model, rest)


@pytest.mark.parametrize(
    ("raw", "path", "expected", "found"),
    [
        ({"id": 5, "type": "list"}, ("id",), "string", "number"),
        ({"id": "a", "type": "list", "items": "x"}, ("items",), "array", "string"),
        ({"id": "a", "type": "list", "items": [True]}, ("items", 0), "string", "boolean"),
        ({"id": "a", "type": "list", "count": "3"}, ("count",), "number", "string"),
        ({"id": "a", "type": "list", "count": False}, ("count",), "number", "boolean"),
        ({"id": "a", "type": "list", "logic": []}, ("logic",), "object", "array"),
        ({"id": "a", "type": "list", "inputs": [7]}, ("inputs", 0), "object", "number"),
    ],
)
def test_errors_say_both_types(raw: Any, path: Any, expected: str, found: str) -> None:
    _, (error,) = salvage("Node", raw)
    assert (error.path, error.expected, error.found) == (path, expected, found)
    assert error.model == "Node"
    assert error.field == path[0]


def test_errors_inside_an_input_belong_to_its_models() -> None:
    sub = {"name": "s", "type": "string", "color": 1}
    raw = {
        "id": "a",
        "type": "m",
        "inputs": [{"name": "p", "type": "inputs_array", "items": [[sub], 3], "ref": {"equal": 2}}],
    }
    rest, errors = salvage("Node", raw)
    assert [(e.model, e.field, e.path) for e in errors] == [
        ("Ref", "equal", ("inputs", 0, "ref", "equal")),
        ("Input", "color", ("inputs", 0, "items", 0, 0, "color")),
        ("Input", "items", ("inputs", 0, "items", 1)),
    ]
    assert rest is not None
    assert rest["inputs"][0]["items"] == [[{"name": "s", "type": "string", "color": None}], None]


def test_a_missing_field_is_placed_at_its_object() -> None:
    for lacking in ({"name": "p"}, {"name": "p", "type": None}):
        rest, errors = salvage("Node", {"id": "a", "type": "m", "inputs": [lacking]})
        assert errors == [ShapeError("missing", ("inputs", 0), "Input", "type")]
        assert rest is not None
        assert rest["inputs"] == [{"name": "p", "type": ""}]


def nested(key: str, levels: int) -> dict[str, Any]:
    value: dict[str, Any] = {"name": "deep", "type": "string", "ref": 5}
    for _ in range(levels):
        inner = [value] if key == "inputs" else [[value]]
        value = {"name": "a", "type": "inputs_array", key: inner}
    return value


@pytest.mark.parametrize("key", ["inputs", "items"])
@pytest.mark.parametrize("levels", [MAX_DEPTH - 1, MAX_DEPTH, 160])
def test_hostile_nesting_is_cut(key: str, levels: int) -> None:
    raw = {"id": "a", "type": "m", "inputs": [nested(key, levels)]}
    assert not fits("Node", raw)
    assert canonical_tree("Node", raw) is raw
    rest, (error,) = salvage("Node", raw)
    assert fits("Node", rest)
    if levels < MAX_DEPTH:
        assert (error.kind, error.field, error.path[-1]) == ("type", "ref", "ref")
    else:
        assert (error.kind, error.field) == ("deep", key)
        steps = 2 if key == "inputs" else 3
        assert len(error.path) == 2 + MAX_DEPTH * steps


def respelt(value: Any) -> Any:
    """The record as the SDK's dump spells it."""
    if isinstance(value, list):
        return [respelt(item) for item in value]
    if not isinstance(value, dict):
        return value
    special = {"modelId": "api_model_id", "modelTypes": "api_model_types"}
    return {special.get(key, snake(key)): respelt(item) for key, item in value.items()}


EXAMPLES = {"string": "s", "number": 1, "boolean": True, "any": {"keptAsIs": 1}}


def full(code: str, depth: int = 2) -> Any:
    """A value with every field there is."""
    if code[0] == "[":
        return [full(code[1:-1], depth)]
    if code not in SHAPES:
        return EXAMPLES[code]
    return {
        key: full(inner, depth - 1)
        for key, inner in SHAPES[code].items()
        if depth or inner.strip("[]") not in SHAPES
    }


@pytest.mark.parametrize("model", ["Node", "Input"])
def test_snake_case_is_read_as_camel_case(model: str) -> None:
    raw = full(model)
    dumped = json.loads(json.dumps(respelt(raw)).replace("kept_as_is", "keptAsIs"))
    before = copy.deepcopy(dumped)
    assert fits(model, raw)
    assert not fits(model, dumped)
    assert canonical_tree(model, dumped) == raw
    assert canonical_tree(model, raw) is raw
    assert dumped == before


def test_of_both_spellings_the_one_that_says_something_counts() -> None:
    twins = {"id": "a", "type": "m", "api_model_id": "x", "modelId": None, "depends_on": None}
    assert canonical_tree("Node", twins) == {
        "id": "a",
        "type": "m",
        "modelId": "x",
        "dependsOn": None,
    }
