"""The values expressions are made of, and how they compare."""

from __future__ import annotations

import math
from typing import TypeAlias

from flowcheck.dataclass import dataclass
from flowcheck.expressions.cel_types import (
    BOOL,
    BYTES,
    DOUBLE,
    INT,
    LIST,
    NULL,
    STRING,
    TYPE,
    CelType,
    list_of,
)
from flowcheck.expressions.tree import Scalar

LONGEST = 10_000
"""The longest text or list that is worked out."""


@dataclass(frozen=True, slots=True)
class TypeName:
    """What `type(x)` gives: `string`, `list`, `null` …"""

    name: str


Value: TypeAlias = Scalar | TypeName | tuple["Value", ...]
"""A CEL int is an int, a double a float (so is every JSON number), a list a tuple."""


@dataclass(frozen=True, slots=True)
class Known:
    """The value an expression has."""

    value: Value


@dataclass(frozen=True, slots=True)
class Failed:
    """The expression gives no value: the engine stops with an error. reason: why, for people."""

    reason: str


Result: TypeAlias = Known | Failed | None
"""None: not known."""


def as_double(number: float) -> float:
    """A number as the double that it is to the engine: infinite where no double is as large."""
    try:
        return float(number)
    except OverflowError:
        return math.copysign(math.inf, 1 if number > 0 else -1)


def type_of(value: Value) -> CelType:
    """The type the engine finds in a value; a list's is that of its first item."""
    match value:
        case None:
            return NULL
        case bool():
            return BOOL
        case str():
            return STRING
        case float():
            return DOUBLE
        case int():
            return INT
        case bytes():
            return BYTES
        case TypeName():
            return TYPE
    return list_of(type_of(value[0])) if value else LIST


def fits_type(value: Value, kind: CelType) -> bool:
    """Whether a value may be held where that type was found before evaluation; of a list only
    that it is one is looked at."""
    if kind.kind in ("dyn", "param"):
        return True
    found = type_of(value)
    return found.kind == kind.kind if kind.kind == "list" else found is kind


def plain(text: str) -> bool:
    """Whether an index into the text means the same here and in the engine, which counts UTF-16
    units: no surrogates, no code point beyond the basic plane."""
    return all(c < "\ud800" or "\udfff" < c <= "\uffff" for c in text)


def equal(a: Value, b: Value) -> bool:
    """`==` between values of which one was not known before evaluation: unlike types differ."""
    if isinstance(a, tuple) and isinstance(b, tuple):
        return len(a) == len(b) and all(map(equal, a, b))
    if isinstance(a, int | float) and isinstance(b, int | float):
        return isinstance(a, bool) == isinstance(b, bool) and a == b
    return type(a) is type(b) and a == b


def order_key(text: str) -> bytes:
    """Texts are ordered by their UTF-16 units."""
    return text.encode("utf-16-be", "surrogatepass")
