"""Text from a checked file is hostile: what could steer a terminal or hide is shown escaped."""

from __future__ import annotations

import json
import re
from typing import Any

_UNSAFE = re.compile(
    "["
    "\x00-\x1f\x7f-\x9f"  # control characters, escape among them
    "\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff"  # invisible, line ends, direction marks
    "\ud800-\udfff"  # halves of surrogate pairs, which no encoder takes
    "\ufff9-\ufffb\U000e0000-\U000e007f"  # interlinear marks, tags
    "]"
)


def _escaped(match: re.Match[str]) -> str:
    code = ord(match.group())
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def shown(text: str) -> str:
    """`text` on one line, safe for a terminal: unsafe characters as `\\u001b`."""
    return _UNSAFE.sub(_escaped, text)


def _json_escaped(match: re.Match[str]) -> str:
    code = ord(match.group())
    if code < 0x10000:
        return f"\\u{code:04x}"
    high, low = divmod(code - 0x10000, 0x400)
    return f"\\u{0xD800 + high:04x}\\u{0xDC00 + low:04x}"


_UNSAFE_IN_JSON = re.compile(_UNSAFE.pattern.replace("\x00-\x1f\x7f", "\x7f"))


def dumps(value: Any, *, indent: int | None = None) -> str:
    """JSON text with readable unicode and unsafe characters as `\\u` escapes, keys in the order
    given. Never has NaN; non-finite numbers raise ValueError."""
    text = json.dumps(value, ensure_ascii=False, indent=indent, allow_nan=False)
    return _UNSAFE_IN_JSON.sub(_json_escaped, text)
