"""Nearest matches for rules that may have to look up many words."""

from __future__ import annotations

from collections.abc import Iterable

from flowcheck.findings import Pointer
from flowcheck.fixes.edits import Edit, Fix
from flowcheck.nearest import nearest

COMPARISONS = 500_000
"""Comparisons spent on one set of names, so that a file full of unknown names stays quick."""


class Suggestions:
    """Nearest matches among one set of names; each word is looked up once, within a budget."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = sorted(set(names))
        self._found: dict[str, str | None] = {}

    def match(self, word: str) -> str | None:
        """The nearest name, or None: also when the budget is spent."""
        if word not in self._found and len(self._found) * len(self._names) <= COMPARISONS:
            self._found[word] = nearest(word, self._names)
        return self._found.get(word)

    def hint(self, word: str) -> str | None:
        """`match` as the sentence "did you mean …?"."""
        match = self.match(word)
        return None if match is None else f"did you mean `{match}`?"


def replacement(pointer: Pointer, word: str) -> Fix:
    """The guess that the nearest match is meant."""
    return Fix(f"replace it with `{word}`", (Edit("replace", pointer, word),), safe=False)
