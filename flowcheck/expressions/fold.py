"""Expressions that give the same value whatever the inputs hold.

Only what every reader of CEL agrees on is folded: no division with a remainder, no text outside
the basic plane (lengths and order differ there), no equality of unlike types. Results are bounded,
so the work is linear in the text, whatever the text."""

from __future__ import annotations

import math
from dataclasses import dataclass

from flowcheck.expressions.folded_calls import folded_call
from flowcheck.expressions.tree import (
    Binary,
    Call,
    Constant,
    Expr,
    ListLiteral,
    Ternary,
    Unary,
    bottom_up,
)
from flowcheck.expressions.values import LONGEST, Value, compared, equal, within

_LARGEST = 2**53


@dataclass(frozen=True, slots=True)
class Known:
    """The value an expression always has; a list is a tuple of scalars."""

    value: Value


def constant(tree: Expr) -> Known | None:
    """The value the expression has whatever the inputs hold, or None where that is not certain.

    `x || true` is true: CEL's `||` and `&&` need only the side that decides, even when the other
    one fails."""
    known: dict[int, Known | None] = {}
    for node in bottom_up(tree):
        known[id(node)] = _fold(node, known)
    return known[id(tree)]


def _fold(node: Expr, known: dict[int, Known | None]) -> Known | None:
    def of(part: Expr) -> Known | None:
        return known[id(part)]

    match node:
        case Constant():
            return Known(node.value) if node.known and node.kind != "uint" else None
        case ListLiteral():
            return _list([of(item) for item in node.items])
        case Unary():
            return _unary(node.operator, of(node.operand))
        case Binary():
            return _binary(node.operator, of(node.left), of(node.right))
        case Ternary():
            chosen = of(node.condition)
            if chosen is None or not isinstance(chosen.value, bool):
                return None
            return of(node.then if chosen.value else node.other)
        case Call():
            values = [of(part) for part in (node.target, *node.args) if part is not None]
            if any(value is None for value in values):
                return None
            given = [value.value for value in values if value is not None]
            member = node.target is not None
            result = folded_call(node.function, member, given)
            return None if result is None else Known(result)
        case _:
            return None


def _list(items: list[Known | None]) -> Known | None:
    values = []
    for item in items:
        if item is None or isinstance(item.value, tuple):
            return None
        values.append(item.value)
    return Known(tuple(values)) if len(values) <= LONGEST else None


def _unary(operator: str, operand: Known | None) -> Known | None:
    if operand is None:
        return None
    value = operand.value
    if operator == "!":
        return Known(not value) if isinstance(value, bool) else None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Known(-value)
    return None


def _binary(operator: str, left: Known | None, right: Known | None) -> Known | None:
    if operator in ("&&", "||"):
        return _logic(operator == "||", left, right)
    if left is None or right is None:
        return None
    a, b = left.value, right.value
    if operator in ("==", "!="):
        same = equal(a, b)
        return None if same is None else Known(same == (operator == "=="))
    if operator == "in":
        return _contained(a, b)
    if operator in ("<", "<=", ">", ">="):
        return _ordered(operator, a, b)
    if isinstance(a, str) and isinstance(b, str):
        return Known(a + b) if operator == "+" and within(a, b) else None
    return _arithmetic(operator, a, b)


def _logic(decisive: bool, left: Known | None, right: Known | None) -> Known | None:
    """`&&` (decided by False) or `||` (decided by True)."""
    values = [side.value for side in (left, right) if side is not None]
    if any(value is decisive for value in values):
        return Known(decisive)
    both = len(values) == 2 and all(value is (not decisive) for value in values)
    return Known(not decisive) if both else None


def _contained(item: Value, items: Value) -> Known | None:
    if not isinstance(items, tuple):
        return None
    answers = [equal(item, one) for one in items]
    if True in answers:
        return Known(True)
    return None if None in answers else Known(False)


def _ordered(operator: str, a: Value, b: Value) -> Known | None:
    order = compared(a, b)
    if order is None:
        return None
    answers = {"<": order < 0, "<=": order <= 0, ">": order > 0, ">=": order >= 0}
    return Known(answers[operator])


def _arithmetic(operator: str, a: Value, b: Value) -> Known | None:
    if isinstance(a, float) and isinstance(b, float):
        return _of_floats(operator, a, b)
    if type(a) is not int or type(b) is not int:
        return None
    if max(abs(a), abs(b)) > _LARGEST:
        return None
    result: int | None = None
    match operator:
        case "+":
            result = a + b
        case "-":
            result = a - b
        case "*":
            result = a * b
        case "/" if b != 0 and a % b == 0:
            result = a // b
        case "%" if a >= 0 and b > 0:
            result = a % b
    return Known(result) if result is not None and abs(result) <= _LARGEST else None


def _of_floats(operator: str, a: float, b: float) -> Known | None:
    match operator:
        case "+":
            result = a + b
        case "-":
            result = a - b
        case "*":
            result = a * b
        case _:
            return None
    return Known(result) if math.isfinite(result) else None
