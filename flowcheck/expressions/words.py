"""Conditions that are plain words."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection

_CONSTANTS = frozenset({"true", "false", "null"})
_SPACES = frozenset(" \t\r\n")
"""What the engine takes for white space; another space is no part of any text it reads."""


def is_bare_word(text: str, names: Collection[str]) -> bool:
    """Whether a condition is a literal to compare with (`fast`, `high quality`, `x-large`), not
    an expression.

    It is when it is made of words of letters, digits, `_` and `-`, with at least one, and none of
    them is `true`, `false`, `null` or one of `names` (the inputs the node declares); `a-b` and
    `a-1` are subtractions when every name in them is declared."""
    if any(c.isspace() and c not in _SPACES for c in text):
        return False
    words = text.split()
    return bool(words) and all(_is_word(word) and not _is_code(word, names) for word in words)


def _is_word(word: str) -> bool:
    return all(c in "_-" or unicodedata.category(c)[0] in "LMN" for c in word) and any(
        c not in "-" for c in word
    )


def _is_code(word: str, names: Collection[str]) -> bool:
    if word in names or word in _CONSTANTS:
        return True
    parts = [part for part in word.split("-") if part]
    return any(part in names for part in parts) and all(
        part in names or part.isdecimal() for part in parts
    )
