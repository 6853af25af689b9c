"""An expression with names replaced by what they stand for."""

from __future__ import annotations

from collections.abc import Mapping

from flowcheck.dataclass import replace
from flowcheck.expressions.names import free_names
from flowcheck.expressions.remembered import remembered
from flowcheck.expressions.tree import (
    Binary,
    Call,
    Constant,
    Expr,
    Index,
    ListLiteral,
    MapLiteral,
    Name,
    Select,
    Ternary,
    Unary,
    bottom_up,
    children,
)


def substituted(tree: Expr, meanings: Mapping[str, Expr]) -> Expr:
    """The tree with every free name that has a meaning replaced by it; `exists('x')` becomes
    `!(x == null)`. What the meanings hold is shared, not copied."""
    free = {id(node) for node in free_names(tree)}
    made: dict[int, Expr] = {}
    for node in bottom_up(tree):
        if isinstance(node, Name):
            meaning = meanings.get(node.name) if id(node) in free else None
            made[id(node)] = node if meaning is None else _held(meaning)
            continue
        named = _exists(node)
        if named is not None and named in meanings:
            null = Constant(node.start, node.end, "null", None, known=True)
            same = Binary(node.start, node.end, "==", _held(meanings[named]), null)
            made[id(node)] = Unary(node.start, node.end, "!", same)
        else:
            made[id(node)] = _copied(node, made)
    return made[id(tree)]


def _exists(node: Expr) -> str | None:
    """The variable that a call `exists('x')` names."""
    if isinstance(node, Call) and node.function == "exists" and node.target is None:
        match node.args:
            case (Constant(kind="string", value=str(name), known=True),):
                return name
    return None


def _copied(node: Expr, made: Mapping[int, Expr]) -> Expr:
    parts = [made[id(part)] for part in children(node)]
    if all(made[id(part)] is part for part in children(node)):
        return node
    match node:
        case Select():
            return replace(node, operand=parts[0])
        case Index():
            return replace(node, operand=parts[0], index=parts[1])
        case Call():
            target = None if node.target is None else parts.pop(0)
            return replace(node, target=target, args=tuple(parts))
        case Unary():
            return replace(node, operand=parts[0])
        case Binary():
            return replace(node, left=parts[0], right=parts[1])
        case Ternary():
            return replace(node, condition=parts[0], then=parts[1], other=parts[2])
        case ListLiteral():
            return replace(node, items=tuple(parts))
        case MapLiteral():
            return replace(node, entries=tuple(zip(parts[::2], parts[1::2], strict=True)))
        case _:
            return node


def _held(meaning: Expr) -> Expr:
    """What stands in a variable's place: an expression there is a value of any type."""
    if isinstance(meaning, Name):
        return meaning
    at = meaning.start
    return Call(at, meaning.end, "dyn", at, at, None, (meaning,))


Renaming = tuple[tuple[str, str], ...]
"""Names, each with the one that is put in its place."""


def only_names(meanings: Mapping[str, Expr]) -> Renaming | None:
    """What names stand for, where that are names only."""
    names = tuple((name, one.name) for name, one in meanings.items() if isinstance(one, Name))
    return names if len(names) == len(meanings) else None


def resolved(tree: Expr, meanings: Mapping[str, Expr]) -> Expr:
    """As `substituted`, of an expression that `parse` has read."""
    names = only_names(meanings)
    return substituted(tree, meanings) if names is None else renamed(tree, names)


@remembered
def renamed(tree: Expr, names: Renaming) -> Expr:
    """The tree of a text with free names replaced by others."""
    return substituted(tree, {name: Name(0, 0, other) for name, other in names})
