"""The one definition of "did you mean": difflib ratio of at least 0.8, at most one answer."""

from __future__ import annotations

from collections.abc import Iterable

CUTOFF = 0.8


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
