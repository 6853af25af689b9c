"""Which variable, when it is null, makes an expression fail, and what guards it."""

from __future__ import annotations

import pytest

from flowcheck.expressions.absent import null_failures
from flowcheck.expressions.parse import parse
from flowcheck.expressions.types import Type

TYPES = {
    "s": Type.STRING,
    "t": Type.STRING,
    "n": Type.NUMBER,
    "l": Type.STRINGS,
    "d": Type.DYN,
    "b": Type.BOOL,
}
OPTIONAL = {"s", "n", "l", "d"}


def told(text: str, *, condition: bool = True) -> list[tuple[str, str, bool, str]]:
    tree = parse(text).tree
    assert tree is not None
    return [
        (one.name, text[one.start : one.end], one.certain, one.guard)
        for one in null_failures(text, tree, TYPES, OPTIONAL, condition=condition)
    ]


@pytest.mark.parametrize(
    ("text", "failures"),
    [
        ("size(s) > 3", [("s", "s", True, "s != null && size(s) > 3")]),
        ("n > 3", [("n", "n > 3", True, "n != null && n > 3")]),
        ("s.contains('a')", [("s", "s", True, "s != null && s.contains('a')")]),
        ("s.contains(t)", [("s", "s", True, "s != null && s.contains(t)")]),
        ("d.startsWith('a')", [("d", "d", True, "d != null && d.startsWith('a')")]),
        ("b && size(s) > 3", [("s", "s", False, "s != null && size(s) > 3")]),
        ("l.exists(i, i == t)", [("l", "l", True, "l != null && l.exists(i, i == t)")]),
        (
            "size(s) > 3 || n > 3.0",
            [
                ("s", "s", False, "s != null && size(s) > 3"),
                ("n", "n > 3.0", False, "n != null && n > 3.0"),
            ],
        ),
        ("s == null && size(s) > 3", [("s", "s", True, "s != null && size(s) > 3")]),
        ("b ? size(s) > 3 : b", [("s", "s", False, "s != null && (b ? size(s) > 3 : b)")]),
    ],
)
def test_conditions(text: str, failures: list[tuple[str, str, bool, str]]) -> None:
    assert told(text) == failures


@pytest.mark.parametrize(
    "text",
    [
        "s == null || size(s) > 3",
        "s != null && size(s) > 3",
        "exists('s') && size(s) > 3",
        "exists('s') ? size(s) > 3 : false",
        "trim(s) == 'a' || s != t || s in ['a'] || type(s) == string",
        'd == null || size(d) == 0 || (type(d) != list && trim(d) == "")',
        "d != null && size(d) > 0 && (type(d) == list || trim(d) != '')",
        "t.contains('a')",
        "s + 1 == 2",
        "t + l",
    ],
)
def test_what_is_guarded_or_takes_null_is_silent(text: str) -> None:
    assert told(text) == []


def test_a_guard_of_a_transform() -> None:
    assert told("s + ', ' + t", condition=False) == [
        ("s", "s + ', '", True, "exists('s') ? s + ', ' + t : ''")
    ]
    assert told("exists('s') ? s + t : t", condition=False) == []


def test_a_long_text_is_not_repeated() -> None:
    text = f"s.contains('{'a' * 100}')"
    assert told(text) == [("s", "s", True, "s != null && …")]
