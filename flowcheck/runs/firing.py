"""Required rules as literals: when does a rule fire?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Protocol

from flowcheck.dataclass import dataclass
from flowcheck.findings import Pointer
from flowcheck.runs.circuit import FALSE, TRUE, Circuit, Literal
from flowcheck.wire.required import Condition, Requirement, ValueRule


class Siblings(Protocol):
    """The inputs beside one whose rules are asked about."""

    def supplied(self, name: str) -> Literal | None:
        """True when that input is supplied; None when there is no such input."""

    def handed(self, name: str) -> Literal | None:
        """As `supplied`, also of an input that is handed over though nobody declares it."""

    def among(self, name: str, values: Sequence[Any]) -> Literal:
        """True when its value is known and one of these."""

    def known(self, name: str) -> Literal:
        """True when it has a value that is known."""


@dataclass(frozen=True, slots=True)
class Firing:
    """A rule of one input and when it fires.

    kind: `always`, `ifDefined`, `ifNotDefined` or the spelling of a value rule. siblings: those
    it names, undeclared ones too (for ifDefined one each). pointer: the rule. parts: the literals
    of a value rule's conditions."""

    kind: str
    siblings: tuple[str, ...]
    pointer: Pointer
    literal: Literal
    rule: ValueRule | None = None
    parts: tuple[Literal, ...] = ()


def firings(
    requirement: Requirement, pointer: Pointer, siblings: Siblings, circuit: Circuit
) -> Iterator[Firing]:
    """Every rule of an input; `pointer` is that of its `required`."""
    if requirement.always:
        yield Firing("always", (), pointer, TRUE)
    for named in requirement.if_defined:
        supplied = siblings.supplied(named.sibling)
        literal = FALSE if supplied is None else supplied
        yield Firing("ifDefined", (named.sibling,), named.pointer, literal)
    if requirement.if_not_defined:
        names = tuple(named.sibling for named in requirement.if_not_defined)
        found = [siblings.handed(name) for name in names]
        literal = circuit.both(-supplied for supplied in found if supplied is not None)
        yield Firing("ifNotDefined", names, (*pointer, "ifNotDefined"), literal)
    for rule in requirement.value_rules:
        parts = tuple(_met(condition, siblings, circuit) for condition in rule.conditions)
        literal = circuit.either(parts) if rule.operator == "or" else circuit.both(parts)
        names = tuple(condition.sibling for condition in rule.conditions)
        yield Firing(rule.spelling, names, rule.pointer, literal, rule, parts)


def _met(condition: Condition, siblings: Siblings, circuit: Circuit) -> Literal:
    name = condition.sibling
    if siblings.supplied(name) is None:
        return FALSE
    among = siblings.among(name, condition.values)
    return circuit.both((siblings.known(name), -among)) if condition.negated else among
