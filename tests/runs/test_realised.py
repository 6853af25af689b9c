"""Examples for "another value" name one of which everything is true that they rest on."""

from __future__ import annotations

from typing import Any

import pytest

import flowcheck
from tests.runs.support import gate, input_, node, reads, record
from tests.runs.test_conditions import asks

ALWAYS = {"always": True}


def witness_of(*conditions: str, branch: str = "1", type: str = "string", **bounds: Any) -> Any:
    """The example of a node that hangs where the branch is not taken."""
    text = input_("text", type, required=ALWAYS, **bounds)
    flow = [asks("r", "text", *conditions, type=type), node("a", gate("r", branch))]
    hangs = [*flow, node("b", reads("a"))]
    [problem] = [p for p in flowcheck.check(record(hangs, text)).problems if p.code == "FC309"]
    return problem


@pytest.mark.parametrize(
    ("condition", "value"),
    [
        ("x.contains('cat') && x != 'cat'", "catx"),
        ("x.startsWith('cat') && x != 'cat'", "catx"),
        ("x != 'a' && x.matches('^cat')", "catx"),
        ("x != 'other' && size(x) > 2 && x.endsWith('cat')", "xcat"),
        ("x != 'b' && trim(x) == 'cat' && x != 'cat'", " cat "),
        ("x.lowerAscii() == 'cat' && x != 'cat'", "CAT"),
        ("x != 'a' && size(x) == 7", "otherxx"),
        ("x != 'a' && x.startsWith('d') && x.contains('cat') && x.endsWith('g')", "dxcatxg"),
        ("x != 'a' && x.indexOf('cat') == 1", "xcat"),
    ],
)
def test_a_text_that_answers_as_the_example_says(condition: str, value: str) -> None:
    problem = witness_of(condition)
    assert problem.witness.values == {"text": value}
    assert f'`text` is `"{value}"`' in problem.message


def test_a_list_of_the_length_that_the_example_asks_for() -> None:
    problem = witness_of("x != ['a'] && size(x) == 3", type="string_array")
    assert problem.witness.values == {"text": ["other"] * 3}


def test_a_value_keeps_to_the_lengths_of_its_input() -> None:
    problem = witness_of("x.startsWith('cat') && x != 'catcat'", minLength=6)
    assert problem.witness.values == {"text": "catxcat"}


def test_answers_say_it_where_no_value_is_found() -> None:
    problem = witness_of("x != 'a' && x.matches('^[0-9]{3}$')")
    assert [dict(one) for one in problem.witness.answers] == [
        {"node": "r", "condition": "x != 'a' && x.matches('^[0-9]{3}$')", "holds": True}
    ]


def test_what_a_node_gives_answers_as_the_example_says() -> None:
    read = input_("x", ref={"node": "source"})
    logic = {
        "cases": [{"condition": "x != 'a' && x.contains('cat')", "value": "2"}],
        "default": "1",
    }
    flow = [
        node("source"),
        node("r", read, type="logic", logicType="if-else", logic=logic),
        node("a", gate("r", "1")),
        node("b", reads("a")),
    ]
    [problem] = [p for p in flowcheck.check(record(flow)).problems if p.code == "FC309"]
    assert problem.witness is not None
    assert {"node": "source", "output": "all", "is": "catx"} in problem.witness.answers


def compared(condition: str, branch: str, required: Any = ALWAYS) -> Any:
    """The example of a node that hangs where one of two texts compared is not the other."""
    x, y = (input_(n, ref={"node": "workflow", "name": w}) for n, w in (("x", "one"), ("y", "two")))
    logic = {"cases": [{"condition": condition, "value": "2"}], "default": "1"}
    router = node("r", x, y, type="logic", logicType="if-else", logic=logic)
    hangs = [router, node("a", gate("r", branch)), node("b", reads("a"))]
    texts = [input_(name, required=required) for name in ("one", "two")]
    found = [p for p in flowcheck.check(record(hangs, *texts)).problems if p.code == "FC309"]
    return found[0].witness.values if found else None


def test_two_texts_that_are_unlike_are_told_so() -> None:
    condition = "x == y || x == 'a' || y == 'b'"
    assert compared(condition, "2") == {"one": "other", "two": "other 2"}


def test_two_texts_that_are_equal_are_told_so() -> None:
    condition = "x == y && x.contains('cat') && x != 'cat' && y != 'b'"
    assert compared(condition, "1") == {"one": "catx", "two": "catx"}


def test_a_text_that_is_a_known_one_is_told_so() -> None:
    condition = "x == y && x == 'cat' && y != 'b'"
    assert compared(condition, "1") == {"one": "cat", "two": "cat"}


def test_what_is_given_is_not_the_null_of_what_is_left_out() -> None:
    assert compared("x == y && x == null && exists('y')", "1", None) is None
    assert compared("x == y && exists('x') && exists('y')", "1", None) == {}
