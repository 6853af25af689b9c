"""How wide text is on a terminal, and where its lines break."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from flowcheck.pattern import late_pattern

_NARROW: Final = late_pattern("[\x20-\u02ff\u2010-\u2027\u2190-\u21ff]*")
"""Text of which every character takes one column."""
_WORD: Final = late_pattern("(?:`[^`]{1,40}`|[^ ])+")
"""What a line break leaves whole: a word, and short code in backticks."""
_PART: Final = late_pattern("[^ ]+")


def columns(text: str) -> int:
    """Terminal columns of printable text: wide characters take two, combining ones none."""
    if text.isascii() or _NARROW.fullmatch(text):
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def broken(text: str, width: int, first: int = 0, others: int = 0) -> Iterator[tuple[int, int]]:
    """Where each line of a text begins and ends when it breaks between words to fit into `width`
    columns. first, others: columns that are taken already in the first line and in the others. A
    word that is too long for a line goes beyond it, whole."""
    begin = end = 0
    for word_begin, word_end in _words(text, width - others):
        taken = others if begin else first
        if end > begin and taken + columns(text[begin:word_end]) > width:
            yield begin, end
            begin = word_begin
        end = word_end
    yield begin, len(text)


def _words(text: str, width: int) -> Iterator[tuple[int, int]]:
    for word in _WORD.finditer(text):
        if " " in word[0] and columns(word[0]) > width:
            # Code that no line can hold.
            yield from (part.span() for part in _PART.finditer(text, *word.span()))
        else:
            yield word.span()


def broken_lines(text: str, width: int | None) -> list[str]:
    """A text as lines of at most `width` columns, all but the first two columns in; one when it is
    None."""
    if width is None:
        return [text]
    return [f"{'  ' if begin else ''}{text[begin:end]}" for begin, end in broken(text, width, 0, 2)]
