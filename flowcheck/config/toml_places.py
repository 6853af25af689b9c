"""Where a key of a TOML file stands: tomllib gives values without places."""

from __future__ import annotations

import re
from collections import Counter

_HEADER = re.compile(r"^\s*(\[\[?)\s*(.+?)\s*\]\]?\s*(?:#.*)?$")
_PART = re.compile(r'\s*(?:"((?:[^"\\]|\\.)*)"|\'([^\']*)\'|([A-Za-z0-9_-]+))\s*(\.|$|=)')

Path = tuple[str | int, ...]


def _parts(text: str) -> list[str]:
    """The parts of a dotted key (what stands before `=`, if it has one)."""
    parts: list[str] = []
    position = 0
    while match := _PART.match(text, position):
        parts.append(next(g for g in match.groups()[:3] if g is not None))
        position = match.end()
        if match.group(4) != ".":
            break
    return parts


def place(text: str, path: Path) -> tuple[int, int]:
    """1-based line and column of the deepest part of `path` that is written out as a key or a
    table header; (1, 1) when none is. Integers count the tables of an array of tables."""
    best, best_depth = (1, 1), 0
    table: Path = ()
    counts: Counter[tuple[str, ...]] = Counter()
    for number, line in enumerate(text.splitlines(), start=1):
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
        depth = len(keys)
        if keys and keys == path[:depth] and depth > best_depth:
            best, best_depth = (number, len(line) - len(line.lstrip()) + 1), depth
    return best
