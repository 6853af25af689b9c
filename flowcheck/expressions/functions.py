"""Calls of functions that Scenario's CEL does not have."""

from __future__ import annotations

from collections.abc import Collection

from flowcheck.dataclass import dataclass
from flowcheck.expressions.foreign import NAMESPACES, SILENT
from flowcheck.expressions.names import free_names
from flowcheck.expressions.overloads import MACROS, function_names, functions
from flowcheck.expressions.remembered import remembered
from flowcheck.expressions.tree import Call, Expr, Name, walk
from flowcheck.nearest import nearest


@dataclass(frozen=True, slots=True)
class UnknownFunction:
    """A call of what is no function of Scenario's CEL; `nearest` is the one likely meant, and
    `other_way` says that there is one of that name, called the other way (`x.matches(y)` for
    `matches(x, y)`). name: with its namespace (`math.greatest`)."""

    name: str
    start: int
    end: int
    nearest: str | None
    other_way: bool = False
    member: bool = False


def unknown_functions(tree: Expr, declared: Collection[str] | None = None) -> list[UnknownFunction]:
    """The calls of unknown functions, in the order of the text, with the place of the name.

    With `declared` (the names that exist), a call on a name that does not exist is left out: the
    name itself is the mistake there, unless it is a well-known namespace (`math`)."""
    calls = _unknown_calls(tree)
    free = {id(node) for node in free_names(tree)} if calls else set()
    found = []
    for node in calls:
        name, start = node.function, node.name_start
        if isinstance(node.target, Name) and id(node.target) in free:
            owner = node.target.name
            if declared is not None and owner not in declared:
                if owner not in NAMESPACES:
                    continue
                name, start = f"{owner}.{name}", node.target.start
        member = node.target is not None
        other_way = (not member, node.function) in functions()
        other_way = other_way or (not member and node.function in MACROS)
        match = node.function if other_way else _nearest(node)
        found.append(
            UnknownFunction(name, start, node.name_end, match, other_way=other_way, member=member)
        )
    return sorted(found, key=lambda one: one.start)


def _nearest(node: Call) -> str | None:
    """The function likely meant; `cel` has but one, which nothing else has."""
    target = node.target
    of_cel = isinstance(target, Name) and target.name == "cel"
    if of_cel or (target is None and node.function.endswith("bind")):
        return "cel.bind"
    return nearest(node.function, function_names())


@remembered
def _unknown_calls(tree: Expr) -> tuple[Call, ...]:
    return tuple(one for one in walk(tree) if isinstance(one, Call) and not is_known(one))


def is_known(node: Call) -> bool:
    """Whether the engine has a function or macro of that name, called that way; the number of
    arguments does not count, but that of a macro's variables does."""
    member = node.target is not None
    if (member, node.function) in functions() or node.function in SILENT:
        return True
    if not member:
        return node.function == "has"
    if node.function == "bind":
        return True
    counts = MACROS.get(node.function)
    if counts is None:
        return False
    two_variables = len(node.args) > 2 and isinstance(node.args[1], Name)
    return len(node.args) in counts or not two_variables
