"""The one definition of "did you mean": at most one answer, and never the word itself.

A name that differs only in case or Unicode form always wins; else the difflib ratio is at least
0.8. Names that differ in digits or by a whole part (`image` and `image2`, `flux-dev` and
`flux-pro`) are different names, not typos."""

from __future__ import annotations

import re
from collections.abc import Iterable
from unicodedata import normalize

CUTOFF = 0.8
PART_CUTOFF = 0.6
"""How alike two parts of compound names are that one may be the other misspelt."""
MOST_COMPARISONS = 500_000
"""Comparisons spent on one set of names, so that a file full of unknown names stays quick."""


_DIGITS = re.compile(r"\d+")
_BETWEEN_PARTS = re.compile(r"[\W\d_]+|(?<=[a-z])(?=[A-Z])")


def nearest(word: str, candidates: Iterable[str], *, vocabulary: bool = False) -> str | None:
    """The candidate most like `word`, or None when none is near enough.

    vocabulary: the candidates are no names that somebody gave but fixed words (rule codes, keys,
    fields), where digits and whole parts may be what is wrong.

    Candidates of a clearly different length are passed over before difflib looks at them
    (their ratio could not reach the cutoff). Ties go to the first in sorted order."""
    from difflib import SequenceMatcher

    names = sorted(set(candidates) - {word})
    folded = _folded(word)
    same = next((name for name in names if _folded(name) == folded), None)
    if same is not None:
        return same
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(word)
    best: tuple[float, str] | None = None
    for candidate in names:
        total = len(candidate) + len(word)
        if 2 * min(len(candidate), len(word)) < CUTOFF * total:
            continue
        matcher.set_seq1(candidate)
        if matcher.real_quick_ratio() < CUTOFF or matcher.quick_ratio() < CUTOFF:
            continue
        ratio = matcher.ratio()
        if ratio < CUTOFF or (best is not None and ratio <= best[0]):
            continue
        if vocabulary or not _is_another_name(word, candidate):
            best = (ratio, candidate)
    return best[1] if best else None


def _folded(name: str) -> str:
    return normalize("NFKC", name).casefold()


def _is_another_name(word: str, candidate: str) -> bool:
    """Whether two names are alike on purpose: they count differently, or one has a whole part
    that the other lacks or has otherwise."""
    if _DIGITS.findall(word) != _DIGITS.findall(candidate):
        return True
    ours, theirs = _parts(word), _parts(candidate)
    if len(ours) == len(theirs):
        return not all(map(_alike, ours, theirs))
    shorter, longer = sorted((ours, theirs), key=len)
    rest = iter(longer)
    return "".join(ours) != "".join(theirs) and all(part in rest for part in shorter)


def _parts(name: str) -> list[str]:
    """The words of a compound name: `loopBodyNodeIds`, `loop-body` and `loop_body` have several."""
    return [part.casefold() for part in _BETWEEN_PARTS.split(name) if part]


def _alike(one: str, other: str) -> bool:
    from difflib import SequenceMatcher

    return one == other or SequenceMatcher(None, one, other, autojunk=False).ratio() >= PART_CUTOFF


def did_you_mean(word: str, candidates: Iterable[str], *, vocabulary: bool = False) -> str | None:
    """The hint sentence for `nearest`, or None."""
    match = nearest(word, candidates, vocabulary=vocabulary)
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
