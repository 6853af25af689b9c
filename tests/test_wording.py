"""How messages show values, numbers and names."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowcheck.wording import LONGEST, a_type, listed, listed_values, number, plural, quoted

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (5.0, "5"),
        (0.5, "0.5"),
        (-0.0, "0"),
        (1e300, "1e+300"),
        (12, "12"),
        (10**80, "1" + "0" * 58 + "…"),
    ],
)
def test_numbers(value: float, shown: str) -> None:
    assert number(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("a", '`"a"`'),
        (True, "`true`"),
        (None, "`null`"),
        (2.0, "`2`"),
        ([1, {"k": ["x", None]}], '`[1, {"k": ["x", null]}]`'),
        ({}, "`{}`"),
        ("tab\there", '`"tab\\there"`'),
        ("\ud800", '`"\ud800"`'),
        ("x" * 100, '`"' + "x" * 58 + "…`"),
    ],
)
def test_quoted(value: Any, shown: str) -> None:
    assert quoted(value) == shown


def test_quoted_reads_no_further_than_it_shows() -> None:
    deep: Any = []
    for _ in range(100_000):
        deep = [deep]
    assert quoted(deep) == "`" + "[" * (LONGEST - 1) + "…`"


@given(VALUES)
def test_quoted_is_the_beginning_of_the_json_text(value: Any) -> None:
    whole = json.dumps(value, ensure_ascii=False)
    shown = quoted(value)[1:-1]
    assert len(shown) <= LONGEST
    assert shown == whole if len(whole) <= LONGEST else whole.startswith(shown[:-1])


@pytest.mark.parametrize(
    ("names", "shown"),
    [
        ([], ""),
        (["a"], "`a`"),
        (["a", "b"], "`a` or `b`"),
        (["a", "b", "c"], "`a`, `b` or `c`"),
        (list("abcdefgh"), "`a`, `b`, `c`, `d`, `e`, `f`, `g` or `h`"),
        (list("abcdefghi"), "`a`, `b`, `c`, `d`, `e`, `f`, `g` or 2 others"),
    ],
)
def test_listed(names: list[str], shown: str) -> None:
    assert listed(names) == shown


def test_listed_with_another_word_and_values() -> None:
    assert listed(["a", "b"], word="and") == "`a` and `b`"
    assert listed_values(["a", 1.0, True]) == '`"a"`, `1` or `true`'


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("", "a string"),
        (1, "a number"),
        (True, "a boolean"),
        ([], "an array"),
        ({}, "an object"),
        (None, "null"),
    ],
)
def test_a_type(value: Any, said: str) -> None:
    assert a_type(value) == said


def test_plural() -> None:
    assert [plural(n, "item") for n in (0, 1, 2.0)] == ["0 items", "1 item", "2 items"]


def test_of_many_names_few_are_looked_at() -> None:
    looked_at: list[str] = []

    class Names(dict[str, int]):
        def __iter__(self) -> Iterator[str]:
            for name in super().__iter__():
                looked_at.append(name)
                yield name

    names = Names.fromkeys(map(str, range(1000)), 0)
    assert listed(names, word="and").endswith("`6` and 993 others")
    assert looked_at == list("0123456")
    assert listed(iter("abcdefghi")).endswith("`g` or 2 others")
