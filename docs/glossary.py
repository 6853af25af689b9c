"""The terms of `terms.md`, and the links from a text to them."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Final

from doccheck.pages import slug

TERMS: Final = Path(__file__).parent / "terms.md"
_ENTRY: Final = re.compile(r"^### (.+?)(?: \{#([\w-]+)\})?\n(.+)$", re.MULTILINE)
_KEPT: Final = re.compile(
    r"^(?P<fence>[ ]*`{3,}).*?^(?P=fence)\s*$|`[^`\n]*`|^#.*$|\[[^\]]*\]\([^)]*\)",
    re.MULTILINE | re.DOTALL,
)
"""What gets no link inside: code, headings, other links."""

EVERYDAY: Final = frozenset({"node", "flow", "null", "item", "case", "finding", "skipped"})
"""Terms that stand on nearly every page: a link at each would only disturb."""


@cache
def terms() -> dict[str, tuple[str, str]]:
    """Each term → its anchor on the page and what it means."""
    text = TERMS.read_text(encoding="utf-8")
    return {
        term: (anchor or slug(term), plain(means)) for term, anchor, means in _ENTRY.findall(text)
    }


def plain(text: str) -> str:
    """Markdown without links, quotes and code marks, to show in a tooltip."""
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    return text.replace("`", "").replace('"', "'")


def linked(text: str, page: str) -> str:
    """A Markdown text in which the first mention of each term leads to its line on `page`."""
    ahead = {term for term in terms() if term not in EVERYDAY}
    pieces = []
    start = 0
    for kept in _KEPT.finditer(text):
        pieces += [_with_links(text[start : kept.start()], page, ahead), kept[0]]
        start = kept.end()
    return "".join(pieces) + _with_links(text[start:], page, ahead)


def _with_links(text: str, page: str, ahead: set[str]) -> str:
    def link(match: re.Match[str]) -> str:
        term = " ".join(match[1].lower().split())
        if term not in ahead:
            return match[0]
        ahead.discard(term)
        anchor, means = terms()[term]
        return f'[{match[0]}]({page}#{anchor} "{means}"){{.term}}'

    return _pattern().sub(link, text)


@cache
def _pattern() -> re.Pattern[str]:
    # The longest first, so that `accepted run` is not read as `run`.
    longest = sorted(terms(), key=len, reverse=True)
    words = "|".join(re.escape(term).replace(r"\ ", r"\s+") for term in longest)
    return re.compile(rf"(?<![\w-])({words})(?:e?s)?(?![\w-])", re.IGNORECASE)
