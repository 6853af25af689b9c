"""Calls of functions that Scenario's CEL does not have."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from flowcheck.expressions.names import free_names
from flowcheck.expressions.signatures import KNOWN, NAMESPACES
from flowcheck.expressions.tree import Call, Expr, Name, walk
from flowcheck.nearest import nearest


@dataclass(frozen=True, slots=True)
class UnknownFunction:
    """A call of what is no function of Scenario's CEL; `nearest` is the one likely meant."""

    name: str
    start: int
    end: int
    nearest: str | None


def unknown_functions(tree: Expr, declared: Collection[str] | None = None) -> list[UnknownFunction]:
    """The calls of unknown functions, in the order of the text, with the place of the name.

    With `declared` (the names that exist), a call on a name that does not exist is left out: the
    name itself is the mistake there. Calls in well-known namespaces (`math.greatest`) are known."""
    free = {id(node) for node in free_names(tree)}
    found = []
    for node in walk(tree):
        if not isinstance(node, Call) or node.function in KNOWN:
            continue
        if isinstance(node.target, Name):
            owner = node.target.name
            if owner in NAMESPACES:
                continue
            if declared is not None and owner not in declared and id(node.target) in free:
                continue
        match = nearest(node.function, KNOWN)
        found.append(UnknownFunction(node.function, node.name_start, node.name_end, match))
    return sorted(found, key=lambda one: one.start)
