"""The values of literals, and what is wrong with them."""

from __future__ import annotations

import math
import re

from flowcheck.expressions.tokens import SyntaxProblem, Token, quote_of, shown
from flowcheck.expressions.tree import Constant
from flowcheck.pattern import late_pattern

_ESCAPE = late_pattern(
    r"""\\(?:(?P<one>[abfnrtv"'\\?`])|(?P<octal>[0-3][0-7]{2})|[xX](?P<x>[0-9a-fA-F]{2})
        |u(?P<u>[0-9a-fA-F]{4})|U(?P<big>[0-9a-fA-F]{8})|(?P<other>[\s\S]|\Z))""",
    re.VERBOSE,
)
_ONE = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_LONGEST_NUMBER = 400
_LARGEST_UINT = 2**64 - 1
_LAST_CODE_POINT = 0x10FFFF


def constant(token: Token, start: int, end: int) -> Constant:
    """The tree node of a literal token that has no problem, with the place given."""
    text = token.text
    if token.kind == "word":
        kind, value = ("null", None) if text == "null" else ("bool", text == "true")
        return Constant(start, end, kind, value, known=True)
    if token.kind in ("string", "bytes"):
        return Constant(start, end, token.kind, _text(token), known=True)
    if len(text) > _LONGEST_NUMBER:
        return Constant(start, end, token.kind, None, known=False)
    if token.kind == "double":
        return Constant(start, end, "double", float(text), known=True)
    return Constant(start, end, token.kind, _whole(text), known=True)


def body(token: Token) -> str:
    """What stands between the quotes of a string or bytes token, escapes untouched."""
    prefix, quote = quote_of(token)
    return token.text[len(prefix) + len(quote) : -len(quote)]


def literal_problem(token: Token) -> SyntaxProblem | None:
    """Why the engine refuses a literal: an escape it does not have, a number it cannot hold."""
    if token.kind in ("string", "bytes"):
        return _escape_problem(token) if "\\" in token.text else None
    text = token.text
    place = token.start, token.end - token.start
    if text[-1] in "eE+-" and token.kind == "double":
        return SyntaxProblem(f"`{shown(text)}` is not a number: it needs an exponent", *place)
    if text.rstrip("uU")[-1] in "xX":
        return SyntaxProblem(f"`{shown(text)}` is not a number: it needs digits", *place)
    if token.kind == "double" and (len(text) > _LONGEST_NUMBER or not math.isfinite(float(text))):
        return (
            None
            if len(text) > _LONGEST_NUMBER
            else SyntaxProblem("the number is too large", *place)
        )
    large = token.kind == "uint" and (len(text) > _LONGEST_NUMBER or _whole(text) > _LARGEST_UINT)
    return SyntaxProblem("the number is too large", *place) if large else None


def _whole(text: str) -> int:
    digits = text.rstrip("uU")
    return int(digits, 16) if digits[:2] in ("0x", "0X") else int(digits)


def _text(token: Token) -> str | bytes:
    prefix, _ = quote_of(token)
    raw = body(token)
    if prefix in ("r", "R"):
        return raw
    text = _ESCAPE.sub(_character, raw) if "\\" in raw else raw
    if token.kind == "string":
        return text
    units = text.encode("utf-16-be", "surrogatepass")
    return units[1::2]  # the engine keeps the low half of each UTF-16 unit


def _escape_problem(token: Token) -> SyntaxProblem | None:
    prefix, quote = quote_of(token)
    if prefix in ("r", "R"):
        return None
    first = token.start + len(prefix) + len(quote)
    for escape in _ESCAPE.finditer(body(token)):
        message, hint = _refused(escape, token.kind == "bytes")
        if message is not None:
            length = len(escape[0])
            return SyntaxProblem(message, first + escape.start(), length, hint)
    return None


def _refused(escape: re.Match[str], in_bytes: bool) -> tuple[str | None, str | None]:
    code = escape["u"] or escape["big"]
    text = shown(escape[0])
    if code is not None:
        point = int(code, 16)
        if in_bytes:
            return f"`{text}` is not allowed in bytes", None
        if point > _LAST_CODE_POINT or 0xD800 <= point <= 0xDFFF:
            return f"`{text}` is not a character", None
        return None, None
    other = escape["other"]
    if other is None:
        return None, None
    if other in "xXuU" or other in "01234567":
        return f"`{text}` is not a whole escape: it needs more digits", None
    doubled = f"`\\\\{other}`" if other.isprintable() and other.strip() else "two backslashes"
    return f"`{text}` is not an escape CEL has", f"write {doubled}"


def _character(escape: re.Match[str]) -> str:
    if one := escape["one"]:
        return _ONE.get(one, one)
    if octal := escape["octal"]:
        return chr(int(octal, 8))
    code = escape["x"] or escape["u"] or escape["big"]
    assert code is not None, "literal_problem refuses every other escape"
    return chr(int(code, 16))
