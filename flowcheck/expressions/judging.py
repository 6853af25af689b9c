"""Judge an expression whatever its inputs hold: types, failures, values, in one pass."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from flowcheck.dataclass import replace
from flowcheck.expressions import cel_types as cel
from flowcheck.expressions.cel_types import CelType, list_of, map_of
from flowcheck.expressions.judging_operators import binary, index, logic, select, ternary, unary
from flowcheck.expressions.outcomes import (
    ALWAYS,
    ANY,
    NEVER,
    Judgement,
    Kinds,
    Outcome,
    Work,
    faults_of,
    item_of,
    joined,
    most,
)
from flowcheck.expressions.scopes import macro_of, order_of
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
)
from flowcheck.expressions.types import phrase
from flowcheck.expressions.values import Known, TypeName, Value, type_of

_CONSTANTS = {
    "string": cel.STRING,
    "bytes": cel.BYTES,
    "int": cel.INT,
    "uint": cel.UINT,
    "double": cel.DOUBLE,
    "bool": cel.BOOL,
    "null": cel.NULL,
}


def judge(
    tree: Expr,
    kinds: Mapping[str, Kinds] | None = None,
    values: Mapping[str, Value] | None = None,
) -> Judgement:
    """Judge an expression and each of its parts.

    kinds: the types of variables' values; anything where left out. values: of the variables whose
    value is known."""
    work = Work(kinds or {}, values or {})
    order = order_of(tree)
    work.binder, work.macros = order.binder, order.macros
    for node in order.nodes:
        work.node = node
        work.outcomes[id(node)] = _outcome(work, node)
    return Judgement(work.outcomes, work.faults)


def _outcome(work: Work, node: Expr) -> Outcome:
    match node:
        case Constant():
            kind = _CONSTANTS[node.kind]
            sure = node.known and node.kind != "uint"
            return Outcome(kind, frozenset({kind}), known=Known(node.value) if sure else None)
        case Name():
            return _name(work, node)
        case Unary():
            return unary(work, node)
        case Binary():
            if node.operator in ("&&", "||"):
                return logic(work, node)
            return binary(work, node)
        case Ternary():
            return ternary(work, node)
        case Select():
            return select(work, node)
        case Index():
            return index(work, node)
        case ListLiteral():
            return _list(work, node)
        case MapLiteral():
            return _map(work, node)
        case Call():
            from flowcheck.expressions.judging_calls import call  # most conditions call nothing

            return call(work, node)


def _name(work: Work, node: Name) -> Outcome:
    binder = work.binder.get(id(node))
    if binder is not None:
        return _bound(work, binder)
    constant = cel.CONSTANTS.get(node.name)
    if constant is not None:
        known = None
        if constant is cel.TYPE:
            known = Known(TypeName("null" if node.name == "null_type" else node.name))
        return Outcome(constant, frozenset({constant}), known=known)
    if node.name in work.values:
        value = work.values[node.name]
        return Outcome(cel.DYN, frozenset({type_of(value)}), known=Known(value))
    return Outcome(cel.DYN, work.kinds.get(node.name, ANY))


def _bound(work: Work, binder: int) -> Outcome:
    """What a macro's variable is: its source's value (`bind`), or any item of it."""
    found = work.bound.get(binder)
    if found is None:
        call = work.macros[binder]
        macro = macro_of(call)
        assert macro is not None, "the order holds macros only"
        source = work.out(macro.source)
        if call.function == "bind":
            found = replace(source, fails=NEVER, faults=frozenset())
        else:
            held = (item_of(kind) for kind in source.runtime)
            kinds = frozenset(
                cel.DYN if one is None or one.has_param else one.unwrapped for one in held
            )
            found = Outcome(item_of(source.static) or cel.DYN, kinds)
        work.bound[binder] = found
    return found


def _list(work: Work, node: ListLiteral) -> Outcome:
    items = [work.out(item) for item in node.items]
    if not items:
        return Outcome(cel.EMPTY_LIST, frozenset({cel.LIST}), known=Known(()))
    static = _one_type(work, node.items, "a list holds items of one type")
    if static is None:
        return _unlike(work, items)
    fails = most(*items)
    values = tuple(item.known.value for item in items if item.known is not None)
    known = Known(values) if len(values) == len(items) and fails == NEVER else None
    held = joined(*items)
    alike = len(held) == 1 and not any(kind.has_param for kind in held)
    kinds = frozenset({list_of(next(iter(held)).unwrapped) if alike else cel.LIST})
    return Outcome(list_of(static), kinds, fails, known, faults_of(items))


def _map(work: Work, node: MapLiteral) -> Outcome:
    parts = [work.out(part) for entry in node.entries for part in entry]
    if not parts:
        return Outcome(cel.EMPTY_MAP, frozenset({cel.MAP}))
    keys = _one_type(work, [key for key, _ in node.entries], "a map has keys of one type")
    held = _one_type(work, [value for _, value in node.entries], "a map holds values of one type")
    if keys is None or held is None:
        return _unlike(work, parts)
    return Outcome(map_of(keys, held), frozenset({cel.MAP}), most(*parts), None, faults_of(parts))


def _unlike(work: Work, parts: Collection[Outcome]) -> Outcome:
    """A literal whose parts have no one type, just noted as the last fault."""
    return Outcome(cel.DYN, ANY, ALWAYS, None, frozenset({len(work.faults) - 1}) | faults_of(parts))


def _one_type(work: Work, parts: Collection[Expr], said: str) -> CelType | None:
    """The type all parts have before evaluation; None, and a fault, where they differ."""
    expected: CelType | None = None
    for part in parts:
        static = work.out(part).static
        if expected is None or static is expected or expected.is_empty_list:
            expected = static
        elif not static.is_empty_list:
            one, two = _told_apart(expected, static)
            message = f"{said}, not {one} beside {two}"
            work.fault("operand", "[]", message, part)
            return None
    return expected


def _told_apart(one: CelType, other: CelType) -> tuple[str, str]:
    first, second = phrase(one, exact=True), phrase(other, exact=True)
    return (first, second) if first != second else (first, "another sort of it")
