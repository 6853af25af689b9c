"""Text to tree, or what is wrong with it and where.

cel-python's grammar decides what is CEL; it is fed the tokens of `scan` one by one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from flowcheck.expressions.build import build
from flowcheck.expressions.complain import complaint
from flowcheck.expressions.scan import MARKS, Scan, SyntaxProblem, Token, scan
from flowcheck.expressions.tree import Expr

if TYPE_CHECKING:
    from lark import Lark

MAX_TOKENS = 5_000
_LONG = 2_000
_LITERALS = {
    "int": "INT_LIT",
    "uint": "UINT_LIT",
    "double": "FLOAT_LIT",
    "string": "STRING_LIT",
    "bytes": "BYTES_LIT",
}
_KEYWORDS = {"true": "BOOL_LIT", "false": "BOOL_LIT", "null": "NULL_LIT"}


@dataclass(frozen=True, slots=True)
class Parsed:
    """Exactly one of the three is set: the tree, why the text is not CEL, or why nothing is
    claimed about it (newer syntax, too long)."""

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
    return _parsed(text, _without_trailing_commas(scanned.tokens))


@lru_cache(maxsize=8)
def _remembered_long(text: str) -> Parsed:
    """Trees of long texts are large: few are kept."""
    return _remembered.__wrapped__(text)


def _parsed(text: str, tokens: tuple[Token, ...]) -> Parsed:
    from lark import Token as LarkToken
    from lark import UnexpectedToken

    grammar, marks = _grammar()
    parser = grammar.parse_interactive()
    after_dot = False
    try:
        for token in tokens:
            terminal = _terminal(token, after_dot, marks)
            after_dot = token.text == "." and token.kind == "mark"
            place = (token.start, 1, 1, 1, 1, token.end)  # lines and columns are not used
            parser.feed_token(LarkToken(terminal, token.text, *place))
        tree = parser.feed_token(LarkToken("$END", "", len(text)))
    except UnexpectedToken as unexpected:
        refused = unexpected.token.start_pos
        index = next((i for i, one in enumerate(tokens) if one.start == refused), len(tokens))
        return Parsed(text, error=complaint(tokens, index, marks[":"] in unexpected.expected))
    return Parsed(text, tree=build(tree, {token.start: token for token in tokens}))


def _terminal(token: Token, after_dot: bool, marks: dict[str, str]) -> str:
    if token.kind == "mark":
        return marks[token.text]
    if token.kind != "word":
        return _LITERALS[token.kind]
    if after_dot:  # a field may be called like a keyword
        return "IDENT"
    return marks["in"] if token.text == "in" else _KEYWORDS.get(token.text, "IDENT")


def _without_trailing_commas(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """CEL allows `[1, 2,]` and `{'a': 1,}`; the grammar does not."""
    closing = {"]", "}"}
    kept = [
        token
        for token, following in pairwise(tokens)
        if not (
            token.text == ","
            and token.kind == "mark"
            and following.kind == "mark"
            and following.text in closing
        )
    ]
    return (*kept, tokens[-1])


@lru_cache(maxsize=1)
def _grammar() -> tuple[Lark, dict[str, str]]:
    """cel-python's grammar, and the names it has for marks and for `in`. Loaded on first use."""
    from celpy.celparser import CELParser

    CELParser()
    grammar = CELParser.CEL_PARSER
    assert grammar is not None, "the constructor loads the grammar"
    by_text = {str(t.pattern.value): str(t.name) for t in grammar.terminals}
    return grammar, {mark: by_text[mark] for mark in (*MARKS, "in")}
