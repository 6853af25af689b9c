"""A small type checker: what is surely wrong whatever the inputs hold.

Types are judged one level deep (a list's items are anything). A type that is not known is DYN and
never at fault; a name that the expression itself asks about with `type(x)` is DYN too. Values of
different types may be compared with `==` and `!=`, null with anything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from flowcheck.expressions.calls import argument_problems, call_type
from flowcheck.expressions.names import free_names, type_inspected
from flowcheck.expressions.operators import operator_problem, operator_type
from flowcheck.expressions.tree import (
    Binary,
    Call,
    Constant,
    Expr,
    Index,
    ListLiteral,
    MapLiteral,
    Name,
    Ternary,
    Unary,
    bottom_up,
)
from flowcheck.expressions.types import Type

_CONSTANT_TYPES = {
    "string": Type.STRING,
    "bytes": Type.BYTES,
    "int": Type.NUMBER,
    "uint": Type.NUMBER,
    "double": Type.NUMBER,
    "bool": Type.BOOL,
    "null": Type.NULL,
}


@dataclass(frozen=True, slots=True)
class TypeFinding:
    """Something provably wrong, with its place in the text.

    kind: `arguments` (a known function, wrong number or types), `operand` (an operator), or
    `condition` (the whole is no boolean). subject: the function or operator."""

    kind: Literal["arguments", "operand", "condition"]
    subject: str
    message: str
    start: int
    end: int


@dataclass(slots=True)
class _Typing:
    types: dict[int, Type] = field(default_factory=dict)
    findings: list[TypeFinding] = field(default_factory=list)

    def of(self, node: Expr) -> Type:
        return self.types[id(node)]


def check(tree: Expr, types: Mapping[str, Type], *, condition: bool = False) -> list[TypeFinding]:
    """Everything provably wrong, in the order of the text.

    types: what the variables hold; a missing one is DYN, and so should be one that is read over a
    wire, whose value Scenario adapts. With `condition`, the whole must be able
    to be a boolean."""
    typing = _typing(tree, types)
    result = typing.of(tree)
    findings = sorted(typing.findings, key=lambda one: (one.start, one.end))
    if condition and result not in (Type.BOOL, Type.DYN):
        message = f"a condition must be true or false, this is {result.phrase}"
        findings.append(TypeFinding("condition", result.value, message, tree.start, tree.end))
    return findings


def result_type(tree: Expr, types: Mapping[str, Type]) -> Type:
    """The type the expression gives, DYN when it is not known."""
    return _typing(tree, types).of(tree)


def _typing(tree: Expr, types: Mapping[str, Type]) -> _Typing:
    inspected = type_inspected(tree)
    known = {
        id(node): types.get(node.name, Type.DYN)
        for node in free_names(tree)
        if node.name not in inspected
    }
    typing = _Typing()
    for node in bottom_up(tree):
        typing.types[id(node)] = (
            known.get(id(node), Type.DYN) if isinstance(node, Name) else _judge(node, typing)
        )
    return typing


def _judge(node: Expr, typing: _Typing) -> Type:
    """The type of a node whose parts are typed; what is wrong with it goes to the findings."""
    match node:
        case Constant():
            return _CONSTANT_TYPES[node.kind]
        case ListLiteral():
            return Type.LIST
        case MapLiteral():
            return Type.MAP
        case Call():
            given = [typing.of(arg) for arg in node.args]
            receiver = None if node.target is None else typing.of(node.target)
            for message, place in argument_problems(node, receiver, given):
                typing.findings.append(TypeFinding("arguments", node.function, message, *place))
            return call_type(node, given if receiver is None else [receiver, *given])
        case Unary():
            return _operated(node.operator, (node.operand,), node, typing)
        case Binary():
            return _operated(node.operator, (node.left, node.right), node, typing)
        case Index():
            return _operated("[]", (node.operand, node.index), node, typing)
        case Ternary():
            return _operated("?:", (node.condition, node.then, node.other), node, typing)
        case _:
            return Type.DYN


def _operated(operator: str, operands: tuple[Expr, ...], node: Expr, typing: _Typing) -> Type:
    given = tuple(typing.of(operand) for operand in operands)
    problem = operator_problem(operator, given)
    if problem is not None:
        at = node if problem.operand is None else operands[problem.operand]
        finding = TypeFinding("operand", operator, problem.message, at.start, at.end)
        typing.findings.append(finding)
        return Type.DYN if operator != "?:" else operator_type(operator, given)
    return operator_type(operator, given)
