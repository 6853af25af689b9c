"""The functions of Scenario's CEL: standard ones, and `trim`, `slice`, `random`, `randomSample`.

A signature is only given where it is certain; a name without one is known and never judged.
Functions of CEL's usual extensions are known too, so that they are not called unknown."""

from __future__ import annotations

from dataclasses import dataclass

from flowcheck.expressions.types import Type

_TEXT = frozenset({Type.STRING})
_NUMBER = frozenset({Type.NUMBER})
_LIST = frozenset({Type.LIST})
_SIZED = frozenset({Type.STRING, Type.BYTES, Type.LIST, Type.MAP})
_SCALAR = frozenset({Type.STRING, Type.NUMBER, Type.BOOL, Type.BYTES})
_RANGE = frozenset({Type.LIST, Type.MAP})

GLOBAL, MEMBER = "global", "member"


@dataclass(frozen=True, slots=True)
class Signature:
    """What a function takes.

    styles: how it may be called, `f(x)` (global) or `x.f()` (member); a call in another style is
        not judged. values: the types allowed for the receiver (of a member call) and the
        arguments in turn, None for any. least: how many of `values` must be there."""

    styles: frozenset[str]
    values: tuple[frozenset[Type] | None, ...]
    least: int
    result: Type


def _signature(
    styles: str, *values: frozenset[Type] | None, least: int | None = None, result: Type = Type.DYN
) -> Signature:
    count = len(values) if least is None else least
    return Signature(frozenset(styles.split()), values, count, result)


SIGNATURES: dict[str, Signature] = {
    "size": _signature("global member", _SIZED, result=Type.NUMBER),
    "matches": _signature("global member", _TEXT, _TEXT, result=Type.BOOL),
    "startsWith": _signature("member", _TEXT, _TEXT, result=Type.BOOL),
    "endsWith": _signature("member", _TEXT, _TEXT, result=Type.BOOL),
    "contains": _signature("member", _TEXT, _TEXT, result=Type.BOOL),
    "replace": _signature("member", _TEXT, _TEXT, _TEXT, _NUMBER, least=3, result=Type.STRING),
    "split": _signature("member", _TEXT, _TEXT, _NUMBER, least=2, result=Type.LIST),
    "substring": _signature("member", _TEXT, _NUMBER, _NUMBER, least=2, result=Type.STRING),
    "lowerAscii": _signature("member", _TEXT, result=Type.STRING),
    "upperAscii": _signature("member", _TEXT, result=Type.STRING),
    "charAt": _signature("member", _TEXT, _NUMBER, result=Type.STRING),
    "trim": _signature("global member", None),
    "slice": _signature("global", _LIST, _NUMBER, _NUMBER, result=Type.LIST),
    "random": _signature("global", _NUMBER, result=Type.NUMBER),
    "randomSample": _signature("global", _LIST, _NUMBER, None, None, least=2, result=Type.LIST),
    "int": _signature("global", _SCALAR, result=Type.NUMBER),
    "uint": _signature("global", _SCALAR, result=Type.NUMBER),
    "double": _signature("global", _SCALAR, result=Type.NUMBER),
    "bool": _signature("global", _SCALAR, result=Type.BOOL),
    "bytes": _signature("global", _SCALAR, result=Type.BYTES),
    "string": _signature("global", None, result=Type.STRING),
    "type": _signature("global", None),
    "dyn": _signature("global", None),
    "has": _signature("global", None, result=Type.BOOL),
    "duration": _signature("global", _SCALAR),
    "timestamp": _signature("global", _SCALAR),
    "all": _signature("member", _RANGE, None, None, None, least=3, result=Type.BOOL),
    "exists": _signature("member", _RANGE, None, None, None, least=3, result=Type.BOOL),
    "exists_one": _signature("member", _RANGE, None, None, None, least=3, result=Type.BOOL),
    "map": _signature("member", _RANGE, None, None, None, least=3, result=Type.LIST),
    "filter": _signature("member", _RANGE, None, None, least=3, result=Type.LIST),
}

_PACKAGES = "math strings lists sets cel base64 regex optional proto"
NAMESPACES = frozenset(_PACKAGES.split())
"""First parts of function names with a dot, such as `math.greatest`."""

BINDERS: dict[str, int] = {
    "all": 2,
    "exists": 2,
    "exists_one": 2,
    "existsOne": 2,
    "map": 1,
    "filter": 1,
    "sortBy": 1,
    "optMap": 1,
    "optFlatMap": 1,
    "transformList": 2,
    "transformMap": 2,
    "transformMapEntry": 2,
    "bind": 1,
}
"""Macros, and how many names their first arguments may bind."""

_EXTENSIONS = (
    "join indexOf lastIndexOf format reverse quote sort distinct flatten first last range at "
    "isInf isNaN abs ceil floor round sign trunc sqrt greatest least bitAnd bitOr "
    "of none ofNonZeroValue or orValue hasValue value find findAll extract encode decode "
    "equivalent intersects lowerUnicode upperUnicode"
)
_DATE_PARTS = (
    "Date DayOfMonth DayOfWeek DayOfYear FullYear Hours Milliseconds Minutes Month Seconds"
)
KNOWN: frozenset[str] = (
    frozenset(SIGNATURES)
    | frozenset(BINDERS)
    | frozenset(_EXTENSIONS.split())
    | frozenset(f"get{part}" for part in _DATE_PARTS.split())
)
"""Every function name that is not called unknown."""
