"""What is known of a variable's value, and what types are called in messages."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from flowcheck.expressions import cel_types as cel
from flowcheck.expressions.cel_types import CelType


class Type(Enum):
    """What an input holds. NUMBER is a JSON number, which the engine takes for a double; DYN is
    anything, unknown."""

    STRING = "string"
    NUMBER = "number"
    BOOL = "bool"
    LIST = "list"
    STRINGS = "list of strings"
    MAP = "map"
    NULL = "null"
    BYTES = "bytes"
    DYN = "dyn"


KINDS: dict[Type, frozenset[CelType]] = {
    Type.STRING: frozenset({cel.STRING}),
    Type.NUMBER: frozenset({cel.DOUBLE}),
    Type.BOOL: frozenset({cel.BOOL}),
    Type.LIST: frozenset({cel.LIST}),
    Type.STRINGS: frozenset({cel.list_of(cel.STRING)}),
    Type.MAP: frozenset({cel.MAP}),
    Type.NULL: frozenset({cel.NULL}),
    Type.BYTES: frozenset({cel.BYTES}),
    Type.DYN: frozenset({cel.DYN}),
}
"""The engine's types of a value of each kind."""

_PHRASES = {
    "string": "a string",
    "int": "a number",
    "uint": "a number",
    "double": "a number",
    "bool": "a boolean",
    "list": "a list",
    "map": "a map",
    "null": "null",
    "bytes": "bytes",
    "type": "a type",
    cel.TIMESTAMP.name: "a timestamp",
    cel.DURATION.name: "a duration",
}
_EXACT = {"int": "a whole number", "uint": "an unsigned number", "double": "a double"}


def phrase(kind: CelType, *, exact: bool = False) -> str:
    """A type with its article: "a string", "a boolean", "null"; exact: which sort of number."""
    kind = kind.unwrapped
    if kind.kind in ("dyn", "param"):
        return "an input" if kind.kind == "dyn" else "nothing"
    name = kind.kind if kind.kind in ("list", "map") else kind.name
    said = _EXACT.get(name) if exact else None
    return said or _PHRASES.get(name, f"`{name}`")


def one_of(kinds: Iterable[CelType], *, exact: bool = False) -> str:
    """The types as one phrase ("a string, a list or bytes"); null only where it is all there is."""
    found = list(dict.fromkeys(kinds))
    named = [one for one in found if one is not cel.NULL] or found
    phrases = list(dict.fromkeys(phrase(one, exact=exact) for one in named))
    return phrases[0] if len(phrases) == 1 else f"{', '.join(phrases[:-1])} or {phrases[-1]}"
