"""Comparisons of sums and multiples of a number, and where they turn."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowcheck.expressions.evaluate import evaluate
from flowcheck.expressions.linear import turning_point
from flowcheck.expressions.parse import parse
from flowcheck.expressions.tree import Binary


def turn_of(text: str) -> float | None:
    tree = parse(text).tree
    assert isinstance(tree, Binary)
    return turning_point(tree)


@pytest.mark.parametrize(
    ("text", "turn"),
    [
        ("n > 3", 3),
        ("n * 2.0 > 3.0", 1.5),
        ("2.0 * n - 1.0 <= 4.0", 2.5),
        ("-n < -1.0", 1),
        ("n < 10.0 - n", 5),
        ("double(n) / 4.0 == 2.0", 8),
        ("(n + 1.0) * 3.0 != 6.0", 1),
        ("n - n > 1.0", None),
        ("n * n > 4.0", None),
        ("4.0 / n > 1.0", None),
        ("n / 0.0 > 1.0", None),
        ("n % 2.0 == 0.0", None),
        ("int(n) == 2", None),
        ("n > 'a'", None),
        ("n * 1e300 > 1.0", None),
        ("n > 1e-300 - 1e300", None),
        ("1.0 < 2.0", None),
    ],
)
def test_where_it_turns(text: str, turn: float | None) -> None:
    assert turn_of(text) == turn


def test_a_long_sum_is_not_looked_into() -> None:
    assert turn_of("n" + " + 1.0" * 10_000 + " > 3.0") is None


NUMBERS = st.integers(-40, 40).map(lambda number: number / 4)


@given(
    NUMBERS,
    NUMBERS,
    NUMBERS,
    st.sampled_from(["==", "<", "<=", ">", ">="]),
    st.sampled_from(["n * {} + {}", "{} * n - {}", "{} - n * {}", "-(n + {}) * {}"]),
    NUMBERS,
)
def test_either_side_of_the_turn_comes_to_one(
    a: float, b: float, c: float, operator: str, form: str, away: float
) -> None:
    tree = parse(f"{form.format(f'({a})', f'({b})')} {operator} ({c})").tree
    assert isinstance(tree, Binary)
    turn = turning_point(tree)
    if turn is None or not away:
        return
    far = 1000.0 if away > 0 else -1000.0
    assert evaluate(tree, {"n": turn + away}) is evaluate(tree, {"n": turn + far})
