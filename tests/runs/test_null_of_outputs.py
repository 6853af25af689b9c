"""Cases that ask whether what a node gives is null, which nobody knows: nothing is said of them,
and what they leave open says nothing; the other cases of their node are judged all the same."""

from __future__ import annotations

from typing import Any

import pytest

from tests.runs.support import gate, input_, node
from tests.runs.test_conditions import MODE, told

ASKS = "y == null"


def asking(*conditions: str, default: str = "1") -> list[Any]:
    """An if/else node over the workflow input `mode` (`x`) and what a node gives (`y`)."""
    cases = [{"condition": c, "value": str(at)} for at, c in enumerate(conditions, 2)]
    x = input_("x", ref={"node": "workflow", "name": "mode"})
    y = input_("y", ref={"node": "n"})
    logic = {"cases": cases, "default": default}
    return [node("n"), node("r", x, y, type="logic", logicType="if-else", logic=logic)]


@pytest.mark.parametrize(
    ("conditions", "codes"),
    [
        ((ASKS,), []),
        ((ASKS, "(null == y)"), ["FC305"]),
        ((ASKS, "x == 'fats'"), ["FC315"]),
        ((ASKS, "x == 'fast'", "'fast' == x"), ["FC305"]),
        ((ASKS, "y != null"), []),
        ((ASKS, "y != null", "x == 'fast'"), []),
        (("y == null || x == 'fast'", "x == 'fast'"), []),
        (("y == null && random(1) == 3", "y == null && random(1) == 3"), []),
    ],
)
def test_what_is_said_of_the_other_cases(conditions: tuple[str, ...], codes: list[str]) -> None:
    assert told(asking(*conditions), MODE) == codes


@pytest.mark.parametrize(
    ("conditions", "default", "idle"),
    [
        (("x == 'fast'", "x == 'best'", ASKS), "1", True),
        (("x == 'fast'", ASKS, "x == 'best'"), "1", True),
        (("x == 'fast'", ASKS), "1", False),
        ((ASKS, "y != null"), "1", False),
        (("x == 'fast'", "x == 'best'", ASKS), "4", False),
    ],
)
def test_a_default_that_the_other_cases_leave_nothing(
    conditions: tuple[str, ...], default: str, idle: bool
) -> None:
    flow = [*asking(*conditions, default=default), node("a", gate("r", default))]
    assert ("FC317" in told(flow, MODE)) is idle
