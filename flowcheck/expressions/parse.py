"""Text to tree, or what is wrong with it and where.

A parser of our own: operator precedence with a stack of frames, one for each bracket or branch of
`?:` that is open, so no depth of nesting reaches Python's own. It accepts exactly what the engine
accepts that Scenario pins (cel-js 7.6.1; `tests/engine` compares the two). cel-python's grammar,
used before, takes reserved words, leading dots, unknown escapes, `.5` and message literals,
refuses trailing commas in calls, takes two to three times as long to load as this package, and
five times as long to parse."""

from __future__ import annotations

from functools import lru_cache

from flowcheck.dataclass import dataclass
from flowcheck.expressions.frames import Parser, Refused
from flowcheck.expressions.scan import Scan, scan
from flowcheck.expressions.tokens import SyntaxProblem
from flowcheck.expressions.tree import Expr

MAX_TOKENS = 50_000
_LONG = 2_000


@dataclass(frozen=True, slots=True)
class Parsed:
    """Exactly one of the three is set: the tree, why the text is not CEL, or why nothing is
    claimed about it (too long)."""

    text: str
    tree: Expr | None = None
    error: SyntaxProblem | None = None
    undecided: str | None = None


def parse(text: str) -> Parsed:
    """Parse one expression; equal texts are parsed once. Never raises, however hostile the text."""
    return _remembered(text) if len(text) <= _LONG else _remembered_long(text)


@lru_cache(maxsize=256)
def tokens_of(text: str) -> Scan:
    """The tokens of a text."""
    return scan(text, MAX_TOKENS)


@lru_cache(maxsize=4096)
def _remembered(text: str) -> Parsed:
    scanned = tokens_of(text)
    if scanned.error is not None or scanned.undecided is not None:
        return Parsed(text, error=scanned.error, undecided=scanned.undecided)
    if not scanned.tokens:
        return Parsed(text, error=SyntaxProblem("the expression is empty", 0, len(text)))
    try:
        return Parsed(text, tree=Parser(scanned.tokens).tree())
    except Refused as refused:
        return Parsed(text, error=refused.problem)


@lru_cache(maxsize=8)
def _remembered_long(text: str) -> Parsed:
    """Trees of long texts are large: few are kept."""
    return _remembered.__wrapped__(text)
