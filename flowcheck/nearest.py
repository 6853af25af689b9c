"""The one definition of "did you mean": difflib ratio of at least 0.8, at most one answer."""

from __future__ import annotations

from collections.abc import Iterable

CUTOFF = 0.8
MOST_COMPARISONS = 500_000
"""Comparisons spent on one set of names, so that a file full of unknown names stays quick."""


def nearest(word: str, candidates: Iterable[str]) -> str | None:
    """The candidate most like `word`, or None when none is near enough.

    Candidates of a clearly different length are passed over before difflib looks at them
    (their ratio could not reach the cutoff). Ties go to the first in sorted order."""
    from difflib import SequenceMatcher

    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(word)
    best: tuple[float, str] | None = None
    for candidate in sorted(set(candidates)):
        total = len(candidate) + len(word)
        if candidate == word or 2 * min(len(candidate), len(word)) < CUTOFF * total:
            continue
        matcher.set_seq1(candidate)
        if matcher.real_quick_ratio() < CUTOFF or matcher.quick_ratio() < CUTOFF:
            continue
        ratio = matcher.ratio()
        if ratio >= CUTOFF and (best is None or ratio > best[0]):
            best = (ratio, candidate)
    return best[1] if best else None


def did_you_mean(word: str, candidates: Iterable[str]) -> str | None:
    """The hint sentence for `nearest`, or None."""
    match = nearest(word, candidates)
    return f"did you mean `{match}`?" if match is not None else None


class Suggestions:
    """Nearest matches among one set of names; each word is looked up once, within a budget.

    The budget is this object's: one that served several documents would make the hints of one
    depend on which others are checked with it."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = sorted(set(names))
        self._found: dict[tuple[str, str | None], str | None] = {}

    def match(self, word: str, *, but: str | None = None) -> str | None:
        """The nearest name other than `but`, or None: also when the budget is spent."""
        found = self._look_up(word, None)
        return found if found is None or found != but else self._look_up(word, but)

    def _look_up(self, word: str, but: str | None) -> str | None:
        key = word, but
        if key not in self._found and len(self._found) * len(self._names) <= MOST_COMPARISONS:
            self._found[key] = nearest(word, (name for name in self._names if name != but))
        return self._found.get(key)

    def hint(self, word: str, *, but: str | None = None) -> str | None:
        """`match` as the sentence "did you mean …?"."""
        match = self.match(word, but=but)
        return None if match is None else f"did you mean `{match}`?"
