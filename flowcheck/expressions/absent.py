"""Expressions that fail when a value is missing: which one, where, and how to guard it.

A workflow input that a run leaves out is null to the expressions that read it (observed by
inference). Only `==`, `!=`, `in`, `trim`, `type` and `exists` take null (observed)."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from flowcheck.dataclass import dataclass
from flowcheck.expressions import cel_types as cel
from flowcheck.expressions.judging import judge
from flowcheck.expressions.names import variables
from flowcheck.expressions.outcomes import ALWAYS, Fault, Judgement, Kinds
from flowcheck.expressions.tree import Binary, Expr, Ternary
from flowcheck.expressions.types import KINDS, Type

_LONGEST = 60


@dataclass(frozen=True, slots=True)
class NullFailure:
    """A variable that makes an expression fail when it is null and not when it is something.

    start, end: the part that fails, in code points. message: why. certain: the expression fails
    whatever the others hold; else only when they let the part be reached. guard: what to write
    instead of the condition, or around the transform."""

    name: str
    start: int
    end: int
    message: str
    certain: bool
    guard: str


def null_failures(
    text: str,
    tree: Expr,
    types: Mapping[str, Type],
    optional: Collection[str],
    *,
    condition: bool = False,
) -> list[NullFailure]:
    """The optional variables that make the expression fail when they are null, in the order of
    the text, each once.

    types: what the variables hold when they are not null. A part that fails anyway (`check` tells
    it) is left out."""
    names = dict.fromkeys(one.name for one in variables(tree) if not one.asked)
    kinds = {
        name: KINDS[kind] | {cel.NULL} if name in optional and kind is not Type.DYN else KINDS[kind]
        for name, kind in types.items()
    }
    failures = []
    for name in names:
        if name in optional and name not in cel.CONSTANTS:
            failures += _failure(text, tree, name, kinds, types.get(name, Type.DYN), condition)
    return sorted(failures, key=lambda one: (one.start, one.end))


def _failure(
    text: str, tree: Expr, name: str, kinds: Mapping[str, Kinds], held: Type, condition: bool
) -> list[NullFailure]:
    """The first part that fails only because the variable is null, if there is one."""
    absent = judge(tree, kinds, {name: None})
    given = judge(tree, {**kinds, name: KINDS[held]})
    if given.outcomes[id(tree)].fails == ALWAYS:
        return []
    anyway = {_place(one) for one in _live(tree, given)}
    only_then = [one for one in _live(tree, absent) if _place(one) not in anyway]
    if not only_then:
        return []
    first = min(only_then, key=_place)
    certain = absent.outcomes[id(tree)].fails == ALWAYS
    guard = _guard(text, tree, name, first, condition)
    return [NullFailure(name, first.start, first.end, first.message, certain, guard)]


def _live(tree: Expr, judged: Judgement) -> list[Fault]:
    """The faults that can stop the whole."""
    return [judged.faults[index] for index in judged.outcomes[id(tree)].faults]


def _place(fault: Fault) -> tuple[int, int]:
    return fault.start, fault.end


def _guard(text: str, tree: Expr, name: str, fault: Fault, condition: bool) -> str:
    part = _atom(tree, fault) if condition else tree
    shown = text[part.start : part.end].strip()
    if len(shown) > _LONGEST or not shown.isprintable():
        shown = "…"
    if not condition:
        return f"exists('{name}') ? {shown} : ''"
    if isinstance(part, Ternary) or (isinstance(part, Binary) and part.operator == "||"):
        shown = shown if shown.startswith("(") else f"({shown})"
    return f"{name} != null && {shown}"


def _atom(tree: Expr, fault: Fault) -> Expr:
    """The largest part under `&&`, `||` and `!` that the fault lies in."""
    node = tree
    while isinstance(node, Binary) and node.operator in ("&&", "||"):
        sides = (node.left, node.right)
        inside = [one for one in sides if one.start <= fault.start and fault.end <= one.end]
        if not inside:
            break
        node = inside[0]
    return node
