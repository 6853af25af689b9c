"""What is remembered of an expression is what would be worked out anew."""

from __future__ import annotations

import pytest

from flowcheck.expressions.atoms import Atom, steps_of
from flowcheck.expressions.check import check
from flowcheck.expressions.names import variables
from flowcheck.expressions.parse import parse
from flowcheck.expressions.remembered import LONG, remembered
from flowcheck.expressions.tree import Expr, Name
from flowcheck.expressions.types import Type


def tree_of(text: str) -> Expr:
    tree = parse(text).tree
    assert tree is not None
    return tree


@pytest.mark.parametrize("times", [1, LONG])
def test_a_tree_is_looked_at_once(times: int) -> None:
    seen = []

    @remembered
    def named(tree: Expr, suffix: str) -> str:
        seen.append(suffix)
        return f"{len(variables(tree))}{suffix}"

    text = " && ".join(["a == 'once'"] * times)
    assert [named(tree_of(text), "x"), named(tree_of(text), "x")] == [f"{times}x"] * 2
    assert named(tree_of(text), "y") == f"{times}y"
    assert seen == ["x", "y"]


def test_what_is_remembered_keeps_types_apart() -> None:
    tree = tree_of("mode + 1.0 == 2.0")
    as_number = check(tree, {"mode": Type.NUMBER, "other": Type.STRING})
    as_text = check(tree, {"mode": Type.STRING, "other": Type.STRING})
    assert (as_number, bool(as_text)) == ([], True)
    assert check(tree, {"mode": Type.NUMBER}) == []
    assert check(tree_of("mode + 1.0"), {"mode": Type.NUMBER}) == []
    assert check(tree_of("mode + 1.0"), {"mode": Type.NUMBER}, condition=True)
    assert check(tree, {"mode": Type.STRING}) == as_text


def test_what_is_remembered_keeps_meanings_apart() -> None:
    tree = tree_of("mode == 'fast'")
    named = []
    for source in ("$0", "$1", "$0"):
        (step,) = steps_of(tree, {"mode": Name(0, 0, source)})
        assert isinstance(step, Atom)
        named.append(step.names)
    assert named == [("$0",), ("$1",), ("$0",)]
