"""What the operators take and give."""

from __future__ import annotations

from dataclasses import dataclass

from flowcheck.expressions.types import Type, one_of

_BOOL = frozenset({Type.BOOL})
_NUMBER = frozenset({Type.NUMBER})
_RELATIONS = frozenset({"<", "<=", ">", ">="})

# Operand types each operator has an overload for. Instants and spans of time are DYN here.
_OPERANDS: dict[str, frozenset[Type]] = {
    "&&": _BOOL,
    "||": _BOOL,
    "!": _BOOL,
    "+": frozenset({Type.NUMBER, Type.STRING, Type.BYTES, Type.LIST}),
    "-": _NUMBER,
    "*": _NUMBER,
    "/": _NUMBER,
    "%": _NUMBER,
    **dict.fromkeys(_RELATIONS, frozenset({Type.NUMBER, Type.STRING, Type.BYTES, Type.BOOL})),
}
_SAME = _RELATIONS | {"+"}
_RESULTS = {
    **dict.fromkeys((*_RELATIONS, "&&", "||", "!", "==", "!=", "in"), Type.BOOL),
    **dict.fromkeys("*/%", Type.NUMBER),
}
# `x[…]` of a string is no CEL either, but some engines allow it.
_NO_ITEMS = frozenset({Type.NUMBER, Type.BOOL, Type.NULL, Type.BYTES})
_CONTAINERS = frozenset({Type.LIST, Type.MAP})


@dataclass(frozen=True, slots=True)
class OperatorProblem:
    """What is wrong, and which operand is (None: they do not go together)."""

    message: str
    operand: int | None


def operator_problem(operator: str, given: tuple[Type, ...]) -> OperatorProblem | None:
    """What is provably wrong with operands of these types; `[]` and `?:` count as operators."""
    match operator:
        case "?:":
            return _wrong(given[:1], _BOOL, "`?` chooses by {allowed}, not {given}")
        case "in":
            return _wrong(given, _CONTAINERS, "`in` looks into {allowed}, not {given}", first=1)
        case "[]":
            return _index_problem(*given)
    allowed = _OPERANDS.get(operator)
    if allowed is None:
        return None
    sentence = f"`{operator}` does not take {{given}}"
    if len(allowed) == 1:
        sentence = f"`{operator}` takes {{allowed}}, not {{given}}"
    problem = _wrong(given, allowed, sentence)
    if problem is None and operator in _SAME and Type.DYN not in given and given[0] != given[1]:
        verb = "add" if operator == "+" else "compare"
        message = f"`{operator}` cannot {verb} {given[0].phrase} and {given[1].phrase}"
        return OperatorProblem(message, None)
    return problem


def operator_type(operator: str, given: tuple[Type, ...]) -> Type:
    """The type of the result, for operands that have no problem."""
    if operator == "?:":
        return given[1] if given[1] == given[2] else Type.DYN
    if operator == "+":  # both sides are of one type, or it fails
        return given[1] if given[0] is Type.DYN else given[0]
    if operator == "-" and Type.NUMBER in given:
        return Type.NUMBER
    return _RESULTS.get(operator, Type.DYN)


def _wrong(
    given: tuple[Type, ...], allowed: frozenset[Type], sentence: str, first: int = 0
) -> OperatorProblem | None:
    for place, one in enumerate(given[first:], first):
        if one is not Type.DYN and one not in allowed:
            message = sentence.format(allowed=one_of(allowed), given=one.phrase)
            return OperatorProblem(message, place)
    return None


def _index_problem(container: Type, index: Type) -> OperatorProblem | None:
    if container in _NO_ITEMS:
        return OperatorProblem(f"`[…]` picks from a list or a map, not {container.phrase}", 0)
    if container is Type.LIST and index not in (Type.NUMBER, Type.DYN):
        return OperatorProblem(f"a list is indexed by a number, not {index.phrase}", 1)
    return None
