"""Regular expressions that are compiled when they are first used. A check loads seventy of them and
asks a dozen; to compile them all took a twelfth of the time of a cold check."""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast


class _Late:
    """Stands for a compiled pattern; each of its methods is the real one from its first use on."""

    def __init__(self, text: str | bytes, flags: int) -> None:
        self._text = text
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        method = getattr(re.compile(self._text, self._flags), name)
        setattr(self, name, method)
        return method


def late_pattern(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """As `re.compile`, for the methods of the pattern; the functions of `re` do not take it. A
    mistake in it shows when it is used, and in the tests, which compile them all."""
    return cast("re.Pattern[AnyStr]", _Late(text, flags))
