"""Fixing for the library: one text in, one text out."""

from __future__ import annotations

import codecs
from typing import AnyStr

from flowcheck.engine import check_sources
from flowcheck.fixes.rounds import fix_sources
from flowcheck.reading.source import Source
from flowcheck.report import Problem
from flowcheck.settings import Settings

_MARK = "\ufeff"


def fixed_text(
    text: AnyStr,
    settings: Settings | None = None,
    *,
    unsafe: bool = False,
    name: str = "<memory>",
) -> tuple[AnyStr, tuple[Problem, ...]]:
    """Mend what flowcheck finds in a JSON text and knows how to mend.

    text: str or UTF-8 bytes; all that is not mended stays as it is, byte for byte, a byte order
    mark and line ends included. unsafe: guesses too, such as the nearest match of an unknown
    name. name: as for `check`; it decides about JSON Lines and stands in the problems.

    Returns the text and the problems mended, each with the place it had when its turn came. Only
    problems that `settings` show are mended. Text that is not JSON comes back unchanged. Raises
    SettingsError for unknown rules and FixError, a bug, when a fix cannot be made."""
    in_force = settings or Settings()
    if isinstance(text, bytes):
        source = Source.from_bytes(name, text)
    else:
        source = Source.from_text(name, text)
    fixed = fix_sources([source], lambda sources: check_sources(sources, in_force), unsafe=unsafe)
    if not fixed.applied:
        return text, ()
    new = fixed.sources[0].text
    if isinstance(text, bytes):
        mark = codecs.BOM_UTF8 if text.startswith(codecs.BOM_UTF8) else b""
        return mark + new.encode(), fixed.applied
    return _MARK * text.startswith(_MARK) + new, fixed.applied
