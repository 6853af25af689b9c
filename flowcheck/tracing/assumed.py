"""What is taken for granted of a run, and what of it a question has to do with.

A flow may have thousands of if/else nodes whose branches are given. A question about one of them is
put without what is known already, and with those assumptions only that share decisions with it, so
that each costs what it costs alone."""

from __future__ import annotations

from collections.abc import Sequence

from flowcheck.runs.circuit import FALSE, TRUE, Circuit, Literal
from flowcheck.runs.contract import ContractSpace
from flowcheck.runs.decisions import Decision, DecisionKind, Decisions


class Assumed:
    """Literals that hold in every run that is looked at. Together they must be possible."""

    def __init__(self, circuit: Circuit, decisions: Decisions, contract: ContractSpace) -> None:
        self._circuit = circuit
        self._decisions = decisions
        self._contract = contract
        self._facts: dict[int, Literal] = {TRUE: TRUE}
        self._folded: dict[int, Literal] = {}  # what is no fact, as far as the facts so far tell
        self._decisions_of: dict[Literal, tuple[Decision, ...]] = {}
        self._home: dict[Decision, Decision] = {}  # the way to the one that stands for a group
        self._together: dict[Decision, Literal] = {}  # what is assumed of a group
        self._never = False

    def take(self, literal: Literal) -> None:
        """Assume one literal more."""
        waiting = [literal]
        while waiting:
            one = waiting.pop()
            part = self._fold(one)
            if part == TRUE:
                continue
            self._never = self._never or part == FALSE
            for known in (one, part):
                self._facts[abs(known)] = TRUE if known > 0 else FALSE
            self._folded = {}
            parts = self._circuit.parts[part] if part > 0 else None
            if parts is not None:
                waiting += parts
            elif part != FALSE:
                group = self._joined(self._decided_by(part))
                if group is not None:
                    self._together[group] = self._circuit.both((self._together[group], part))

    def with_(self, literal: Literal) -> Literal:
        """What is possible just when the literal is possible in a run with all that is assumed."""
        if self._never:
            return FALSE
        asked = self._fold(literal)
        groups = self._groups(self._decided_by(asked))
        return self._circuit.both((asked, *(self._together[group] for group in groups)))

    def _joined(self, decisions: Sequence[Decision]) -> Decision | None:
        """The group of these decisions, which now is one; None without any."""
        groups = self._groups(decisions)
        if not groups:
            return None
        first, *rest = groups
        for group in rest:
            self._home[group] = first
            both = (self._together[first], self._together.pop(group))
            self._together[first] = self._circuit.both(both)
        return first

    def _groups(self, decisions: Sequence[Decision]) -> list[Decision]:
        """The decisions that stand for all that have to do with these."""
        for decision in decisions:
            if decision not in self._home:
                self._meet(decision)  # which may join some
        return list(dict.fromkeys(map(self._group, decisions)))

    def _group(self, decision: Decision) -> Decision:
        while (home := self._home[decision]) is not decision:
            self._home[decision] = self._home[home]  # the way is shorter next time
            decision = home
        return decision

    def _meet(self, decision: Decision) -> None:
        """Take a decision for the first time, with those that the contract ties to it."""
        constraints = self._contract.constraints()
        new, tied = [decision], list[tuple[Decision, ...]]()
        while new:
            one = new.pop()
            if one in self._home:
                continue
            self._home[one] = one
            self._together[one] = TRUE
            if one.kind is DecisionKind.GIVEN:
                others = self._decided_by(constraints.get(one.name, TRUE))
                new += others
                tied.append((one, *others))
        for some in tied:
            self._joined(some)

    def _decided_by(self, literal: Literal) -> tuple[Decision, ...]:
        """What a literal depends on."""
        found = self._decisions_of.get(literal)
        if found is None:
            owners = self._decisions.owners
            cone = self._circuit.cone([literal]) or ()
            found = self._decisions_of[literal] = tuple(
                dict.fromkeys(owners[number] for number in cone if number in owners)
            )
        return found

    def _fold(self, literal: Literal) -> Literal:
        """The literal without what is known; equal to it in every run with the assumptions."""
        facts, folded, circuit = self._facts, self._folded, self._circuit
        waiting = [abs(literal)]
        while waiting:
            number = waiting[-1]
            parts = circuit.parts[number]
            if number in facts or number in folded or parts is None:
                waiting.pop()
                continue
            missing = [n for n in map(abs, parts) if not self._is_folded(n)]
            if missing:
                waiting += missing
                continue
            new = frozenset(map(self._as_folded, parts))
            result = number if new == parts else circuit.both(new)
            (facts if result in (TRUE, FALSE) else folded)[number] = result
            waiting.pop()
        return self._as_folded(literal)

    def _is_folded(self, number: int) -> bool:
        known = number in self._facts or number in self._folded
        return known or self._circuit.parts[number] is None

    def _as_folded(self, literal: Literal) -> Literal:
        number = abs(literal)
        value = self._facts.get(number) or self._folded.get(number, number)
        return value if literal > 0 else -value
