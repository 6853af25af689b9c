"""Colours for what flowcheck prints, in the `console` and `text` blocks of the site.

mkdocs calls `on_page_content` with the finished HTML of a page (see `hooks` in mkdocs.yml). Lines
of prose may wrap; the lines with source text and carets stand in a part that scrolls by itself,
for a caret has to stay under its word."""

from __future__ import annotations

import re
from itertools import groupby
from typing import Final

_BLOCK: Final = re.compile(
    r'(<div class="language-(?:console|text) highlight"><pre><span></span><code>)(.*?)(</code>)',
    re.DOTALL,
)
_TAGS: Final = re.compile(r"<[^>]*>")
_SOURCE: Final = re.compile(r" *\d* \|(?: |$)")
_MARKS: Final = (
    (re.compile(r"\b(error|warning|info)\[FC\d{3}\]"), r'<b class="fc-\1">\g<0></b>'),
    (re.compile(r"(:\d+:\d+: )(error|warning|info|note):"), r'\1<b class="fc-\2">\2</b>:'),
    (re.compile(r"(--&gt; )(.*?)(?= \(|</span>|$)"), r'<i class="fc-arrow">\1</i><u>\2</u>'),
    (re.compile(r"(= help:)"), r'<b class="fc-help">\1</b>'),
)
_CARETS: Final = re.compile(r"(\^+|(?<= )-+(?=</span>|$))")


def on_page_content(html: str, **_: object) -> str:
    """The page with severities, places, carets and help marked for the style sheet."""
    return _BLOCK.sub(lambda block: f"{block[1]}{coloured(block[2])}{block[3]}", html)


def coloured(code: str) -> str:
    """The lines of one block, those with source text together in parts of their own."""
    parts = []
    for source, lines in groupby(code.splitlines(keepends=True), key=_is_source):
        text = "".join(_marked(line, source=source) for line in lines)
        parts.append(f'<span class="fc-source">{text}</span>' if source else text)
    return "".join(parts)


def _is_source(line: str) -> bool:
    return bool(_SOURCE.match(_TAGS.sub("", line)))


def _marked(line: str, *, source: bool) -> str:
    if source:
        shown = _TAGS.sub("", line).rstrip("\n")
        return (
            _CARETS.sub(r'<b class="fc-caret">\1</b>', line) if shown.strip(" |^-") == "" else line
        )
    for pattern, mark in _MARKS:
        line = pattern.sub(mark, line)
    return line
