"""Calls with constant arguments."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flowcheck.expressions.values import LONGEST, Value, plain

_TESTS: dict[str, Callable[[str, str], bool]] = {
    "contains": lambda text, part: part in text,
    "startsWith": str.startswith,
    "endsWith": str.endswith,
}
_SPACE = " \t\n\r"


def folded_call(function: str, member: bool, values: Sequence[Value]) -> Value:
    """The value of a call, None where it is not certain (no function here gives null).

    values: the receiver of a member call, then the arguments."""
    match values:
        case [str() as text]:
            return _of_text(function, member, text)
        case [tuple() as items] if function == "size":
            return len(items)
        case [str() as text, str() as part] if member and function in _TESTS:
            return _TESTS[function](text, part)
        case [str() as text, str() as old, str() as new] if member and function == "replace":
            return _replaced(text, old, new)
    return None


def _of_text(function: str, member: bool, text: str) -> Value:
    if function == "size":
        return len(text) if plain(text) else None
    if function == "trim":
        rest = text.strip(_SPACE)
        return rest if rest == rest.strip("\ufeff\x00\x85").strip() else None
    if member and function == "lowerAscii":
        return "".join(c.lower() if c.isascii() else c for c in text)
    if member and function == "upperAscii":
        return "".join(c.upper() if c.isascii() else c for c in text)
    return None


def _replaced(text: str, old: str, new: str) -> str | None:
    if not old:  # some put `new` between all characters, some do nothing
        return None
    # A reader may replace the first one only: one occurrence is the same to all.
    if text.count(old) > 1 or len(text) + len(new) > LONGEST:
        return None
    return text.replace(old, new)
