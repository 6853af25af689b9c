"""FC201–FC203."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support import findings, raw_findings

CODES = ("FC201", "FC202", "FC203")


def node(id: str, *inputs: Any) -> dict[str, Any]:
    return {"id": id, "type": "custom-model", "modelId": "m", "inputs": list(inputs)}


def text(name: str, **fields: Any) -> dict[str, Any]:
    return {"name": name, "type": "string", **fields}


def test_duplicate_id_names_the_first() -> None:
    value = {"flow": [node("a"), node("b"), node("a"), node("a")]}
    found = raw_findings(value, *CODES)
    assert [(code, f.pointer, f.message) for code, f in found] == [
        ("FC201", ("flow", 2, "id"), "node id `a` is already taken"),
        ("FC201", ("flow", 3, "id"), "node id `a` is already taken"),
    ]
    assert [r.pointer for r in found[0][1].related] == [("flow", 0, "id")]


def test_reserved_id_speaks_alone_even_twice() -> None:
    message = "node id `workflow` is reserved: a ref to it always means the workflow's inputs"
    assert findings([node("workflow"), node("workflow")], *CODES) == [
        ("FC202", "/0/id", message),
        ("FC202", "/1/id", message),
    ]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ([node("a", text("x"), text("x"))], [("/0/inputs/1/name", "in node `a`")]),
        (
            {"inputs": [text("x"), text("y"), text("x")], "flow": [node("a")]},
            [("/inputs/2/name", "in the contract")],
        ),
        (
            [node("a", {"name": "g", "type": "inputs_array", "items": [[text("x"), text("x")]]})],
            [("/0/inputs/0/items/0/1/name", "in one list of sub-inputs of `g`")],
        ),
        (
            {
                "inputs": [{"name": "g", "type": "inputs_array", "inputs": [text("x"), text("x")]}],
                "flow": [node("a")],
            },
            [("/inputs/0/inputs/1/name", "in one list of sub-inputs of `g`")],
        ),
    ],
)
def test_duplicate_input_name(value: Any, expected: list[tuple[str, str]]) -> None:
    assert findings(value, *CODES) == [
        ("FC203", pointer, f"input `x` stands twice {where}") for pointer, where in expected
    ]


@pytest.mark.parametrize(
    "value",
    [
        [node("a"), node("b"), None, node("A")],
        [node("a", text("x")), node("b", text("x"))],
        [node("a", None, text("x"), None)],
        # two rows of sub-inputs are two lists, and an input may be called as its sub-inputs
        [node("a", {"name": "x", "type": "inputs_array", "items": [[text("x")], [text("x")]]})],
        # what lost its name has none to share
        [node("a", {"type": "string"}, {"type": "string"})],
        {"inputs": None, "flow": [{"id": "a", "type": "list", "inputs": None}]},
    ],
)
def test_silent(value: Any) -> None:
    assert findings(value, *CODES) == []


def test_blank_names_are_another_rule() -> None:
    blank = [text(""), text("")]
    found = findings({"inputs": blank, "flow": [node("a", *blank)]}, "FC104", "FC203")
    assert {code for code, _, _ in found} == {"FC104"}
