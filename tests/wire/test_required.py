"""The normal form of `required`."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flowcheck.findings import Severity
from flowcheck.wire.required import Condition, Named, Requirement, ValueRule
from flowcheck.wire.required_reader import requirement

AT = ("inputs", 0, "required")


def read(raw: Any) -> Requirement:
    return requirement(raw, AT)


def test_nothing_is_optional() -> None:
    for raw in (None, {}, False, {"always": False}, {"always": None, "ifDefined": None}):
        assert read(raw) == Requirement()
        assert read(raw).empty


def test_always() -> None:
    for raw in (True, {"always": True}, {"always": True, "when": None}):
        assert read(raw) == Requirement(always=True)
        assert not read(raw).empty


@pytest.mark.parametrize("message", ["give it", "", {}, {"message": "give it"}, {"message": None}])
@pytest.mark.parametrize(
    ("spelling", "field"),
    [
        ("ifDefined", "ifDefined"),
        ("if_defined", "ifDefined"),
        ("ifNotDefined", "ifNotDefined"),
        ("if_not_defined", "ifNotDefined"),
    ],
)
def test_named_siblings(spelling: str, field: str, message: Any) -> None:
    rules = read({spelling: {"a": message, "b": message, "c": None}})
    named = (Named("a", (*AT, field, "a")), Named("b", (*AT, field, "b")))
    expected = {"ifDefined": (named, ()), "ifNotDefined": ((), named)}[field]
    assert (rules.if_defined, rules.if_not_defined) == expected
    assert rules.faults == ()
    assert list(rules.mentions) == [(field, n.sibling, n.pointer) for n in named]


def test_value_rules_of_every_spelling() -> None:
    values = ["a", 1, None, False]
    clean = ["a", 1, False]
    place = {"when": (), "conditionalValues": (), "conditional": ("values",)}
    raws = {
        "when": {"when": {"mode": values}},
        "conditionalValues": {"conditional_values": {"mode": values}},
        "conditional": {"conditional": {"values": {"mode": values}}},
    }
    for field, raw in raws.items():
        (rule,) = read(raw).value_rules
        at = (*AT, field, *place[field], "mode")
        places = ((*at, 0), (*at, 1), (*at, 3))
        assert rule == ValueRule(
            field, "and", (Condition("mode", tuple(clean), False, at, places),), (*AT, field)
        )


def test_a_bare_value_counts_as_a_list_of_one() -> None:
    for field in ("when", "conditionalValues"):
        (rule,) = read({field: {"mode": "fast"}}).value_rules
        at = (*AT, field, "mode")
        assert rule.conditions == (Condition("mode", ("fast",), False, at, (at,)),)


@pytest.mark.parametrize(
    ("operation", "negated"),
    [
        ("in", False),
        ("equals", False),
        ("eq", False),
        ("==", False),
        ("notIn", True),
        ("notEquals", True),
        ("ne", True),
        ("!=", True),
    ],
)
@pytest.mark.parametrize("name", ["operation", "operator"])
@pytest.mark.parametrize("key", ["values", "value", "allowedValues"])
def test_operations(operation: str, negated: bool, name: str, key: str) -> None:
    raw = {"conditionalValues": {"mode": {name: operation, key: ["a"]}}}
    (rule,) = read(raw).value_rules
    at = (*AT, "conditionalValues", "mode")
    assert rule.conditions == (Condition("mode", ("a",), negated, at, ((*at, key, 0),)),)


@pytest.mark.parametrize(("operator", "joined"), [(None, "and"), ("and", "and"), ("or", "or")])
def test_operator_of_conditional(operator: str | None, joined: str) -> None:
    raw = {"conditional": {"values": {"a": [1], "b": [2]}, "operator": operator}}
    (rule,) = read(raw).value_rules
    assert rule.operator == joined
    assert [c.sibling for c in rule.conditions] == ["a", "b"]


def test_an_unknown_operator_makes_no_claim_and_no_fault() -> None:
    rules = read({"conditional": {"values": {"a": [1]}, "operator": "xor"}})
    assert rules == Requirement()


E_, W_ = Severity.ERROR, Severity.WARNING
FAULTS: list[tuple[Any, tuple[Any, ...], bool, Severity, str, str | None]] = [
    (
        "true",
        (),
        False,
        E_,
        "`required` is a string, where an object of rules or a boolean is meant",
        "did you mean `true` without quotes?",
    ),
    (
        ["always"],
        (),
        False,
        E_,
        "`required` is an array, where an object of rules or a boolean is meant",
        "use `true`, or rules such as `always`, `ifDefined`, `ifNotDefined`, `conditional`",
    ),
    (
        {"always": "true"},
        ("always",),
        False,
        E_,
        "`always` is a string, where a boolean is meant",
        "did you mean `true` without quotes?",
    ),
    ({"always": 1}, ("always",), False, E_, "`always` is a number, where a boolean is meant", None),
    (
        {"if_defined": "image"},
        ("ifDefined",),
        False,
        E_,
        "`ifDefined` is a string, where an object is meant",
        "its keys are input names, its values the message to show",
    ),
    (
        {"ifNotDefined": {"a": "", "b": {"message": 4}}},
        ("ifNotDefined", "b", "message"),
        False,
        E_,
        "the message for `b` in `ifNotDefined` is a number, "
        "where a string or an object with a `message` is meant",
        None,
    ),
    (
        {"ifdefined": {"a": ""}},
        ("ifdefined",),
        True,
        W_,
        "`required` has no rule `ifdefined`",
        "did you mean `ifDefined`?",
    ),
    (
        {"sometimes": True},
        ("sometimes",),
        True,
        W_,
        "`required` has no rule `sometimes`",
        "known are `always`, `ifDefined`, `ifNotDefined`, `conditional`, `conditionalValues`, "
        "`when`",
    ),
    (
        {"conditional": {"values": {"a": [1]}, "operatr": "or"}},
        ("conditional", "operatr"),
        True,
        W_,
        "`conditional` has no field `operatr`",
        "did you mean `operator`?",
    ),
    (
        {"conditional": {"value": {"a": [1]}}},
        ("conditional", "value"),
        True,
        E_,
        "`conditional` has no field `value`",
        "did you mean `values`?",
    ),
    (
        {"conditional": {"operator": "or"}},
        ("conditional",),
        False,
        E_,
        "`conditional` has no `values`",
        "its keys are input names, its values those that make this input required",
    ),
    (
        {"conditional": {"values": {"a": [1]}, "operator": 1}},
        ("conditional", "operator"),
        False,
        E_,
        "`operator` is a number, where `and` or `or` is meant",
        None,
    ),
    (
        {"conditional": {"values": {"a": {"in": [1]}}}},
        ("conditional", "values", "a"),
        False,
        E_,
        "the values for `a` in `conditional` are in a form nobody documents",
        "list the values that make this input required",
    ),
    (
        {"conditionalValues": {"a": {"operation": "above", "value": 3}}},
        ("conditionalValues", "a"),
        False,
        W_,
        "the values for `a` in `conditionalValues` are in a form nobody documents",
        "list the values that make this input required",
    ),
    (
        {"when": ["a"]},
        ("when",),
        False,
        E_,
        "`when` is an array, where an object is meant",
        "its keys are input names, its values those that make this input required",
    ),
]


@pytest.mark.parametrize(("raw", "path", "at_key", "severity", "message", "hint"), FAULTS)
def test_faults(
    raw: Any,
    path: tuple[Any, ...],
    at_key: bool,
    severity: Severity,
    message: str,
    hint: str | None,
) -> None:
    rules = read(raw)
    (fault,) = rules.faults
    assert (fault.pointer, fault.at_key, fault.severity) == ((*AT, *path), at_key, severity)
    assert (fault.message, fault.hint) == (message, hint)
    assert rules.empty, "what cannot be read claims nothing"


def test_a_fault_leaves_the_other_rules_alone() -> None:
    rules = read({"always": "yes", "ifDefined": {"a": "", "b": 3}, "when": {"c": [1]}})
    assert [fault.pointer[3:] for fault in rules.faults] == [("always",), ("ifDefined", "b")]
    assert [name for _, name, _ in rules.mentions] == ["a", "c"]


def test_one_unreadable_condition_silences_its_value_rule() -> None:
    rules = read({"conditionalValues": {"a": [1], "b": {"operation": "?"}}, "when": {"c": [1]}})
    assert [rule.spelling for rule in rules.value_rules] == ["when"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "always",
                    "ifDefined",
                    "if_not_defined",
                    "conditional",
                    "conditionalValues",
                    "when",
                    "values",
                    "operator",
                    "operation",
                    "a",
                ]
            ),
            inner,
            max_size=3,
        )
    ),
    max_leaves=8,
)


@settings(max_examples=150)
@given(JSON)
def test_anything_is_read_and_every_place_exists(raw: Any) -> None:
    from flowcheck.wire.spelling import resolve

    rules = requirement(raw, ("required",))
    places = [fault.pointer for fault in rules.faults]
    places += [pointer for _, _, pointer in rules.mentions]
    places += [p for rule in rules.value_rules for c in rule.conditions for p in c.places]
    for place in places:
        assert len(resolve({"required": raw}, place)) == len(place)
    for rule in rules.value_rules:
        for one in rule.conditions:
            assert len(one.values) == len(one.places)
            assert None not in one.values
