"""From cel-python's grammar tree to ours, with a stack of our own (theirs recurse)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from flowcheck.expressions.literals import constant
from flowcheck.expressions.scan import Token
from flowcheck.expressions.tree import (
    Binary,
    Call,
    Expr,
    Index,
    ListLiteral,
    MapLiteral,
    Message,
    Name,
    Select,
    Ternary,
    Unary,
)

if TYPE_CHECKING:
    from lark import Tree

# The parts of a grammar node: an expression, several of them, or a token of ours.
Part: TypeAlias = Expr | tuple["Part", ...] | Token

_OPERATORS = {
    "relation_lt": "<",
    "relation_le": "<=",
    "relation_gt": ">",
    "relation_ge": ">=",
    "relation_eq": "==",
    "relation_ne": "!=",
    "relation_in": "in",
    "addition_add": "+",
    "addition_sub": "-",
    "multiplication_mul": "*",
    "multiplication_div": "/",
    "multiplication_mod": "%",
    "unary_not": "!",
    "unary_neg": "-",
    "conditionalor": "||",
    "conditionaland": "&&",
}


def build(root: Tree[Any], tokens: Mapping[int | None, Token]) -> Expr:
    """Our tree of a parsed text; `tokens` finds a token by its start."""
    from lark import Token as LarkToken

    order: list[Tree[Any]] = []
    stack = [root]
    while stack:
        tree = stack.pop()
        order.append(tree)
        stack.extend(part for part in tree.children if not isinstance(part, LarkToken))
    built: dict[int, Part] = {}
    for tree in reversed(order):
        parts = [
            tokens[part.start_pos] if isinstance(part, LarkToken) else built.pop(id(part))
            for part in tree.children
        ]
        built[id(tree)] = _part(tree, parts)
    return cast(Expr, built[id(root)])


def _part(tree: Tree[Any], parts: list[Part]) -> Part:
    rule = str(tree.data)
    place = (tree.meta.start_pos, tree.meta.end_pos)
    if rule in _LISTS:
        return tuple(parts)
    if rule in _SHAPES:
        return cast(Part, _SHAPES[rule](*place, *parts))
    if rule in ("unary_not", "unary_neg"):
        return ()
    if len(parts) == 1:  # a rung of the precedence ladder, or the left side of an operator
        return parts[0]
    if rule == "expr":
        return cast(Part, Ternary(*place, *cast(Any, parts)))
    first = tree.children[0]
    operator = _OPERATORS[rule if rule.startswith("conditional") else str(first.data)]
    if rule == "unary":
        return Unary(*place, operator, cast(Expr, parts[1]))
    return Binary(*place, operator, cast(Expr, parts[0]), cast(Expr, parts[1]))


def _name(_start: int, _end: int, word: Token) -> Name:
    return Name(word.start, word.end, word.text)


def _call(start: int, end: int, word: Token, args: tuple[Expr, ...] = ()) -> Call:
    return Call(start, end, word.text, word.start, word.end, None, args)


def _method(start: int, end: int, target: Expr, word: Token, args: tuple[Expr, ...] = ()) -> Call:
    return Call(start, end, word.text, word.start, word.end, target, args)


def _map(start: int, end: int, parts: tuple[Expr, ...] = ()) -> MapLiteral:
    return MapLiteral(start, end, tuple(zip(parts[::2], parts[1::2], strict=True)))


def _message(start: int, end: int, _type: Expr, parts: tuple[Any, ...] = ()) -> Message:
    names = [word.text for word in parts[::2]]
    return Message(start, end, tuple(zip(names, parts[1::2], strict=True)))


def _widened(start: int, end: int, inner: Expr) -> Expr:
    """The node inside parentheses, its place now with them (a name keeps its own)."""
    if isinstance(inner, Name):
        return inner
    return replace(inner, start=start, end=end)


_LISTS = frozenset({"exprlist", "mapinits", "fieldinits"})
_SHAPES: dict[str, Callable[..., Expr]] = {
    "literal": lambda start, end, token: constant(token, start, end),
    "ident": _name,
    "dot_ident": _name,
    "ident_arg": _call,
    "dot_ident_arg": _call,
    "paren_expr": _widened,
    "list_lit": lambda start, end, items=(): ListLiteral(start, end, items),
    "map_lit": _map,
    "member_dot": lambda start, end, target, word: Select(start, end, target, word.text),
    "member_dot_arg": _method,
    "member_index": lambda start, end, target, index: Index(start, end, target, index),
    "member_object": _message,
}
