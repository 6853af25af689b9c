"""A field that stands under a misspelt key is not missing."""

from __future__ import annotations

from typing import Any

import pytest

from flowcheck.wire.misspelt import is_misspelt, meant, stands_misspelt

NODE: dict[str, Any] = {"id": "a", "type": "logic"}


@pytest.mark.parametrize(
    ("model", "key", "field"),
    [
        ("Node", "dependson", "dependsOn"),
        ("Node", "depend_on", "depends_on"),
        ("Node", "modleId", "modelId"),
        ("Node", "position", None),
        ("Ref", "conditionl", "conditional"),
    ],
)
def test_meant(model: str, key: str, field: str | None) -> None:
    assert meant(model, key) == field


def test_is_misspelt_asks_for_the_wire_name() -> None:
    assert is_misspelt("Node", {**NODE, "depend_on": ["b"]}, "dependsOn")
    assert not is_misspelt("Node", {**NODE, "depend_on": ["b"]}, "modelId")
    assert not is_misspelt("Node", {**NODE, "depend_on": None}, "dependsOn")
    assert not is_misspelt("Node", {**NODE, "depends_on": ["b"]}, "dependsOn")


@pytest.mark.parametrize(
    ("raw", "path", "expected"),
    [
        ({**NODE, "logci": {}}, ("logic",), True),
        ({**NODE, "logci": {}}, ("logic", "default"), True),
        ({**NODE, "logic": {"defalt": "1"}}, ("logic", "default"), True),
        ({**NODE, "logic": {"defalt": "1"}}, ("logic",), False),
        ({**NODE, "logic": {"defalt": "1", "default": "2"}}, ("logic", "default"), False),
        ({**NODE, "logic": {"cases": [{"vlue": "1"}]}}, ("logic", "cases", 0, "value"), True),
        ({**NODE, "logic": {"cases": []}}, ("logic", "cases", 0, "value"), False),
        ({**NODE, "logic": 5}, ("logic", "default"), False),
        (NODE, ("logic",), False),
        (NODE, (), False),
    ],
)
def test_stands_misspelt(raw: Any, path: tuple[str | int, ...], expected: bool) -> None:
    assert stands_misspelt("Node", raw, path) is expected
