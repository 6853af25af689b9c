"""Hints that programs can read too: what may be meant, or what there is, beside the sentence."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Any, Final, Self

MOST_KNOWN: Final = 20
"""The most values or names that a hint hands to programs."""
LONGEST_KNOWN: Final = 200
"""Characters of a text that is handed to programs; a longer one is left out."""

_LONGEST_NUMBER: Final = 40


class Hint(str):
    """A hint, as the sentence that it is.

    suggestion: the nearest match, or None. known: the names or values there are, at most
    `MOST_KNOWN`; empty when the sentence does not speak of them."""

    __slots__ = ("known", "suggestion")

    suggestion: str | None
    known: tuple[Any, ...]

    def __new__(
        cls, text: str, *, suggestion: str | None = None, known: Iterable[Any] = ()
    ) -> Self:
        hint = super().__new__(cls, text)
        hint.suggestion = suggestion
        hint.known = tuple(value for value in islice(known, MOST_KNOWN) if _is_short(value))
        return hint

    @classmethod
    def meant(cls, word: str) -> Self:
        """The question whether the nearest match is meant."""
        return cls(f"did you mean `{word}`?", suggestion=word)

    @property
    def facts(self) -> dict[str, Any]:
        """What it adds to the `args` of a problem, beside what names the problem."""
        facts: dict[str, Any] = {}
        if self.suggestion is not None:
            facts["suggestion"] = self.suggestion
        if self.known:
            facts["known"] = list(self.known)
        return facts


def _is_short(value: Any) -> bool:
    if isinstance(value, str):
        return len(value) <= LONGEST_KNOWN
    return isinstance(value, bool | int | float)


def facts_of(hint: str | None) -> dict[str, Any]:
    """The facts of a hint that has some."""
    return hint.facts if isinstance(hint, Hint) else {}


def about_quotes(wanted: str, value: Any) -> str | None:
    """Advice where a value is of another JSON type than wanted, and only its quotes are wrong."""
    if isinstance(value, str):
        spelt = value in ("true", "false") if wanted == "boolean" else False
        if wanted == "number" and len(value) <= _LONGEST_NUMBER and value.isascii():
            spelt = value.strip("+-").replace(".", "", 1).isdecimal()
        return "write it without quotes" if spelt else None
    quotable = wanted == "string" and isinstance(value, bool | int | float)
    return "put it in quotes" if quotable else None
