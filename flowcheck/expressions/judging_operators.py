"""What operators come to, for operands that are judged already."""

from __future__ import annotations

from itertools import islice, product

from flowcheck.dataclass import replace
from flowcheck.expressions import cel_types as cel
from flowcheck.expressions import mismatches, operations
from flowcheck.expressions.cel_types import CelType
from flowcheck.expressions.outcomes import (
    ALWAYS,
    ANY,
    BOOLS,
    MAYBE,
    NEVER,
    Outcome,
    Work,
    faults_of,
    item_of,
    joined,
    most,
)
from flowcheck.expressions.overloads import (
    AmbiguousOperator,
    binary_result,
    happens,
    unary_result,
)
from flowcheck.expressions.tree import Binary, Expr, Index, ListLiteral, Select, Ternary, Unary
from flowcheck.expressions.types import one_of, phrase
from flowcheck.expressions.values import Known

_NUMBER_KEYS = frozenset({cel.INT, cel.DOUBLE})
_MOST_COMBINATIONS = 64
_OPAQUE = frozenset({"uint", "type", "bytes", cel.TIMESTAMP.name, cel.DURATION.name})
"""Types without fields that the engine lets through before evaluation."""


def unary(work: Work, node: Unary) -> Outcome:
    """`!` and `-`."""
    operand = work.out(node.operand)
    allowed = "a boolean" if node.operator == "!" else "a number"
    static = unary_result(node.operator, operand.static)
    message = f"`{node.operator}` takes {allowed}, not "
    if static is None:
        message += phrase(operand.static)
        return work.fault("operand", node.operator, message, node.operand, operand)
    if operand.fails == ALWAYS:
        return replace(operand, static=static, kinds=frozenset({static}))
    if operand.known is not None:
        done = operations.unary(node.operator, operand.known.value)
        if settled := work.settled(node.operand, node.operator, [operand], done, static):
            return settled
    results = [unary_result(node.operator, kind) for kind in operand.runtime]
    if not any(results):
        message += one_of(mismatches.ordered(operand.runtime))
        return work.fault("operand", node.operator, message, node.operand, operand, held=static)
    fails = most(operand, sure=None not in results and cel.DYN not in operand.runtime)
    kinds = frozenset(kind for kind in results if kind is not None)
    return Outcome(static, kinds, fails, None, operand.faults)


def binary(work: Work, node: Binary) -> Outcome:
    """Operators with two operands but `&&` and `||`."""
    operator = node.operator
    left, right = work.out(node.left), work.out(node.right)

    def takes(one: CelType, other: CelType) -> bool:
        return happens(operator, one, other) is not None

    try:
        static = binary_result(operator, left.static, right.static)
    except AmbiguousOperator:
        static = None
    if static is None:
        sides = frozenset({left.static}), frozenset({right.static})
        message, wrong = mismatches.operands_message(operator, *sides, takes)
        at = node if wrong is None else (node.left, node.right)[wrong]
        return work.fault("operand", operator, message, at, left, right)
    if ALWAYS in (left.fails, right.fails):
        return Outcome(static, ANY, ALWAYS, None, faults_of((left, right)))
    if left.known is not None and right.known is not None:
        done = operations.binary(operator, left.known.value, right.known.value)
        if (settled := work.settled(node, operator, [left, right], done, static)) is not None:
            return settled
    zero = right.known is not None and type(right.known.value) is int and not right.known.value
    if operator in ("/", "%") and zero:
        message = f"`{operator}` divides by zero"
        return work.fault("value", operator, message, node, left, right, held=static)
    if left.static.has_dyn or right.static.has_dyn:
        pairs = islice(product(left.runtime, right.runtime), _MOST_COMBINATIONS)
        results = [happens(operator, *pair) for pair in pairs]
    else:
        results = [static]
    if not any(results):
        message, wrong = mismatches.operands_message(operator, left.runtime, right.runtime, takes)
        at = node if wrong is None else (node.left, node.right)[wrong]
        return work.fault("operand", operator, message, at, left, right, held=static)
    sure = operator in ("==", "!=") or (
        None not in results
        and operator not in ("+", "-", "*", "/", "%")
        and cel.DYN not in left.runtime | right.runtime
    )
    kinds = frozenset(kind.unwrapped for kind in results if kind is not None)
    fails = most(left, right, sure=sure)
    return Outcome(static, kinds, fails, None, faults_of((left, right)))


def logic(work: Work, node: Binary) -> Outcome:
    """`&&` and `||`: the side that decides is enough, even when the other one fails."""
    decisive = node.operator == "||"
    sides = [work.out(node.left), work.out(node.right)]
    judged: list[Outcome] = []
    for part, side in zip((node.left, node.right), sides, strict=True):
        if side.static.kind != "dyn" and side.static is not cel.BOOL:
            message = f"`{node.operator}` takes a boolean, not {phrase(side.static)}"
            judged.append(work.fault("operand", node.operator, message, part, side))
        elif side.fails != ALWAYS and not side.may_be_bool:
            said = one_of(mismatches.ordered(side.kinds))
            message = f"`{node.operator}` takes a boolean, not {said}"
            judged.append(work.fault("operand", node.operator, message, part, side, held=cel.BOOL))
        else:
            judged.append(side)
    left, right = judged
    if any(one.known is not None and one.known.value is decisive for one in judged):
        return Outcome(cel.BOOL, BOOLS, NEVER, Known(decisive))
    faults = faults_of(judged)
    known = [one.known is not None for one in judged]
    if all(known) and NEVER == left.fails == right.fails:
        return Outcome(cel.BOOL, BOOLS, NEVER, Known(not decisive))
    settled = [one.fails == ALWAYS or one.known is not None for one in judged]
    fails = ALWAYS if all(settled) else most(*judged) and MAYBE
    if fails == NEVER and not all(one.kinds == BOOLS for one in judged):
        fails = MAYBE
    return Outcome(cel.BOOL, BOOLS, fails, None, faults)


