"""Cut an expression into tokens, as the engine that Scenario pins does."""

from __future__ import annotations

import re
import unicodedata

from flowcheck.dataclass import dataclass
from flowcheck.expressions.literals import literal_problem
from flowcheck.expressions.tokens import SyntaxProblem, Token, opening_quote, shown
from flowcheck.pattern import late_pattern

MARKS = ("&&", "||", "==", "!=", "<=", ">=", *"-+*/%!<>?:.,()[]{}")

_SKIP = late_pattern(r"(?:[ \t\n\r]|//[^\n]*)+")
_WORD = late_pattern(r"[_a-zA-Z][_a-zA-Z0-9]*")
_NUMBER = late_pattern(
    r"""(?P<hex>0[xX][0-9a-fA-F]*)(?P<hexu>[uU])?
      | (?P<float>[0-9]+(?:\.[0-9]+(?:[eE][+-]?[0-9]*)?|[eE][+-]?[0-9]*))
      | [0-9]+(?P<u>[uU])?""",
    re.VERBOSE,
)
# What follows an opening quote. A backslash takes any next character along, in raw strings too.
# The alternatives of a group share no first character, so a failing match is linear.
_BODY = {
    "'": late_pattern(r"(?:[^\\'\n\r]|\\[\s\S])*'"),
    '"': late_pattern(r'(?:[^\\"\n\r]|\\[\s\S])*"'),
    "'''": late_pattern(r"(?:[^\\]|\\[\s\S])*?'''"),
    '"""': late_pattern(r'(?:[^\\]|\\[\s\S])*?"""'),
}
_MARK = late_pattern("|".join(re.escape(mark) for mark in MARKS))
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
    "`": "`'`",
}
_WRONG_MARK = late_pattern(r"[=!]==|<>|=(?!=)|&(?!&)|\|(?!\|)|[“”‘’`]")
_POINT = late_pattern(r"\.([0-9]+)")
_POINTLESS = late_pattern(r"([0-9]+)\.(?![ \t\n\r]*[\w.])")


@dataclass(frozen=True, slots=True)
class Scan:
    """The tokens up to the first problem; `undecided` says why no claim is made."""

    tokens: tuple[Token, ...]
    error: SyntaxProblem | None = None
    undecided: str | None = None


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
        step = _token(text, place, tokens[-1] if tokens else None)
        if isinstance(step, SyntaxProblem):
            return Scan(tuple(tokens), error=step)
        tokens.append(step)
        place = step.end
    return Scan(tuple(tokens))


def _token(text: str, place: int, before: Token | None) -> Token | SyntaxProblem:
    if opened := opening_quote(text, place):
        return _string(text, place, *opened)
    if word := _WORD.match(text, place):
        return Token("word", word[0], place, word.end())
    if number := _NUMBER.match(text, place):
        return _number(text, place, number)
    if wrong := _WRONG_MARK.match(text, place):
        said = "quote" if wrong[0] in "“”‘’`" else "operator"
        message = f"`{wrong[0]}` is not a CEL {said}: use {_WRONG[wrong[0]]}"
        return SyntaxProblem(message.replace("```", "`` ` ``"), place, len(wrong[0]))
    if (point := _POINT.match(text, place)) and not _ends_operand(before, place):
        instead = f"0.{point[1]}"[:40]
        return SyntaxProblem(
            f"a number starts with a digit: use `{instead}`", place, point.end() - place
        )
    if mark := _MARK.match(text, place):
        return Token("mark", mark[0], place, mark.end())
    return _stray(text[place], place)


def _string(text: str, place: int, prefix: str, quote: str) -> Token | SyntaxProblem:
    closed = _BODY[quote].match(text, place + len(prefix) + len(quote))
    if closed is None:
        line = text.find("\n", place) if len(quote) == 1 else -1
        end = len(text) if line < 0 else line
        return SyntaxProblem("the string is not closed", place, end - place)
    kind = "bytes" if prefix in ("b", "B") else "string"
    token = Token(kind, text[place : closed.end()], place, closed.end())
    return literal_problem(token) or token


def _number(text: str, place: int, number: re.Match[str]) -> Token | SyntaxProblem:
    kind = "double" if number["float"] else "uint" if number["u"] or number["hexu"] else "int"
    token = Token(kind, number[0], place, number.end())
    if kind == "int" and not number["hex"] and (bare := _POINTLESS.match(text, place)):
        message = f"a digit stands behind the point: use `{shown(bare[1])}.0`"
        return SyntaxProblem(message, place, bare.end() - place)
    return literal_problem(token) or token


def _ends_operand(before: Token | None, place: int) -> bool:
    """Whether a point at `place` belongs to the token before it."""
    if before is None or before.kind != "mark":
        return before is not None and before.end == place
    return before.text in (")", "]", "}")


def _stray(character: str, place: int) -> SyntaxProblem:
    if character.isspace() or unicodedata.category(character) == "Cf":
        name = unicodedata.name(character, f"U+{ord(character):04X}").lower()
        message = f"{name} (U+{ord(character):04X}) is not white space in CEL: use a plain space"
        return SyntaxProblem(message, place, 1)
    if character.isalnum():
        message = f"unexpected character `{character}`"
        hint = "names are of letters a to z, digits and `_`; text stands in single quotes"
        return SyntaxProblem(message, place, 1, hint)
    return SyntaxProblem(f"unexpected character `{shown(character)}`", place, 1)
