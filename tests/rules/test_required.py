"""FC601–FC605: required rules."""

from __future__ import annotations

from typing import Any

import pytest

from flowcheck.findings import Edit, Severity
from tests.support import findings, raw_findings

CODES = ("FC601", "FC602", "FC603", "FC604", "FC605")
IMAGE = {"name": "image", "type": "file"}
MODE = {"name": "mode", "type": "string", "allowedValues": ["fast", "best"]}


def contract(required: Any, *others: dict[str, Any]) -> dict[str, Any]:
    mask = {"name": "mask", "type": "file", "required": required}
    return {"inputs": [mask, *(others or (IMAGE, MODE))], "flow": []}


def at(*path: Any) -> str:
    return "/inputs/0/required" + "".join(f"/{step}" for step in path)


NEVER = "which is not declared beside it; it counts as never defined"
NO_MATCH = "which is not declared beside it; its value never matches"


@pytest.mark.parametrize(
    ("required", "expected"),
    [
        (
            {"ifDefined": {"imag": ""}},
            (
                "FC601",
                at("ifDefined", "imag"),
                f"`ifDefined` of `mask` names `imag`, {NEVER}, so this never requires `mask`",
            ),
        ),
        (
            {"if_not_defined": {"image": "", "imag": ""}},
            (
                "FC601",
                at("ifNotDefined", "imag"),
                f"`ifNotDefined` of `mask` names `imag`, {NEVER}",
            ),
        ),
        (
            {"conditional": {"values": {"model": ["x"]}}},
            (
                "FC601",
                at("conditional", "values", "model"),
                f"`conditional` of `mask` names `model`, {NO_MATCH}",
            ),
        ),
        (
            {"ifNotDefined": {"mask": ""}},
            (
                "FC602",
                at("ifNotDefined", "mask"),
                "`ifNotDefined` of `mask` names `mask` itself",
            ),
        ),
        (
            {"when": {"mask": ["x"]}},
            ("FC602", at("when", "mask"), "`when` of `mask` names `mask` itself"),
        ),
        (
            {"always": "yes"},
            ("FC603", at("always"), "`always` is a string, where a boolean is meant"),
        ),
        (
            5,
            (
                "FC603",
                at(),
                "`required` is a number, where an object of rules or a boolean is meant",
            ),
        ),
        (
            {"always": True, "ifDefined": {"image": ""}, "when": {"mode": ["fast"]}},
            (
                "FC604",
                at("always"),
                "`mask` is `always` required, so `ifDefined` and `when` add nothing",
            ),
        ),
        (
            {"when": {"mode": ["fast", "bests"]}},
            (
                "FC605",
                at("when", "mode", 1),
                '`when` of `mask` waits for `"bests"`, which `mode` does not allow',
            ),
        ),
        (
            {"conditionalValues": {"mode": 3}},
            (
                "FC605",
                at("conditionalValues", "mode"),
                "`conditionalValues` of `mask` waits for `3`, which `mode` does not allow",
            ),
        ),
        (
            {"conditional_values": {"image": {"operation": "eq", "value": True}}},
            (
                "FC605",
                at("conditionalValues", "image", "value"),
                "`conditionalValues` of `mask` waits for `true`, which `image` can never be",
            ),
        ),
    ],
)
def test_says(required: Any, expected: tuple[str, str, str]) -> None:
    assert findings(contract(required), *CODES) == [expected]


@pytest.mark.parametrize(
    "required",
    [
        None,
        {},
        True,
        False,
        {"always": True},
        {"always": False, "ifDefined": {"image": ""}},
        {"always": True, "ifDefined": None, "conditional": None},
        {"always": True, "ifDefined": {}},
        {"ifDefined": {"image": {}}, "ifNotDefined": {"mode": {"message": "x"}}},
        {"when": {"mode": ["fast", ""]}},
        {"conditionalValues": {"mode": {"operation": "notIn", "values": ["slow"]}}},
        {"conditional": {"values": {"mode": ["slow"]}, "operator": "xor"}},
    ],
)
def test_is_silent(required: Any) -> None:
    assert findings(contract(required), *CODES) == []


def severity(value: Any) -> list[tuple[str, Severity | None, str | None, bool]]:
    found = raw_findings(value, *CODES)
    return [(code, f.severity, f.hint, f.at_key) for code, f in found]


def test_an_unknown_sibling_without_a_near_match_may_be_hidden() -> None:
    assert severity(contract({"ifDefined": {"imag": ""}})) == [
        ("FC601", None, "did you mean `image`?", True)
    ]
    assert severity(contract({"ifDefined": {"hiddenVideo": ""}})) == [
        ("FC601", Severity.INFO, None, True)
    ]


def test_its_own_name_is_no_near_match() -> None:
    assert severity(contract({"ifDefined": {"masks": ""}})) == [
        ("FC601", Severity.INFO, None, True)
    ]


def test_unknown_rule_kinds_are_warnings() -> None:
    assert severity(contract({"ifDefinde": {"image": ""}})) == [
        ("FC603", Severity.WARNING, "did you mean `ifDefined`?", True)
    ]
    assert severity(contract({"always": "true"}))[0][1] is Severity.ERROR


def test_a_sibling_that_could_not_be_read_may_be_the_one() -> None:
    rules = {"ifDefined": {"imagee": ""}, "when": {"mod": ["x"]}}
    for broken in ({"type": "file"}, {"name": 4, "type": "file"}, 7):
        assert findings(contract(rules, broken), *CODES) == []  # type: ignore[arg-type]


