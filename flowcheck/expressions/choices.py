"""A test of a value that a `?:` chooses is a choice between tests of either value."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from flowcheck.dataclass import replace
from flowcheck.expressions.scopes import is_has, macro_of
from flowcheck.expressions.tree import Binary, Call, Expr, Ternary, Unary

_DEEPEST: Final = 12
Choice = tuple[Expr, Expr, Expr]
"""A condition, and a tree for when it holds and when it does not."""


def choice(tree: Expr, depth: int = _DEEPEST) -> Choice | None:
    """The tree with the first `?:` in it, that is evaluated whatever the rest comes to, brought to
    the front: `(a ? b : c) == d` is `a ? b == d : c == d`. None where there is none."""
    if isinstance(tree, Ternary):
        return tree.condition, tree.then, tree.other
    if not depth:
        return None
    match tree:
        case Unary():
            return _around(choice(tree.operand, depth - 1), lambda one: replace(tree, operand=one))
        case Binary() if tree.operator not in ("&&", "||"):
            found = choice(tree.left, depth - 1)
            if found is not None:
                return _around(found, lambda one: replace(tree, left=one))
            return _around(choice(tree.right, depth - 1), lambda one: replace(tree, right=one))
        case Call() if macro_of(tree) is None and not is_has(tree):
            return _of_call(tree, depth)
    return None


def _of_call(call: Call, depth: int) -> Choice | None:
    found = None if call.target is None else choice(call.target, depth - 1)
    if found is not None:
        return _around(found, lambda one: replace(call, target=one))
    for at, argument in enumerate(call.args):
        found = choice(argument, depth - 1)
        if found is not None:
            return _around(found, partial(_with_argument, call, at))
    return None


def _with_argument(call: Call, at: int, argument: Expr) -> Expr:
    return replace(call, args=(*call.args[:at], argument, *call.args[at + 1 :]))


def _around(found: Choice | None, whole: Callable[[Expr], Expr]) -> Choice | None:
    """A choice between two parts as one between the two wholes with them."""
    return None if found is None else (found[0], whole(found[1]), whole(found[2]))
