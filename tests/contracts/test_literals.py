"""Whether a literal fits an input: sentences, edge cases, and agreement with JSON Schema."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from flowcheck.contracts.literals import misfits
from flowcheck.wire.values import is_defined, scalar_key
from flowcheck.wire.vocabulary import ARRAY_TYPES, INPUT_TYPES


def said(value: Any, **terms: Any) -> list[tuple[str, tuple[str | int, ...], str]]:
    return [(m.kind, m.path, m.says) for m in misfits(terms, value)]


@pytest.mark.parametrize(
    ("terms", "value", "expected"),
    [
        ({"type": "number"}, "5", [("type", (), "is a string, but a number is needed")]),
        ({"type": "integer"}, True, [("type", (), "is a boolean, but a number is needed")]),
        ({"type": "string"}, 5, [("type", (), "is a number, but a string is needed")]),
        ({"type": "string"}, ["a"], [("type", (), "is an array, but a string is needed")]),
        ({"type": "boolean"}, 1, [("type", (), "is a number, but a boolean is needed")]),
        ({"type": "file"}, 7, [("type", (), "is a number, but an asset id is needed")]),
        ({"type": "model"}, ["m"], [("type", (), "is an array, but a model id is needed")]),
        (
            {"type": "file_array"},
            "asset_1",
            [("scalar-for-array", (), "is a string, but an array is needed")],
        ),
        (
            {"type": "number_array"},
            False,
            [("scalar-for-array", (), "is a boolean, but an array is needed")],
        ),
        (
            {"type": "string_array"},
            {"a": 1},
            [("type", (), "is an object, but an array is needed")],
        ),
        (
            {"type": "string_array"},
            ["a", 1, None, ""],
            [("type", (1,), "is a number, but a string is needed")],
        ),
        (
            {"type": "number", "min": 1, "max": 5.0},
            9,
            [("above-max", (), "is 9, above the `max` of 5")],
        ),
        ({"type": "number", "min": 1}, 0.5, [("below-min", (), "is 0.5, below the `min` of 1")]),
        (
            {"type": "number_array", "min": 0, "max": 1, "maxLength": 2},
            [0.5, 3, -1],
            [
                ("too-long", (), "has 3 items, more than the `maxLength` of 2"),
                ("above-max", (1,), "is 3, above the `max` of 1"),
                ("below-min", (2,), "is -1, below the `min` of 0"),
            ],
        ),
        (
            {"type": "string", "maxLength": 3},
            "four",
            [("too-long", (), "has 4 characters, more than the `maxLength` of 3")],
        ),
        (
            {"type": "model", "minLength": 2},
            "m",
            [("too-short", (), "has 1 character, fewer than the `minLength` of 2")],
        ),
        (
            {"type": "string_array", "minLength": 2},
            ["longer than two"],
            [("too-short", (), "has 1 item, fewer than the `minLength` of 2")],
        ),
        (
            {"type": "string", "allowedValues": ["fast", "slow"]},
            "fest",
            [("not-allowed", (), 'is `"fest"`, which is not one of its `allowedValues`')],
        ),
        (
            {"type": "number", "allowedValues": [1, 2], "max": 2},
            3,
            [("not-allowed", (), "is `3`, which is not one of its `allowedValues`")],
        ),
        (
            {"type": "string_array", "allowedValues": ["a"]},
            ["a", "b"],
            [("not-allowed", (1,), 'is `"b"`, which is not one of its `allowedValues`')],
        ),
        (
            {"type": "select", "options": [{"label": "A", "value": "a"}, "b"]},
            "c",
            [("not-allowed", (), 'is `"c"`, which is not one of its `allowedValues`')],
        ),
    ],
)
def test_misfits(terms: dict[str, Any], value: Any, expected: list[Any]) -> None:
    assert said(value, **terms) == expected


@pytest.mark.parametrize(
    ("terms", "value"),
    [
        ({"type": "number", "max": 5}, 5.0),
        ({"type": "number", "allowedValues": [1]}, 1.0),
        ({"type": "number", "step": 4}, 3),
        ({"type": "number"}, "  "),
        ({"type": "string_array", "minLength": 1}, []),
        ({"type": "file_array"}, ""),
        ({"type": "file"}, "data:image/png;base64,AAAA"),
        ({"type": "file"}, {"assetId": "asset_1"}),
        ({"type": "file", "allowedValues": ["a"]}, "b"),
        ({"type": "boolean", "allowedValues": [True], "max": 0}, False),
        ({"type": "string", "min": 5}, "a"),
        ({"type": "file_array", "min": 2}, ["asset_1"]),
        ({"type": "number", "min": 5, "max": 1}, 3),
        ({"type": "string", "minLength": 5, "maxLength": 1}, "abc"),
        ({"type": "string", "maxLength": -1}, "abc"),
        ({"type": "string", "allowedValues": []}, "a"),
        ({"type": "string", "allowedValues": ["", None]}, "a"),
        ({"type": "number", "allowedValues": ["1", 2]}, 3),
        ({"type": "number", "allowedValues": ["1", "2"]}, "1"),
        ({"type": "string_array", "allowedValues": ["a"]}, ["a", "", None]),
        ({"type": "string_array", "maxLength": 1}, ["a", "", None]),
        ({"type": "string_array", "minLength": 2}, ["a", ""]),
        ({"type": "inputs_array"}, [{"a": 1}]),
        ({"type": "select"}, 5),
        ({"type": "select", "options": [1, 2]}, 2),
        ({"type": "select", "options": [{"label": "A"}]}, "z"),
        ({"type": "select", "options": "?"}, "z"),
        ({"type": "hologram"}, 5),
        ({"type": ""}, 5),
        ({}, 5),
    ],
)
def test_fits(terms: dict[str, Any], value: Any) -> None:
    assert said(value, **terms) == []


def test_below_a_min_of_0_is_not_sure() -> None:
    assert [m.sure for m in misfits({"type": "number", "min": 0}, -1)] == [False]
    assert [m.sure for m in misfits({"type": "number", "min": 1}, -1)] == [True]
    assert [m.sure for m in misfits({"type": "number", "max": 0}, 1)] == [True]


def test_hints_of_values_that_are_not_allowed() -> None:
    allowed = ["realistic", "anime", 4]
    terms = {"type": "select", "allowedValues": allowed}
    assert [m.hint for m in misfits(terms, "realstic")] == ["did you mean `realistic`?"]
    assert [m.hint for m in misfits(terms, 7)] == ['allowed: `"realistic"`, `"anime"` or `4`']


def test_picks_are_not_bounded() -> None:
    terms = {"type": "number_array", "min": 1, "max": 2, "maxLength": 1}
    found = misfits(terms, [5, 6], bounds_items=False)
    assert [(m.kind, m.path) for m in found] == [("too-long", ())]


def test_scalar_keys_follow_json_equality() -> None:
    assert scalar_key(1) == scalar_key(1.0) != scalar_key(True)
    assert scalar_key("1") != scalar_key(1)
    assert scalar_key([]) is scalar_key({}) is scalar_key(None) is None


# The same terms said in JSON Schema by hand, for values that hold no blanks and no nulls.

_JSON_TYPES = {
    "string": "string",
    "file": ["string", "object"],
    "model": ["string", "object"],
    "number": "number",
    "boolean": "boolean",
}


def schema(terms: dict[str, Any]) -> dict[str, Any]:
    input_type = terms["type"]
    lengths = ("minItems", "maxItems") if input_type in ARRAY_TYPES else ("minLength", "maxLength")
    result: dict[str, Any] = {}
    if input_type in ("string", "model") or input_type in ARRAY_TYPES:
        for ours, theirs in zip(("minLength", "maxLength"), lengths, strict=True):
            if ours in terms:
                result[theirs] = terms[ours]
    scalar = input_type.removesuffix("_array")
    inner: dict[str, Any] = {}
    if scalar in _JSON_TYPES:
        inner["type"] = _JSON_TYPES[scalar]
    if scalar == "number":
        inner |= {
            theirs: terms[ours]
            for ours, theirs in (("min", "minimum"), ("max", "maximum"))
            if ours in terms
        }
    if "allowedValues" in terms and scalar in ("string", "number"):
        inner["enum"] = terms["allowedValues"]
    if input_type in ARRAY_TYPES:
        return result | {"type": "array", "items": inner}
    return result | inner


WORDS = st.sampled_from(["a", "b", "ab", "abc", "asset_1", "é😀"])
NUMBERS = st.integers(-3, 6) | st.sampled_from([0.5, 1.0, 2.0, -1.5])
SCALARS = WORDS | NUMBERS | st.booleans()
LITERALS = (
    SCALARS
    | st.lists(SCALARS | st.just({"k": 1}), min_size=1, max_size=4)
    | st.lists(WORDS, min_size=1, max_size=4)
    | st.lists(NUMBERS, min_size=1, max_size=4)
    | st.just({"k": 1})
)


@st.composite
def inputs(draw: st.DrawFn) -> dict[str, Any]:
    terms: dict[str, Any] = {"type": draw(st.sampled_from(sorted(INPUT_TYPES)))}
    for low, high, values in (
        ("min", "max", NUMBERS),
        ("minLength", "maxLength", st.integers(0, 4)),
    ):
        pair = sorted([draw(values), draw(values)])
        if draw(st.booleans()):
            terms[low] = pair[0]
        if draw(st.booleans()):
            terms[high] = pair[1]
    if draw(st.booleans()):
        entries = NUMBERS if terms["type"].startswith("number") else WORDS
        if not terms["type"].startswith("model"):
            terms["allowedValues"] = draw(st.lists(entries, min_size=1, max_size=4))
    return terms


@settings(max_examples=400, deadline=None)
@given(inputs(), LITERALS)
def test_accepts_exactly_what_json_schema_accepts(terms: dict[str, Any], value: Any) -> None:
    assert (said(value, **terms) == []) == Draft202012Validator(schema(terms)).is_valid(value)


@settings(max_examples=200, deadline=None)
@given(inputs(), LITERALS)
def test_paths_lead_to_the_faulty_value(terms: dict[str, Any], value: Any) -> None:
    for misfit in misfits(terms, value):
        found = value
        for step in misfit.path:
            found = found[step]
        assert found is misfit.value


JSON = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=200, deadline=None)
@given(
    st.fixed_dictionaries(
        {"type": st.sampled_from([*INPUT_TYPES, "select", "integer", "new"])},
        optional={
            "allowedValues": st.none() | st.lists(JSON),
            "options": JSON,
            "min": st.none() | st.floats(),
            "max": st.none() | st.integers(),
            "maxLength": st.floats(),
        },
    ),
    JSON,
)
def test_says_something_of_any_json(terms: dict[str, Any], value: Any) -> None:
    for misfit in misfits(terms, value):
        assert misfit.says.startswith(("is ", "has "))
        assert is_defined(misfit.value)
