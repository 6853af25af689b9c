"""The values of literals."""

from __future__ import annotations

import math
import re

from flowcheck.expressions.scan import Token, quote_of
from flowcheck.expressions.tree import Constant, Scalar

_ESCAPE = re.compile(
    r"""\\(?:(?P<one>[abfnrtv"'\\?`])|(?P<octal>[0-3][0-7]{2})|[xX](?P<x>[0-9a-fA-F]{2})
        |u(?P<u>[0-9a-fA-F]{4})|U(?P<big>[0-9a-fA-F]{8})|(?P<other>[\s\S]|\Z))""",
    re.VERBOSE,
)
_ONE = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_LONGEST_NUMBER = 400
_LARGEST = 2**53
_LAST_CODE_POINT = 0x10FFFF


class _Unknown(Exception):
    """The value of a literal cannot be told."""


def constant(token: Token, start: int, end: int) -> Constant:
    """The tree node of a literal token, with the place given."""
    try:
        kind, value = _value(token)
    except _Unknown:
        return Constant(start, end, token.kind, None, known=False)
    return Constant(start, end, kind, value, known=True)


def body(token: Token) -> str:
    """What stands between the quotes of a string or bytes token, escapes untouched."""
    prefix, quote = quote_of(token)
    return token.text[len(prefix) + len(quote) : -len(quote)]


def _value(token: Token) -> tuple[str, Scalar]:
    text = token.text
    if token.kind == "word":
        return ("null", None) if text == "null" else ("bool", text == "true")
    if token.kind in ("string", "bytes"):
        return token.kind, _text(token)
    if len(text) > _LONGEST_NUMBER:
        raise _Unknown
    if token.kind == "double":
        number = float(text)
        if not math.isfinite(number):
            raise _Unknown
        return "double", number
    digits = text.rstrip("uU")
    whole = int(digits, 16) if digits.startswith("0x") else int(digits)
    if whole > _LARGEST:
        raise _Unknown  # past this, readers round or refuse
    return token.kind, whole


def _text(token: Token) -> str | bytes:
    prefix, quote = quote_of(token)
    raw = body(token)
    if len(quote) == 3 and "\r" in raw:
        raise _Unknown  # line ends are normalised by some readers only
    if "b" in prefix.lower():
        if not raw.isascii() or "\\" in raw:
            raise _Unknown
        return raw.encode("ascii")
    return raw if "r" in prefix.lower() else _ESCAPE.sub(_character, raw)


def _character(escape: re.Match[str]) -> str:
    if one := escape["one"]:
        return _ONE.get(one, one)
    if octal := escape["octal"]:
        return chr(int(octal, 8))
    code = escape["x"] or escape["u"] or escape["big"]
    if code is None:
        raise _Unknown  # `\d` and the like: an error in CEL, a letter to lenient readers
    point = int(code, 16)
    if point > _LAST_CODE_POINT or 0xD800 <= point <= 0xDFFF:
        raise _Unknown
    return chr(point)
