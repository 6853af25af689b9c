"""JSON scalars: which are numbers, which are equal."""

from __future__ import annotations

from typing import Any

ScalarKey = tuple[str, object]


def is_number(value: Any) -> bool:
    """Whether a decoded value is a JSON number (Python's bool is none)."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def scalar_key(value: Any) -> ScalarKey | None:
    """A key under which two scalars are equal exactly when JSON calls them equal: `true` is not
    1, 1 is 1.0. None for null, arrays and objects."""
    if isinstance(value, bool):
        return ("boolean", value)
    if isinstance(value, int | float):
        return ("number", value)
    if isinstance(value, str):
        return ("string", value)
    return None
