"""The engine's own types, and when one may stand where another is declared.

The rules are those of the engine that Scenario pins (cel-js 7.6.1): `dyn` fits everywhere, `dyn<T>`
is a value that was found to be a T where nothing was known before, `T` and `V` are placeholders.
Types are made once and compare by identity. Their depth is bounded by the parser."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from typing import TypeAlias

from flowcheck.dataclass import dataclass, field
from flowcheck.pattern import late_pattern

Bindings: TypeAlias = MutableMapping[str, "CelType"]


@dataclass(frozen=True, slots=True, eq=False)
class CelType:
    """`kind` is primitive, list, map, dyn, param or message; `value` and `key` are what a list,
    map or `dyn<…>` holds. has_dyn: whether anything in it is not known before evaluation.
    has_param: whether a placeholder stands in it."""

    kind: str
    name: str
    value: CelType | None = None
    key: CelType | None = None
    has_dyn: bool = field(init=False)
    has_param: bool = field(init=False)

    def __post_init__(self) -> None:
        parts = [part for part in (self.value, self.key) if part is not None]
        dyn = self.kind == "dyn" or any(part.has_dyn for part in parts)
        param = self.kind == "param" or any(part.has_param for part in parts)
        object.__setattr__(self, "has_dyn", dyn)
        object.__setattr__(self, "has_param", param)

    def __repr__(self) -> str:
        return self.name

    @property
    def unwrapped(self) -> CelType:
        """T of a `dyn<T>`, else the type itself."""
        return self.value if self.kind == "dyn" and self.value is not None else self

    @property
    def wrapped(self) -> CelType:
        """`dyn<T>` of a T."""
        return self if self.kind == "dyn" else _made("dyn", f"dyn<{self.name}>", self)

    @property
    def is_empty_list(self) -> bool:
        """Whether nothing is known of the items: an empty literal."""
        return self.value is not None and self.value.kind == "param"

    def matches(self, other: CelType) -> bool:
        """Whether a value of this type may be given where `other` is declared."""
        mine, declared = self.unwrapped, other.unwrapped
        if mine is declared or mine.kind == "dyn" or declared.kind in ("dyn", "param"):
            return True
        if mine.kind == "param":
            return True
        if mine.kind != declared.kind or mine.kind not in ("list", "map"):
            return mine.name == declared.name
        assert mine.value is not None
        assert declared.value is not None
        if mine.key is not None and declared.key is not None and not mine.key.matches(declared.key):
            return False
        return mine.value.matches(declared.value)

    def unified(self, other: CelType) -> CelType | None:
        """One type for both (the branches of `?:`, the results of overloads), if there is one."""
        if self is other or self.kind == "dyn" or other.kind == "param":
            return self
        if other.kind == "dyn" or self.kind == "param":
            return other
        if self.kind != other.kind or self.value is None or other.value is None:
            return None
        if not (self.has_param or other.has_param or self.has_dyn or other.has_dyn):
            return None
        value = self.value.unified(other.value)
        if value is None or self.kind == "list":
            return None if value is None else list_of(value)
        assert self.key is not None
        assert other.key is not None
        key = self.key.unified(other.key)
        return None if key is None else map_of(key, value)

    def bound(self, bindings: Mapping[str, CelType]) -> CelType:
        """The type with its placeholders filled in."""
        if not self.has_param:
            return self
        if self.kind == "param":
            return bindings.get(self.name, self)
        assert self.value is not None
        if self.kind == "map":
            assert self.key is not None
            return map_of(self.key.bound(bindings), self.value.bound(bindings))
        return list_of(self.value.bound(bindings)) if self.kind == "list" else self


_LONGEST = 1_000
_MADE: dict[str, CelType] = {}


def _made(
    kind: str, name: str, value: CelType | None = None, key: CelType | None = None
) -> CelType:
    found = _MADE.get(name)
    if found is None:
        found = _MADE[name] = CelType(kind, name, value, key)
    return found


def list_of(value: CelType) -> CelType:
    """`list<value>`, or `dyn` where the name would grow without end."""
    name = f"list<{value.name}>"
    return _made("list", name, value) if len(name) <= _LONGEST else DYN


def map_of(key: CelType, value: CelType) -> CelType:
    """`map<key, value>`, or `dyn` as above."""
    name = f"map<{key.name}, {value.name}>"
    return _made("map", name, value, key) if len(name) <= _LONGEST else DYN


DYN = _made("dyn", "dyn")
STRING = _made("primitive", "string")
BOOL = _made("primitive", "bool")
INT = _made("primitive", "int")
UINT = _made("primitive", "uint")
DOUBLE = _made("primitive", "double")
BYTES = _made("primitive", "bytes")
NULL = _made("primitive", "null")
TYPE = _made("primitive", "type")
LIST = list_of(DYN)
MAP = map_of(DYN, DYN)
TIMESTAMP = _made("message", "google.protobuf.Timestamp")
DURATION = _made("message", "google.protobuf.Duration")
NAMESPACE = _made("message", "CelNamespace")
EMPTY_LIST = list_of(_made("param", "T"))
EMPTY_MAP = map_of(_made("param", "K"), _made("param", "V"))

_TYPE_NAMES = "string bool int uint double map list bytes null_type type"
CONSTANTS: Mapping[str, CelType] = {
    **dict.fromkeys(
        ["string", "bool", "int", "uint", "double", "map", "list", "bytes", "null_type", "type"],
        TYPE,
    ),
    "google": map_of(STRING, map_of(STRING, TYPE)),
    "cel": NAMESPACE,
}
"""Names that the engine itself gives a value, whatever the inputs are called."""

_NESTED = late_pattern(r"(list|map|dyn)<(.+)>\Z")


def named(name: str) -> CelType:
    """The type of a signature's text, such as `list<V>`, `dyn<int>`, or `list` for `list<dyn>`."""
    name = name.strip()
    short = {"list": LIST, "map": MAP}.get(name)
    if short is not None:
        return short
    nested = _NESTED.match(name)
    if nested is None:
        return _made("param", name) if len(name) == 1 else _MADE[name]
    if nested[1] == "map":
        key, _, value = nested[2].partition(",")
        return map_of(named(key), named(value))
    inner = named(nested[2])
    return list_of(inner) if nested[1] == "list" else inner.wrapped


def fits(declared: CelType, actual: CelType, bindings: Bindings) -> CelType | None:
    """`actual` when it may be given for a declared type, whose placeholders are then bound."""
    if not declared.has_param:
        return actual if actual.matches(declared) else None
    dynamic = actual.kind == "dyn"
    if not _bind(declared, actual, bindings, dynamic):
        return None
    return actual if dynamic or actual.matches(declared.bound(bindings)) else None


def _bind(
    declared: CelType, actual: CelType | None, bindings: Bindings, dynamic: bool = False
) -> bool:
    if not declared.has_param:
        return True
    if actual is None:
        return False
    dynamic = dynamic or actual.kind == "dyn"
    actual = actual.unwrapped
    if declared.kind == "param":
        kind = DYN if dynamic else actual
        existing = bindings.setdefault(declared.name, kind)
        if existing is kind or existing.kind == "dyn" or kind.kind == "dyn":
            return True
        return existing.matches(kind) and kind.matches(existing)
    if actual is DYN:
        actual = declared
    if actual.kind != declared.kind:
        return False
    if declared.key is not None and not _bind(declared.key, actual.key, bindings, dynamic):
        return False
    assert declared.value is not None
    return _bind(declared.value, actual.value, bindings, dynamic)
