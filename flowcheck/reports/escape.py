"""Text from a checked file is hostile: what could steer a terminal or a CI runner, or hide, is
shown escaped."""

from __future__ import annotations

import json
import re
from typing import Any, Final

from flowcheck.pattern import late_pattern

_CONTROLS = "\x00-\x1f\x7f"
_HIDDEN = (
    "\x80-\x9f"  # the other control characters
    "\xad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\uffa0"  # drawn as nothing
    "\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"  # invisible, line ends, direction marks
    "\ud800-\udfff"  # halves of surrogate pairs, which no encoder takes
    "\ufff0-\ufffb\ufffe\uffff"  # interlinear marks, what XML refuses
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff"  # invisible notes, tags
)
_COMMAND = r"(?<=#)#(?=\w*\[)"  # `##vso[…]`, `##[…]`: CI runners obey it wherever it stands
_UNSAFE = late_pattern(f"[{_CONTROLS}{_HIDDEN}]|{_COMMAND}")
_UNSAFE_IN_JSON = late_pattern(f"[\x7f{_HIDDEN}]|{_COMMAND}")  # json.dumps has escaped the rest

LONGEST: Final = 1000
"""The most characters of a message that a person is shown."""
LONGEST_NAME: Final = 100
"""The most characters of a node's or an input's name that a person is shown."""


def shown(text: str) -> str:
    """`text` on one line, safe for a terminal and a log: unsafe characters as `\\u001b`."""
    return _UNSAFE.sub(_escaped, text)


def shown_characters(text: str) -> list[str]:
    """As `shown`, each character of `text` by itself, for those who count them."""
    characters = list(text)
    for match in _UNSAFE.finditer(text):
        characters[match.start()] = _escaped(match)
    return characters


def brief(text: str, most: int = LONGEST) -> str:
    """As `shown`, with the middle left out of a text of more than `most` characters: a name of
    ten thousand stands before what is said about it."""
    if len(text) > most:
        tail = most // 4
        text = f"{text[: most - tail - 3]} … {text[-tail:]}"
    return shown(text)


def dumps(value: Any, *, indent: int | None = None) -> str:
    """JSON text with readable unicode and unsafe characters as `\\u` escapes, keys in the order
    given. Never has NaN; non-finite numbers raise ValueError."""
    text = json.dumps(value, ensure_ascii=False, indent=indent, allow_nan=False)
    return _UNSAFE_IN_JSON.sub(_json_escaped, text)


def _escaped(match: re.Match[str]) -> str:
    code = ord(match.group())
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _json_escaped(match: re.Match[str]) -> str:
    code = ord(match.group())
    if code < 0x10000:
        return f"\\u{code:04x}"
    high, low = divmod(code - 0x10000, 0x400)
    return f"\\u{0xD800 + high:04x}\\u{0xDC00 + low:04x}"
