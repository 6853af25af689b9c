"""Values and required rules of raw JSON, for the brute-force interpreter (readings: brute.py)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any


class Sign(Enum):
    """What stands in for a value."""

    ABSENT = "absent"
    UNKNOWN = "unknown"  # read from a node, or given without a contract
    OTHER = "other"  # none of the values that rules look for
    ANY = "any"  # given, and no rule looks at the value


def empty(value: Any) -> bool:
    return value is None or value == [] or (isinstance(value, str) and not value.strip())


def same(a: Any, b: Any) -> bool:
    """Equality of JSON values: `true` is not 1, but 1 is 1.0."""
    if isinstance(a, bool) or isinstance(b, bool):
        return a is b
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(same(a[k], b[k]) for k in a)
    return bool(a == b)


def among(value: Any, values: list[Any]) -> bool:
    return any(same(value, v) for v in values)


def distinct(values: list[Any]) -> list[Any]:
    kept: list[Any] = []
    for value in values:
        if not among(value, kept):
            kept.append(value)
    return kept


# Required rules


@dataclass(frozen=True)
class Look:
    """A value rule's interest in one sibling."""

    sibling: str
    values: list[Any]
    negated: bool = False

    def fires(self, value: Any) -> bool:
        assert value is not Sign.ANY, self.sibling
        if value is Sign.ABSENT or value is Sign.UNKNOWN:
            return False
        found = not isinstance(value, Sign) and among(value, self.values)
        return found is not self.negated


def look(sibling: str, wanted: Any) -> Look:
    if isinstance(wanted, dict):
        word = wanted.get("operation", wanted.get("operator"))
        assert word in {"in", "equals", "eq", "==", "notIn", "notEquals", "ne", "!="}, word
        listed = next(wanted[k] for k in ("values", "value", "allowedValues") if k in wanted)
        return Look(sibling, as_list(listed), word in {"notIn", "notEquals", "ne", "!="})
    return Look(sibling, as_list(wanted))


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def value_rules(required: Any) -> Iterator[tuple[str, list[Look]]]:
    """(`and` or `or`, its looks) of every value rule, whatever its spelling."""
    if not isinstance(required, dict):
        return
    conditional = required.get("conditional") or {}
    for siblings, operator in (
        (required.get("conditionalValues"), "and"),
        (required.get("when"), "and"),
        (conditional.get("values"), conditional.get("operator") or "and"),
    ):
        looks = [look(s, w) for s, w in (siblings or {}).items() if w is not None]
        if looks:
            yield operator, looks


def named(siblings: dict[str, Any] | None) -> list[str]:
    """The siblings of a rule; one whose message is null is absent."""
    return [s for s, message in (siblings or {}).items() if message is not None]


def is_required(
    required: Any, supplied: Callable[[str], bool], value: Callable[[str], Any]
) -> bool:
    """Whether some rule fires. supplied and value answer for undeclared siblings as well."""
    if not isinstance(required, dict):
        return required is True
    if required.get("always") is True:
        return True
    if any(supplied(s) for s in named(required.get("ifDefined"))):
        return True
    undefined = named(required.get("ifNotDefined"))
    if undefined and not any(supplied(s) for s in undefined):
        return True
    for operator, looks in value_rules(required):
        fired = [one.fires(value(one.sibling)) for one in looks]
        if any(fired) if operator == "or" else all(fired):
            return True
    return False
