"""What a text is cut into, and what is said where it is not CEL."""

from __future__ import annotations

from flowcheck.dataclass import dataclass
from flowcheck.pattern import late_pattern

_QUOTE = late_pattern(r"""(?P<prefix>[rRbB])?(?P<quote>\"{3}|'{3}|["'])""")


@dataclass(frozen=True, slots=True)
class Token:
    """`kind` is word, int, uint, double, string, bytes or mark; offsets are code points."""

    kind: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class SyntaxProblem:
    """Why a text is not CEL, and the code points of it that show it (length may be 0).

    hint: what to write instead. doubtful: it is CEL, but past a bound of the engine that whoever
    runs it may have raised."""

    message: str
    offset: int
    length: int
    hint: str | None = None
    doubtful: bool = False


def shown(text: str, limit: int = 40) -> str:
    """A piece of the text for a message: printable, short."""
    clean = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
    return clean if len(clean) <= limit else clean[: limit - 1] + "…"


def opening_quote(text: str, place: int = 0) -> tuple[str, str] | None:
    """The prefix (`r`, `b` or nothing) and the quote (one or three marks) that open a string."""
    found = _QUOTE.match(text, place)
    return None if found is None else (found["prefix"] or "", found["quote"])


def quote_of(token: Token) -> tuple[str, str]:
    """The prefix and the quote of a string or bytes token."""
    found = opening_quote(token.text)
    assert found is not None, "only string and bytes tokens have quotes"
    return found
