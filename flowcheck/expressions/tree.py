"""The syntax tree of an expression: small frozen nodes with their place in the string.

`start` and `end` are code point offsets into the expression's text, `end` exclusive, parentheses
around a node included. Nodes compare by identity and have no deep repr: a tree may be nested
thousands deep, so nothing here, or in the passes over it, recurses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from flowcheck.dataclass import dataclass

Scalar: TypeAlias = str | int | float | bool | bytes | None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Node:
    """What every node has: its place."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Constant(Node):
    """A literal. `kind` is string, bytes, int, uint, double, bool or null; `known` is False when
    it is too long a number."""

    kind: str
    value: Scalar
    known: bool


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Name(Node):
    """An identifier used as a value. The place leaves a leading dot and parentheses out."""

    name: str


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Select(Node):
    """`operand.field`"""

    operand: Expr
    field: str


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Index(Node):
    """`operand[index]`"""

    operand: Expr
    index: Expr


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Call(Node):
    """`function(args)` or, with a target, `target.function(args)`; macros too."""

    function: str
    name_start: int
    name_end: int
    target: Expr | None
    args: tuple[Expr, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Unary(Node):
    """`!operand` or `-operand`"""

    operator: str
    operand: Expr


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Binary(Node):
    """`left operator right`; `in`, `&&` and `||` too."""

    operator: str
    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Ternary(Node):
    """`condition ? then : other`"""

    condition: Expr
    then: Expr
    other: Expr


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class ListLiteral(Node):
    """`[items]`"""

    items: tuple[Expr, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class MapLiteral(Node):
    """`{key: value, …}`"""

    entries: tuple[tuple[Expr, Expr], ...]


Expr: TypeAlias = (
    Constant | Name | Select | Index | Call | Unary | Binary | Ternary | ListLiteral | MapLiteral
)


def children(node: Expr) -> tuple[Expr, ...]:
    """The parts of a node, in the order of the text."""
    match node:
        case Constant() | Name():
            return ()
        case Select():
            return (node.operand,)
        case Index():
            return (node.operand, node.index)
        case Call():
            return node.args if node.target is None else (node.target, *node.args)
        case Unary():
            return (node.operand,)
        case Binary():
            return (node.left, node.right)
        case Ternary():
            return (node.condition, node.then, node.other)
        case ListLiteral():
            return node.items
        case MapLiteral():
            return tuple(part for entry in node.entries for part in entry)


def walk(root: Expr) -> Iterator[Expr]:
    """Every node, parents before their parts, in the order of the text."""
    stack = [root]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(reversed(children(node)))


def bottom_up(root: Expr) -> list[Expr]:
    """Every node, parts before their parents."""
    order: list[Expr] = []
    stack = [root]
    while stack:
        node = stack.pop()
        order.append(node)
        stack.extend(children(node))
    order.reverse()
    return order
