"""Which types the engine's operators and functions take: its own tables, and Scenario's additions.

A new version of the engine means new lines here; the tests compare with the engine itself."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from flowcheck.dataclass import dataclass
from flowcheck.expressions.cel_types import (
    BOOL,
    DYN,
    Bindings,
    CelType,
    fits,
    named,
)

_ORDERED = (
    "bool bool;int int;uint uint;double double;string string;"
    "google.protobuf.Timestamp google.protobuf.Timestamp;"
    "google.protobuf.Duration google.protobuf.Duration;"
    "int uint;int double;double int;double uint;uint int;uint double"
)
_GPD, _GPT = "google.protobuf.Duration", "google.protobuf.Timestamp"
_OPERATORS = {
    "==": (
        "dyn<int> dyn<double>;dyn<double> dyn<int>;dyn<int> dyn<uint>;dyn<uint> dyn<int>;"
        f"{_GPD} {_GPD};{_GPT} {_GPT};type type;null null;bool bool;string string;int int;"
        "double double;bytes bytes;list<V> list<V>;map<K, V> map<K, V>;uint uint;"
        "dyn<uint> dyn<double>;dyn<double> dyn<uint>"
    ),
    "in": "V list<V>;K map<K, V>",
    "+": (
        "int int;double double;string string;list<V> list<V>;bytes bytes;"
        f"{_GPD} {_GPD};{_GPT} {_GPD} {_GPT};{_GPD} {_GPT} {_GPT};uint uint"
    ),
    "-": (
        f"int int;double double;{_GPD} {_GPD};{_GPT} {_GPT} {_GPD};{_GPT} {_GPD} {_GPT};uint uint"
    ),
    "*": "int int;double double;uint uint",
    "/": "int int;double double;uint uint",
    "%": "int int;uint uint",
    **dict.fromkeys(("<", "<=", ">", ">="), _ORDERED),
}
_RELATIONS = frozenset({"==", "!=", "in", "<", "<=", ">", ">="})
_UNARY = {"!": ("bool",), "-": ("int", "double")}

_FUNCTIONS = f"""
dyn(dyn): dyn
type(dyn): type
bool(bool|string): bool
size(string|bytes|list|map): int
string|bytes|list|map.size(): int
bytes(string|bytes): bytes
double(double|int|uint|string): double
int(int|double|string): int
uint(uint|int|double|string): uint
string(string|bool|int|uint|bytes|double): string
string.startsWith(string): bool
string.endsWith(string): bool
string.contains(string): bool
string.lowerAscii(): string
string.upperAscii(): string
string.trim(): string
string.indexOf(string): int
string.indexOf(string, int): int
string.lastIndexOf(string): int
string.lastIndexOf(string, int): int
string.substring(int): string
string.substring(int, int): string
string.matches(string): bool
string.split(string): list<string>
string.split(string, int): list<string>
list<string>.join(): string
list<string>.join(string): string
bytes.json(): map
bytes.hex(): string
bytes.string(): string
bytes.base64(): string
bytes.at(int): int
timestamp(string|int): {_GPT}
duration(string): {_GPD}
{_GPD}.getHours(): int
{_GPD}.getMinutes(): int
{_GPD}.getSeconds(): int
{_GPD}.getMilliseconds(): int
trim(dyn): string
slice(dyn, int, int): dyn
random(int): dyn
randomSample(list, int): list
randomSample(list, int, dyn): list
randomSample(list, int, dyn, dyn): list
exists(string): bool
"""
_DATE_PARTS = (
    "Date DayOfMonth DayOfWeek DayOfYear FullYear Hours Milliseconds Minutes Month Seconds"
)
MACROS: dict[str, tuple[int, ...]] = {
    "all": (2,),
    "exists": (2,),
    "exists_one": (2,),
    "filter": (2,),
    "map": (2, 3),
}
"""Macros over a list or map, with the numbers of arguments they take."""


@dataclass(frozen=True, slots=True)
class Overload:
    """One way to call a function or use an operator. receiver: None for a global function."""

    receiver: CelType | None
    args: tuple[CelType, ...]
    result: CelType


class AmbiguousOperator(Exception):
    """Several overloads fit and none exactly: the engine gives up on the expression."""


@lru_cache(maxsize=1)
def functions() -> dict[tuple[bool, str], tuple[Overload, ...]]:
    """The overloads of (called on a receiver?, name), in the engine's order."""
    table: dict[tuple[bool, str], list[Overload]] = {}
    dates = [
        f"{_GPT}.get{part}({zone}): int" for part in _DATE_PARTS.split() for zone in ("", "string")
    ]
    for line in (*_FUNCTIONS.split("\n"), *dates):
        if not line:
            continue
        head, _, result = line.partition("): ")
        owner, _, listed = head.partition("(")
        receivers, _, name = owner.rpartition(".")
        for receiver in receivers.split("|"):
            # only one-argument signatures list alternatives
            for arguments in listed.split("|"):
                args = tuple(named(one) for one in arguments.split(",") if one)
                overload = Overload(named(receiver) if receiver else None, args, named(result))
                table.setdefault((bool(receiver), name), []).append(overload)
    return {key: tuple(overloads) for key, overloads in table.items()}


