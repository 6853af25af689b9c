"""A run as the bits of the circuit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flowcheck.runs.decisions import Decision, DecisionKind, Decisions


class RunBits(Mapping[int, bool]):
    """A run's bits by number. Workflow inputs that the run does not mention are given in it."""

    def __init__(self, decisions: Decisions, run: Mapping[Decision, int]) -> None:
        self._owners = decisions.owners
        self._run = run

    def __getitem__(self, number: int) -> bool:
        decision = self._owners[number]
        index = self._run.get(decision)
        if index is None:
            return decision.kind is DecisionKind.GIVEN
        return index < len(decision.bits) and decision.bits[index] == number

    def __iter__(self) -> Iterator[int]:
        return iter(self._owners)

    def __len__(self) -> int:
        return len(self._owners)
