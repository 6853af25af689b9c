"""How messages show values, numbers and lists of names."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import islice
from typing import Any, Final

LONGEST: Final = 60
"""The most characters of a value that a message shows."""
MOST_LISTED: Final = 8
"""The most alternatives that a message lists."""


def number(value: float) -> str:
    """A number as people write it: without a trailing `.0`, and never wider than `LONGEST`."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e16:
        value = int(value)
    return _short(str(value))


def quoted(value: Any) -> str:
    """A value as JSON in backticks, at most `LONGEST` characters of it."""
    return f"`{_short(_head(value))}`"


def listed(names: Iterable[str], *, word: str = "or") -> str:
    """Names in backticks: "`a`, `b` or `c`". Past `MOST_LISTED` only their number is told."""
    return _joined(names, lambda name: f"`{_short(name)}`", word)


def listed_values(values: Iterable[Any], *, word: str = "or") -> str:
    """As `listed`, for JSON values."""
    return _joined(values, quoted, word)


def be(noun: str, names: Collection[object]) -> str:
    """A noun and its verb before a list of that many: "input is", "inputs are"."""
    return f"{noun} is" if len(names) == 1 else f"{noun}s are"


def json_type(value: object) -> str:
    """The JSON name of a decoded value's type."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | float):
        return "number"
    if isinstance(value, str):
        return "string"
    return "array" if isinstance(value, list) else "object"


def a_type(value: Any) -> str:
    """A value's JSON type with its article: "a string", "an array"."""
    return with_article(json_type(value))


def with_article(kind: str) -> str:
    """The name of a JSON type with its article."""
    return kind if kind == "null" else f"{'an' if kind[0] in 'ao' else 'a'} {kind}"


def plural(count: float, noun: str) -> str:
    """A count and its noun: "1 item", "3 items"."""
    return f"{number(count)} {noun}{'' if count == 1 else 's'}"


def _joined(things: Iterable[Any], shown: Callable[[Any], str], word: str) -> str:
    # Not copied: each of many messages may list the same many names.
    counted = things if isinstance(things, Collection) else list(things)
    left_out = 0 if len(counted) <= MOST_LISTED else len(counted) - MOST_LISTED + 1
    parts = [shown(thing) for thing in islice(counted, len(counted) - left_out)]
    if left_out:
        parts.append(f"{left_out} others")
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {word} {parts[-1]}"


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _head(value: Any) -> str:
    """The beginning of a value's JSON text, a little longer than `LONGEST` when there is more.

    Every level of nesting writes a character, so what is read is bounded whatever the value."""
    text = ""
    for piece in islice(_pieces(value), LONGEST + 2):
        text += piece
        if len(text) > LONGEST:
            break
    return text


def _pieces(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield json.dumps(value[: LONGEST + 2], ensure_ascii=False)
    elif isinstance(value, bool) or value is None:
        yield json.dumps(value)
    elif isinstance(value, int | float):
        yield number(value)
    else:
        pairs = value.items() if isinstance(value, dict) else ((None, item) for item in value)
        yield "{" if isinstance(value, dict) else "["
        for index, (key, item) in enumerate(pairs):
            if index:
                yield ", "
            if key is not None:
                yield from _pieces(key)
                yield ": "
            yield from _pieces(item)
        yield "}" if isinstance(value, dict) else "]"
