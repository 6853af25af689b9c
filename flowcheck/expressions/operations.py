"""What the engine's operators give for values.

Every function answers Known, Failed, or None where the value cannot be told for sure. That the
types fit before evaluation is the static check's business (`static`)."""

from __future__ import annotations

import math
from collections.abc import Callable
from operator import ge, gt, le, lt
from typing import Any

from flowcheck.expressions.cel_types import CelType
from flowcheck.expressions.values import (
    LONGEST,
    Failed,
    Known,
    Result,
    TypeName,
    Value,
    equal,
    fits_type,
    order_key,
)

_LARGEST, _SMALLEST = 2**63 - 1, -(2**63)
_ORDERS: dict[str, Callable[[Any, Any], bool]] = {"<": lt, "<=": le, ">": gt, ">=": ge}


def words_of(value: Value) -> str:
    """What a value is, for a message."""
    match value:
        case None:
            return "null"
        case bool():
            return "a boolean"
        case str():
            return "a string"
        case int() | float():
            return "a number"
        case bytes():
            return "bytes"
        case TypeName():
            return "a type"
    return "a list"


def unary(operator: str, value: Value) -> Result:
    """`!` or `-` of a value."""
    if operator == "!":
        if isinstance(value, bool):
            return Known(not value)
        return Failed(f"`!` takes a boolean, not {words_of(value)}")
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Known(-value)
    return Failed(f"`-` takes a number, not {words_of(value)}")


def logic(decisive: bool, left: Result, right: Result) -> Result:
    """`||` (decided by True) or `&&` (decided by False): the side that decides is enough, even
    when the other one fails or is no boolean."""
    sides = (left, right)
    if any(isinstance(side, Known) and side.value is decisive for side in sides):
        return Known(decisive)
    if None in sides:
        return None
    for side in sides:
        if isinstance(side, Failed):
            return side
        if isinstance(side, Known) and not isinstance(side.value, bool):
            mark = "||" if decisive else "&&"
            return Failed(f"`{mark}` takes a boolean, not {words_of(side.value)}")
    return Known(not decisive)


def binary(operator: str, a: Value, b: Value) -> Result:
    """Any operator of two values but `&&` and `||`."""
    match operator:
        case "==":
            return Known(equal(a, b))
        case "!=":
            return Known(not equal(a, b))
        case "in":
            if isinstance(b, tuple):
                return Known(any(equal(a, one) for one in b))
            return Failed(f"`in` looks into a list or a map, not {words_of(b)}")
        case "<" | "<=" | ">" | ">=":
            return _ordered(operator, a, b)
    if isinstance(a, bool) or isinstance(b, bool):
        return _mismatch(operator, a, b)
    if isinstance(a, float) and isinstance(b, float):
        return _of_floats(operator, a, b)
    if isinstance(a, int) and isinstance(b, int):
        return _of_ints(operator, a, b)
    if operator == "+":
        if isinstance(a, str) and isinstance(b, str):
            return Known(a + b) if len(a) + len(b) <= LONGEST else None
        if isinstance(a, tuple) and isinstance(b, tuple):
            return Known(a + b) if len(a) + len(b) <= LONGEST else None
        if isinstance(a, bytes) and isinstance(b, bytes):
            return Known(a + b) if len(a) + len(b) <= LONGEST else None
    return _mismatch(operator, a, b)


def _mismatch(operator: str, a: Value, b: Value) -> Failed:
    if words_of(a) == words_of(b) == "a number":
        return Failed(f"`{operator}` does not mix whole numbers with doubles")
    return Failed(f"`{operator}` does not take {words_of(a)} and {words_of(b)}")


def _ordered(operator: str, a: Value, b: Value) -> Result:
    order = _ORDERS[operator]
    if isinstance(a, str) and isinstance(b, str):
        return Known(order(order_key(a), order_key(b)))
    numbers = isinstance(a, int | float) and isinstance(b, int | float)
    if numbers and isinstance(a, bool) == isinstance(b, bool):
        return Known(order(a, b))
    return _mismatch(operator, a, b)


def _of_ints(operator: str, a: int, b: int) -> Result:
    if operator in ("/", "%") and b == 0:
        return Failed(f"`{operator}` divides by zero")
    match operator:
        case "+":
            result = a + b
        case "-":
            result = a - b
        case "*":
            result = a * b
        case "/":
            return Known(abs(a) // abs(b) * (1 if (a < 0) == (b < 0) else -1))
        case _:
            return Known(abs(a) % abs(b) * (-1 if a < 0 else 1))
    if _SMALLEST <= result <= _LARGEST:
        return Known(result)
    return Failed(f"`{operator}` leaves the range of whole numbers")


def _of_floats(operator: str, a: float, b: float) -> Result:
    match operator:
        case "+":
            return Known(a + b)
        case "-":
            return Known(a - b)
        case "*":
            return Known(a * b)
        case "/":
            if b != 0:
                return Known(a / b)
            if a == 0 or math.isnan(a):
                return Known(math.nan)
            return Known(math.copysign(math.inf, a) * math.copysign(1.0, b))
    return Failed("`%` takes whole numbers, not doubles")


def picked(value: Value, key: Value, held: CelType) -> Result:
    """`value[key]`; held: what was known of the value's type before evaluation."""
    if not isinstance(value, tuple):
        if isinstance(value, TypeName):
            return None
        return Failed(f"`[…]` picks from a list or a map, not {words_of(value)}")
    if isinstance(key, bool) or not isinstance(key, int | float):
        return Failed(f"a list is indexed by a number, not {words_of(key)}")
    if key != key or key not in range(len(value)):
        return Failed("there is no item of that index")
    item = value[int(key)]
    if held.value is not None and held.kind == "list" and not fits_type(item, held.value):
        return Failed("the item is not of the list's type")
    return Known(item)


def field_of(value: Value, name: str) -> Result:
    """`value.name`: only maps have fields, and they are not followed."""
    if isinstance(value, TypeName):
        return None
    return Failed(f"{words_of(value)} has no field `{name}`")
