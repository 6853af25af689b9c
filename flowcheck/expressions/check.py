"""What is surely wrong with an expression, in the order of its text."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Literal

from flowcheck.dataclass import dataclass, field
from flowcheck.expressions import cel_types as cel
from flowcheck.expressions.judging import judge
from flowcheck.expressions.mismatches import ordered
from flowcheck.expressions.names import mentions, type_inspected
from flowcheck.expressions.outcomes import ALWAYS, Fault, Judgement, Kinds
from flowcheck.expressions.remembered import remembered
from flowcheck.expressions.tree import Binary, Expr, Select, children, walk
from flowcheck.expressions.types import KINDS, Type, one_of

Certainty = Literal["always", "reached", "double", "likely"]
_LENGTHS = frozenset({"length", "size", "count"})


@dataclass(frozen=True, slots=True)
class TypeFinding:
    """Something wrong, with its place in the text.

    kind: `arguments` (a known function, wrong number or types), `operand` (an operator), `value`
    (the types fit, the values do not) or `condition` (the whole is no boolean). subject: the
    function or operator. certainty: `always` when the expression fails in every run, `reached`
    when a `||`, `&&`, `?:` or an empty list may hide the part, `double` when it only fails because
    a JSON number is a double to the engine, `likely` when nothing is known of what it is about.
    node: the operation or call at fault."""

    kind: str
    subject: str
    message: str
    start: int
    end: int
    certainty: Certainty = "always"
    node: Expr | None = field(default=None, compare=False)


def check(
    tree: Expr,
    types: Mapping[str, Type],
    *,
    condition: bool = False,
    optional: Collection[str] = (),
) -> list[TypeFinding]:
    """Everything wrong whatever the inputs hold, in the order of the text.

    types: what the variables hold; a missing one is DYN, and so should be one that is read over a
    wire, whose value Scenario adapts. optional: those that may be null as well. With `condition`,
    the whole must be able to be a boolean."""
    named = sorted(mentions(tree))
    held = tuple((name, types[name]) for name in named if name in types)
    null = tuple(name for name in named if name in optional)
    return list(_checked(tree, held, null, condition))


@remembered
def _checked(
    tree: Expr, types: tuple[tuple[str, Type], ...], optional: tuple[str, ...], condition: bool
) -> tuple[TypeFinding, ...]:
    inspected = type_inspected(tree)
    kinds = _kinds({n: t for n, t in types if n not in inspected}, optional)
    judged = judge(tree, kinds)
    findings = [
        TypeFinding(one.kind, one.subject, one.message, one.start, one.end, certainty, one.node)
        for one, certainty in _told(judged, _certainties(tree, judged, kinds))
    ]
    result = judged.outcomes[id(tree)]
    if condition and result.fails != ALWAYS and not result.may_be_bool:
        said = one_of(ordered(result.kinds))
        message = f"a condition must be true or false, this is {said}"
        findings.append(
            TypeFinding(
                "condition", said.removeprefix("a "), message, tree.start, tree.end, node=tree
            )
        )
    findings += _lengths(judged, tree)
    return tuple(sorted(findings, key=lambda one: (one.start, one.end)))


def _told(judged: Judgement, certainties: list[Certainty]) -> Iterator[tuple[Fault, Certainty]]:
    """The faults but those of an operation whose operand has failed already: in `t - 1 > 'x'` it
    is the difference that is wrong. What the operation made certain holds of the operand then."""
    sure = list(certainties)
    dropped: set[int] = set()
    for index, fault in enumerate(judged.faults):
        if isinstance(fault.node, Binary) and fault.node.operator in ("&&", "||"):
            continue
        parts = [judged.outcomes.get(id(part)) for part in children(fault.node)]
        within = {
            inner
            for part in parts
            if part is not None and part.fails == ALWAYS
            for inner in part.faults - {index}
            if certainties[inner] != "double"
        }
        if within:
            dropped.add(index)
            for inner in within if certainties[index] == "always" else ():
                sure[inner] = "always"
    for index, fault in enumerate(judged.faults):
        if index not in dropped:
            yield fault, sure[index]


def _lengths(judged: Judgement, tree: Expr) -> Iterator[TypeFinding]:
    """Fields that other languages have, asked of what may be anything."""
    for node in walk(tree):
        if not isinstance(node, Select) or node.field not in _LENGTHS:
            continue
        outcome = judged.outcomes.get(id(node.operand))
        if outcome is not None and outcome.kinds == KINDS[Type.DYN] and outcome.fails != ALWAYS:
            message = f"a text or list has no field `{node.field}`"
            yield TypeFinding("operand", ".", message, node.start, node.end, "likely", node)


def result_type(tree: Expr, types: Mapping[str, Type]) -> Type:
    """The type the expression gives, DYN when it is not known."""
    kinds = judge(tree, _kinds(types, ())).outcomes[id(tree)].kinds
    found = {_TYPES.get(kind.unwrapped.name, Type.DYN) for kind in kinds}
    if any(kind.unwrapped.kind == "list" for kind in kinds):
        found = {Type.LIST} if all(kind.unwrapped.kind == "list" for kind in kinds) else {Type.DYN}
    return found.pop() if len(found) == 1 else Type.DYN


_TYPES = {kind.name: one for one, kinds in KINDS.items() for kind in kinds} | {
    "int": Type.NUMBER,
    "uint": Type.NUMBER,
}


def _kinds(types: Mapping[str, Type], optional: Collection[str]) -> dict[str, Kinds]:
    return {
        name: KINDS[kind] | {cel.NULL} if name in optional and kind is not Type.DYN else KINDS[kind]
        for name, kind in types.items()
    }


def _certainties(tree: Expr, judged: Judgement, kinds: Mapping[str, Kinds]) -> list[Certainty]:
    if not judged.faults:
        return []
    whole = {name: held | {cel.INT} if cel.DOUBLE in held else held for name, held in kinds.items()}
    anyhow = judged if whole == dict(kinds) else judge(tree, whole)
    same = {_key(one): one for one in anyhow.faults}
    fatal = _fatal(tree, judged)
    fatal_anyhow = {_key(anyhow.faults[index]) for index in _fatal(tree, anyhow)}
    certainties: list[Certainty] = []
    for index, fault in enumerate(judged.faults):
        if fault.static:
            certainties.append("always")
        elif _key(fault) not in same:
            certainties.append("double")
        else:
            sure = index in fatal and _key(fault) in fatal_anyhow
            certainties.append("always" if sure else "reached")
    return certainties


def _fatal(tree: Expr, judged: Judgement) -> frozenset[int]:
    root = judged.outcomes[id(tree)]
    return root.faults if root.fails == ALWAYS else frozenset()


def _key(fault: Fault) -> tuple[str, str, int, int]:
    return fault.kind, fault.subject, fault.start, fault.end
