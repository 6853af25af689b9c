"""Where the keys of a TOML file stand: tomllib gives values without places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from flowcheck.pattern import late_pattern

_HEADER = late_pattern(r"^\s*(\[\[?)\s*(.+?)\s*\]\]?\s*(?:#.*)?$")
_PART = late_pattern(r'\s*(?:"((?:[^"\\]|\\.)*)"|\'([^\']*)\'|([A-Za-z0-9_-]+))\s*(\.|$|=)')
_ESCAPED = late_pattern(r'\\(["\\])')

Path = tuple[str | int, ...]
Places = Mapping[Path, tuple[int, int]]
"""1-based line and column of each key and table header that is written out, the first of several.
Integers count the tables of an array of tables."""


def _parts(text: str) -> list[str]:
    """The parts of a dotted key (what stands before `=`, if it has one)."""
    parts: list[str] = []
    position = 0
    while match := _PART.match(text, position):
        quoted = match.group(1)
        if quoted is not None:
            parts.append(_ESCAPED.sub(r"\1", quoted))
        else:
            parts.append(match.group(2) or match.group(3) or "")
        position = match.end()
        if match.group(4) != ".":
            break
    return parts


def places(text: str) -> Places:
    """The place of every key of a TOML text."""
    found: dict[Path, tuple[int, int]] = {}
    table: Path = ()
    counts: Counter[tuple[str, ...]] = Counter()
    for number, line in enumerate(lines(text), start=1):
        header = _HEADER.match(line)
        if header:
            names = tuple(_parts(header.group(2)))
            table = names
            if header.group(1) == "[[":
                table = (*names, counts[names])
                counts[names] += 1
            keys = table
        else:
            names = tuple(_parts(line)) if "=" in line else ()
            keys = (*table, *names) if names else ()
        if keys:
            found.setdefault(keys, (number, len(line) - len(line.lstrip()) + 1))
    return found


def place(known: Places, path: Path) -> tuple[int, int]:
    """1-based line and column of the deepest part of `path` that is written out as a key or a
    table header; (1, 1) when none is."""
    for depth in range(len(path), 0, -1):
        if path[:depth] in known:
            return known[path[:depth]]
    return (1, 1)


def lines(text: str) -> list[str]:
    """The lines of a TOML text, which end in a line feed and in nothing else."""
    return text.split("\n")
