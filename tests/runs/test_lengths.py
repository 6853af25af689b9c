"""Lengths that a workflow input allows: no run gives a longer or shorter value."""

from __future__ import annotations

from typing import Any

import pytest

import flowcheck
from flowcheck.runs.lengths import fits, stand_in
from tests.runs.support import flow_of, gate, input_, node, reads, record
from tests.runs.test_conditions import asks, told

ALWAYS = {"always": True}
SHORT = input_("text", maxLength=4, required=ALWAYS)
HANG = [node("a", gate("r", "1")), node("b", reads("a"))]


def site(*inputs: Any) -> Any:
    return flow_of({"inputs": list(inputs)}).contract[0]


def test_a_text_that_is_too_long_is_no_example() -> None:
    flow = [asks("r", "text", "x == 'landscape'"), *HANG]
    assert told(flow, SHORT) == ["FC315"]
    assert told(flow, input_("text", maxLength=9, required=ALWAYS)) == ["FC309"]


def test_what_a_text_cannot_hold_is_left_to_no_default() -> None:
    flow = [asks("r", "text", "x != 'landscape'"), *HANG]
    assert told(flow, SHORT) == ["FC315"]


def test_a_text_that_is_too_short_is_no_example() -> None:
    flow = [asks("r", "text", "x in ['a', 'ab']"), *HANG]
    assert told(flow, input_("text", minLength=3, required=ALWAYS)) == ["FC315"]
    assert told(flow, input_("text", minLength=2, required=ALWAYS)) == ["FC309"]


def test_a_rule_waits_for_no_value_that_is_too_long() -> None:
    needs = input_("photo", "file", required={"when": {"kind": ["landscape"]}})
    kind = input_("kind", ref={"node": "workflow", "name": "text"})
    assert told([node("a", kind, needs)], SHORT) == []
    assert told([node("a", kind, needs)], input_("text", required=ALWAYS)) == ["FC611"]


@pytest.mark.parametrize(
    ("type", "bounds", "value"),
    [
        ("string", {"maxLength": 4}, "othe"),
        ("string", {"minLength": 8}, "otheroth"),
        ("string_array", {"minLength": 2}, ["other", "other"]),
        ("string_array", {"allowedValues": ["x", "y"]}, ["x"]),
    ],
)
def test_an_example_fits_where_any_other_value_will_do(
    type: str, bounds: dict[str, Any], value: Any
) -> None:
    text = input_("text", type, required=ALWAYS, **bounds)
    same = (
        "['x', 'y', 'x']"
        if type == "string_array"
        else "'dusk'"
        if value == "othe"
        else "'by night'"
    )
    flow = [asks("r", "text", f"x == {same}", type=type), node("a", gate("r", "2"))]
    longer = [*flow, node("b", reads("a"))]
    [problem] = [p for p in flowcheck.check(record(longer, text)).problems if p.code == "FC309"]
    assert problem.witness is not None
    assert problem.witness.values == {"text": value}


@pytest.mark.parametrize(
    ("type", "bounds"),
    [
        ("string", {"maxLength": 1}),
        ("string", {"maxLength": 3}),
        ("string", {"minLength": 12, "maxLength": 12}),
        ("string", {"minLength": 2.5}),
        ("string_array", {"minLength": 3, "allowedValues": ["x", "y"]}),
        ("string_array", {"minLength": 3}),
    ],
)
def test_stand_ins_fit_and_differ(type: str, bounds: dict[str, Any]) -> None:
    one = site(input_("text", type, **bounds))
    sample: Any = ["other"] if type == "string_array" else "other"
    found = [stand_in(one, sample, count) for count in range(1, 27)]
    kept = [value for value in found if fits(one, value)]
    assert len({str(value) for value in found}) > 1
    assert kept[:2] == found[:2]


def test_what_counts_as_one_character_is_not_held_against_a_text() -> None:
    assert fits(site(input_("text", maxLength=1)), "\U0001f98a")
    assert fits(site(input_("text", minLength=2)), "\U0001f98a")
    assert not fits(site(input_("text", maxLength=1)), "ab")


def test_bounds_that_contradict_each_other_bound_nothing_above() -> None:
    assert fits(site(input_("text", minLength=4, maxLength=2)), "landscape")
