"""What an expression comes to where some of its variables have a value: that of `fold.constant`,
with errors and what is not known as values of their own, so that both can be held like others."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any, TypeAlias

from flowcheck.expressions.fold import constant
from flowcheck.expressions.tree import Expr
from flowcheck.expressions.values import LONGEST, Failed, Value


class Unsettled(Enum):
    """What an expression comes to when it is no value."""

    FAILS = "fails"
    UNKNOWN = "unknown"


FAILS = Unsettled.FAILS
UNKNOWN = Unsettled.UNKNOWN
Result: TypeAlias = Value | Unsettled
_LARGEST = 1e300


def evaluate(tree: Expr, values: Mapping[str, Result]) -> Result:
    """What the expression comes to. A name without a value is not known."""
    known = {name: value for name, value in values.items() if not isinstance(value, Unsettled)}
    found = constant(tree, known)
    if found is None:
        return UNKNOWN
    return FAILS if isinstance(found, Failed) else found.value


def binding(value: Any) -> Result:
    """A JSON value as a variable holds it; objects are not known."""
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return value
    if isinstance(value, int | float):
        return float(value) if abs(value) < _LARGEST else UNKNOWN
    if not isinstance(value, list) or len(value) > LONGEST:
        return UNKNOWN
    items: list[Value] = []
    for item in value:
        held = UNKNOWN if isinstance(item, list) else binding(item)
        if isinstance(held, Unsettled):
            return UNKNOWN
        items.append(held)
    return tuple(items)