def ternary(work: Work, node: Ternary) -> Outcome:
    """`?:`: both branches have one type before evaluation, and one of them is evaluated."""
    asked, then, other = work.out(node.condition), work.out(node.then), work.out(node.other)
    if asked.static.kind != "dyn" and asked.static is not cel.BOOL:
        message = f"`?` chooses by a boolean, not {phrase(asked.static)}"
        return work.fault("operand", "?:", message, node.condition, asked)
    static = then.static.unified(other.static)
    if static is None:
        one, two = phrase(then.static, exact=True), phrase(other.static, exact=True)
        said = f"{one} and {two}" if one != two else "two lists or maps that differ"
        message = f"both branches of `?:` must give one type, not {said}"
        return work.fault("operand", "?:", message, node, asked, then, other)
    if asked.fails == ALWAYS:
        return replace(asked, static=static, kinds=ANY)
    if not asked.may_be_bool:
        said = one_of(mismatches.ordered(asked.kinds))
        message = f"`?` chooses by a boolean, not {said}"
        return work.fault("operand", "?:", message, node.condition, asked, held=static)
    if asked.known is not None and isinstance(asked.known.value, bool):
        return replace(then if asked.known.value else other, static=static)
    fails = ALWAYS if then.fails == other.fails == ALWAYS else MAYBE
    if NEVER == then.fails == other.fails and asked.fails == NEVER and asked.kinds == BOOLS:
        fails = NEVER
    kinds = joined(then, other)
    return Outcome(static, kinds, fails, None, faults_of((asked, then, other)))


def select(work: Work, node: Select) -> Outcome:
    """`x.field`: only maps have fields."""
    operand = work.out(node.operand)
    static, name = operand.static, node.field
    if static.kind in ("list", "primitive") and static.name not in _OPAQUE:
        message = f"{phrase(static)} has no field `{name}`"
        return work.fault("operand", ".", message, node, operand)
    known = static.value if static.kind == "map" and static.value is not None else cel.DYN
    if operand.fails == ALWAYS:
        return replace(operand, static=known, kinds=ANY)
    if not any(kind.unwrapped.kind in ("map", "dyn", "message") for kind in operand.runtime):
        message = f"{one_of(mismatches.ordered(operand.runtime))} has no field `{name}`"
        return work.fault("operand", ".", message, node, operand, held=known)
    return Outcome(known, ANY, most(operand, sure=False), None, operand.faults)


def index(work: Work, node: Index) -> Outcome:
    """`x[…]`: lists by number, maps by key."""
    operand, index = work.out(node.operand), work.out(node.index)
    static = operand.static
    known = cel.DYN
    if static.kind in ("list", "map") and static.value is not None:
        known = static.value
    if static.kind == "list" and index.static.kind != "dyn" and index.static is not cel.INT:
        said = phrase(index.static, exact=index.static is cel.DOUBLE)
        wanted = "a whole number" if index.static is cel.DOUBLE else "a number"
        message = f"a list is indexed by {wanted}, not {said}"
        return work.fault("operand", "[]", message, node.index, operand, index)
    if static.kind == "primitive" and (
        static.name not in _OPAQUE
        or (index.static.kind != "dyn" and index.static is not cel.STRING)
    ):
        message = f"`[…]` picks from a list or a map, not {phrase(static)}"
        return work.fault("operand", "[]", message, node.operand, operand, index)
    if ALWAYS in (operand.fails, index.fails):
        return Outcome(known, ANY, ALWAYS, None, faults_of((operand, index)))
    if operand.known is not None and index.known is not None:
        done = operations.picked(operand.known.value, index.known.value, static)
        if (settled := work.settled(node, "[]", [operand, index], done, known)) is not None:
            return settled
    if below_zero(index) or _beyond(node.operand, index):
        message = "there is no item of that index"
        return work.fault("value", "[]", message, node, operand, index, held=known)
    holders = [kind.unwrapped for kind in operand.runtime]
    lists = [kind for kind in holders if kind.kind == "list"]
    if not any(kind.kind in ("list", "map", "dyn") for kind in holders):
        said = one_of(mismatches.ordered(operand.runtime))
        message = f"`[…]` picks from a list or a map, not {said}"
        return work.fault("operand", "[]", message, node.operand, operand, index, held=known)
    if len(lists) == len(holders) and not (index.runtime & (_NUMBER_KEYS | ANY)):
        said = one_of(mismatches.ordered(index.runtime))
        message = f"a list is indexed by a number, not {said}"
        return work.fault("operand", "[]", message, node.index, operand, index, held=known)
    items = frozenset(item_of(kind) or cel.DYN for kind in lists)
    sure_items = lists and len(lists) == len(holders) and not any(one.has_param for one in items)
    kinds = items if sure_items else ANY
    return Outcome(known, kinds, MAYBE, None, faults_of((operand, index)))


def below_zero(outcome: Outcome) -> bool:
    """Whether a whole number is surely negative."""
    value = None if outcome.known is None else outcome.known.value
    return isinstance(value, int) and not isinstance(value, bool) and value < 0


def _beyond(operand: Expr, index: Outcome) -> bool:
    """Whether an index is past the end of a literal list."""
    value = None if index.known is None else index.known.value
    return isinstance(operand, ListLiteral) and type(value) is int and value >= len(operand.items)
