"""What a source can hold in a run, as literals."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from flowcheck.dataclass import dataclass, field
from flowcheck.expressions.evaluate import UNKNOWN, Result, binding
from flowcheck.runs.circuit import FALSE, TRUE, Circuit, Literal
from flowcheck.runs.contract import ContractSpace
from flowcheck.runs.decisions import Decision, DecisionKind, Decisions
from flowcheck.runs.number_line import NumberLine, cells
from flowcheck.runs.sources import Source
from flowcheck.wire.values import is_defined, is_number, json_key

BLANK = " "
Known = tuple[Result, Literal]


@dataclass(slots=True)
class Asked:
    """What all conditions of a flow ask of one source, put together before anything is decided.

    constants: what it is compared with, as JSON; sizes: what its size is; prefixes, suffixes,
    parts: the texts of `startsWith`, `endsWith` and `contains`; changed: text function → what it
    is compared with; texts: all of those. others: how many atoms are no comparison."""

    constants: dict[Any, Any] = field(default_factory=dict)
    sizes: set[float] = field(default_factory=set)
    prefixes: set[str] = field(default_factory=set)
    suffixes: set[str] = field(default_factory=set)
    parts: set[str] = field(default_factory=set)
    changed: dict[str, set[str]] = field(default_factory=dict)
    texts: set[str] = field(default_factory=set)
    others: int = 0

    def compare(self, values: Iterable[Any]) -> None:
        """Note constants it is compared with."""
        for value in values:
            self.constants.setdefault(json_key(value), value)


class Domain:
    """The values of one source. given: true when it holds one at all. line: where its values are
    numbers on a line; finite: where there are no others than `known`. fallback: what it holds when
    it is not given, UNKNOWN for null or nothing. takes: JSON value → whether the decision goes for
    it, where some are out of the question."""

    def __init__(
        self,
        circuit: Circuit,
        decision: Decision | None,
        *,
        given: Literal = TRUE,
        line: NumberLine | None = None,
        finite: bool = False,
        fallback: Result = UNKNOWN,
        fixed: list[Known] | None = None,
        takes: Callable[[Any], Literal] | None = None,
    ) -> None:
        self.circuit = circuit
        self.decision = decision
        self.given = given
        self.line = line
        self.finite = finite
        self.fallback = fallback
        self._takes = takes
        self._known = fixed
        self._of_fixed = {_key(value): literal for value, literal in fixed or ()}

    @property
    def may_be_absent(self) -> bool:
        """Whether some run has no value there, null or nothing."""
        return self.given != TRUE and self.fallback is UNKNOWN

    @property
    def absent(self) -> Literal:
        """True when it has no value."""
        return -self.given if self.may_be_absent else FALSE

    @property
    def known(self) -> list[Known]:
        """The single values it can be given, each with the literal that it is."""
        if self._known is None:
            found: list[Known] = []
            if self.line is not None:
                pairs = zip(self.line.cells, self.line.literals, strict=True)
                found += [(float(c.value), self._given(lit)) for c, lit in pairs if c.is_point]
            elif self.decision is not None:
                decision = self.decision
                values = decision.options if decision.domain is None else decision.domain.values()
                found += [
                    (binding(value), self._given(decision.takes(value))) for value in list(values)
                ]
            self._known = [(value, literal) for value, literal in found if literal != FALSE]
        return self._known

    @property
    def fallen(self) -> list[Known]:
        """What it falls back to where it is not given."""
        if self.given == TRUE or self.fallback is UNKNOWN:
            return []
        return [(self.fallback, -self.given)]

    @property
    def gaps(self) -> list[Literal]:
        """Where it is one of the numbers that nobody compares it with."""
        if self.line is None:
            return []
        pairs = zip(self.line.cells, self.line.literals, strict=True)
        return [self._given(literal) for cell, literal in pairs if not cell.is_point]

    @property
    def another(self) -> Literal:
        """True when it is another value than all known ones and no number in a gap."""
        if self.finite or self.decision is None or self.decision.domain is not None:
            return FALSE
        return self._given(self.decision.rest)

    def equal(self, value: Result) -> Literal:
        """True when it is given that value, the fallback aside."""
        if self.decision is None or self._of_fixed:
            return self._of_fixed.get(_key(value), FALSE)
        if self.line is not None:
            number = isinstance(value, int | float) and not isinstance(value, bool)
            held = self.line.equal(value) if number else FALSE  # type: ignore[arg-type]
        else:
            json = _json(value)
            takes = self._takes or self.decision.takes
            held = FALSE if json is None else takes(json)
        return self._given(held)

    def compares(self, operator: str, number: float) -> Literal:
        """True when it is given a number on its line in that order to this one."""
        assert self.line is not None
        return self._given(self.line.compares(operator, number))

    def _given(self, literal: Literal) -> Literal:
        return self.circuit.both((self.given, literal))


def _json(value: Result) -> Any:
    """A value as JSON; None where it is none (null among them, which no source holds)."""
    if isinstance(value, tuple):
        return list(value)
    return value if isinstance(value, str | int | float | bool) else None


def _unless_blank(decision: Decision, value: Any) -> Literal:
    return decision.takes(value) if is_defined(value) else FALSE


def _key(value: Result) -> Any:
    return None if value is None else json_key(_json(value))


class Domains:
    """The domains of a flow's sources, made when first asked for.

    asked: source id (of a value given) → what conditions ask of it. taken: the values an if/else
    node takes (None where it takes none), each with the literal that it does."""

    def __init__(
        self,
        circuit: Circuit,
        decisions: Decisions,
        contract: ContractSpace,
        asked: Mapping[str, Asked],
        taken: Callable[[str], list[tuple[str | None, Literal]]],
    ) -> None:
        self.circuit = circuit
        self.decisions = decisions
        self.contract = contract
        self.asked = asked
        self.taken = taken
        self._made: dict[str, Domain] = {}

    def of(self, source: Source) -> Domain:
        """The domain of a source that can be read."""
        found = self._made.get(source.id)
        if found is None:
            found = self._made[source.id] = self._domain(source)
        return found

    def _domain(self, source: Source) -> Domain:
        circuit = self.circuit
        if source.kind == "nothing":
            return Domain(circuit, None, given=FALSE, finite=True)
        if source.kind == "known":
            if len(source.values) == 1:
                fixed = [(source.values[0], TRUE)]
                return Domain(circuit, None, finite=True, fixed=fixed)
            values = [_json(value) for value in source.values]
            return Domain(circuit, self._answer(source, values), finite=True)
        if source.kind == "branch":
            fixed = [(value, literal) for value, literal in self.taken(source.name)]
            return Domain(circuit, None, finite=True, fixed=fixed)
        if source.kind == "input" and self.contract.present:
            return self._of_input(source)
        given = TRUE
        if source.kind == "changed":
            supplied = self.contract.supplied(source.name)
            given = FALSE if supplied is None else supplied
        return self._open(source, given)

    def _of_input(self, source: Source) -> Domain:
        supplied = self.contract.supplied(source.name)
        given = FALSE if supplied is None else supplied
        decision = self.contract.value(source.name)
        line = self.contract.line(source.name)
        finite = line is None and decision.domain is not None
        fallback = source.fallback
        return Domain(
            self.circuit,
            decision,
            given=given,
            line=line,
            finite=finite,
            fallback=fallback,
            takes=lambda value: self.contract.takes(source.name, value),
        )

    def _open(self, source: Source, given: Literal) -> Domain:
        """A source of which only its sort is known."""
        fallback = source.fallback
        constants = list(self.asked.get(source.given, Asked()).constants.values())
        if source.sort == "number":
            points = [value for value in constants if is_number(value)]
            line_cells = cells(points, None, None)
            decision = self._answer(source, [cell.value for cell in line_cells])
            line = NumberLine(decision, line_cells)
            return Domain(self.circuit, decision, given=given, line=line, fallback=fallback)
        if source.sort == "boolean":
            decision = self._answer(source, [False, True])
            return Domain(self.circuit, decision, given=given, finite=True, fallback=fallback)
        decision = self._answer(source, None)
        blanks = source.kind != "changed"
        if blanks:
            constants += [[]] if source.sort == "array" else ["", BLANK]
        for value in constants:
            if value is not None and (blanks or is_defined(value)):
                decision.takes(value)
        takes = decision.takes if blanks else lambda value: _unless_blank(decision, value)
        return Domain(self.circuit, decision, given=given, fallback=fallback, takes=takes)

    def _answer(self, source: Source, domain: list[Any] | None) -> Decision:
        sample = ["other"] if source.sort == "array" else "other"
        decision = self.decisions.choice(DecisionKind.ANSWER, source.given, domain, sample)
        decision.of = source
        return decision
