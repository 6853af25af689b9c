"""Which branch an if/else node takes in one run, worked out by evaluating its conditions.

Only what no evaluation can tell is looked up among the answers of the run."""

from __future__ import annotations

from collections.abc import Mapping

from flowcheck.expressions.atoms import Atom, answer
from flowcheck.expressions.evaluate import FAILS, UNKNOWN, Result, binding
from flowcheck.runs.conditions import Conditions, Question
from flowcheck.runs.decisions import Decision, DecisionKind
from flowcheck.runs.run_bits import RunBits
from flowcheck.runs.sources import Source

_COMPARISONS = ("equals", "order", "linear")


class Branches:
    """The if/else nodes of one run; `taken` holds those that were asked for, in order."""

    def __init__(self, conditions: Conditions, run: Mapping[Decision, int]) -> None:
        self.conditions = conditions
        self.run = run
        self.bits = RunBits(conditions.decisions, run)
        self.taken: dict[str, str | None] = {}
        self._by_name = {(d.kind, d.name): (d, index) for d, index in run.items()}

    def take(self, id: str) -> None:
        """Work out what a node takes; those before it have been asked for."""
        self.conditions.of(id)
        for place, question in enumerate(self.conditions.questions[id]):
            if self._holds(id, place, question):
                self.taken[id] = question.value
                return
        default = self.conditions.flow.nodes[id].logic.get("default")
        self.taken[id] = default if isinstance(default, str) and default.strip() else None

    def _holds(self, id: str, place: int, question: Question) -> bool:
        if question.steps is None:
            return self._bit(self.conditions.unread_bit(id, place))
        if question.refused:
            return self._goes(id, place)
        results = {
            reading: self._result(f"{id} {place}", question, empty=reading == "empty")
            for reading in ("null", "empty")
        }
        if results["null"] is results["empty"] and isinstance(results["null"], bool):
            return results["null"]
        return self._goes(id, place)

    def _goes(self, id: str, place: int) -> bool:
        """Whether the run lets a condition hold that is not clear in it."""
        found = self._by_name.get((DecisionKind.UNCLEAR, f"{id} {place}"))
        return found is not None and bool(found[0].option(found[1]).value)

    def _result(self, place: str, question: Question, *, empty: bool) -> Result:
        stack: list[Result] = []
        for at, step in enumerate(question.steps or ()):
            if isinstance(step, Atom):
                result = self._atom(f"{place} {at}", step, empty)
                stack.append(result if isinstance(result, bool) else FAILS)
                continue
            last = stack.pop()
            if step == "not":
                stack.append(not last if isinstance(last, bool) else FAILS)
                continue
            first = stack.pop()
            if step == "choose":
                test = stack.pop()
                stack.append((first if test else last) if isinstance(test, bool) else FAILS)
                continue
            decisive = step == "or"
            if first is decisive or last is decisive:
                stack.append(decisive)
            else:
                stack.append(FAILS if FAILS in (first, last) else not decisive)
        return stack.pop()

    def _atom(self, place: str, atom: Atom, empty: bool) -> Result:
        result: Result = UNKNOWN
        if atom.text not in self.conditions.unevaluated and not atom.random:
            values = {name: self._value(name, atom, empty) for name in atom.names}
            result = answer(atom, values)
        if result is not UNKNOWN:
            return result
        must, may = self.conditions.truth_of(place, atom, empty=empty)
        return True if self._bit(must) else FAILS if self._bit(may) else False

    def _bit(self, literal: int) -> bool:
        return self.conditions.circuit.holds(literal, self.bits)

    def _value(self, name: str, atom: Atom, empty: bool) -> Result:
        source = self.conditions.sources.by_id.get(name)
        if source is None or self.conditions.is_unclear(source):
            return UNKNOWN
        if source.kind == "branch":
            return self.taken.get(source.name, UNKNOWN)
        if source.kind == "known" and len(source.values) == 1:
            return source.values[0]
        if not self._is_given(source):
            if source.fallback is not UNKNOWN:
                return source.fallback
            return self.conditions.left_out(source) if empty else None
        return self._held(source, atom)

    def _is_given(self, source: Source) -> bool:
        contract = self.conditions.contract
        if source.kind == "nothing":
            return False
        if source.kind not in ("input", "changed") or not contract.present:
            return True
        found = self._by_name.get((DecisionKind.GIVEN, source.name))
        return found is None or bool(found[0].option(found[1]).value)

    def _held(self, source: Source, atom: Atom) -> Result:
        domain = self.conditions.domains.of(source)
        decision = domain.decision
        if decision is None:
            return UNKNOWN
        index = self.run.get(decision, len(decision.bits))
        if domain.line is not None:
            cell = domain.line.cells[index]
            known = cell.is_point or atom.shape.kind in _COMPARISONS
            return float(cell.value) if known else UNKNOWN
        if decision.domain is None and index >= len(decision.bits):
            return UNKNOWN
        return binding(decision.option(index).value)