def test_fix_of_redundant_rules_removes_the_others() -> None:
    required = {"always": True, "if_defined": {"image": ""}, "when": {"mode": ["fast"]}}
    ((_, finding),) = raw_findings(contract(required), *CODES)
    assert finding.fix is not None
    assert finding.fix.safe
    assert finding.fix.edits == (
        Edit("remove", ("inputs", 0, "required", "ifDefined")),
        Edit("remove", ("inputs", 0, "required", "when")),
    )


@pytest.mark.parametrize(
    ("sibling", "value", "expected"),
    [
        ({"type": "number"}, "3", 1),
        ({"type": "integer"}, 3, 0),
        ({"type": "number"}, True, 1),
        ({"type": "number", "allowedValues": [1, 2]}, 1.0, 0),
        ({"type": "number", "allowedValues": [1, 2]}, True, 1),
        ({"type": "boolean"}, False, 0),
        ({"type": "boolean"}, 0, 1),
        ({"type": "boolean"}, "true", 1),
        ({"type": "string"}, "anything", 0),
        ({"type": "string"}, 3, 1),
        ({"type": "model"}, "model_x", 0),
        ({"type": "select", "allowedValues": ["a"]}, "b", 1),
        # an array's value may be compared whole or item by item
        ({"type": "string_array", "allowedValues": ["a"]}, "b", 0),
        ({"type": "news"}, 3, 0),
        # another rule speaks about the sibling's own declaration
        ({"type": "string", "allowedValues": []}, 3, 0),
        ({"type": "string", "allowedValues": ["a", 3]}, "b", 0),
        ({"type": "string", "allowedValues": ["a", "a"]}, "b", 0),
        ({"type": "string", "allowedValues": "a"}, "b", 0),
        ({"type": "string", "allowedValues": ["a"], "default": "b"}, "b", 0),
        ({"type": "number", "default": "3"}, "3", 0),
        ({"type": 4}, 3, 0),
        ({"type": "string", "allowedValues": ["a", None], "default": ""}, "b", 1),
    ],
)
def test_values_a_sibling_can_have(sibling: dict[str, Any], value: Any, expected: int) -> None:
    record = contract({"when": {"s": [value]}}, {"name": "s", **sibling})
    assert [(c, p) for c, p, _ in findings(record, *CODES)] == [
        ("FC605", at("when", "s", 0))
    ] * expected


def test_rows_of_items_are_their_own_neighbourhood() -> None:
    row = [
        {"name": "url", "type": "string"},
        {"name": "text", "type": "string", "required": {"ifDefined": {"urll": ""}}},
        {"name": "more", "type": "string", "required": {"ifDefined": {"note": ""}}},
    ]
    array = {
        "name": "refs",
        "type": "inputs_array",
        "inputs": [{"name": "note", "type": "string"}],
        "items": [row],
    }
    flow = [{"id": "n", "type": "custom-model", "modelId": "m", "inputs": [array]}]
    assert findings(flow, *CODES) == [
        (
            "FC601",
            "/0/inputs/0/items/0/1/required/ifDefined/urll",
            f"`ifDefined` of `text` names `urll`, {NEVER}, so this never requires `text`",
        )
    ]


def test_declared_sub_inputs_are_visited() -> None:
    sub = {"name": "text", "type": "string", "required": {"ifDefined": {"text": ""}}}
    record = {"inputs": [{"name": "refs", "type": "inputs_array", "inputs": [sub]}], "flow": []}
    assert findings(record, *CODES) == [
        (
            "FC602",
            "/inputs/0/inputs/0/required/ifDefined/text",
            "`ifDefined` of `text` names `text` itself",
        )
    ]


def test_a_repeated_sibling_is_ambiguous() -> None:
    twins = ({"name": "s", "type": "number"}, {"name": "s", "type": "string"})
    assert findings(contract({"when": {"s": ["x"]}}, *twins), *CODES) == []


def test_the_nearest_of_the_other_names_is_suggested() -> None:
    names = ("imagea", "imageb")
    inputs = [{"name": n, "type": "file", "required": {"ifDefined": {"imagec": ""}}} for n in names]
    found = raw_findings({"inputs": inputs}, "FC601")
    assert [f.hint for _, f in found] == ["did you mean `imageb`?", "did you mean `imagea`?"]


@pytest.mark.parametrize(
    "required",
    [
        {"ifNotDefined": {"a": {}, "b": {}}},
        {"ifDefined": {"b": "", "a": ""}},
        {"conditional": {"values": {"a": ["x"], "b": ["y"]}}},
    ],
)
def test_its_own_name_among_others_does_no_harm(required: Any) -> None:
    inputs = [
        {"name": "a", "type": "string", "required": required},
        {"name": "b", "type": "string"},
    ]
    assert findings({"inputs": inputs}, "FC602") == []


@pytest.mark.parametrize(
    ("sibling", "value", "hint"),
    [
        ({"type": "number", "max": 5}, 7, "`max` of `n` is 5"),
        ({"type": "number", "min": 2}, 1, "`min` of `n` is 2"),
        ({"type": "string", "maxLength": 3}, "long", "`maxLength` of `n` is 3"),
        ({"type": "number", "min": 0}, -1, None),
        ({"type": "number", "max": 5}, 5, None),
        ({"type": "number", "min": 9, "max": 5}, 7, None),
    ],
)
def test_a_value_beyond_the_siblings_bounds(sibling: Any, value: Any, hint: str | None) -> None:
    rule = {"conditional": {"values": {"n": [value]}}}
    inputs = [{"name": "n", **sibling}, {"name": "a", "type": "string", "required": rule}]
    found = raw_findings({"inputs": inputs}, "FC605")
    assert [f.hint for _, f in found] == ([] if hint is None else [hint])
    for _, finding in found:
        assert finding.pointer == ("inputs", 1, "required", "conditional", "values", "n", 0)
        assert finding.message.endswith("which `n` can never be")
