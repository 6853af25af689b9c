"""Signs of a flow in a text that is not JSON: whose broken file is it?

A directory walk meets broken JSON of every sort: settings with comments, metrics with NaN, empty
files, pointers of Git LFS. Only what uses words that Scenario alone writes is worth a problem."""

from __future__ import annotations

import re
from typing import Final

from flowcheck.pattern import late_pattern
from flowcheck.reading.recognise import OWN_TYPES
from flowcheck.wire import vocabulary as words
from flowcheck.wire.spelling import snake

_KEYS: Final = (
    "flow",
    "editorInfo",
    "includeOutputsInWorkflowJob",
    "inputsDefinition",
    "logicType",
    "loopBodyNodeIds",
    "loopNodeId",
)
_TYPES: Final = (*OWN_TYPES, *words.ARRAY_TYPES)


def _any(names: tuple[str, ...]) -> str:
    spelt = sorted({spelling for name in names for spelling in (name, snake(name))})
    return "|".join(map(re.escape, spelt))


_SIGN: Final = late_pattern(
    rf"""["'](?:{_any(_KEYS)})["']\s*:"""
    rf"""|["']type["']\s*:\s*["'](?:{_any(_TYPES)})["']"""
    r"""|["']node["']\s*:\s*["']workflow["']"""
    r"""|["']ref["']\s*:\s*\{\s*["'](?:node|conditional|equal)["']"""
)


def shows_a_flow(text: str) -> bool:
    """Whether a text, be it UTF-16 that was read as UTF-8, has something only Scenario writes."""
    return _SIGN.search(text.replace("\0", "") if "\0" in text else text) is not None
