"""Macros, the variables they bind, and an order in which parts come before what needs them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TypeAlias

from flowcheck.dataclass import dataclass
from flowcheck.expressions.overloads import MACROS
from flowcheck.expressions.tree import Call, Expr, Name, children


@dataclass(frozen=True, slots=True)
class Macro:
    """A call that the engine expands: `variable` stands for each item of `source`, or (`bind`) for
    its value, in the body."""

    variable: str
    source: Expr
    body: tuple[Expr, ...]


def macro_of(node: Expr) -> Macro | None:
    """The macro a node is, if it is a whole one."""
    if not isinstance(node, Call) or node.target is None or len(node.args) < 2:
        return None
    first = node.args[0]
    if not isinstance(first, Name):
        return None
    if node.function == "bind" and len(node.args) == 3:
        return Macro(first.name, node.args[1], node.args[2:])
    if len(node.args) in MACROS.get(node.function, ()):
        return Macro(first.name, node.target, node.args[1:])
    return None


def is_has(node: Expr) -> bool:
    """Whether a node asks whether a field is there: its argument is not evaluated."""
    return (
        isinstance(node, Call)
        and node.target is None
        and node.function == "has"
        and len(node.args) == 1
    )


_Scope: TypeAlias = "tuple[str, int, _Scope] | None"


@dataclass(frozen=True, slots=True)
class Order:
    """nodes: each after its parts, and a macro's body after its source; the names macros bind and
    the argument of `has` are left out. binder: id of a bound name → id of the macro's call; macros:
    that id → the call."""

    nodes: tuple[Expr, ...]
    binder: Mapping[int, int]
    macros: Mapping[int, Call]


@lru_cache(maxsize=1024)
def order_of(tree: Expr) -> Order:
    """The order of a tree."""
    nodes: list[Expr] = []
    binder: dict[int, int] = {}
    macros: dict[int, Call] = {}
    stack: list[tuple[Expr, _Scope]] = [(tree, None)]
    while stack:
        node, scope = stack.pop()
        nodes.append(node)
        if isinstance(node, Name):
            around = scope
            while around is not None and around[0] != node.name:
                around = around[2]
            if around is not None:
                binder[id(node)] = around[1]
        elif (macro := macro_of(node)) is not None:
            assert isinstance(node, Call)
            macros[id(node)] = node
            stack.append((macro.source, scope))
            inner = (macro.variable, id(node), scope)
            stack.extend((part, inner) for part in macro.body)
        elif not is_has(node):
            stack.extend((part, scope) for part in children(node))
    nodes.reverse()
    return Order(tuple(nodes), binder, macros)
