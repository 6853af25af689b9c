"""What an example run is told as: workflow inputs, answers, and the branches that follow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any

from flowcheck.expressions.atoms import Atom
from flowcheck.findings import Witness
from flowcheck.runs.answers import Test
from flowcheck.runs.circuit import TRUE
from flowcheck.runs.decisions import Decision, DecisionKind
from flowcheck.runs.replay import Played
from flowcheck.runs.run_bits import RunBits
from flowcheck.runs.sources import Source
from flowcheck.runs.witness import Example

if TYPE_CHECKING:
    from flowcheck.runs.conditions import CaseRuns
    from flowcheck.runs.space import RunSpace

_PATH = 500  # nodes that the branches of a run are looked for at
_TOLD = 8  # branches of a run that are told


def witness_of(space: RunSpace, example: Example, played: Played | None) -> Witness:
    """The decisions of an example as a witness, in the order of names. played: what becomes of the
    nodes in it."""
    given: set[str] = set()
    absent: set[str] = set()
    values: dict[str, Any] = {}
    answers: list[Mapping[str, Any]] = []
    shown = _realised(space, example, played)
    for decision, index in example.taken.items():
        option = shown[decision] if decision in shown else decision.option(index).value
        about = decision.of
        if decision.kind is DecisionKind.VALUE:
            values[decision.name] = option
        elif decision.kind is DecisionKind.GIVEN:
            (given if option else absent).add(decision.name)
        elif isinstance(about, Source) and about.kind in ("output", "known") and about.name:
            answers.append({"node": about.name, "output": about.output, "is": option})
        elif decision.kind is DecisionKind.ANSWER:
            told = _conditions(space, decision, example, played)
            answers += [one for one in told if one not in answers]
    answers.sort(
        key=lambda one: (one["node"], str(one.get("output", "")), str(one.get("condition")))
    )
    decided = given or absent or values or answers
    branches = dict(_implied(space, played, example)) if played is not None and decided else {}
    return Witness(
        tuple(sorted(given - values.keys())),
        tuple(sorted(absent)),
        _sorted(values),
        _sorted(branches),
        tuple(answers),
    )


def _realised(space: RunSpace, example: Example, played: Played | None) -> Mapping[Decision, Any]:
    """Values that answer as the example says, for those that are none of the known ones."""
    if played is None or not any(isinstance(decision.of, Test) for decision in example.taken):
        return {}
    from flowcheck.runs.realised import realised

    return realised(space, example, played)


def is_shown(space: RunSpace, example: Example, played: Played | None) -> bool:
    """Whether an example needs no answers about one value of which nobody has shown that they go
    together: two of which nothing is known, or one of these beside what the value begins with, how
    long it is or the like, unless some value gives both."""
    free: set[str] = set()
    known: set[str] = set()
    for decision in example.taken:
        if not isinstance(decision.of, Test):
            continue
        if not decision.of.free:
            known |= decision.of.sources
        elif free & decision.of.sources:
            return False
        else:
            free |= decision.of.sources
    if free.isdisjoint(known):
        return True
    from flowcheck.runs.realised import is_realised

    return played is not None and all(
        is_realised(space, example, played, id) for id in sorted(free & known)
    )


def _conditions(
    space: RunSpace, decision: Decision, example: Example, played: Played | None
) -> list[Mapping[str, Any]]:
    """The conditions that a decision answers: of if/else nodes that run there, or else of any."""
    every = space.conditions.questions
    found = [] if played is None else _answered(space, decision, example, played.taken)
    return found or _answered(space, decision, example, every)


def _answered(
    space: RunSpace, decision: Decision, example: Example, ids: Iterable[str]
) -> list[Mapping[str, Any]]:
    given = space.conditions.sources.given
    bits = RunBits(space.decisions, example.run)
    own = set(decision.bits)
    about = decision.of
    asked = about.sources if isinstance(about, Test) else frozenset({about.given})
    found: list[Mapping[str, Any]] = []
    for id in ids:
        cases = space.conditions.of(id).cases
        told: list[CaseRuns] = []
        for case in cases:
            names = {
                given(name)
                for step in case.question.steps or ()
                if isinstance(step, Atom)
                for name in step.names
            }
            direct = bool(asked & names) or not asked
            if direct and not own.isdisjoint(space.circuit.cone([case.null[0]]) or ()):
                told.append(case)
        if not all(_is_settled(space, case, example, bits) for case in told):
            taken = [at for at, case in enumerate(cases) if space.circuit.holds(case.taken, bits)]
            told = list(cases[: taken[0] + 1 if taken else None])
        for case in told:
            holds = space.circuit.holds(case.holds, bits)
            found.append({"node": id, "condition": case.question.condition, "holds": holds})
    return found


def _is_settled(space: RunSpace, case: CaseRuns, example: Example, bits: RunBits) -> bool:
    """Whether a condition goes as in the example wherever what matters of that is so; one that
    does not says nothing by itself, only together with the other cases of its node."""
    decided = [decision.literal(index) for decision, index in example.taken.items()]
    otherwise = -case.holds if space.circuit.holds(case.holds, bits) else case.holds
    return space.possible(space.circuit.both((*decided, otherwise))) is False


def _implied(space: RunSpace, played: Played, example: Example) -> Iterator[tuple[str, str | None]]:
    """The branches on the way of the fault that no run with the same decisions takes otherwise."""
    both = space.circuit.both
    decided = [decision.literal(index) for decision, index in example.taken.items()]
    outcomes = space.lenient
    clear = outcomes.clear_up_to(played.id, null=True)
    for id, value in islice(dict(_branches(space, played)).items(), _TOLD):
        taken = both((outcomes.of[id].runs, space.conditions.takes(id, value)))
        if taken != TRUE and space.possible(both((*decided, clear, -taken))) is False:
            yield id, value


def _branches(space: RunSpace, played: Played) -> Iterator[tuple[str, str | None]]:
    """The if/else nodes that the fault goes through, with what they take."""
    outcomes = played.outcomes
    waiting = [played.id]
    seen = {played.id}
    while waiting and len(seen) < _PATH:
        id = waiting.pop(0)
        through: list[str] = []
        mine = space.waits(id)
        gating = {source for gate in mine.gates for source in gate.sources}
        if outcomes[id] == "skipped":
            for gate in mine.gates:
                routers = [s for s in gate.sources if space.flow.nodes[s].is_logic]
                if not any(
                    outcomes[s] == "runs" and played.taken[s] == gate.equal for s in routers
                ):
                    through += routers
                    break
            else:
                merge = next(
                    (m for m in mine.merges if all(outcomes[s] == "skipped" for s in m.sources)),
                    None,
                )
                through += merge.sources if merge is not None else mine.loops[:1]
        else:
            for gate in mine.gates:
                through += [
                    s
                    for s in gate.sources
                    if s in played.taken and outcomes[s] == "runs" and played.taken[s] == gate.equal
                ]
            held = [read.source for read in mine.reads if outcomes[read.source] != "runs"]
            through += held or [s for s in mine.sources if s not in through]
        for source in through:
            if source in gating and source in played.taken and outcomes[source] == "runs":
                yield source, played.taken[source]
            if source not in seen:
                seen.add(source)
                waiting.append(source)


def _sorted(items: Mapping[str, Any]) -> dict[str, Any]:
    return {key: items[key] for key in sorted(items)}
