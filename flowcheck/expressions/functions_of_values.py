"""What the engine's functions give for values."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TypeAlias

from flowcheck.expressions.patterns import pattern_problem, simple_pattern
from flowcheck.expressions.values import (
    LONGEST,
    Failed,
    Known,
    Result,
    TypeName,
    Value,
    as_double,
    plain,
    type_of,
)
from flowcheck.pattern import late_pattern

_Function: TypeAlias = Callable[..., Result]
SPACE = (
    "\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000\ufeff"
)
"""What JavaScript trims."""
_SURE_LETTERS = (("\0", "\u017f"), ("\u0370", "\u052f"))
"""Where Python and JavaScript change case alike, whatever their Unicode version: Latin, Greek and
Cyrillic, not the letters that got their other case later."""
_TRUE = frozenset({"1", "t", "true", "TRUE", "True"})
_FALSE = frozenset({"0", "f", "false", "FALSE", "False"})
_DECIMAL = late_pattern(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?\Z")
_WHOLE = late_pattern(r"[+-]?[0-9]+\Z")
_OTHER_BASE = late_pattern(r"0(?:[xX][0-9a-fA-F]+|[oO][0-7]+|[bB][01]+)\Z")
_INFINITE = {"inf": math.inf, "infinity": math.inf}
_MOST_DIGITS = 20
_LARGEST, _SMALLEST = 2**63 - 1, -(2**63)
_SHORTEST_EXPONENT, _LONGEST_POINT = 21, 7


def called(function: str, member: bool, values: Sequence[Value]) -> Result:
    """The result of a call; values: the receiver of a member call, then the arguments. None where
    it is not known. That the numbers and types of the arguments have an overload is checked by
    the caller."""
    one = (_MEMBER if member else _GLOBAL).get(function)
    return None if one is None else one(*values)


def _size(value: Value) -> Result:
    return Known(len(value)) if isinstance(value, str | bytes | tuple) else None


def _type(value: Value) -> Result:
    return Known(TypeName(type_of(value).kind if isinstance(value, tuple) else type_of(value).name))


def _string(value: Value) -> Result:
    match value:
        case str():
            return Known(value)
        case bool():
            return Known("true" if value else "false")
        case int():
            return Known(str(value)) if abs(value) < 10**300 else None
        case float():
            return Known(number_text(value))
    return None


def number_text(number: float) -> str:
    """A double as JavaScript writes it, except that infinities are `+Inf` and `-Inf`."""
    if math.isnan(number):
        return "NaN"
    if math.isinf(number):
        return "+Inf" if number > 0 else "-Inf"
    if number == 0:
        return "0"
    sign = "-" if number < 0 else ""
    mantissa, _, exponent = f"{abs(number)!r}".partition("e")
    whole, _, fraction = mantissa.partition(".")
    point = len(whole) + int(exponent or 0)
    digits = (whole + fraction).lstrip("0")
    point -= len(whole + fraction) - len(digits)
    digits = digits.rstrip("0")
    if len(digits) <= point <= _SHORTEST_EXPONENT:
        return sign + digits + "0" * (point - len(digits))
    if 0 < point <= _SHORTEST_EXPONENT:
        return f"{sign}{digits[:point]}.{digits[point:]}"
    if -_LONGEST_POINT + 1 < point <= 0:
        return f"{sign}0.{'0' * -point}{digits}"
    rest = f".{digits[1:]}" if len(digits) > 1 else ""
    return f"{sign}{digits[0]}{rest}e{point - 1:+d}"


def _int(value: Value) -> Result:
    match value:
        case float():
            return Known(math.trunc(value)) if math.isfinite(value) else _no_number("int", value)
        case int():
            return Known(value)
        case str():
            if value != value.strip(SPACE) or len(value) > _MOST_DIGITS or "0x" in value:
                return _no_number("int", value)
            if value == "":
                return Known(0)
            if not _WHOLE.match(value) and not _OTHER_BASE.match(value):
                return _no_number("int", value)
            number = int(value, 0) if _OTHER_BASE.match(value) else int(value)
            inside = _SMALLEST <= number <= _LARGEST
            return Known(number) if inside else _no_number("int", value)
    return None


def _double(value: Value) -> Result:
    if not isinstance(value, str):
        return Known(as_double(value)) if isinstance(value, int | float) else None
    if not value or value != value.strip(SPACE) or len(value) > LONGEST:
        return _no_number("double", value)
    sign = -1 if value[0] == "-" else 1
    infinite = _INFINITE.get(value.lower().removeprefix("-" if sign < 0 else "+"))
    if infinite is not None:
        return Known(sign * infinite)
    if value.lower() == "nan":
        return Known(math.nan)
    if _OTHER_BASE.match(value):
        return Known(float(int(value, 0))) if len(value) <= _MOST_DIGITS else None
    return Known(float(value)) if _DECIMAL.match(value) else _no_number("double", value)


def _no_number(function: str, value: Value) -> Failed:
    shown = f"'{value[:30]}'" if isinstance(value, str) and value.isprintable() else "it"
    return Failed(f"`{function}` cannot make a number of {shown}")


def _bool(value: Value) -> Result:
    if isinstance(value, bool):
        return Known(value)
    if value in _TRUE or value in _FALSE:
        return Known(value in _TRUE)
    return Failed("`bool` takes `true` or `false`, not another text")


def _lower(text: str) -> Result:
    return Known(text.lower()) if _sure(text) else None


def _upper(text: str) -> Result:
    return Known(text.upper()) if _sure(text) else None


def _sure(text: str) -> bool:
    return all(any(first <= c <= last for first, last in _SURE_LETTERS) for c in text)


def _trim(value: Value) -> Result:
    if value is None:
        return Known("")
    return Known(value.strip(SPACE)) if isinstance(value, str) else None


def _index(text: str, part: str, start: int | None = None) -> Result:
    return _found(text, part, start, last=False)


def _last_index(text: str, part: str, start: int | None = None) -> Result:
    return _found(text, part, start, last=True)


def _found(text: str, part: str, start: int | None, *, last: bool) -> Result:
    if start is not None and part == "":
        return Known(start)
    if not plain(text) or not plain(part):
        return None
    if start is None:
        return Known(text.rfind(part) if last else text.find(part))
    if not 0 <= start < len(text):
        return Failed("the index lies outside the text")
    return Known(text.rfind(part, 0, start + len(part)) if last else text.find(part, start))


def _substring(text: str, start: int, end: int | None = None) -> Result:
    if not plain(text):
        return None
    end = len(text) if end is None else end
    if not 0 <= start <= len(text) or not start <= end <= len(text):
        return Failed("`substring` reaches outside the text")
    return Known(text[start:end])


def _split(text: str, separator: str, limit: int | None = None) -> Result:
    if limit == 0:
        return Known(())
    if not plain(text) or not plain(separator):
        return None
    parts = text.split(separator) if separator else list(text)
    if limit is not None and 0 < limit < len(parts):
        parts = [*parts[: limit - 1], separator.join(parts[limit - 1 :])]
    return Known(tuple(parts)) if len(parts) <= LONGEST else None


def _join(items: tuple[Value, ...], separator: str = "") -> Result:
    texts = [item for item in items if isinstance(item, str)]
    if len(texts) < len(items):
        return Failed("`join` takes a list of nothing but strings")
    joined = separator.join(texts)
    return Known(joined) if len(joined) <= LONGEST else None


def _matches(text: str, pattern: str) -> Result:
    problem = pattern_problem(pattern)
    if problem is not None:
        return Failed(problem)
    test = simple_pattern(pattern)
    answer = None if test is None else test(text)
    return None if answer is None else Known(answer)


def _slice(value: Value, start: int, end: int) -> Result:
    if not isinstance(value, str | tuple) or not 0 <= start <= end:
        return None
    if isinstance(value, str) and not plain(value):
        return None
    return Known(value[start:end])


_GLOBAL: dict[str, _Function] = {
    "size": _size,
    "type": _type,
    "dyn": Known,
    "string": _string,
    "int": _int,
    "double": _double,
    "bool": _bool,
    "trim": _trim,
    "slice": _slice,
}
_MEMBER: dict[str, _Function] = {
    "size": _size,
    "startsWith": lambda text, part: Known(text.startswith(part)),
    "endsWith": lambda text, part: Known(text.endswith(part)),
    "contains": lambda text, part: Known(part in text),
    "lowerAscii": _lower,
    "upperAscii": _upper,
    "trim": _trim,
    "indexOf": _index,
    "lastIndexOf": _last_index,
    "substring": _substring,
    "split": _split,
    "join": _join,
    "matches": _matches,
}
