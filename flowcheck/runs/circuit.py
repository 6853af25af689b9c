"""Formulas over decisions as one shared circuit of ANDs and NOTs.

A literal is an int: `TRUE`, `FALSE`, or a node number with its sign. Equal formulas get the same
literal, and the smart constructor sees through what flows are made of (both branches of an if/else
merged again), so most literals of an ordinary flow are constants and need no solver."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from operator import neg
from typing import Final

TRUE: Final = 1
FALSE: Final = -1
_WIDEST = 24  # literals an AND may have before operands are nested instead of flattened
_MERGED = 12  # disjuncts among which pairs `a·x + a·¬x` are looked for

Literal = int
Term = frozenset[int]


class Circuit:
    """Nodes by number: 1 is the constant, a variable has no parts, an AND has its operands."""

    def __init__(self) -> None:
        self.parts: list[Term | None] = [None, None]
        self._numbers: dict[Term, int] = {}

    def variable(self) -> Literal:
        """A new decision bit."""
        self.parts.append(None)
        return len(self.parts) - 1

    def either(self, literals: Iterable[Literal]) -> Literal:
        """The literal that is true when some of them is."""
        return -self.both(map(neg, literals))

    def both(self, literals: Iterable[Literal]) -> Literal:
        """The literal that is true when all of them are."""
        units: set[int] = set()
        parts = self.parts
        for literal in literals:
            if literal == FALSE:
                return FALSE
            if literal == TRUE:
                continue
            part = parts[literal] if literal > 0 else None
            if part is not None and len(part) + len(units) <= _WIDEST:
                units |= part
            else:
                units.add(literal)
        if not units:
            return TRUE
        if len(units) > 1:
            if not self._simplified(units):
                return FALSE
            if not units.isdisjoint(map(neg, units)):
                return FALSE
        return self._node(frozenset(units))

    def _node(self, term: Term) -> Literal:
        if len(term) < 2:
            return next(iter(term), TRUE)
        number = self._numbers.get(term)
        if number is None:
            number = self._numbers[term] = len(self.parts)
            self.parts.append(term)
        return number

    def _simplified(self, units: set[int]) -> bool:
        """Simplify a conjunction in place; False when it is found to be contradictory.

        Every negated AND in it is a disjunct that must be false. Read so, a unit takes itself out
        of the disjuncts, and two disjuncts that differ in one sign are one without it."""
        while True:
            forbidden = {-u: self.parts[-u] for u in units if u < 0 and self.parts[-u] is not None}
            if not forbidden:
                return True
            rest = units - {-number for number in forbidden}
            terms: set[Term] = set()
            changed = False
            for part in forbidden.values():
                assert part is not None
                if not rest.isdisjoint(map(neg, part)):
                    changed = True
                elif rest.isdisjoint(part):
                    terms.add(part)
                else:
                    changed = True
                    terms.add(part - rest)
            if frozenset() in terms:
                return False
            if len(terms) <= _MERGED:
                merged = _merged(terms)
                if frozenset() in merged:
                    return False
                changed = changed or merged != terms
                terms = merged
            if not changed:
                return True
            learnt = {-next(iter(term)) for term in terms if len(term) == 1}
            after = rest | learnt | {-self._node(term) for term in terms if len(term) > 1}
            if any(-literal in rest or -literal in learnt for literal in learnt):
                return False
            if after == units:
                return True
            units.clear()
            units |= after

    def cone(
        self, roots: Iterable[Literal], limit: int | None = None, barred: Container[int] = ()
    ) -> list[int] | None:
        """The numbers the literals are made of, each after its operands; None when there are
        more than `limit`, or one of them is barred."""
        opened: set[int] = {TRUE}
        order: list[int] = []
        for root in roots:
            waiting = [abs(root)]
            while waiting:
                number = waiting.pop()
                if number < 0:
                    order.append(-number)
                    continue
                if number in opened:
                    continue
                opened.add(number)
                if number in barred or (limit is not None and len(opened) > limit):
                    return None
                part = self.parts[number]
                if part is None:
                    order.append(number)
                    continue
                waiting.append(-number)
                waiting += [abs(literal) for literal in part if abs(literal) not in opened]
        return order

    def holds(self, literal: Literal, run: Mapping[int, bool]) -> bool:
        """The value of a literal in a run (variable number → bit; what is not set is False)."""
        known = {TRUE: True}
        for number in self.cone([literal]) or ():
            part = self.parts[number]
            known[number] = (
                run.get(number, False)
                if part is None
                else all(known[abs(p)] == (p > 0) for p in part)
            )
        return known[abs(literal)] == (literal > 0)


def _may_differ_in_a_sign(terms: set[Term]) -> bool:
    """Whether two disjuncts may differ in the signs of their literals alone."""
    return len({sum(map(abs, term)) for term in terms}) < len(terms)


def _merged(terms: set[Term]) -> set[Term]:
    """Fewer disjuncts with the same disjunction: merged pairs, and no term inside another."""
    found = _may_differ_in_a_sign(terms)
    while found:
        found = False
        for term in sorted((term for term in terms if len(term) <= _WIDEST), key=sorted):
            for literal in sorted(term):
                twin = term - {literal} | {-literal}
                if twin in terms:
                    terms = terms - {term, twin} | {term - {literal}}
                    found = True
                    break
            if found:
                break
    return {term for term in terms if not any(other < term for other in terms)}