@lru_cache(maxsize=1)
def function_names() -> frozenset[str]:
    """Every name that may be called, in one style or the other."""
    return frozenset(name for _, name in functions()) | frozenset(MACROS) | {"has", "bind"}


@lru_cache(maxsize=64)
def of_arity(member: bool, name: str, count: int) -> tuple[Overload, ...]:
    """The overloads with that many arguments (the receiver is none)."""
    return tuple(one for one in functions().get((member, name), ()) if len(one.args) == count)


def fitting(
    overloads: Sequence[Overload], given: Sequence[CelType], receiver: CelType | None = None
) -> Overload | None:
    """The first overload that takes these types."""
    for overload in overloads:
        if receiver is not None and not receiver.matches(overload.receiver or DYN):
            continue
        if all(map(CelType.matches, overload.args, given)):
            return overload
    return None


def common_result(overloads: Sequence[Overload]) -> CelType | None:
    """The type that all overloads give together; None without any."""
    if not overloads:
        return None
    result = overloads[0].result
    for overload in overloads[1:]:
        result = result.unified(overload.result) or DYN
    return result


def unary_result(operator: str, operand: CelType) -> CelType | None:
    """What `!` or `-` gives; None where there is no overload."""
    if operand.kind == "dyn":
        return BOOL if operator == "!" else DYN
    return operand if operand.name in _UNARY[operator] else None


@lru_cache(maxsize=16)
def _declared(operator: str) -> tuple[Overload, ...]:
    lines = _OPERATORS["==" if operator == "!=" else operator]
    overloads = []
    for line in lines.split(";"):
        parts = [named(part) for part in line.replace(", ", ",").split(" ")]
        result = BOOL if operator in _RELATIONS else parts[-1] if len(parts) == 3 else parts[0]
        overloads.append(Overload(parts[0], (parts[1],), result))
    return tuple(overloads)


def binary_result(operator: str, left: CelType, right: CelType) -> CelType | None:
    """What the operator gives for operands whose types are known so far; None where no overload
    fits. Raises AmbiguousOperator."""
    if not left.has_dyn and not right.has_dyn and len(_fits(operator, left, right)) > 1:
        raise AmbiguousOperator
    return _common(operator, left, right)


@lru_cache(maxsize=1024)
def _common(operator: str, left: CelType, right: CelType) -> CelType | None:
    return common_result(_fits(operator, left, right))


@lru_cache(maxsize=1024)
def _fits(operator: str, left: CelType, right: CelType) -> tuple[Overload, ...]:
    equality = operator in ("==", "!=")
    found = []
    for one in _declared(operator):
        declared = one.receiver
        assert declared is not None
        if declared is left and one.args[0] is right:
            return (one,)
        bindings: Bindings = {}
        if fits(declared, left, bindings) is None or fits(one.args[0], right, bindings) is None:
            continue
        if equality and declared.kind == "dyn" and left.kind != "dyn" and right.kind != "dyn":
            continue
        found.append(Overload(None, (), one.result.bound(bindings)))
    if not found and equality and left.kind == "dyn":
        found.append(Overload(None, (), BOOL))
    return tuple(found)


def happens(operator: str, left: CelType, right: CelType) -> CelType | None:
    """What the operator gives for operands of these types when the expression is evaluated, at
    least one of them not known before; `dyn` may be anything. None where it fails."""
    return _common(operator, left.wrapped, right.wrapped)
