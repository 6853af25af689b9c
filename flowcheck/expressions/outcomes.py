"""What an expression comes to whatever the inputs hold: types, failures, values.

Two things go wrong in the engine. Before evaluation it looks at the whole text with every input
unknown: what it finds there (`static`) fails whatever is bound. While it evaluates, an operator or
function without an overload for the values at hand fails, unless a `||`, `&&`, `?:` or an empty
list hides it. Both are worked out here in one pass, parts before what they are parts of."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from flowcheck.dataclass import dataclass, field
from flowcheck.expressions import cel_types as cel
from flowcheck.expressions.cel_types import CelType
from flowcheck.expressions.tree import Call, Expr, Name
from flowcheck.expressions.values import Failed, Known, Result, Value, type_of

NEVER, MAYBE, ALWAYS = 0, 1, 2
Kinds = frozenset[CelType]
ANY: Kinds = frozenset({cel.DYN})
BOOLS: Kinds = frozenset({cel.BOOL})
_MOST_FAULTS = 8


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
        """Whether nothing says that it is something else than true or false."""
        return cel.BOOL in self.kinds or cel.DYN in self.kinds


@dataclass(slots=True)
class Judgement:
    """The outcome of every part, by id, and all faults in the order they were met."""

    outcomes: dict[int, Outcome] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


class Work:
    """What is known while an expression is judged: `kinds` and `values` of its variables, the
    outcomes so far by the parts' ids, the faults met. `node` is the part in hand; `binder` and
    `macros` are those of the `Order`, `bound` the outcomes of macros' variables by macro."""

    def __init__(self, kinds: Mapping[str, Kinds], values: Mapping[str, Value]) -> None:
        self.kinds, self.values = kinds, values
        self.binder: Mapping[int, int] = {}
        self.macros: Mapping[int, Call] = {}
        self.bound: dict[int, Outcome] = {}
        self.outcomes: dict[int, Outcome] = {}
        self.faults: list[Fault] = []
        self.node: Expr = Name(0, 0, "")

    def out(self, node: Expr) -> Outcome:
        """The outcome of a part that is judged already."""
        return self.outcomes[id(node)]

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
        return Outcome(held or cel.DYN, ANY, ALWAYS, None, faults | faults_of(parts))

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


def faults_of(parts: Collection[Outcome]) -> frozenset[int]:
    """The faults of all parts, at most a few."""
    found: frozenset[int] = frozenset().union(*(part.faults for part in parts))
    return found if len(found) <= _MOST_FAULTS else frozenset(sorted(found)[:_MOST_FAULTS])


def most(*parts: Outcome, sure: bool = True) -> int:
    """How surely something fails that needs all of its parts; sure: it adds no failure itself."""
    return max([NEVER if sure else MAYBE, *(part.fails for part in parts)])


def joined(*parts: Outcome) -> Kinds:
    """The types of any of them."""
    return frozenset().union(*(part.kinds for part in parts))


def item_of(kind: CelType) -> CelType | None:
    """The type of what a macro walks; None where it cannot walk."""
    kind = kind.unwrapped
    if kind.kind == "dyn":
        return kind
    return kind.value if kind.kind == "list" else kind.key if kind.kind == "map" else None
