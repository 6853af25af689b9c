"""Constant values and how they compare."""

from __future__ import annotations

from typing import TypeAlias

from flowcheck.expressions.tree import Scalar

Value: TypeAlias = Scalar | tuple[Scalar, ...]

LONGEST = 10_000
"""The longest text or list that is folded."""


def plain(text: str) -> bool:
    """Whether all readers agree on the text's length and order: no surrogates, no code point
    beyond the basic plane (one character to some, two to others)."""
    return all(c < "\ud800" or "\udfff" < c <= "\uffff" for c in text)


def within(*texts: str) -> bool:
    """Whether texts put together stay short enough to be folded."""
    return sum(map(len, texts)) <= LONGEST


def equal(a: Value, b: Value) -> bool | None:
    """CEL's `==`, None where readers differ (unlike types, int with double)."""
    if a is None or b is None:
        return a is b
    if isinstance(a, tuple) and isinstance(b, tuple):
        if len(a) != len(b):
            return False
        answers = [equal(x, y) for x, y in zip(a, b, strict=True)]
        return None if None in answers else all(answers)
    return a == b if type(a) is type(b) else None


def compared(a: Value, b: Value) -> int | None:
    """-1, 0 or 1 as `a` is less, equal or more; None where readers differ or refuse."""
    if isinstance(a, str) and isinstance(b, str):
        return (a > b) - (a < b) if plain(a) and plain(b) else None
    if isinstance(a, float) and isinstance(b, float):
        return (a > b) - (a < b)
    if type(a) is int and type(b) is int:
        return (a > b) - (a < b)
    return None
