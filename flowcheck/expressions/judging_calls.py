"""What calls and macros come to, for arguments that are judged already."""

from __future__ import annotations

from collections.abc import Collection
from itertools import islice, product

from flowcheck.dataclass import replace
from flowcheck.expressions import cel_types as cel
from flowcheck.expressions import mismatches
from flowcheck.expressions.cel_types import CelType, list_of
from flowcheck.expressions.functions import is_known
from flowcheck.expressions.functions_of_values import called
from flowcheck.expressions.judging_operators import below_zero
from flowcheck.expressions.outcomes import (
    ALWAYS,
    ANY,
    BOOLS,
    MAYBE,
    Kinds,
    Outcome,
    Work,
    faults_of,
    item_of,
    most,
)
from flowcheck.expressions.overloads import (
    MACROS,
    common_result,
    fitting,
    functions,
    of_arity,
)
from flowcheck.expressions.patterns import pattern_problem
from flowcheck.expressions.scopes import Macro, is_has, macro_of
from flowcheck.expressions.tree import Call, Expr, ListLiteral, Name, Select
from flowcheck.expressions.types import one_of, phrase
from flowcheck.expressions.values import Known

_MOST_COMBINATIONS = 64
_SURE = frozenset({"size", "type", "dyn", "trim", "exists", "startsWith", "endsWith", "contains"})
"""Functions that never fail for values of the right types."""
_PARTS = frozenset({"slice", "randomSample"})
_PASS_ON = _PARTS | {"dyn"}
"""Functions that give a value of the type they are given."""


def call(work: Work, node: Call) -> Outcome:
    """A function, a method or a macro."""
    if is_has(node):
        return _has(work, node)
    macro = macro_of(node)
    if macro is not None:
        return _macro(work, node, macro)
    member = node.target is not None
    if member and len(node.args) in MACROS.get(node.function, ()):
        message = f"`{node.function}` needs the name of a variable first"
        return work.fault("arguments", node.function, message, node.args[0])
    receiver = None if node.target is None else work.out(node.target)
    given = [work.out(arg) for arg in node.args]
    parts = given if receiver is None else [receiver, *given]
    known = functions().get((member, node.function))
    if member and node.function in MACROS and is_known(node):
        message = mismatches.count_message(node.function, MACROS[node.function], len(given))
        name = Name(node.name_start, node.name_end, node.function)
        return work.fault("arguments", node.function, message, name, *parts)
    if not member and node.function == "has":
        message = mismatches.count_message("has", [1], len(given))
        name = Name(node.name_start, node.name_end, node.function)
        return work.fault("arguments", "has", message, name, *parts)
    if known is None:  # FC312's business: nothing is claimed
        return Outcome(cel.DYN, ANY, most(*parts, sure=False), None, faults_of(parts))
    overloads = of_arity(member, node.function, len(given))
    if not overloads:
        counts = [len(one.args) for one in known]
        message = mismatches.count_message(node.function, counts, len(given))
        name = Name(node.name_start, node.name_end, node.function)
        return work.fault("arguments", node.function, message, name, *parts)
    if receiver is not None and receiver.static.kind == "dyn":
        static = common_result(overloads)
    else:
        held = None if receiver is None else receiver.static
        chosen = fitting(overloads, [one.static for one in given], held)
        static = None if chosen is None else chosen.result
    if static is None:
        types = [frozenset({one.static}) for one in given]
        held_kinds = None if receiver is None else frozenset({receiver.static})
        return _bad_arguments(work, node, held_kinds, types, parts)
    return _evaluated(work, node, receiver, given, static)


def _evaluated(
    work: Work, node: Call, receiver: Outcome | None, given: list[Outcome], static: CelType
) -> Outcome:
    parts = given if receiver is None else [receiver, *given]
    if any(part.fails == ALWAYS for part in parts):
        return Outcome(static, ANY, ALWAYS, None, faults_of(parts))
    overloads = of_arity(receiver is not None, node.function, len(given))
    kinds = [one.runtime for one in given]
    held = None if receiver is None else receiver.runtime
    results, all_fit = set(), True
    for combination in islice(
        product(*([] if held is None else [held]), *kinds), _MOST_COMBINATIONS
    ):
        first = None if held is None else combination[0]
        chosen = fitting(overloads, combination[len(combination) - len(kinds) :], first)
        all_fit = all_fit and chosen is not None and cel.DYN not in combination
        if chosen is not None:
            results.add(cel.DYN if first is cel.DYN and static is cel.DYN else chosen.result)
    if not results and not _may_join_nothing(node):
        return _bad_arguments(work, node, held, kinds, parts, held=static)
    if not results:
        return Outcome(
            static, frozenset({static}), most(*parts, sure=False), None, faults_of(parts)
        )
    if settled := _called(work, node, receiver, given, static):
        return settled
    sure = all_fit and node.function in _SURE
    if receiver is None and node.function in _PASS_ON and cel.NULL not in kinds[0]:
        results = set(kinds[0])
    return Outcome(static, frozenset(results), most(*parts, sure=sure), None, faults_of(parts))


