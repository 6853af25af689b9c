"""The questions that are asked of a JSON value."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowcheck.wire.values import among, choices, is_defined, json_key, of_type, same_json

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 2) | st.text(max_size=2),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3)
    ),
    max_leaves=8,
)


def test_same_json() -> None:
    assert same_json(1, 1.0)
    assert same_json([1, {"a": [True]}], [1.0, {"a": [True]}])
    assert not same_json(True, 1)
    assert not same_json(0, False)
    assert not same_json([1], [True])
    assert not same_json({"a": 1}, {"a": 1, "b": None})
    assert not same_json("1", 1)
    assert not same_json(None, False)
    assert not same_json([1], [1, 2])


def test_same_json_survives_deep_nesting() -> None:
    left: Any = 1
    right: Any = True
    for _ in range(5000):
        left, right = [left], [right]
    assert same_json(left, left)
    assert not same_json(left, right)


def test_is_defined() -> None:
    for value in (False, 0, 0.0, "x", [0], {}, [None]):
        assert is_defined(value), value
    for value in (None, "", "  \n", []):
        assert not is_defined(value), value


@pytest.mark.parametrize(
    ("input_type", "fits", "does_not"),
    [
        ("string", ["a"], [1, True, ["a"], {}]),
        ("number", [1, 1.5], ["1", True, [1]]),
        ("boolean", [True, False], [1, "true"]),
        ("file", ["id", {"url": "u"}], [1, True, ["id"]]),
        ("model", ["id"], [1]),
        ("number_array", [[], ["a"]], [1, {}]),
        ("inputs_array", [[{}]], ["a"]),
        ("hologram", [1, "a", [], {}, True], []),
    ],
)
def test_of_type(input_type: str, fits: list[Any], does_not: list[Any]) -> None:
    assert all(of_type(input_type, value) for value in fits)
    assert not any(of_type(input_type, value) for value in does_not)


def test_choices() -> None:
    options = [1, {"value": "a", "label": "A"}, {"label": "B"}]
    assert choices({"type": "select", "options": options}) == [1, "a", {"label": "B"}]
    assert choices({"type": "select", "options": options, "allowedValues": ["x"]}) == ["x"]
    assert choices({"type": "string", "options": options}) is None
    assert choices({"type": "select"}) is None


@given(JSON, JSON)
def test_same_json_is_an_equivalence(a: Any, b: Any) -> None:
    assert same_json(a, a)
    assert same_json(a, b) == same_json(b, a)
    as_text = [json.dumps(value, sort_keys=True) for value in (a, b)]
    assert same_json(a, b) == (as_text[0] == as_text[1])
    assert among(a, [[a], b]) == same_json(a, b)


@given(JSON, JSON)
def test_a_key_is_equal_where_the_values_are(a: Any, b: Any) -> None:
    assert (json_key(a) == json_key(b)) == same_json(a, b)
    assert hash(json_key(a)) == hash(json_key(a))
