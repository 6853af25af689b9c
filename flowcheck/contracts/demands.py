"""When must a run give an input? Its required rules with everything that is already settled
(defaults, undeclared siblings, the input's own name) worked out, and in words."""

from __future__ import annotations

from typing import Any

from flowcheck.contracts.contract import Contract
from flowcheck.dataclass import dataclass
from flowcheck.wire.required import Condition, Operator, ValueRule
from flowcheck.wire.values import among, is_defined
from flowcheck.wording import listed, listed_values


@dataclass(frozen=True, slots=True)
class Part:
    """Holds when the sibling's value is (negated: is not) among `values`, none of them blank.

    by_default: it also holds when the sibling is left out, because of its default. A negated part
    without values holds whenever the sibling is given."""

    sibling: str
    values: tuple[Any, ...]
    negated: bool
    by_default: bool


@dataclass(frozen=True, slots=True)
class ValueDemand:
    """Parts, at least one, of which all (`and`) or some (`or`) must hold."""

    operator: Operator
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Demand:
    """An input must be given: always; or when one of `if_given` is; or when none of `if_none`
    (if there are any) is; or when one of `if_values` holds."""

    always: bool = False
    if_given: tuple[str, ...] = ()
    if_none: tuple[str, ...] = ()
    if_values: tuple[ValueDemand, ...] = ()


NEVER = Demand()
ALWAYS = Demand(always=True)


def demand(contract: Contract, name: str) -> Demand:
    """When a run must give the input. A default counts as given, so an input that has one never
    must; siblings that are not declared are never given. (observed)"""
    if contract.default(name) is not None:
        return NEVER
    rules = contract.rules(name)
    if rules.always:
        return ALWAYS
    if_given = [n.sibling for n in rules.if_defined if n.sibling in contract.inputs]
    if any(contract.default(sibling) is not None for sibling in if_given):
        return ALWAYS
    if_none = [n.sibling for n in rules.if_not_defined if n.sibling in contract.inputs]
    if any(contract.default(sibling) is not None for sibling in if_none):
        if_none = []
    elif rules.if_not_defined and not set(if_none) - {name}:
        return ALWAYS
    if_values = []
    for rule in rules.value_rules:
        found = _settled(contract, name, rule)
        if found is True:
            return ALWAYS
        if found is not False:
            if_values.append(found)
    return Demand(False, _without(name, if_given), _without(name, if_none), tuple(if_values))


def _without(name: str, siblings: list[str]) -> tuple[str, ...]:
    return tuple(sibling for sibling in dict.fromkeys(siblings) if sibling != name)


def _settled(contract: Contract, name: str, rule: ValueRule) -> ValueDemand | bool:
    parts = [_part(contract, name, condition) for condition in rule.conditions]
    deciding = rule.operator == "or"
    if any(part is deciding for part in parts):
        return deciding
    left = tuple(part for part in parts if isinstance(part, Part))
    return ValueDemand(rule.operator, left) if left else not deciding


def _part(contract: Contract, name: str, condition: Condition) -> Part | bool:
    sibling = condition.sibling
    if sibling not in contract.inputs or sibling == name:
        return False  # what is left out has no value, and this is about leaving `name` out
    values = tuple(value for value in condition.values if is_defined(value))
    default = contract.default(sibling)
    if not values and (default is not None or not condition.negated):
        return condition.negated
    held = among(default, values)
    by_default = default is not None and held is not condition.negated
    return Part(sibling, values, condition.negated, by_default)


def words(asked: Demand) -> str:
    """When the input must be given, as "when …"; "always" and "" for never."""
    if asked.always:
        return "always"
    told = [f"{listed([sibling])} is given" for sibling in asked.if_given]
    if asked.if_none:
        verb = "is" if len(asked.if_none) == 1 else "are"
        told.append(f"{listed(asked.if_none, word='and')} {verb} not given")
    told += [f" {rule.operator} ".join(map(_part_words, rule.parts)) for rule in asked.if_values]
    return f"when {', or when '.join(told)}" if told else ""


def _part_words(part: Part) -> str:
    if not part.values:
        return f"{listed([part.sibling])} is given"
    no = "neither " if part.negated and len(part.values) > 1 else "not " if part.negated else ""
    told = listed_values(part.values, word="nor" if no == "neither " else "or")
    return f"{listed([part.sibling])} is {no}{told}"
