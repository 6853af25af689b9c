"""A Markdown page as its checkers see it: fenced blocks, headings, links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

_FENCE: Final = re.compile(r"^(?P<indent> *)(?P<ticks>`{3,})(?P<info>[^`]*)$")
_TITLE: Final = re.compile(r'title="([^"]+)"')
_LINK: Final = re.compile(r"!?\[(?:[^\]\\]|\\.)*\]\(<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\)")
_CODE: Final = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)", re.DOTALL)
_HEADING: Final = re.compile(r"^(#{1,6}) +(.*?)(?: +\{ *#([\w-]+) *\})?$")


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block. line: 1-based, of its first fence. language: the first word behind the
    fence. title: `title="…"`, the name of a file with this text. text: without its indentation,
    each line with its end."""

    line: int
    language: str
    title: str | None
    indent: int
    text: str


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its path and its text."""

    path: Path
    text: str

    def blocks(self) -> Iterator[Block]:
        """Its fenced blocks, in order."""
        lines = self.text.splitlines(keepends=True)
        number = 0
        while number < len(lines):
            opening = _FENCE.match(lines[number].rstrip())
            number += 1
            if opening is None:
                continue
            first, indent = number, len(opening["indent"])
            while number < len(lines) and lines[number].strip() != opening["ticks"]:
                number += 1
            text = "".join(_dedent(line, indent) for line in lines[first:number])
            number += 1
            info = opening["info"].strip()
            title = _TITLE.search(info)
            language = info.partition(" ")[0]
            yield Block(first, language, title and title[1], indent, text)

    def with_block(self, block: Block, text: str) -> Page:
        """The page with another text in one of its blocks."""
        lines = self.text.splitlines(keepends=True)
        margin = " " * block.indent
        new = [margin + line if line.strip() else line for line in text.splitlines(keepends=True)]
        end = block.line + block.text.count("\n")
        return replace(self, text="".join(lines[: block.line] + new + lines[end:]))

    def prose(self) -> str:
        """The text with every fenced block blanked, its line numbers unchanged."""
        lines = self.text.split("\n")
        for block in self.blocks():
            end = block.line + block.text.count("\n") + 1
            lines[block.line - 1 : end] = [""] * (end - block.line + 1)
        return "\n".join(lines)

    def links(self) -> Iterator[tuple[int, str]]:
        """(line, target) of every link in the prose."""
        prose = _CODE.sub(lambda code: re.sub(r"[^\n]", "x", code[0]), self.prose())
        for match in _LINK.finditer(prose):
            yield prose.count("\n", 0, match.start()) + 1, match[1]

    def anchors(self) -> set[str]:
        """The ids of its headings, as the site makes them."""
        found: set[str] = set()
        for line in self.prose().split("\n"):
            heading = _HEADING.match(line)
            if heading is None:
                continue
            anchor = heading[3] or slug(heading[2])
            number = 1
            while anchor in found:
                anchor = f"{heading[3] or slug(heading[2])}_{number}"
                number += 1
            found.add(anchor)
        return found


def _dedent(line: str, indent: int) -> str:
    return line[indent:] if not line[:indent].strip() else line.lstrip(" ")


def slug(heading: str) -> str:
    """The id of a heading: what it shows, in lower case, words joined by `-`."""
    shown = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).replace("`", "")
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", shown).strip().lower())
