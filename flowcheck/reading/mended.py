"""Texts with pieces replaced, and files that are read as if they had been."""

from __future__ import annotations

from collections.abc import Iterable

from flowcheck.dataclass import dataclass
from flowcheck.reading.source import text_of

Cut = tuple[int, int, str]
"""Start and end of a piece of a text, and what is written instead."""


@dataclass(frozen=True)
class Mended:
    """What is written instead of pieces of a file's text, in rounds: each in the text, without a
    byte order mark, that the one before has left.

    before: the digest of the text that the first round is for."""

    before: str
    rounds: tuple[tuple[Cut, ...], ...]

    @classmethod
    def of(cls, text: str, pieces: Iterable[Cut]) -> Mended:
        """One round, in this text."""
        return cls(_digest(text), (tuple(pieces),))

    def and_then(self, pieces: Iterable[Cut]) -> Mended:
        """With one round more."""
        return Mended(self.before, (*self.rounds, tuple(pieces)))

    def made_in(self, data: bytes) -> bytes | None:
        """What a file holds with the pieces replaced, a byte order mark as it was; None when it
        does not hold the text any more that this is for. data: what it holds without."""
        text = text_of(data)
        body = text.encode()
        if _digest(text) != self.before or not data.endswith(body):
            return None
        mark = data.removesuffix(body)
        for pieces in self.rounds:
            text = spliced(text, pieces)
        return mark + text.encode()


def spliced(text: str, pieces: Iterable[Cut]) -> str:
    """The text with its pieces replaced. ValueError when they overlap, or one ends before it
    begins."""
    out: list[str] = []
    at = 0
    for start, end, new in sorted(pieces):
        if not at <= start <= end:
            raise ValueError("two edits overlap")
        out += (text[at:start], new)
        at = end
    return "".join((*out, text[at:]))


def _digest(text: str) -> str:
    import hashlib  # takes long to load; a check that mends nothing does without

    return hashlib.sha256(text.encode()).hexdigest()