def _may_join_nothing(node: Call) -> bool:
    """Whether a call joins a part of a list, which may be empty: then what the items would be
    does not count."""
    return (
        node.function == "join"
        and isinstance(node.target, Call)
        and node.target.function in _PARTS
        and node.target.target is None
    )


def _called(
    work: Work, node: Call, receiver: Outcome | None, given: list[Outcome], static: CelType
) -> Outcome | None:
    parts = given if receiver is None else [receiver, *given]
    if node.function == "matches" and given[0].known is not None:
        pattern = given[0].known.value
        problem = pattern_problem(pattern) if isinstance(pattern, str) else None
        if problem is not None:
            return work.fault("value", "matches", problem, node.args[0], *parts, held=static)
    if node.function == "exists" and receiver is None and given[0].known is not None:
        name = given[0].known.value
        if name in work.values:
            return Outcome(static, BOOLS, known=Known(work.values[str(name)] is not None))
        held = work.kinds.get(str(name), ANY)
        given_always = not held & (ANY | {cel.NULL})
        return Outcome(static, BOOLS, known=Known(True)) if given_always else None
    values = [part.known.value for part in parts if part.known is not None]
    if len(values) < len(parts):
        if node.function == "substring" and any(map(below_zero, given)):
            message = "`substring` reaches outside the text"
            return work.fault("value", "substring", message, node, *parts, held=static)
        return None
    done = called(node.function, receiver is not None, values)
    return work.settled(node, node.function, parts, done, static)


def _bad_arguments(
    work: Work,
    node: Call,
    receiver: Kinds | None,
    given: list[Kinds],
    parts: Collection[Outcome],
    held: CelType | None = None,
) -> Outcome:
    found = of_arity(receiver is not None, node.function, len(given))
    message, wrong = mismatches.arguments_message(node.function, found, receiver, given)
    at: Expr = node
    if wrong is not None and (wrong >= 0 or node.target is not None):
        at = node.args[wrong] if wrong >= 0 or node.target is None else node.target
    return work.fault("arguments", node.function, message, at, *parts, held=held)


def _has(work: Work, node: Call) -> Outcome:
    part = node.args[0]
    if not isinstance(part, Select):
        message = "`has` takes a field, such as `has(a.b)`"
        return work.fault("arguments", "has", message, part)
    while isinstance(part, Select):
        part = part.operand
    if not isinstance(part, Name):
        message = "`has` takes a field of a variable, such as `has(a.b)`"
        return work.fault("arguments", "has", message, part)
    return Outcome(cel.BOOL, BOOLS, MAYBE)


def _macro(work: Work, node: Call, macro: Macro) -> Outcome:
    source = work.out(macro.source)
    body = [work.out(part) for part in macro.body]
    if node.function == "bind":
        (result,) = body
        if source.fails == ALWAYS:
            return replace(source, static=result.static, kinds=ANY, known=None)
        fails = max(source.fails, result.fails)
        return replace(result, fails=fails, faults=faults_of((source, result)))
    parts = [source, *body]
    item = item_of(source.static)
    if item is None:
        message = f"`{node.function}` works on a list or a map, not {phrase(source.static)}"
        return work.fault("arguments", node.function, message, macro.source, *parts)
    asks = body[:-1] if node.function == "map" else body
    for part, one in zip(macro.body, asks, strict=False):
        if one.static.kind != "dyn" and one.static is not cel.BOOL:
            message = f"`{node.function}` asks for a boolean, not {phrase(one.static)}"
            return work.fault("arguments", node.function, message, part, *parts)
    static = cel.BOOL
    if node.function == "map":
        static = list_of(body[-1].static)
    elif node.function == "filter":
        static = list_of(item)
    if source.fails == ALWAYS:
        return Outcome(static, ANY, ALWAYS, None, source.faults)
    if all(item_of(kind) is None for kind in source.runtime):
        said = one_of(mismatches.ordered(source.runtime))
        message = f"`{node.function}` works on a list or a map, not {said}"
        return work.fault("arguments", node.function, message, macro.source, *parts, held=static)
    faults = faults_of(parts)
    for part, one in zip(macro.body, asks, strict=False):
        if one.fails != ALWAYS and not one.may_be_bool:
            said = one_of(mismatches.ordered(one.kinds))
            message = f"`{node.function}` asks for a boolean, not {said}"
            faults |= work.fault("arguments", node.function, message, part, held=cel.BOOL).faults
    kinds = BOOLS if static is cel.BOOL else frozenset({cel.LIST})
    walked = isinstance(macro.source, ListLiteral) and bool(macro.source.items)
    fails = ALWAYS if walked and body[0].fails == ALWAYS else MAYBE
    return Outcome(static, kinds, fails, None, faults)
