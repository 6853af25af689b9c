"""Where a comparison of a number turns: `n * 2.0 > 3.0` does at 1.5, `n < 10.0 - n` at 5.

On either side of that number such a comparison comes to one and the same, for sums, differences
and multiples rise or fall throughout."""

from __future__ import annotations

import math
from typing import Final

from flowcheck.expressions.tree import Binary, Call, Constant, Expr, Name, Unary, walk

_LARGEST: Final = 30  # parts of a comparison that is looked into
_FARTHEST: Final = 1e15
_Line = tuple[float, float]
"""`a` and `b` of `a * n + b`"""


def turning_point(comparison: Binary) -> float | None:
    """The number at which a comparison of its one variable turns; None where it is not linear."""
    if sum(1 for _ in walk(comparison)) > _LARGEST:
        return None
    left, right = _line(comparison.left), _line(comparison.right)
    if left is None or right is None or left[0] == right[0]:
        return None
    turn = (right[1] - left[1]) / (left[0] - right[0])
    return turn if math.isfinite(turn) and abs(turn) < _FARTHEST else None


def _line(tree: Expr) -> _Line | None:
    match tree:
        case Name():
            return 1.0, 0.0
        case Constant(kind="int" | "double", value=int() | float() as value, known=True):
            return (0.0, float(value)) if abs(value) < _FARTHEST else None
        case Unary(operator="-"):
            inner = _line(tree.operand)
            return None if inner is None else (-inner[0], -inner[1])
        case Call(function="double" | "dyn", target=None, args=(one,)):
            return _line(one)
        case Binary(operator="+" | "-" | "*" | "/"):
            left, right = _line(tree.left), _line(tree.right)
            return None if left is None or right is None else _joined(tree.operator, left, right)
    return None


def _joined(operator: str, left: _Line, right: _Line) -> _Line | None:
    (a, b), (c, d) = left, right
    match operator:
        case "+":
            return a + c, b + d
        case "-":
            return a - c, b - d
        case "*" if not c:
            return a * d, b * d
        case "*" if not a:
            return b * c, b * d
        case "/" if not c and d:
            return a / d, b / d
    return None
