"""What an expression comes to whatever the inputs hold: types, failures, values.

Two things go wrong in the engine. Before evaluation it looks at the whole text with every input
unknown: what it finds there (`static`) fails whatever is bound. While it evaluates, an operator or
function without an overload for the values at hand fails, unless a `||`, `&&`, `?:` or an empty
list hides it. Both are worked out here in one pass, parts before what they are parts of."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice, product

from flowcheck.expressions import cel_types as cel
from flowcheck.expressions import complaints, operations
from flowcheck.expressions.cel_types import CelType, list_of, map_of
from flowcheck.expressions.functions import is_known
from flowcheck.expressions.functions_of_values import called
from flowcheck.expressions.overloads import (
    MACROS,
    AmbiguousOperator,
    binary_result,
    common_result,
    fitting,
    functions,
    happens,
    of_arity,
    unary_result,
)
from flowcheck.expressions.patterns import pattern_problem
from flowcheck.expressions.scopes import Macro, is_has, macro_of, order_of
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
from flowcheck.expressions.types import one_of, phrase
from flowcheck.expressions.values import Failed, Known, Result, TypeName, Value, type_of

NEVER, MAYBE, ALWAYS = 0, 1, 2
Kinds = frozenset[CelType]
_ANY: Kinds = frozenset({cel.DYN})
_BOOL: Kinds = frozenset({cel.BOOL})
_NUMBER_KEYS = frozenset({cel.INT, cel.DOUBLE})
_MOST_FAULTS = 8
_MOST_COMBINATIONS = 64
_OPAQUE = frozenset({"uint", "type", "bytes", cel.TIMESTAMP.name, cel.DURATION.name})
"""Types without fields that the engine lets through before evaluation."""
_SURE = frozenset({"size", "type", "dyn", "trim", "exists", "startsWith", "endsWith", "contains"})
"""Functions that never fail for values of the right types."""
_PASS_ON = frozenset({"dyn", "slice", "randomSample"})
"""Functions that give a value of the type they are given."""
_CONSTANTS = {
    "string": cel.STRING,
    "bytes": cel.BYTES,
    "int": cel.INT,
    "uint": cel.UINT,
    "double": cel.DOUBLE,
    "bool": cel.BOOL,
    "null": cel.NULL,
}


@dataclass(frozen=True, slots=True)
class Fault:
    """A part that fails where it is reached. kind: `arguments` (of a function), `operand` (of an
    operator) or `value` (the types fit, the values do not). subject: the function or operator.
    static: refused before evaluation, whatever hides it. node: the whole operation."""

    kind: str
    subject: str
    message: str
    start: int
    end: int
    static: bool
    node: Expr = field(compare=False)


@dataclass(frozen=True, slots=True)
class Outcome:
    """static: the type before evaluation. kinds: the types a value may have, `dyn` for any. fails:
    NEVER, MAYBE or ALWAYS. known: the value, where it is the same in every run. faults: indices
    of the faults that may stop it."""

    static: CelType
    kinds: Kinds
    fails: int = NEVER
    known: Known | None = None
    faults: frozenset[int] = frozenset()

    @property
    def runtime(self) -> Kinds:
        """The types to look overloads up with: the static one where it is certain."""
        return self.kinds if self.static.has_dyn else frozenset({self.static})

    @property
    def may_be_bool(self) -> bool:
        return cel.BOOL in self.kinds or cel.DYN in self.kinds


@dataclass(slots=True)
class Judgement:
    """The outcome of every part, by id, and all faults in the order they were met."""

    outcomes: dict[int, Outcome] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def judge(
    tree: Expr,
    kinds: Mapping[str, Kinds] | None = None,
    values: Mapping[str, Value] | None = None,
) -> Judgement:
    """Judge an expression and each of its parts.

    kinds: the types of variables' values; anything where left out. values: of the variables whose
    value is known."""
    work = _Work(kinds or {}, values or {})
    order = order_of(tree)
    work.binder, work.macros = order.binder, order.macros
    for node in order.nodes:
        work.node = node
        work.outcomes[id(node)] = work.of(node)
    return Judgement(work.outcomes, work.faults)


class _Work:
    def __init__(self, kinds: Mapping[str, Kinds], values: Mapping[str, Value]) -> None:
        self.kinds, self.values = kinds, values
        self.binder: Mapping[int, int] = {}
        self.macros: Mapping[int, Call] = {}
        self.bound: dict[int, Outcome] = {}
        self.outcomes: dict[int, Outcome] = {}
        self.faults: list[Fault] = []
        self.node: Expr = Name(0, 0, "")

    def of(self, node: Expr) -> Outcome:
        match node:
            case Constant():
                kind = _CONSTANTS[node.kind]
                sure = node.known and node.kind != "uint"
                return Outcome(kind, frozenset({kind}), known=Known(node.value) if sure else None)
            case Name():
                return self._name(node)
            case Unary():
                return self._unary(node)
            case Binary():
                if node.operator in ("&&", "||"):
                    return self._logic(node)
                return self._binary(node)
            case Ternary():
                return self._ternary(node)
            case Select():
                return self._select(node)
            case Index():
                return self._index(node)
            case ListLiteral():
                return self._list(node)
            case MapLiteral():
                return self._map(node)
            case Call():
                return self._call(node)

    def out(self, node: Expr) -> Outcome:
        return self.outcomes[id(node)]

    # --- results

    def fault(
        self,
        kind: str,
        subject: str,
        message: str,
        at: Expr,
        *parts: Outcome,
        held: CelType | None = None,
    ) -> Outcome:
        """The outcome of a part that always fails where it is reached, and the fault noted.

        held: the type it has before evaluation; None when it is refused there already."""
        static = held is None
        self.faults.append(Fault(kind, subject, message, at.start, at.end, static, self.node))
        faults = frozenset({len(self.faults) - 1})
        return Outcome(held or cel.DYN, _ANY, ALWAYS, None, faults | _faults(parts))

    def settled(
        self, node: Expr, subject: str, parts: Collection[Outcome], result: Result, static: CelType
    ) -> Outcome | None:
        """The outcome where the operation could be carried out on known values."""
        if isinstance(result, Known):
            kinds = frozenset({type_of(result.value)})
            return Outcome(static, kinds, NEVER, result)
        if isinstance(result, Failed):
            return self.fault("value", subject, result.reason, node, *parts, held=static)
        return None

    # --- parts

    def _name(self, node: Name) -> Outcome:
        binder = self.binder.get(id(node))
        if binder is not None:
            return self._bound(binder)
        constant = cel.CONSTANTS.get(node.name)
        if constant is not None:
            known = None
            if constant is cel.TYPE:
                known = Known(TypeName("null" if node.name == "null_type" else node.name))
            return Outcome(constant, frozenset({constant}), known=known)
        if node.name in self.values:
            value = self.values[node.name]
            return Outcome(cel.DYN, frozenset({type_of(value)}), known=Known(value))
        return Outcome(cel.DYN, self.kinds.get(node.name, _ANY))

    def _bound(self, binder: int) -> Outcome:
        """What a macro's variable is: its source's value (`bind`), or any item of it."""
        found = self.bound.get(binder)
        if found is None:
            call = self.macros[binder]
            macro = macro_of(call)
            assert macro is not None, "the order holds macros only"
            source = self.out(macro.source)
            if call.function == "bind":
                found = replace(source, fails=NEVER, faults=frozenset())
            else:
                held = (_item(kind) for kind in source.runtime)
                kinds = frozenset(
                    cel.DYN if one is None or one.has_param else one.unwrapped for one in held
                )
                found = Outcome(_item(source.static) or cel.DYN, kinds)
            self.bound[binder] = found
        return found

    def _unary(self, node: Unary) -> Outcome:
        operand = self.out(node.operand)
        allowed = "a boolean" if node.operator == "!" else "a number"
        static = unary_result(node.operator, operand.static)
        message = f"`{node.operator}` takes {allowed}, not "
        if static is None:
            message += phrase(operand.static)
            return self.fault("operand", node.operator, message, node.operand, operand)
        if operand.fails == ALWAYS:
            return replace(operand, static=static, kinds=frozenset({static}))
        if operand.known is not None:
            done = operations.unary(node.operator, operand.known.value)
            if settled := self.settled(node.operand, node.operator, [operand], done, static):
                return settled
        results = [unary_result(node.operator, kind) for kind in operand.runtime]
        if not any(results):
            message += one_of(complaints.ordered(operand.runtime))
            return self.fault("operand", node.operator, message, node.operand, operand, held=static)
        fails = _most(operand, sure=None not in results and cel.DYN not in operand.runtime)
        kinds = frozenset(kind for kind in results if kind is not None)
        return Outcome(static, kinds, fails, None, operand.faults)

    def _binary(self, node: Binary) -> Outcome:
        operator = node.operator
        left, right = self.out(node.left), self.out(node.right)

        def takes(one: CelType, other: CelType) -> bool:
            return happens(operator, one, other) is not None

        try:
            static = binary_result(operator, left.static, right.static)
        except AmbiguousOperator:
            static = None
        if static is None:
            sides = frozenset({left.static}), frozenset({right.static})
            message, wrong = complaints.operands_message(operator, *sides, takes)
            at = node if wrong is None else (node.left, node.right)[wrong]
            return self.fault("operand", operator, message, at, left, right)
        if ALWAYS in (left.fails, right.fails):
            return Outcome(static, _ANY, ALWAYS, None, _faults((left, right)))
        if left.known is not None and right.known is not None:
            done = operations.binary(operator, left.known.value, right.known.value)
            if (settled := self.settled(node, operator, [left, right], done, static)) is not None:
                return settled
        zero = right.known is not None and type(right.known.value) is int and not right.known.value
        if operator in ("/", "%") and zero:
            message = f"`{operator}` divides by zero"
            return self.fault("value", operator, message, node, left, right, held=static)
        if left.static.has_dyn or right.static.has_dyn:
            pairs = islice(product(left.runtime, right.runtime), _MOST_COMBINATIONS)
            results = [happens(operator, *pair) for pair in pairs]
        else:
            results = [static]
        if not any(results):
            message, wrong = complaints.operands_message(
                operator, left.runtime, right.runtime, takes
            )
            at = node if wrong is None else (node.left, node.right)[wrong]
            return self.fault("operand", operator, message, at, left, right, held=static)
        sure = operator in ("==", "!=") or (
            None not in results
            and operator not in ("+", "-", "*", "/", "%")
            and cel.DYN not in left.runtime | right.runtime
        )
        kinds = frozenset(kind.unwrapped for kind in results if kind is not None)
        fails = _most(left, right, sure=sure)
        return Outcome(static, kinds, fails, None, _faults((left, right)))

    def _logic(self, node: Binary) -> Outcome:
        decisive = node.operator == "||"
        sides = [self.out(node.left), self.out(node.right)]
        judged: list[Outcome] = []
        for part, side in zip((node.left, node.right), sides, strict=True):
            if side.static.kind != "dyn" and side.static is not cel.BOOL:
                message = f"`{node.operator}` takes a boolean, not {phrase(side.static)}"
                judged.append(self.fault("operand", node.operator, message, part, side))
            elif side.fails != ALWAYS and not side.may_be_bool:
                said = one_of(complaints.ordered(side.kinds))
                message = f"`{node.operator}` takes a boolean, not {said}"
                judged.append(
                    self.fault("operand", node.operator, message, part, side, held=cel.BOOL)
                )
            else:
                judged.append(side)
        left, right = judged
        if any(one.known is not None and one.known.value is decisive for one in judged):
            return Outcome(cel.BOOL, _BOOL, NEVER, Known(decisive))
        faults = _faults(judged)
        known = [one.known is not None for one in judged]
        if all(known) and NEVER == left.fails == right.fails:
            return Outcome(cel.BOOL, _BOOL, NEVER, Known(not decisive))
        settled = [one.fails == ALWAYS or one.known is not None for one in judged]
        fails = ALWAYS if all(settled) else _most(*judged) and MAYBE
        if fails == NEVER and not all(one.kinds == _BOOL for one in judged):
            fails = MAYBE
        return Outcome(cel.BOOL, _BOOL, fails, None, faults)

    def _ternary(self, node: Ternary) -> Outcome:
        asked, then, other = self.out(node.condition), self.out(node.then), self.out(node.other)
        if asked.static.kind != "dyn" and asked.static is not cel.BOOL:
            message = f"`?` chooses by a boolean, not {phrase(asked.static)}"
            return self.fault("operand", "?:", message, node.condition, asked)
        static = then.static.unified(other.static)
        if static is None:
            one, two = phrase(then.static, exact=True), phrase(other.static, exact=True)
            said = f"{one} and {two}" if one != two else "two lists or maps that differ"
            message = f"both branches of `?:` must give one type, not {said}"
            return self.fault("operand", "?:", message, node, asked, then, other)
        if asked.fails == ALWAYS:
            return replace(asked, static=static, kinds=_ANY)
        if not asked.may_be_bool:
            said = one_of(complaints.ordered(asked.kinds))
            message = f"`?` chooses by a boolean, not {said}"
            return self.fault("operand", "?:", message, node.condition, asked, held=static)
        if asked.known is not None and isinstance(asked.known.value, bool):
            return replace(then if asked.known.value else other, static=static)
        fails = ALWAYS if then.fails == other.fails == ALWAYS else MAYBE
        if NEVER == then.fails == other.fails and asked.fails == NEVER and asked.kinds == _BOOL:
            fails = NEVER
        kinds = _joined(then, other)
        return Outcome(static, kinds, fails, None, _faults((asked, then, other)))

    def _select(self, node: Select) -> Outcome:
        operand = self.out(node.operand)
        static, name = operand.static, node.field
        if static.kind in ("list", "primitive") and static.name not in _OPAQUE:
            message = f"{phrase(static)} has no field `{name}`"
            return self.fault("operand", ".", message, node, operand)
        known = static.value if static.kind == "map" and static.value is not None else cel.DYN
        if operand.fails == ALWAYS:
            return replace(operand, static=known, kinds=_ANY)
        if not any(kind.unwrapped.kind in ("map", "dyn", "message") for kind in operand.runtime):
            message = f"{one_of(complaints.ordered(operand.runtime))} has no field `{name}`"
            return self.fault("operand", ".", message, node, operand, held=known)
        return Outcome(known, _ANY, _most(operand, sure=False), None, operand.faults)

    def _index(self, node: Index) -> Outcome:
        operand, index = self.out(node.operand), self.out(node.index)
        static = operand.static
        known = cel.DYN
        if static.kind in ("list", "map") and static.value is not None:
            known = static.value
        if static.kind == "list" and index.static.kind != "dyn" and index.static is not cel.INT:
            said = phrase(index.static, exact=index.static is cel.DOUBLE)
            wanted = "a whole number" if index.static is cel.DOUBLE else "a number"
            message = f"a list is indexed by {wanted}, not {said}"
            return self.fault("operand", "[]", message, node.index, operand, index)
        if static.kind == "primitive" and (
            static.name not in _OPAQUE
            or (index.static.kind != "dyn" and index.static is not cel.STRING)
        ):
            message = f"`[…]` picks from a list or a map, not {phrase(static)}"
            return self.fault("operand", "[]", message, node.operand, operand, index)
        if ALWAYS in (operand.fails, index.fails):
            return Outcome(known, _ANY, ALWAYS, None, _faults((operand, index)))
        if operand.known is not None and index.known is not None:
            done = operations.picked(operand.known.value, index.known.value, static)
            if (settled := self.settled(node, "[]", [operand, index], done, known)) is not None:
                return settled
        if _below_zero(index) or _beyond(node.operand, index):
            message = "there is no item of that index"
            return self.fault("value", "[]", message, node, operand, index, held=known)
        holders = [kind.unwrapped for kind in operand.runtime]
        lists = [kind for kind in holders if kind.kind == "list"]
        if not any(kind.kind in ("list", "map", "dyn") for kind in holders):
            said = one_of(complaints.ordered(operand.runtime))
            message = f"`[…]` picks from a list or a map, not {said}"
            return self.fault("operand", "[]", message, node.operand, operand, index, held=known)
        if len(lists) == len(holders) and not (index.runtime & (_NUMBER_KEYS | _ANY)):
            said = one_of(complaints.ordered(index.runtime))
            message = f"a list is indexed by a number, not {said}"
            return self.fault("operand", "[]", message, node.index, operand, index, held=known)
        items = frozenset(_item(kind) or cel.DYN for kind in lists)
        sure_items = (
            lists and len(lists) == len(holders) and not any(one.has_param for one in items)
        )
        kinds = items if sure_items else _ANY
        return Outcome(known, kinds, MAYBE, None, _faults((operand, index)))

    # --- literals

    def _list(self, node: ListLiteral) -> Outcome:
        items = [self.out(item) for item in node.items]
        if not items:
            return Outcome(cel.EMPTY_LIST, frozenset({cel.LIST}), known=Known(()))
        static = self._one_type(node.items, "a list holds items of one type")
        if static is None:
            return replace(self.wrong(), faults=self._last() | _faults(items))
        fails = _most(*items)
        values = tuple(item.known.value for item in items if item.known is not None)
        known = Known(values) if len(values) == len(items) and fails == NEVER else None
        held = _joined(*items)
        alike = len(held) == 1 and not any(kind.has_param for kind in held)
        kinds = frozenset({list_of(next(iter(held)).unwrapped) if alike else cel.LIST})
        return Outcome(list_of(static), kinds, fails, known, _faults(items))

    def _map(self, node: MapLiteral) -> Outcome:
        parts = [self.out(part) for entry in node.entries for part in entry]
        if not parts:
            return Outcome(cel.EMPTY_MAP, frozenset({cel.MAP}))
        keys = self._one_type([key for key, _ in node.entries], "a map has keys of one type")
        held = self._one_type(
            [value for _, value in node.entries], "a map holds values of one type"
        )
        if keys is None or held is None:
            return replace(self.wrong(), faults=self._last() | _faults(parts))
        return Outcome(
            map_of(keys, held), frozenset({cel.MAP}), _most(*parts), None, _faults(parts)
        )

    def wrong(self) -> Outcome:
        return Outcome(cel.DYN, _ANY, ALWAYS)

    def _last(self) -> frozenset[int]:
        return frozenset({len(self.faults) - 1})

    def _one_type(self, parts: Collection[Expr], said: str) -> CelType | None:
        """The type all parts have before evaluation; None, and a fault, where they differ."""
        expected: CelType | None = None
        for part in parts:
            static = self.out(part).static
            if expected is None or static is expected or expected.is_empty_list:
                expected = static
            elif not static.is_empty_list:
                one, two = _told_apart(expected, static)
                message = f"{said}, not {one} beside {two}"
                self.fault("operand", "[]", message, part)
                return None
        return expected

    # --- calls

    def _call(self, node: Call) -> Outcome:
        if is_has(node):
            return self._has(node)
        macro = macro_of(node)
        if macro is not None:
            return self._macro(node, macro)
        member = node.target is not None
        if member and len(node.args) in MACROS.get(node.function, ()):
            message = f"`{node.function}` needs the name of a variable first"
            return self.fault("arguments", node.function, message, node.args[0])
        receiver = None if node.target is None else self.out(node.target)
        given = [self.out(arg) for arg in node.args]
        parts = given if receiver is None else [receiver, *given]
        known = functions().get((member, node.function))
        if member and node.function in MACROS and is_known(node):
            message = complaints.count_message(node.function, MACROS[node.function], len(given))
            name = Name(node.name_start, node.name_end, node.function)
            return self.fault("arguments", node.function, message, name, *parts)
        if not member and node.function == "has":
            message = complaints.count_message("has", [1], len(given))
            name = Name(node.name_start, node.name_end, node.function)
            return self.fault("arguments", "has", message, name, *parts)
        if known is None:  # FC312's business: nothing is claimed
            return Outcome(cel.DYN, _ANY, _most(*parts, sure=False), None, _faults(parts))
        overloads = of_arity(member, node.function, len(given))
        if not overloads:
            counts = [len(one.args) for one in known]
            message = complaints.count_message(node.function, counts, len(given))
            name = Name(node.name_start, node.name_end, node.function)
            return self.fault("arguments", node.function, message, name, *parts)
        if receiver is not None and receiver.static.kind == "dyn":
            static = common_result(overloads)
        else:
            held = None if receiver is None else receiver.static
            chosen = fitting(overloads, [one.static for one in given], held)
            static = None if chosen is None else chosen.result
        if static is None:
            types = [frozenset({one.static}) for one in given]
            held_kinds = None if receiver is None else frozenset({receiver.static})
            return self._bad_arguments(node, held_kinds, types, parts)
        return self._evaluated(node, receiver, given, static)

    def _evaluated(
        self, node: Call, receiver: Outcome | None, given: list[Outcome], static: CelType
    ) -> Outcome:
        parts = given if receiver is None else [receiver, *given]
        if any(part.fails == ALWAYS for part in parts):
            return Outcome(static, _ANY, ALWAYS, None, _faults(parts))
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
        if not results:
            return self._bad_arguments(node, held, kinds, parts, held=static)
        if settled := self._called(node, receiver, given, static):
            return settled
        sure = all_fit and node.function in _SURE
        if receiver is None and node.function in _PASS_ON and cel.NULL not in kinds[0]:
            results = set(kinds[0])
        return Outcome(static, frozenset(results), _most(*parts, sure=sure), None, _faults(parts))

    def _called(
        self, node: Call, receiver: Outcome | None, given: list[Outcome], static: CelType
    ) -> Outcome | None:
        parts = given if receiver is None else [receiver, *given]
        if node.function == "matches" and given[0].known is not None:
            pattern = given[0].known.value
            problem = pattern_problem(pattern) if isinstance(pattern, str) else None
            if problem is not None:
                return self.fault("value", "matches", problem, node.args[0], *parts, held=static)
        if node.function == "exists" and receiver is None and given[0].known is not None:
            name = given[0].known.value
            if name in self.values:
                return Outcome(static, _BOOL, known=Known(self.values[str(name)] is not None))
            held = self.kinds.get(str(name), _ANY)
            given_always = not held & (_ANY | {cel.NULL})
            return Outcome(static, _BOOL, known=Known(True)) if given_always else None
        values = [part.known.value for part in parts if part.known is not None]
        if len(values) < len(parts):
            if node.function == "substring" and any(map(_below_zero, given)):
                message = "`substring` reaches outside the text"
                return self.fault("value", "substring", message, node, *parts, held=static)
            return None
        done = called(node.function, receiver is not None, values)
        return self.settled(node, node.function, parts, done, static)

    def _bad_arguments(
        self,
        node: Call,
        receiver: Kinds | None,
        given: list[Kinds],
        parts: Collection[Outcome],
        held: CelType | None = None,
    ) -> Outcome:
        found = of_arity(receiver is not None, node.function, len(given))
        message, wrong = complaints.arguments_message(node.function, found, receiver, given)
        at: Expr = node
        if wrong is not None and (wrong >= 0 or node.target is not None):
            at = node.args[wrong] if wrong >= 0 or node.target is None else node.target
        return self.fault("arguments", node.function, message, at, *parts, held=held)

    def _has(self, node: Call) -> Outcome:
        part = node.args[0]
        if not isinstance(part, Select):
            message = "`has` takes a field, such as `has(a.b)`"
            return self.fault("arguments", "has", message, part)
        while isinstance(part, Select):
            part = part.operand
        if not isinstance(part, Name):
            message = "`has` takes a field of a variable, such as `has(a.b)`"
            return self.fault("arguments", "has", message, part)
        return Outcome(cel.BOOL, _BOOL, MAYBE)

    def _macro(self, node: Call, macro: Macro) -> Outcome:
        source = self.out(macro.source)
        body = [self.out(part) for part in macro.body]
        if node.function == "bind":
            (result,) = body
            if source.fails == ALWAYS:
                return replace(source, static=result.static, kinds=_ANY, known=None)
            fails = max(source.fails, result.fails)
            return replace(result, fails=fails, faults=_faults((source, result)))
        parts = [source, *body]
        item = _item(source.static)
        if item is None:
            message = f"`{node.function}` works on a list or a map, not {phrase(source.static)}"
            return self.fault("arguments", node.function, message, macro.source, *parts)
        asks = body[:-1] if node.function == "map" else body
        for part, one in zip(macro.body, asks, strict=False):
            if one.static.kind != "dyn" and one.static is not cel.BOOL:
                message = f"`{node.function}` asks for a boolean, not {phrase(one.static)}"
                return self.fault("arguments", node.function, message, part, *parts)
        static = cel.BOOL
        if node.function == "map":
            static = list_of(body[-1].static)
        elif node.function == "filter":
            static = list_of(item)
        if source.fails == ALWAYS:
            return Outcome(static, _ANY, ALWAYS, None, source.faults)
        if all(_item(kind) is None for kind in source.runtime):
            said = one_of(complaints.ordered(source.runtime))
            message = f"`{node.function}` works on a list or a map, not {said}"
            return self.fault(
                "arguments", node.function, message, macro.source, *parts, held=static
            )
        faults = _faults(parts)
        for part, one in zip(macro.body, asks, strict=False):
            if one.fails != ALWAYS and not one.may_be_bool:
                said = one_of(complaints.ordered(one.kinds))
                message = f"`{node.function}` asks for a boolean, not {said}"
                faults |= self.fault(
                    "arguments", node.function, message, part, held=cel.BOOL
                ).faults
        kinds = _BOOL if static is cel.BOOL else frozenset({cel.LIST})
        walked = isinstance(macro.source, ListLiteral) and bool(macro.source.items)
        fails = ALWAYS if walked and body[0].fails == ALWAYS else MAYBE
        return Outcome(static, kinds, fails, None, faults)


def _below_zero(outcome: Outcome) -> bool:
    value = None if outcome.known is None else outcome.known.value
    return isinstance(value, int) and not isinstance(value, bool) and value < 0


def _beyond(operand: Expr, index: Outcome) -> bool:
    """Whether an index is past the end of a literal list."""
    value = None if index.known is None else index.known.value
    return isinstance(operand, ListLiteral) and type(value) is int and value >= len(operand.items)


def _item(kind: CelType) -> CelType | None:
    """The type of what a macro walks; None where it cannot walk."""
    kind = kind.unwrapped
    if kind.kind == "dyn":
        return kind
    return kind.value if kind.kind == "list" else kind.key if kind.kind == "map" else None


def _faults(parts: Collection[Outcome]) -> frozenset[int]:
    """The faults of all parts, at most a few."""
    found: frozenset[int] = frozenset().union(*(part.faults for part in parts))
    return found if len(found) <= _MOST_FAULTS else frozenset(sorted(found)[:_MOST_FAULTS])


def _most(*parts: Outcome, sure: bool = True) -> int:
    """How surely something fails that needs all of its parts; sure: it adds no failure itself."""
    return max([NEVER if sure else MAYBE, *(part.fails for part in parts)])


def _joined(*parts: Outcome) -> Kinds:
    return frozenset().union(*(part.kinds for part in parts))


def _told_apart(one: CelType, other: CelType) -> tuple[str, str]:
    first, second = phrase(one, exact=True), phrase(other, exact=True)
    return (first, second) if first != second else (first, "another sort of it")
