"""Tests of what a `?:` chooses, and of texts put together."""

from __future__ import annotations

import pytest

from flowcheck.expressions.atoms import Atom, skeleton
from flowcheck.expressions.choices import choice
from flowcheck.expressions.evaluate import evaluate
from flowcheck.expressions.joined import left_of
from flowcheck.expressions.parse import parse
from flowcheck.expressions.tree import Expr
from tests.runs.support import gate, input_, node, reads
from tests.runs.test_conditions import asks, told

TEXT = input_("text", required={"always": True})
VALUES = ("a", "b", "ab", "", "fast", None, 1.0, True)


def tree_of(text: str) -> Expr:
    tree = parse(text).tree
    assert tree is not None
    return tree


@pytest.mark.parametrize(
    "text",
    [
        "(x == 'a' ? 'b' : 'c') == 'b'",
        "'b' != (x == 'a' ? x : 'c')",
        "size(x == 'a' ? x : 'ccc') > 2",
        "(x == 'a' ? 'ab' : x).contains('b')",
        "trim(dyn(x == 'a' ? ' b ' : x)) in ['b', 'fast']",
        "-(x == 'a' ? 1.0 : 2.0) < 0.0",
        "x.contains(x == 'a' ? 'a' : 'b')",
        "(x == 'a' ? 'p' : x == 'b' ? 'q' : 'r') == 'q'",
    ],
)
def test_a_choice_in_front_comes_to_the_same(text: str) -> None:
    tree = tree_of(text)
    found = choice(tree)
    assert found is not None
    condition, then, other = found
    for value in VALUES:
        held = {"x": value}
        chosen = evaluate(condition, held)
        if isinstance(chosen, bool):
            assert evaluate(tree, held) == evaluate(then if chosen else other, held)


@pytest.mark.parametrize(
    "text",
    [
        "x == 'a'",
        "x == 'a' && (x == 'b' ? x : 'c') == 'c'",
        "[x].exists(i, (i == 'a' ? i : 'b') == 'b')",
        "[x == 'a' ? x : 'b'] == ['b']",
    ],
)
def test_no_choice_is_seen(text: str) -> None:
    assert choice(tree_of(text)) is None


def test_choices_are_followed_up_to_a_bound() -> None:
    one = "(x == 'a' ? 'b' : 'c')"
    steps = skeleton(tree_of(" + ".join([one] * 10) + " == 'b'"))
    assert steps.count("choose") == 32
    deep = "(" * 20 + one + " + 'd')" * 20 + " == 'b'"
    assert all(isinstance(step, Atom) for step in skeleton(tree_of(deep)))


@pytest.mark.parametrize(
    ("text", "texts", "left"),
    [
        ("x + ' ink'", ["fox ink", "fox", " ink"], ("fox", "")),
        ("'a ' + x", ["a fox", "fox"], ("fox",)),
        ("'a ' + (dyn(x) + ', ' + 'ink')", ["a fox, ink", "a , ink", "a, ink"], ("fox", "")),
        ("x + x", ["aa"], None),
        ("x + trim(x)", ["aa"], None),
        ("x + 1", ["a1"], None),
        ("'a' + 'b'", ["ab"], None),
        ("'aa' + x + 'aa'", ["aaa", "aaaa"], ("",)),
        ("x" + " + 'a'" * 100, ["a"], None),
    ],
)
def test_what_is_left_of_a_sum(text: str, texts: list[str], left: tuple[str, ...] | None) -> None:
    assert left_of(tree_of(text), texts) == left


@pytest.mark.parametrize(
    ("transform", "asked", "direct"),
    [
        ("x == 'fast' ? 'a' : 'b'", "t == 'a'", "x == 'fast'"),
        ("x == 'fast' ? 'a' : x == 'best' ? 'b' : 'c'", "t != 'c'", "x in ['fast', 'best']"),
        ("x.startsWith('f') ? 'ab' : 'c'", "size(t) == 2", "x.startsWith('f')"),
        ("x + ' style'", "t == 'fast style'", "x == 'fast'"),
        ("'in ' + x + ' style'", "t in ['in fast style', 'x']", "x == 'fast'"),
        ("x == 'fast' ? x + '1' : 'c'", "t.contains('1')", "x == 'fast'"),
    ],
)
def test_a_transform_that_decides_agrees_with_what_it_reads(
    transform: str, asked: str, direct: str
) -> None:
    x = input_("x", ref={"node": "workflow", "name": "text"})
    t = input_("t", ref={"node": "t"})
    logic = {"cases": [{"condition": asked, "value": "2"}], "default": "1"}
    flow = [
        node("t", x, type="transform", logic={"transform": transform}),
        node("r", t, type="logic", logicType="if-else", logic=logic),
        asks("s", "text", direct),
        node("a", gate("s", "2")),
        node("b", gate("r", "2"), reads("a")),
        node("c", gate("r", "1", "one"), gate("s", "2", "other")),
    ]
    codes = told(flow, TEXT)
    assert "FC308" in codes
    assert "FC309" not in codes


@pytest.mark.parametrize("transform", ["trim(x)", "x + '!'", "trim(x) == '' ? 'a fox' : trim(x)"])
def test_what_a_transform_gives_is_not_null(transform: str) -> None:
    x = input_("x", ref={"node": "workflow", "name": "text"})
    t = input_("t", ref={"node": "t"})
    logic = {"cases": [{"condition": "!exists('t')", "value": "2"}], "default": "1"}
    flow = [
        node("t", x, type="transform", logic={"transform": transform}),
        node("r", t, type="logic", logicType="if-else", logic=logic),
    ]
    assert told(flow, TEXT) == ["FC315"]
