"""FC710, FC711, FC713, FC714: options of inputs."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowcheck.findings import Severity
from flowcheck.wire.vocabulary import INPUT_TYPES
from tests.support import findings, raw_findings

CODES = ("FC710", "FC711", "FC713", "FC714")


def workflow(*contract: dict[str, Any]) -> dict[str, Any]:
    return {"inputs": list(contract), "flow": []}


def node(*inputs: dict[str, Any], type: str = "custom-model") -> list[dict[str, Any]]:
    return [{"id": "n", "type": type, "modelId": "m", "inputs": list(inputs)}]


def said(input: dict[str, Any]) -> list[tuple[str, str, str]]:
    return findings(workflow({"name": "x", **input}), *CODES)


@pytest.mark.parametrize(
    ("type", "option", "value", "types"),
    [
        ("number", "color", True, "`string`"),
        ("string_array", "prompt", True, "`string`"),
        ("number", "promptSpark", True, "`string`"),
        ("file", "placeholder", "here", "`string`"),
        ("string", "step", 1, "`number` or `number_array`"),
        (
            "string",
            "max",
            5,
            "`file_array`, `inputs_array`, `model_array`, `number`, `number_array` "
            "or `string_array`",
        ),
        (
            "number",
            "maxLength",
            5,
            "`file_array`, `inputs_array`, `model`, `model_array`, `number_array`, `string` "
            "or `string_array`",
        ),
        ("string", "kind", "image", "`file` or `file_array`"),
        ("model", "parent", True, "`file` or `file_array`"),
        ("boolean", "backgroundBehavior", "opaque", "`file` or `file_array`"),
        ("string", "maxSize", 5, "`file` or `file_array`"),
        ("number", "minDuration", 5, "`file` or `file_array`"),
        ("number", "maxDuration", 5, "`file` or `file_array`"),
        ("string", "maskFrom", "image", "`file`"),
        ("file", "modelTypes", ["custom"], "`model` or `model_array`"),
        ("file_array", "items", [[{"name": "a", "type": "string"}]], "`inputs_array`"),
        ("string", "inputs", [{"name": "a", "type": "string"}], "`inputs_array`"),
        (
            "boolean",
            "allowedValues",
            [True],
            "`model`, `model_array`, `number`, `number_array`, `string` or `string_array`",
        ),
    ],
)
def test_option_not_for_input(type: str, option: str, value: Any, types: str) -> None:
    message = f"`{option}` does nothing on a `{type}` input: it is for {types}"
    assert said({"type": type, option: value}) == [("FC710", f"/inputs/0/{option}", message)]


def test_option_is_blamed_at_its_key() -> None:
    ((_, found),) = raw_findings(workflow({"name": "x", "type": "file", "color": True}), "FC710")
    assert found.at_key


def test_background_of_another_kind() -> None:
    option = {"type": "file", "backgroundBehavior": "opaque"}
    assert said(option | {"kind": "video"}) == [
        (
            "FC710",
            "/inputs/0/backgroundBehavior",
            "`backgroundBehavior` does nothing on an input of kind `video`: it is for images",
        )
    ]
    for kind in (None, "image", "image-hdr", "hologram"):
        assert said(option | {"kind": kind}) == []


@pytest.mark.parametrize(
    "input",
    [
        {"type": "number", "step": 0.5, "min": 1, "max": 5, "allowedValues": [1, 2]},
        {"type": "integer", "step": 1, "max": 5},
        {"type": "number_array", "step": 1, "max": 5, "maxLength": 3, "allowedValues": [1]},
        {"type": "string", "prompt": True, "promptSpark": True, "placeholder": "a", "color": True},
        {"type": "select", "allowedValues": ["a", 1], "options": ["a"]},
        {"type": "file", "kind": "video", "maxDuration": 5, "maxSize": 5, "parent": True},
        {"type": "file_array", "minDuration": 1, "min": 1, "maxLength": 5},
        {"type": "model", "modelTypes": ["custom"], "maxLength": 5, "allowedValues": ["m"]},
        {"type": "model_array", "modelTypes": ["custom"], "max": 5},
        {"type": "inputs_array", "inputs": [{"name": "a", "type": "string"}], "max": 2},
        {"type": "number", "color": False, "prompt": None, "placeholder": " ", "kind": ""},
        {"type": "number", "modelTypes": [], "items": [], "minLength": 0, "parent": False},
        {"type": "hologram", "color": True, "step": 1, "kind": "image"},
        {"color": True},
    ],
)
def test_options_that_apply(input: dict[str, Any]) -> None:
    assert said(input) == []


@pytest.mark.parametrize(
    ("input", "pointer", "message"),
    [
        (
            {"type": "number", "min": 50, "max": 1.0},
            "/inputs/0/min",
            "`min` of `x` is 50, above its `max` of 1: no value fits",
        ),
        (
            {"type": "string", "min_length": 5, "max_length": 2},
            "/inputs/0/minLength",
            "`minLength` of `x` is 5, above its `maxLength` of 2: no value fits",
        ),
        (
            {"type": "file", "minDuration": 5, "maxDuration": 0.5},
            "/inputs/0/minDuration",
            "`minDuration` of `x` is 5, above its `maxDuration` of 0.5: no value fits",
        ),
        (
            {"type": "string_array", "minLength": 1, "maxLength": -1},
            "/inputs/0/maxLength",
            "`maxLength` is -1, and cannot be negative",
        ),
        (
            {"type": "file_array", "maxSize": -5},
            "/inputs/0/maxSize",
            "`maxSize` is -5, and cannot be negative",
        ),
        (
            {"type": "number", "step": 0},
            "/inputs/0/step",
            "`step` is 0, and has to be above 0",
        ),
    ],
)
def test_invalid_bounds(input: dict[str, Any], pointer: str, message: str) -> None:
    assert said(input) == [("FC711", pointer, message)]


@pytest.mark.parametrize(
    "input",
    [
        {"type": "number", "min": 1, "max": 1, "step": 0.01},
        {"type": "number", "min": -5, "max": -1},
        {"type": "string", "minLength": 0, "maxLength": 0},
        {"type": "number", "min": 5, "max": None},
        {"type": "number", "min": "5", "max": 1},
        {"type": "boolean", "step": -0.0},
        {"type": "hologram", "min": 5},
    ],
)
def test_valid_bounds(input: dict[str, Any]) -> None:
    assert [line for line in said(input) if line[0] == "FC711"] == []


def test_bounds_where_they_do_not_apply_are_said_once() -> None:
    assert [code for code, _, _ in said({"type": "string", "min": 5, "max": 1})] == [
        "FC710",
        "FC710",
    ]


def test_picks_of_a_selection_have_a_rule_of_their_own() -> None:
    picks = {"name": "x", "type": "file_array", "min": 5, "max": 1}
    assert findings(node(picks, type="user-selection"), "FC711") == []
    assert [p for _, p, _ in findings(node(picks), "FC711")] == ["/0/inputs/0/min"]


@pytest.mark.parametrize(
    ("input", "expected"),
    [
        (
            {"type": "string", "allowedValues": []},
            [("", "`allowedValues` of `x` is empty: nothing can be chosen")],
        ),
        (
            {"type": "number", "allowedValues": [1, 2, 1.0]},
            [("/2", "`allowedValues` of `x` has `1` twice")],
        ),
        (
            {"type": "number", "allowedValues": [1, "2", True]},
            [
                (
                    "/1",
                    "a string among the `allowedValues` of `x` (and 1 more), "
                    "but the input's type is `number`",
                )
            ],
        ),
        (
            {"type": "string_array", "allowedValues": ["a", ["b"]]},
            [
                (
                    "/1",
                    "an array among the `allowedValues` of `x`, "
                    "but the input's type is `string_array`",
                )
            ],
        ),
        ({"type": "number", "allowedValues": [1, "", None]}, []),
        ({"type": "number", "allowedValues": None}, []),
        ({"type": "string", "allowedValues": "a"}, []),
        ({"type": "select", "allowedValues": ["a", 1]}, []),
        ({"type": "boolean", "allowedValues": []}, []),
        ({"type": "hologram", "allowedValues": []}, []),
    ],
)
def test_allowed_values(input: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert [(pointer, message) for _, pointer, message in said(input)] == [
        (f"/inputs/0/allowedValues{rest}", message) for rest, message in expected
    ]


IMAGE = {"name": "image", "type": "file"}
PROMPT = {"name": "prompt", "type": "string"}


def mask(source: Any) -> dict[str, Any]:
    return {"name": "mask", "type": "file", "maskFrom": source}


@pytest.mark.parametrize(
    ("inputs", "message", "hint"),
    [
        (
            [IMAGE, mask("imgae")],
            '`maskFrom` of `mask` names no input beside it: `"imgae"`',
            "did you mean `image`?",
        ),
        (
            [IMAGE, mask("background")],
            '`maskFrom` of `mask` names no input beside it: `"background"`',
            "the file inputs beside it: `image`",
        ),
        (
            [PROMPT, mask("prompt")],
            '`maskFrom` of `mask` names a `string` input: `"prompt"`',
            "a mask is painted on a `file` or `file_array` input",
        ),
        ([IMAGE, mask("")], '`maskFrom` of `mask` names nothing: `""`', None),
    ],
)
def test_unknown_mask_source(inputs: list[Any], message: str, hint: str | None) -> None:
    ((_, found),) = raw_findings(workflow(*inputs), *CODES)
    assert (found.pointer, found.message, found.hint, found.severity) == (
        ("inputs", 1, "maskFrom"),
        message,
        hint,
        None,
    )
    ((_, found),) = raw_findings(node(*inputs), *CODES)
    assert (found.pointer, found.severity) == ((0, "inputs", 1, "maskFrom"), Severity.WARNING)


@pytest.mark.parametrize(
    "inputs",
    [
        [IMAGE, mask("image")],
        [mask("images"), {"name": "images", "type": "file_array"}],
        [mask(None)],
        [mask("new"), {"name": "new", "type": "hologram"}],
        [mask("image"), {"name": 5, "type": "file"}],
        [mask("image"), 7],
        [mask("image"), {"name": "image"}],
        [mask("image"), {"name": "", "type": "file"}],
        [
            IMAGE,
            {"name": "rows", "type": "inputs_array", "inputs": [mask("image")]},
        ],
    ],
)
def test_known_or_unknowable_mask_source(inputs: list[Any]) -> None:
    assert findings(workflow(*inputs), *CODES) == []


@given(
    st.sampled_from(sorted(INPUT_TYPES)),
    st.floats(allow_nan=False, allow_infinity=False),
    st.floats(allow_nan=False, allow_infinity=False),
)
def test_bounds_are_invalid_exactly_when_reversed(type: str, low: float, high: float) -> None:
    found = findings(workflow({"name": "x", "type": type, "min": low, "max": high}), "FC711")
    bounded = type == "number" or type.endswith("_array")
    assert [pointer for _, pointer, _ in found] == (["/inputs/0/min"] * (bounded and low > high))


@pytest.mark.parametrize(
    ("input", "at", "says"),
    [
        ({"type": "string", "allowedValues": ["", "a", ""]}, "2", ' has `""` twice'),
        (
            {"type": "number", "allowedValues": [1, 20], "max": 10},
            "1",
            " is 20, above the `max` of 10",
        ),
        (
            {"type": "number_array", "allowedValues": [1, 20], "min": 5, "maxLength": 1},
            "0",
            " is 1, below the `min` of 5",
        ),
        (
            {"type": "string", "allowedValues": ["a", "bcd"], "maxLength": 2},
            "1",
            " has 3 characters, more than the `maxLength` of 2",
        ),
    ],
)
def test_entries_that_are_none(input: Any, at: str, says: str) -> None:
    [(code, pointer, message)] = findings({"inputs": [{"name": "x", **input}]}, *CODES)
    assert (code, pointer) == ("FC713", f"/inputs/0/allowedValues/{at}")
    assert message.endswith(f"`allowedValues` of `x`{says}")


@pytest.mark.parametrize(
    "input",
    [
        {"type": "number", "allowedValues": [-1, 1], "min": 0},
        {"type": "number", "allowedValues": [1, 20], "min": 30, "max": 10},
        {"type": "string_array", "allowedValues": ["abc"], "maxLength": 1},
        {"type": "string", "allowedValues": ["", "a", " "]},
    ],
)
def test_entries_within_doubt(input: Any) -> None:
    assert findings({"inputs": [{"name": "x", **input}]}, "FC713") == []


def test_a_mask_is_not_painted_on_itself() -> None:
    mask = {"name": "mask", "type": "file", "maskFrom": "mask"}
    image = {"name": "image", "type": "file"}
    [(code, finding)] = raw_findings({"inputs": [image, mask]}, *CODES)
    assert (code, finding.pointer) == ("FC714", ("inputs", 1, "maskFrom"))
    assert finding.message == '`maskFrom` of `mask` names the input itself: `"mask"`'
    assert finding.hint == "the file inputs beside it: `image`"
