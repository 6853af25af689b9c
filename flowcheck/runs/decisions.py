"""The decisions of a run, and the bits of the circuit that stand for them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from enum import StrEnum
from typing import Any

from flowcheck.dataclass import dataclass
from flowcheck.runs.circuit import TRUE, Circuit, Literal
from flowcheck.wire.values import json_key


class DecisionKind(StrEnum):
    """What is decided."""

    GIVEN = "given"  # whether a workflow input is given
    VALUE = "value"  # what a given workflow input holds
    ANSWER = "answer"  # what a value nobody knows is, or whether it passes a test
    UNCLEAR = "unclear"  # whether a condition that may fail, or rests on how absence reads, holds


@dataclass(frozen=True, slots=True)
class Option:
    """One way a decision can go; the last one of an open decision stands for every value that
    nobody looks for, `value` being one of them."""

    value: Any


class Decision:
    """A choice among options, as a chain of bits: the first true bit picks its option, and where
    none is true it is the rest. Any assignment of the bits is a choice, so no clause has to forbid
    anything, and options can be asked for late.

    kind, name: what is decided and whose (an input's name, or a name of its own). domain: every
    possible value in order, or None when any value is possible; `sample` is one for the rest then.
    of: of an answer, what it says something about."""

    __slots__ = (
        "_known",
        "_marks",
        "_owners",
        "_rest_option",
        "bits",
        "circuit",
        "domain",
        "kind",
        "name",
        "of",
        "options",
        "rest",
        "sample",
        "variant",
    )

    def __init__(
        self,
        circuit: Circuit,
        owners: dict[int, Decision],
        marks: dict[int, Mark],
        kind: DecisionKind,
        name: str,
        domain: Sequence[Any] | None,
        sample: Any,
    ) -> None:
        self.circuit = circuit
        self._owners = owners
        self._marks = marks
        self.kind = kind
        self.name = name
        self.domain = None if domain is None else {json_key(v): v for v in domain}
        self.sample = sample
        self.variant: Callable[[Any, int], Any] = _variant
        self.of: Any = None
        self.bits: list[int] = []
        self.options: list[Any] = []
        self.rest: Literal = TRUE
        self._known: dict[Hashable, Literal] = {}
        self._rest_option: Option | None = None

    def takes(self, value: Any) -> Literal:
        """The literal that is true when the decision goes for that value."""
        key = json_key(value)
        known = self._known.get(key)
        if known is not None:
            return known
        if self.domain is not None and key not in self.domain:
            return -TRUE
        if self.domain is not None and len(self._known) == len(self.domain) - 1:
            literal = self.rest  # the last value left
        else:
            self._rest_option = None
            bit = self.circuit.variable()
            index = len(self.bits)
            self.bits.append(bit)
            self._owners[bit] = self
            self.options.append(value)
            literal = self.circuit.both((self.rest, bit))
            self.rest = self.circuit.both((self.rest, -bit))
            # a run takes one option, so that the bit says no less than the literal
            self._marks[bit] = self._marks[literal] = (self, index, False)
            if self.rest > 0:
                self._marks[self.rest] = (self, index + 1, True)
        self._known[key] = literal
        return literal

    @property
    def width(self) -> int:
        """How many ways the bits tell apart."""
        return len(self.bits) + 1

    def option(self, index: int) -> Option:
        """The option of an index: those of `options` in order, then the rest."""
        if index < len(self.options):
            return Option(self.options[index])
        if self._rest_option is None:
            self._rest_option = self._of_the_rest()
        return self._rest_option

    def _of_the_rest(self) -> Option:
        if self.domain is None:
            return Option(self._unlooked())
        taken = self._taken()
        left = [value for key, value in self.domain.items() if key not in taken]
        preferred = [value for value in left if json_key(value) == json_key(self.sample)]
        return Option((preferred or left)[0])

    def literal(self, index: int) -> Literal:
        """The literal that is true when the option of that index is taken."""
        return self._known[json_key(self.options[index])] if index < len(self.bits) else self.rest

    def _taken(self) -> set[Hashable]:
        return {json_key(value) for value in self.options}

    def _unlooked(self) -> Any:
        """A value of the input's sort that nobody looks for."""
        taken = self._taken()
        count = 1
        while True:
            value = self.variant(self.sample, count)
            if json_key(value) not in taken:
                return value
            count += 1


def _variant(sample: Any, count: int) -> Any:
    if isinstance(sample, int | float):
        return sample + count - 1
    if isinstance(sample, list):
        return [_variant(item, count) for item in sample]
    return sample if count == 1 else f"{sample} {count}"


Mark = tuple[Decision, int, bool]
"""A decision, an option's index, and whether it is meant that none before it is taken."""


class Decisions:
    """All decisions of one flow by kind and name, and their owners by bit. marks: literals that say
    which option a decision takes, or that it is none of the first ones."""

    def __init__(self, circuit: Circuit) -> None:
        self.circuit = circuit
        self.all: dict[tuple[DecisionKind, str], Decision] = {}
        self.owners: dict[int, Decision] = {}
        self.marks: dict[int, Mark] = {}

    def choice(
        self, kind: DecisionKind, name: str, domain: Sequence[Any] | None, sample: Any = None
    ) -> Decision:
        """The decision of that kind and name, made on first use."""
        found = self.all.get((kind, name))
        if found is None:
            found = Decision(self.circuit, self.owners, self.marks, kind, name, domain, sample)
            self.all[kind, name] = found
        return found
