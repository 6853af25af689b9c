"""The types the checker tells apart, and what they are called in messages."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum


class Type(Enum):
    """JSON numbers are one type, so int, uint and double are too. DYN is anything, unknown."""

    STRING = "string"
    NUMBER = "number"
    BOOL = "bool"
    LIST = "list"
    MAP = "map"
    NULL = "null"
    BYTES = "bytes"
    DYN = "dyn"

    @property
    def phrase(self) -> str:
        """The type with its article: "a string", "a boolean", "null"."""
        if self is Type.BOOL:
            return "a boolean"
        return self.value if self in (Type.NULL, Type.BYTES) else f"a {self.value}"


def one_of(allowed: Iterable[Type]) -> str:
    """The types as one phrase ("a string, a list or bytes"), in the order of the definition."""
    wanted = set(allowed)
    phrases = [one.phrase for one in Type if one in wanted]
    return phrases[0] if len(phrases) == 1 else f"{', '.join(phrases[:-1])} or {phrases[-1]}"
