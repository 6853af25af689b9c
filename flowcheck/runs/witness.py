"""From a run that shows a fault to the little of it that matters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flowcheck.dataclass import dataclass
from flowcheck.runs.circuit import TRUE, Literal
from flowcheck.runs.columns import Columns
from flowcheck.runs.decisions import Decision, DecisionKind
from flowcheck.runs.search import Run, Search
from flowcheck.runs.solver import Undecided

_ORDER = (DecisionKind.GIVEN, DecisionKind.VALUE, DecisionKind.ANSWER, DecisionKind.UNCLEAR)
_CORED = 200  # decisions a solver is asked to choose among, in one call
_TRIED = 12  # decisions it is then asked to leave out, one call each


class WitnessError(RuntimeError):
    """An example run does not show the fault it is an example of: a bug in the run model."""


@dataclass(frozen=True, slots=True)
class Example:
    """An accepted run that shows a fault, and how little of it is enough.

    taken: decision → option index; every accepted run that agrees shows the fault.
    run: one such run; workflow inputs it does not mention are given."""

    taken: dict[Decision, int]
    run: dict[Decision, int]


def shrunk(search: Search, fault: Literal) -> Example | None:
    """The fewest decisions found that make every accepted run which agrees with them show the
    fault; None when no accepted run shows it. Raises Undecided past the budget."""
    run = search.find(fault)
    if run is None:
        return None
    scope = search.scope((fault,))
    if scope is not None:
        return _from_table(search.table(scope), scope.decisions, fault)
    return _from_run(search, run, fault)


def _from_table(table: Columns, decisions: Sequence[Decision], fault: Literal) -> Example:
    showing = table.column(fault) & table.accepted
    taken: dict[Decision, int] = {}
    left = showing
    for decision in sorted(decisions, key=_order):
        if decision.kind is DecisionKind.VALUE and _is_absent(decision, taken):
            continue
        for index in preferred(decision):
            some = left & table.column(decision.literal(index))
            if some:
                left = some
                taken[decision] = index
                break
    run = dict(taken)
    for decision in sorted(taken, key=_order, reverse=True):  # answers first, givenness last
        _drop_if_idle(table, taken, decision, showing)
    return Example(taken, run)


def _drop_if_idle(
    table: Columns, taken: dict[Decision, int], decision: Decision, showing: int
) -> None:
    agreeing = table.accepted
    for other, index in taken.items():
        if other is not decision:
            agreeing &= table.column(other.literal(index))
    if agreeing & ~showing == 0:
        del taken[decision]


def _order(decision: Decision) -> int:
    return _ORDER.index(decision.kind)


def _is_absent(decision: Decision, taken: Mapping[Decision, int]) -> bool:
    """Whether a value is that of an input the run leaves out."""
    return any(
        other.kind is DecisionKind.GIVEN and other.name == decision.name and index == 1
        for other, index in taken.items()
    )


def preferred(decision: Decision) -> list[int]:
    """Option indices, the plainest first: the default of an input, not given, any other value."""
    *order, last = range(decision.width)
    if decision.kind is DecisionKind.VALUE and decision.sample in decision.options:
        default = decision.options.index(decision.sample)
        return [default, *(index for index in (last, *order) if index != default)]
    return [last, *order]


def _from_run(search: Search, run: Run, fault: Literal) -> Example:
    """Keep what the fault rests on in that run; then try to do without each part of it."""
    bits = {bit: i == taken for d, taken in run.taken.items() for i, bit in enumerate(d.bits)}
    owners = search.decisions.owners
    reasons = _justification(search, fault, bits)
    taken = {
        decision: run.taken[decision]
        for decision in dict.fromkeys(owners[bit] for bit in reasons)
        if decision in run.taken
    }
    try:
        literals = {decision: decision.literal(index) for decision, index in taken.items()}
        core = search.core(list(literals.values()), fault) if len(taken) <= _CORED else None
        if core is not None:
            taken = {d: index for d, index in taken.items() if literals[d] in core}
        if len(taken) <= _TRIED:
            for decision in sorted(taken, key=_order, reverse=True):
                others = [d.literal(i) for d, i in taken.items() if d is not decision]
                if search.implied(others, fault):
                    del taken[decision]
    except Undecided:  # not the smallest then, but an example all the same
        pass
    return Example(taken, dict(run.taken))


def _justification(search: Search, fault: Literal, run: Mapping[int, bool]) -> list[int]:
    """Variables whose bits alone make the literal what it is in the run; linear in its cone."""
    circuit = search.circuit
    cone = circuit.cone([fault]) or ()
    if not search.affords(len(cone)):
        raise Undecided
    known: dict[int, bool] = {TRUE: True}
    for number in cone:
        part = circuit.parts[number]
        if part is None:
            known[number] = run.get(number, False)
        else:
            known[number] = all(known[abs(p)] == (p > 0) for p in part)
    if known[abs(fault)] != (fault > 0):
        raise WitnessError("a run that was found does not show the fault")
    found: list[int] = []
    seen = {TRUE}
    waiting = [abs(fault)]
    while waiting:
        number = waiting.pop()
        if number in seen:
            continue
        seen.add(number)
        part = circuit.parts[number]
        if part is None:
            found.append(number)
        elif known[number]:
            waiting += sorted(abs(p) for p in part)
        else:
            false = sorted(abs(p) for p in part if known[abs(p)] != (p > 0))
            reused = [number for number in false if number in seen]
            waiting.append((reused or false)[0])
    return sorted(found)
