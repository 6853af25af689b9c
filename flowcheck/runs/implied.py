"""What one answer about a text says of another: `trim(x)` that is `cat` of `x.contains('a')`."""

from __future__ import annotations

from collections.abc import Callable
from operator import eq, ge, gt, le, lt
from typing import Any, Final

from flowcheck.expressions.atoms import Shape

_COMPARE: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "==": eq,
    "<": lt,
    "<=": le,
    ">": gt,
    ">=": ge,
}


def implied(function: str, text: str, shape: Shape) -> bool | None:
    """What a test of a value comes to where that text function gives that text for it; None where
    it may come to either."""
    if shape.kind not in ("text", "startsWith", "endsWith", "contains", "size"):
        return None
    if shape.kind == "text" and shape.function == function:
        return None
    if function == "trim":
        return _of_trimmed(text, shape)
    return _of_changed(_lower if function == "lowerAscii" else _upper, text, shape)


def _of_trimmed(text: str, shape: Shape) -> bool | None:
    """What stands around the text is white space, and nobody says how much."""
    asked = [one for one in shape.constants if isinstance(one, str)]
    if shape.kind == "size" or any(one != one.strip() for one in asked):
        return None
    if shape.kind == "text":
        change = _lower if shape.function == "lowerAscii" else _upper
        return None if change(text) in asked else False
    if shape.kind == "contains":
        return asked[0] in text
    starts = shape.kind == "startsWith"
    fits = text.startswith(asked[0]) if starts else text.endswith(asked[0])
    return None if fits else False


def _of_changed(change: Callable[[str], str], text: str, shape: Shape) -> bool | None:
    """The value is the text but for the case of its letters."""
    if shape.kind == "size":
        numbers = [one for one in shape.constants if isinstance(one, int | float)]
        if not text.isascii():
            return None
        return any(_COMPARE[shape.operator](len(text), one) for one in numbers)
    asked = [one for one in shape.constants if isinstance(one, str)]
    if shape.kind == "text" and shape.function == "trim":
        return None if text.strip() in map(change, asked) else False
    if shape.kind == "text":
        other = _lower if shape.function == "lowerAscii" else _upper
        return other(text) in asked
    part = change(asked[0])
    if shape.kind == "contains":
        fits = part in text
    else:
        fits = text.startswith(part) if shape.kind == "startsWith" else text.endswith(part)
    return False if not fits else None if _lower(part) != _upper(part) else True


def _lower(text: str) -> str:
    return "".join(one.lower() if one.isascii() else one for one in text)


def _upper(text: str) -> str:
    return "".join(one.upper() if one.isascii() else one for one in text)
