"""The value of an expression, as the engine works it out.

The work is linear in the text, whatever the text; macros over lists have a bound of their own."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from flowcheck.expressions import cel_types as cel
from flowcheck.expressions import operations
from flowcheck.expressions.cel_types import CelType
from flowcheck.expressions.judging import judge
from flowcheck.expressions.overloads import fitting, functions, of_arity
from flowcheck.expressions.remembered import remembered
from flowcheck.expressions.scopes import Macro, macro_of
from flowcheck.expressions.tree import (
    Binary,
    Call,
    Constant,
    Expr,
    Index,
    ListLiteral,
    Name,
    Select,
    Ternary,
    Unary,
    children,
)
from flowcheck.expressions.values import (
    LONGEST,
    Failed,
    Known,
    Result,
    TypeName,
    Value,
    as_double,
    type_of,
)

_NONE: Mapping[str, Value] = MappingProxyType({})
_MOST_STEPS = 20_000
_DEEPEST_MACRO = 10


def constant(tree: Expr, values: Mapping[str, Value] = _NONE) -> Result:
    """The value the expression has: Known; Failed where the engine stops with an error; None where
    the values given do not settle it.

    values: variables whose value is known, the others may be anything. None is null; a list is a
    tuple; a number is a double, as every JSON number is, also when it is an int here.
    `x || true` is true: `||` and `&&` need only the side that decides, even when the other one
    fails. What the engine refuses before it evaluates (`1 == 'a'`) is Failed whatever the values
    are, also behind a `||`."""
    return _value(tree, values) if values else _value_of_itself(tree)


@remembered
def _value_of_itself(tree: Expr) -> Result:
    return _value(tree, _NONE)


def _value(tree: Expr, values: Mapping[str, Value]) -> Result:
    static = _static(tree)
    if isinstance(static, Failed):
        return static
    bound = {name: _json(value) for name, value in values.items()}
    return _Evaluation(static).of(tree, bound, _DEEPEST_MACRO)


def _json(value: Value) -> Value:
    if isinstance(value, tuple):
        return tuple(map(_json, value))
    return as_double(value) if isinstance(value, int) and not isinstance(value, bool) else value


@remembered
def is_refused(tree: Expr) -> bool:
    """Whether the engine refuses the expression before it evaluates it."""
    return any(fault.static for fault in judge(tree).faults)


@lru_cache(maxsize=4096)
def _static(tree: Expr) -> Failed | Mapping[int, CelType]:
    """The types of the parts before evaluation that are lists, or why it is refused."""
    judged = judge(tree)
    for fault in judged.faults:
        if fault.static:
            return Failed(fault.message)
    return {key: one.static for key, one in judged.outcomes.items() if one.static.kind == "list"}


class _Evaluation:
    """One evaluation; `steps` bounds the work of macros."""

    def __init__(self, static: Mapping[int, CelType]) -> None:
        self._static = static
        self._steps = 0

    def of(self, tree: Expr, values: Mapping[str, Value], depth: int) -> Result:
        """The result of a part, its macros' bodies evaluated for each item."""
        results: dict[int, Result] = {}
        for node in _outside_macros(tree):
            results[id(node)] = self._step(node, results, values, depth)
        self._steps += len(results)
        return results[id(tree)]

    def _step(
        self, node: Expr, results: Mapping[int, Result], values: Mapping[str, Value], depth: int
    ) -> Result:
        match node:
            case Constant():
                return Known(node.value) if node.known and node.kind != "uint" else None
            case Name():
                return _variable(node.name, values)
            case Binary() if node.operator in ("&&", "||"):
                left, right = results[id(node.left)], results[id(node.right)]
                return operations.logic(node.operator == "||", left, right)
            case Ternary():
                return _chosen(node, results)
            case Call() if (macro := macro_of(node)) is not None:
                return self._macro(node, macro, results[id(macro.source)], values, depth)
        parts = [results.get(id(part)) for part in children(node)]
        failed = next((part for part in parts if isinstance(part, Failed)), None)
        if failed is not None:
            return failed
        known = [part.value for part in parts if isinstance(part, Known)]
        if len(known) < len(parts):
            return None
        match node:
            case Unary():
                return operations.unary(node.operator, *known)
            case Binary():
                return operations.binary(node.operator, *known)
            case Index():
                held = self._static.get(id(node.operand), cel.DYN)
                return operations.picked(known[0], known[1], held)
            case Select():
                return operations.field_of(known[0], node.field)
            case ListLiteral():
                return Known(tuple(known)) if len(known) <= LONGEST else None
            case Call():
                return _call(node, known, values)
        return None

    def _macro(
        self, node: Call, macro: Macro, source: Result, values: Mapping[str, Value], depth: int
    ) -> Result:
        if not isinstance(source, Known):
            return source
        if depth == 0:
            return None
        if node.function == "bind":
            bound = {**values, macro.variable: source.value}
            return self.of(macro.body[0], bound, depth - 1)
        if not isinstance(source.value, tuple):
            said = operations.words_of(source.value)
            message = f"`{node.function}` works on a list or a map, not {said}"
            return None if isinstance(source.value, TypeName) else Failed(message)
        return self._walked(node.function, macro, source.value, values, depth)

    def _walked(
        self,
        function: str,
        macro: Macro,
        items: tuple[Value, ...],
        values: Mapping[str, Value],
        depth: int,
    ) -> Result:
        """A macro over a list. `all` and `exists` stop where they are decided, and an error only
        counts when nothing else decides; the others stop at the first error."""
        kept: list[Value] = []
        error: Failed | None = None
        unknown = False
        quantifier = function in ("all", "exists")
        for item in items:
            if self._steps > _MOST_STEPS:
                return None
            bound = {**values, macro.variable: item}
            asks = len(macro.body) == 2 or function != "map"
            answer = self.of(macro.body[0], bound, depth - 1) if asks else Known(True)
            if isinstance(answer, Known) and not isinstance(answer.value, bool):
                answer = Failed(f"`{function}` asks for a boolean")
            if isinstance(answer, Known):
                if quantifier and answer.value is (function == "exists"):
                    return None if unknown else Known(function == "exists")
                if answer.value and not quantifier:
                    mapped = Known(item)
                    if function == "map":
                        result = self.of(macro.body[-1], bound, depth - 1)
                        if not isinstance(result, Known):
                            return None if unknown else result
                        mapped = result
                    kept.append(mapped.value)
            elif answer is None:
                unknown = True
            elif quantifier:
                error = error or answer
            else:
                return None if unknown else answer
        if unknown:
            return None
        if quantifier:
            return error or Known(function == "all")
        return Known(len(kept) == 1) if function == "exists_one" else Known(tuple(kept))


