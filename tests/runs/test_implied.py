"""What the answer of a text function says of other tests of the same text."""

from __future__ import annotations

from itertools import product

import pytest

from flowcheck.expressions.atoms import Atom, skeleton
from flowcheck.expressions.evaluate import evaluate
from flowcheck.expressions.parse import parse
from flowcheck.runs.implied import implied
from tests.runs.support import input_
from tests.runs.test_conditions import pair, told

TEXT = input_("text", required={"always": True})
VALUES = ["".join(letters) for size in range(5) for letters in product("aB ", repeat=size)]
CHANGES = {"trim": str.strip, "lowerAscii": str.lower, "upperAscii": str.upper}
CONDITIONS = [
    *(f"x.{test}('{text}')" for test in ("contains", "startsWith", "endsWith") for text in "aAbB"),
    *(f"x.{test}('ab')" for test in ("contains", "startsWith", "endsWith")),
    *(f"x.{test}('aB ')" for test in ("contains", "startsWith", "endsWith")),
    *("x.contains(' ')", "x.startsWith(' ')", "x.lowerAscii() == 'ab'", "x.upperAscii() == 'AB'"),
    *("x.lowerAscii() == ' a'", "trim(x) == 'aB'", "trim(x) in ['a', 'B']"),
    *("size(x) == 2", "size(x) > 2", "x == 'a'", "x.matches('[ab]')"),
]


@pytest.mark.parametrize("condition", CONDITIONS)
def test_what_is_implied_is_so_for_every_text(condition: str) -> None:
    tree = parse(condition).tree
    assert tree is not None
    [atom] = skeleton(tree)
    assert isinstance(atom, Atom)
    for function, change in CHANGES.items():
        found: dict[str, set[object]] = {}
        for value in VALUES:
            found.setdefault(change(value), set()).add(evaluate(tree, {"x": value}))
        for text in ("a", "B", "aB", "ab", "AB", "a B"):
            said = implied(function, text, atom.shape)
            assert said is None or found.get(text, {said}) == {said}, (function, text)


@pytest.mark.parametrize(
    ("function", "text", "condition", "said"),
    [
        ("trim", "cat", "x.contains('at')", True),
        ("trim", "cat", "x.contains('dog')", False),
        ("trim", "cat", "x.startsWith('c')", None),
        ("trim", "cat", "x.startsWith('a')", False),
        ("trim", "cat", "x.endsWith('dog')", False),
        ("trim", "Cat", "x.lowerAscii() == 'cat'", None),
        ("trim", "cat", "x.upperAscii() in ['DOG', 'COW']", False),
        ("trim", "cat", "size(x) == 3", None),
        ("lowerAscii", "cat", "x.contains('AT')", None),
        ("lowerAscii", "c4t", "x.contains('4')", True),
        ("lowerAscii", "cat", "x.startsWith('D')", False),
        ("lowerAscii", "cat", "x.upperAscii() == 'CAT'", True),
        ("lowerAscii", "cat", "x.upperAscii() == 'DOG'", False),
        ("upperAscii", "CAT", "trim(x) == 'dog'", False),
        ("upperAscii", "CAT", "size(x) in [3, 4]", True),
        ("upperAscii", "CAT", "size(x) > 3", False),
    ],
)
def test_what_is_implied(function: str, text: str, condition: str, said: bool | None) -> None:
    tree = parse(condition).tree
    assert tree is not None
    [atom] = skeleton(tree)
    assert isinstance(atom, Atom)
    assert implied(function, text, atom.shape) is said


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("x.contains('cat')", "trim(x) == 'cat'"),
        ("x.contains('at')", "x.trim() in ['cat', 'bat']"),
        ("!x.endsWith('dog')", "trim(x) == 'cat'"),
        ("size(x) == 3", "x.lowerAscii() == 'cat'"),
        ("x.upperAscii() == 'CAT'", "x.lowerAscii() == 'cat'"),
        ("!x.startsWith('D')", "x.upperAscii() == 'CAT'"),
    ],
)
def test_what_follows_hangs_nobody(first: str, second: str) -> None:
    assert "FC309" not in told(pair(first, second, "text"), TEXT)
