"""Cut an expression into CEL tokens, by the language definition.

cel-python's own lexer is not used: its string pattern takes exponential time on an unclosed
string full of escapes, closes a string at an escaped quote, and reads `x inlist` as `x in list`.
Its grammar gets these tokens instead (see `parse`)."""

from __future__ import annotations

import re
from dataclasses import dataclass

MARKS = ("&&", "||", "==", "!=", "<=", ">=", *"-+*/%!<>?:.,()[]{}")

_SKIP = re.compile(r"(?:[\s\ufeff]|//[^\n]*)+")
_WORD = re.compile(r"[_a-zA-Z][_a-zA-Z0-9]*")
_NUMBER = re.compile(
    r"""(?P<hex>0x[0-9a-fA-F]+)(?P<hexu>[uU])?
      | (?P<float>[0-9]+\.[0-9]+(?:[eE][+-]?[0-9]+)?|\.[0-9]+(?:[eE][+-]?[0-9]+)?
        |[0-9]+[eE][+-]?[0-9]+|[0-9]+\.(?![\w.]))
      | [0-9]+(?P<u>[uU](?!\w))?""",
    re.VERBOSE,
)
_QUOTE = re.compile(r"""(?P<prefix>[rR][bB]?|[bB][rR]?)?(?P<quote>\"{3}|'{3}|["'])""")
# What follows an opening quote, plain and raw. The alternatives of a group share no first
# character, so a failing match is linear. Compiled when first met (`re` remembers them).
_BODY = {
    ("'", False): r"(?:[^\\'\n\r]|\\[^\n\r])*'",
    ('"', False): r'(?:[^\\"\n\r]|\\[^\n\r])*"',
    ("'", True): r"[^'\n\r]*'",
    ('"', True): r'[^"\n\r]*"',
    ("'''", False): r"(?:[^\\]|\\[\s\S])*?'''",
    ('"""', False): r'(?:[^\\]|\\[\s\S])*?"""',
    ("'''", True): r"[\s\S]*?'''",
    ('"""', True): r'[\s\S]*?"""',
}
_MARK = re.compile("|".join(re.escape(mark) for mark in MARKS))
_WRONG = {
    "===": "`==`",
    "!==": "`!=`",
    "<>": "`!=`",
    "=": "`==`",
    "&": "`&&`",
    "|": "`||`",
    "“": "`'`",
    "”": "`'`",
    "‘": "`'`",
    "’": "`'`",
}
_WRONG_MARK = re.compile(r"[=!]==|<>|=(?!=)|&(?!&)|\|(?!\|)|[“”‘’]")
# Optional field selection and escaped identifiers: newer CEL, which the grammar does not have.
_NEWER = re.compile(r"`[^`\n]*`|[.\[{,]\s*\?")


@dataclass(frozen=True, slots=True)
class Token:
    """`kind` is word, int, uint, double, string, bytes or mark; offsets are code points."""

    kind: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class SyntaxProblem:
    """Why a text is not CEL, and the code points of it that show it (length may be 0)."""

    message: str
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class Scan:
    """The tokens up to the first problem; `undecided` says why no claim is made."""

    tokens: tuple[Token, ...]
    error: SyntaxProblem | None = None
    undecided: str | None = None


def shown(text: str, limit: int = 40) -> str:
    """A piece of the text for a message: printable, short."""
    clean = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
    return clean if len(clean) <= limit else clean[: limit - 1] + "…"


def scan(text: str, limit: int) -> Scan:
    """All tokens of `text`, comments and white space left out; at most `limit` of them."""
    tokens: list[Token] = []
    place = 0
    while place < len(text):
        if skipped := _SKIP.match(text, place):
            place = skipped.end()
            continue
        if len(tokens) >= limit:
            return Scan(tuple(tokens), undecided="the expression is too long to judge")
        if _NEWER.match(text, place):
            return Scan(tuple(tokens), undecided="optional values and quoted names are not judged")
        step = _token(text, place)
        if isinstance(step, SyntaxProblem):
            return Scan(tuple(tokens), error=step)
        tokens.append(step)
        place = step.end
    return Scan(tuple(tokens))


def quote_of(token: Token) -> tuple[str, str]:
    """The prefix (`r`, `b`, … or nothing) and the quote (one or three marks) of a string."""
    found = _QUOTE.match(token.text)
    assert found is not None, "only string and bytes tokens have quotes"
    return found["prefix"] or "", found["quote"]


def _token(text: str, place: int) -> Token | SyntaxProblem:
    if opened := _QUOTE.match(text, place):
        prefix = (opened["prefix"] or "").lower()
        closed = re.compile(_BODY[opened["quote"], "r" in prefix]).match(text, opened.end())
        if closed is None:
            line = text.find("\n", place) if len(opened["quote"]) == 1 else -1
            end = len(text) if line < 0 else line
            return SyntaxProblem("the string is not closed", place, end - place)
        kind = "bytes" if "b" in prefix else "string"
        return Token(kind, text[place : closed.end()], place, closed.end())
    if word := _WORD.match(text, place):
        return Token("word", word[0], place, word.end())
    if number := _NUMBER.match(text, place):
        kind = "double" if number["float"] else "uint" if number["u"] or number["hexu"] else "int"
        return Token(kind, number[0], place, number.end())
    if wrong := _WRONG_MARK.match(text, place):
        said = "quote" if wrong[0] in "“”‘’" else "operator"
        message = f"`{wrong[0]}` is not a CEL {said}: use {_WRONG[wrong[0]]}"
        return SyntaxProblem(message, place, len(wrong[0]))
    if mark := _MARK.match(text, place):
        return Token("mark", mark[0], place, mark.end())
    return SyntaxProblem(f"unexpected character `{shown(text[place])}`", place, 1)