def _variable(name: str, values: Mapping[str, Value]) -> Result:
    constant_type = cel.CONSTANTS.get(name)
    if constant_type is cel.TYPE and name not in values:
        return Known(TypeName("null" if name == "null_type" else name))
    return Known(values[name]) if name in values and constant_type is None else None


def _chosen(node: Ternary, results: Mapping[int, Result]) -> Result:
    asked = results[id(node.condition)]
    if not isinstance(asked, Known):
        return asked
    if not isinstance(asked.value, bool):
        return Failed(f"`?` chooses by a boolean, not {operations.words_of(asked.value)}")
    return results[id(node.then if asked.value else node.other)]


def _call(node: Call, known: list[Value], values: Mapping[str, Value]) -> Result:
    member = node.target is not None
    if node.function == "exists" and not member and len(known) == 1:
        name = known[0]
        if not isinstance(name, str) or name not in values:
            return None
        return Known(values[name] is not None)
    if (member, node.function) not in functions():
        return None
    overloads = of_arity(member, node.function, len(node.args))
    types = [type_of(value) for value in known]
    receiver = types.pop(0) if member else None
    if fitting(overloads, types, receiver) is None:
        return Failed(f"`{node.function}` does not take these values")
    from flowcheck.expressions.functions_of_values import called

    return called(node.function, member, known)


def _outside_macros(tree: Expr) -> list[Expr]:
    """The parts of a tree, each after its own; of a macro only the source."""
    order: list[Expr] = []
    stack = [tree]
    while stack:
        node = stack.pop()
        order.append(node)
        macro = macro_of(node)
        stack.extend(children(node) if macro is None else (macro.source,))
    order.reverse()
    return order
