"""The one definition of "did you mean": at most one answer, and never the word itself.

A name that differs only in case or Unicode form always wins; else the difflib ratio is at least
0.8. Names that differ in digits or by a whole part (`image` and `image2`, `flux-dev` and
`flux-pro`) are different names, not typos."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cached_property
from unicodedata import normalize

from flowcheck.hints import Hint
from flowcheck.pattern import late_pattern

CUTOFF = 0.8
PART_CUTOFF = 0.6
"""How alike two parts of compound names are that one may be the other misspelt."""
MOST_LETTERS = 200
"""Longer names are compared by case and Unicode form only: what difflib needs grows faster than the
square of the length."""
MOST_WORK = 3_000_000
"""What is spent on one set of names, in pairs of letters compared, so that a file full of unknown
names stays quick."""
MOST_WORK_OF_A_DOCUMENT = 6_000_000
"""The same for all sets of names of a document together: each of its inputs may have one."""
_GLANCE, _STEP = 2, 50
"""What it costs to pass a name over, and what difflib spends on a letter beside the pairs."""

_DIGITS = late_pattern(r"\d+")
_BETWEEN_PARTS = late_pattern(r"[\W\d_]+|(?<=[a-z])(?=[A-Z])")


def nearest(word: str, candidates: Iterable[str], *, vocabulary: bool = False) -> str | None:
    """The candidate most like `word`, or None when none is near enough.

    vocabulary: the candidates are no names that somebody gave but fixed words (rule codes, keys,
    fields), where digits and whole parts may be what is wrong.

    Candidates of a clearly different length are passed over before difflib looks at them
    (their ratio could not reach the cutoff). Ties go to the first in sorted order."""
    names = sorted(set(candidates) - {word})
    folded = _folded(word)
    same = next((name for name in names if _folded(name) == folded), None)
    return same if same is not None else _compared(word, names, vocabulary, None)[0]


def _compared(
    word: str, names: Iterable[str], vocabulary: bool, most: int | None
) -> tuple[str | None, int]:
    """The name most like `word` and the work spent; no name when that would be more than `most`,
    since the best one may not have been seen then."""
    names = [name for name in names if _may_be_near(len(word), len(name))]
    if not names or len(word) > MOST_LETTERS:
        return None, 0
    from difflib import SequenceMatcher

    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(word)
    best: tuple[float, str] | None = None
    work = 0
    for name in names:
        if len(name) > MOST_LETTERS:
            continue
        if most is not None and work > most:
            return None, work
        letters = len(word) + len(name)
        work += letters
        matcher.set_seq1(name)
        if matcher.real_quick_ratio() < CUTOFF or matcher.quick_ratio() < CUTOFF:
            continue
        work += _STEP * letters + len(word) * len(name)
        ratio = matcher.ratio()
        if ratio < CUTOFF or (best is not None and ratio <= best[0]):
            continue
        if vocabulary or not _is_another_name(word, name):
            best = (ratio, name)
    return (best[1] if best else None), work


def _may_be_near(length: int, other: int) -> bool:
    return 2 * min(length, other) >= CUTOFF * (length + other)


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
    """The `Hint` for `nearest`, or None."""
    match = nearest(word, candidates, vocabulary=vocabulary)
    return Hint.meant(match) if match is not None else None


class Budget:
    """Work that may still be spent."""

    __slots__ = ("left",)

    def __init__(self, left: int) -> None:
        self.left = left


_of_the_document: ContextVar[Budget | None] = ContextVar("budget", default=None)


@contextmanager
def one_document() -> Iterator[None]:
    """While one document is judged, its sets of names share a budget. No two documents do: the
    hints of one would depend on which others are checked with it."""
    token = _of_the_document.set(Budget(MOST_WORK_OF_A_DOCUMENT))
    try:
        yield
    finally:
        _of_the_document.reset(token)


class Suggestions:
    """Nearest matches among one set of names, the same as `nearest` gives, within a budget of its
    own and that of the document being judged.

    Names are sorted by what two of them must share, so that few have to be compared."""

    def __init__(self, names: Iterable[str], *, vocabulary: bool = False) -> None:
        self._names = sorted(set(names))
        self._vocabulary = vocabulary
        self._own = Budget(MOST_WORK)
        self._found: dict[tuple[str, str | None], str | None] = {}

    @cached_property
    def _folds(self) -> dict[str, list[str]]:
        """Names by what they are without case and Unicode form."""
        found: dict[str, list[str]] = {}
        for name in self._names:
            found.setdefault(_folded(name), []).append(name)
        return found

    @cached_property
    def _alike(self) -> dict[Kind, dict[int, list[tuple[str, int]]]]:
        """Names, each with its letters, by kind and length."""
        found: dict[Kind, dict[int, list[tuple[str, int]]]] = {}
        for name in self._names:
            if len(name) <= MOST_LETTERS:
                lengths = found.setdefault(self._kind(name), {})
                lengths.setdefault(len(name), []).append((name, _letters(name)))
        return found

    def _kind(self, name: str) -> Kind:
        return () if self._vocabulary else tuple(_DIGITS.findall(name))

    def match(self, word: str, *, but: str | None = None) -> str | None:
        """The nearest name other than `but`, or None: also when the budget is spent."""
        key = word, but
        if key not in self._found:
            self._found[key] = self._look_up(word, {word, but})
        return self._found[key]

    def _look_up(self, word: str, not_meant: set[str | None]) -> str | None:
        same = [name for name in self._folds.get(_folded(word), ()) if name not in not_meant]
        if same or len(word) > MOST_LETTERS:
            return same[0] if same else None
        budgets = [b for b in (self._own, _of_the_document.get()) if b is not None]
        letters, near = _letters(word), []
        for length, names in self._alike.get(self._kind(word), {}).items():
            if not _may_be_near(len(word), length):
                continue
            for budget in budgets:
                budget.left -= len(names) * _GLANCE
            if min(budget.left for budget in budgets) < 0:
                return None
            for name, others in names:
                # Each letter that only one of them has is one that cannot be matched.
                shared = min(
                    len(word) - (letters & ~others).bit_count(),
                    length - (others & ~letters).bit_count(),
                )
                if 2 * shared >= CUTOFF * (len(word) + length) and name not in not_meant:
                    near.append(name)
        most = min(budget.left for budget in budgets)
        found, work = _compared(word, sorted(near), self._vocabulary, most)
        for budget in budgets:
            budget.left -= work
        return found

    def hint(self, word: str, *, but: str | None = None) -> str | None:
        """`match` as a `Hint`, the sentence "did you mean …?"."""
        match = self.match(word, but=but)
        return None if match is None else Hint.meant(match)


class Candidates:
    """The names that `Suggestions` may offer for some words, so that others need not be kept."""

    def __init__(self, words: Iterable[str]) -> None:
        self._folds: set[str] = set()
        self._lengths: dict[Kind, set[int]] = {}
        for word in words:
            self._folds.add(_folded(word))
            if len(word) <= MOST_LETTERS:
                self._lengths.setdefault(tuple(_DIGITS.findall(word)), set()).add(len(word))

    def __contains__(self, name: str) -> bool:
        lengths = self._lengths.get(tuple(_DIGITS.findall(name)), ())
        return _folded(name) in self._folds or any(
            _may_be_near(length, len(name)) for length in lengths
        )


Kind = tuple[str, ...]
"""The numbers in a name: names that differ in them are different names."""


def _letters(name: str) -> int:
    """Which letters a name has, as bits; several letters may share one."""
    bits = 0
    for letter in set(name):
        bits |= 1 << (ord(letter) & 63)
    return bits
