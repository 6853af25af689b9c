"""The one normal form of an input's `required`, whatever generation or spelling it came in.

Absent, null and `{}` mean optional; a bare bool is a normalised schema's `always` (observed).
`always`, `ifDefined`, `ifNotDefined` and `conditional` are documented (certain), as is the older
`conditionalValues`, whose inside is not: several readings of it are accepted. `when` occurs in
real records (observed). Each may be spelled in snake_case. What cannot be read is a `Fault` and
makes no claim. `wire.required_reader` reads it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, Literal

from flowcheck.dataclass import dataclass
from flowcheck.findings import Pointer, Severity

JsonValue = Any
"""A decoded JSON value."""
Operator = Literal["and", "or"]


@dataclass(frozen=True, slots=True)
class Condition:
    """One sibling of a value rule: met when its value is (negated: is not) among `values`.

    `values` holds no nulls and may be empty; `places` says where each stands. pointer: the
    sibling's member in the rule."""

    sibling: str
    values: tuple[JsonValue, ...]
    negated: bool
    pointer: Pointer
    places: tuple[Pointer, ...] = ()


@dataclass(frozen=True, slots=True)
class ValueRule:
    """Required when siblings have certain values; `operator` joins the conditions (default and).

    spelling: the field it stands in, `conditional`, `conditionalValues` or `when`."""

    spelling: str
    operator: Operator
    conditions: tuple[Condition, ...]
    pointer: Pointer


@dataclass(frozen=True, slots=True)
class Named:
    """A sibling that `ifDefined` or `ifNotDefined` names; pointer: its member in the rule."""

    sibling: str
    pointer: Pointer


@dataclass(frozen=True, slots=True)
class Fault:
    """A part of `required` that has none of the known shapes.

    kind: `shape` (the whole value), `rule` (an unknown rule or field of one), `inside` (a known
    rule with the wrong inside). at_key: the key is at fault, not the value."""

    kind: Literal["shape", "rule", "inside"]
    message: str
    hint: str | None
    pointer: Pointer
    severity: Severity
    at_key: bool
    args: dict[str, JsonValue]


@dataclass(frozen=True, slots=True)
class Requirement:
    """When an input must be given: when any of its rules fires.

    `if_defined`: some named sibling is defined. `if_not_defined`: none of those named is.
    `value_rules`: any of them holds. Rules with a fault are left out: they claim nothing."""

    always: bool = False
    if_defined: tuple[Named, ...] = ()
    if_not_defined: tuple[Named, ...] = ()
    value_rules: tuple[ValueRule, ...] = ()
    faults: tuple[Fault, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether no rule can ever require the input."""
        return not (self.always or self.names_siblings)

    @property
    def names_siblings(self) -> bool:
        """Whether its rules name an input."""
        return bool(self.if_defined or self.if_not_defined or self.value_rules)

    @property
    def mentions(self) -> Iterator[tuple[str, str, Pointer]]:
        """Every sibling the rules name: the rule's field, the name, the place that names it."""
        for named in self.if_defined:
            yield "ifDefined", named.sibling, named.pointer
        for named in self.if_not_defined:
            yield "ifNotDefined", named.sibling, named.pointer
        for value_rule in self.value_rules:
            for condition in value_rule.conditions:
                yield value_rule.spelling, condition.sibling, condition.pointer


OPTIONAL: Final = Requirement()
ALWAYS: Final = Requirement(always=True)
