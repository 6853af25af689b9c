"""Our words for operands and arguments that the engine has no overload for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from flowcheck.expressions import cel_types as cel
from flowcheck.expressions.cel_types import CelType
from flowcheck.expressions.overloads import Overload
from flowcheck.expressions.types import one_of

Kinds = frozenset[CelType]
_NUMBERS = frozenset({cel.INT, cel.UINT, cel.DOUBLE})
_TAKES = {
    "-": "a number",
    "*": "a number",
    "/": "a number",
    "%": "a whole number",
}
_VERBS = {"+": "add", "==": "compare", "!=": "compare"}


def ordered(kinds: Iterable[CelType]) -> list[CelType]:
    """Types in an order that does not change from run to run."""
    return sorted(kinds, key=lambda one: one.name)


def operands_message(
    operator: str, left: Kinds, right: Kinds, takes: Callable[[CelType, CelType], bool]
) -> tuple[str, int | None]:
    """What is wrong with two operands, and which one is (None: they do not go together)."""
    if operator == "in":
        if not any(takes(cel.DYN, one) for one in right):
            return f"`in` looks into a list or a map, not {_said(right)}", 1
        return f"`in` cannot find {_said(left)} in this list: it holds another type", None
    for place, side in enumerate((left, right)):
        fitting = [one for one in side if takes(*((one, cel.DYN) if not place else (cel.DYN, one)))]
        if not fitting and cel.DYN not in side:
            if operator == "%" and side - {cel.NULL} <= _NUMBERS:
                return "`%` takes whole numbers, not doubles", place
            allowed = _TAKES.get(operator)
            if allowed is None:
                return f"`{operator}` does not take {_said(side)}", place
            return f"`{operator}` takes {allowed}, not {_said(side)}", place
    exact = (left | right) - {cel.NULL} <= _NUMBERS
    verb = _VERBS.get(operator, "compare" if operator in ("<", "<=", ">", ">=") else "combine")
    return (
        f"`{operator}` cannot {verb} {_said(left, exact=exact)} and {_said(right, exact=exact)}",
        None,
    )


def count_message(name: str, counts: Iterable[int], given: int) -> str:
    """A call with the wrong number of arguments."""
    allowed = sorted(set(counts))
    if allowed == [0]:
        return f"`{name}` takes no arguments, not {given}"
    least, most = allowed[0], allowed[-1]
    count = str(least) if least == most else f"{least} or {most}"
    if most > least + 1:
        count = f"{least} to {most}"
    return f"`{name}` takes {count} {'argument' if most == 1 else 'arguments'}, not {given}"


def arguments_message(
    name: str, overloads: Sequence[Overload], receiver: Kinds | None, given: Sequence[Kinds]
) -> tuple[str, int | None]:
    """What is wrong with the arguments of a call, and which one is (-1: the receiver; None: they
    do not go together)."""
    exact = False
    if receiver is not None:
        wanted = dict.fromkeys(one.receiver for one in overloads if one.receiver is not None)
        if not any(have.matches(want) for have in receiver for want in wanted):
            if any(want.kind == "list" for want in wanted) and _lists(receiver):
                return f"`{name}` works on a list of strings", -1
            return f"`{name}` works on {one_of(wanted)}, not {_said(receiver)}", -1
    here = " here" if overloads and len(overloads[0].args) > 1 else ""
    for place, kinds in enumerate(given):
        takes = dict.fromkeys(one.args[place] for one in overloads)
        if not any(want.matches(have) for have in kinds for want in takes):
            exact = kinds <= _NUMBERS and _NUMBERS & frozenset(takes) != frozenset()
            allowed = one_of(takes, exact=exact)
            return f"`{name}` takes {allowed}{here}, not {_said(kinds, exact=exact)}", place
    return f"`{name}` does not take these together", None


def _lists(kinds: Kinds) -> bool:
    return all(one.unwrapped.kind == "list" for one in kinds)


def _said(kinds: Kinds, *, exact: bool = False) -> str:
    return one_of(ordered(kinds), exact=exact)
