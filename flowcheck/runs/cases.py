"""Cases of if/else nodes that ask for nothing: the same again, always or never so, or too late."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from flowcheck.dataclass import dataclass
from flowcheck.expressions.atoms import Atom
from flowcheck.graph.sites import NodeSite
from flowcheck.graph.wires import EdgeKind
from flowcheck.runs.circuit import FALSE, TRUE
from flowcheck.runs.circuit import Literal as CircuitLiteral
from flowcheck.runs.conditions import CaseRuns, Question, RouterRuns
from flowcheck.wire.values import is_defined

if TYPE_CHECKING:
    from flowcheck.runs.space import RunSpace

CaseFault = Literal["repeats", "always", "never", "unreachable"]
_WEIGHED = 32  # earlier cases among which those that leave nothing are sought


@dataclass(frozen=True, slots=True)
class DeadCase:
    """A case that could as well not be there.

    repeats: it asks what the earlier case `by` asks. always, never: its condition holds in every
    run, or in none. unreachable: no run takes it; `by` are the earlier cases that leave nothing for
    it, empty when the node does not run where the condition holds."""

    question: Question
    fault: CaseFault
    by: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True)
class RouterVerdict:
    """What is to be said of an if/else node. falls_through: whether some run takes no case, None
    when that is not judged or a default is there for it. idle_default: the cases that leave nothing
    for the default that readers wait for; empty otherwise."""

    node: NodeSite
    dead: tuple[DeadCase, ...]
    falls_through: bool | None
    idle_default: tuple[Question, ...] = ()


def router_verdict(space: RunSpace, id: str) -> RouterVerdict:
    """The verdict on an if/else node that gets one."""
    node = space.flow.nodes[id]
    if space.is_closed(id):
        return RouterVerdict(node, (), None)
    router, runs = space.conditions.of(id), space.lenient.of[id].runs
    default = node.logic.get("default")
    falls = None if is_defined(default) else _falls_through(space, router, runs)
    alive = space.possible(runs) is True
    both = space.circuit.both
    dead: list[DeadCase] = []
    seen: dict[object, CaseRuns] = {}
    known: list[CaseRuns] = []  # the cases that do not ask for null what nobody knows
    none = TRUE  # that none of those holds
    settled = False
    for case in router.cases:
        earlier = case
        if _asks_for_null(space, case.question):
            if not _tells_nothing(case):
                earlier = seen.setdefault(_asked(case.question), case)
            if earlier is not case:
                dead.append(DeadCase(case.question, "repeats", (earlier.question,)))
            continue
        if not _tells_nothing(case):
            earlier = seen.setdefault((case.null, case.empty), case)
        fault = _constant(space, case)
        if earlier is not case and fault is None:
            dead.append(DeadCase(case.question, "repeats", (earlier.question,)))
        elif fault is not None:
            dead.append(DeadCase(case.question, fault))
        elif alive and not settled:
            taken = both((runs, both((none, case.holds))))
            if space.possible(taken) is False:
                by = _covering(space, known, both((runs, case.holds)))
                dead.append(DeadCase(case.question, "unreachable", by))
        known.append(case)
        none = both((none, -case.holds))
        settled |= fault == "always"
    idle: tuple[Question, ...] = ()
    if alive and not settled and _is_waited_for(space, id, default):
        left = none
        if any(case.question.value == default for case in router.cases):
            left = router.taken[default] if len(known) == len(router.cases) else TRUE
        if space.possible(both((runs, left))) is False:
            idle = _covering(space, known, runs)
    return RouterVerdict(node, tuple(dead), falls, idle)


def _asked(question: Question) -> object:
    """What a condition asks, however it is spelled; each random one asks for itself."""
    steps = question.steps or ()
    if any(isinstance(step, Atom) and step.random for step in steps):
        return question.pointer
    return tuple(step.text if isinstance(step, Atom) else step for step in steps)


def _falls_through(space: RunSpace, router: RouterRuns, runs: CircuitLiteral) -> bool:
    """Whether no case need hold in some run, when what is left out reads as null or as empty."""
    both = space.circuit.both
    return any(
        space.possible(both((runs, *(-case.must[reading] for case in router.cases)))) is not False
        for reading in (0, 1)
    )


def _constant(space: RunSpace, case: CaseRuns) -> CaseFault | None:
    may = space.circuit.either(case.may)
    must = space.circuit.both(case.must)
    if may == FALSE or space.possible(may) is False:
        return "never"
    if must == TRUE or space.possible(-must) is False:
        return "always"
    return None


def _asks_for_null(space: RunSpace, question: Question) -> bool:
    """Whether a condition asks whether something is null that nobody says is never so: what a node
    gives (unknown), or a workflow input without a contract."""
    sources = space.conditions.sources.by_id
    for step in question.steps or ():
        if isinstance(step, Atom) and None in step.shape.constants:
            source = sources.get(step.names[0])
            known = source is not None and source.kind in ("known", "nothing", "branch", "changed")
            if not known and not (
                source is not None and source.kind == "input" and space.contract.present
            ):
                return True
    return False


def _tells_nothing(case: CaseRuns) -> bool:
    """Whether the condition fails in every run: two of those need not ask the same."""
    return (FALSE, TRUE) in (case.null, case.empty)


def _covering(
    space: RunSpace, cases: Sequence[CaseRuns], wanted: CircuitLiteral
) -> tuple[Question, ...]:
    """Some of the cases that hold wherever a literal is true, no fewer of them; empty when it is
    never true, all of them when they are many."""
    if space.possible(wanted) is False:
        return ()
    kept = list(cases)
    if len(kept) <= _WEIGHED:
        for case in cases:
            others = [other for other in kept if other is not case]
            left = space.circuit.both((wanted, *(-other.holds for other in others)))
            if space.possible(left) is False:
                kept = others
    return tuple(case.question for case in kept)


def _is_waited_for(space: RunSpace, id: str, value: object) -> bool:
    if not isinstance(value, str) or not value.strip():
        return False
    return any(
        edge.kind is EdgeKind.BRANCH
        and edge.input is not None
        and edge.input.ref is not None
        and edge.input.ref.equal == value
        for edge in space.flow.outgoing[id]
    )
