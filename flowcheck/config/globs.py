"""Globs of a configuration file: gitignore's language, relative to the file's folder."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from flowcheck.gitignore import PatternError, Patterns, parts, strict_pattern
from flowcheck.tree import relative_names


class Globs:
    """Matches files by patterns; of several that match, the last counts."""

    def __init__(self, patterns: Iterable[str], folder: Path) -> None:
        """Raises PatternError for a pattern that can match nothing."""
        self._patterns = Patterns(strict_pattern(text) for text in patterns)
        self._folder = folder

    def match(self, path: str) -> bool:
        """Whether a path (relative to the working directory, or absolute) is matched, by its
        spelling or, behind symbolic links, by what it really is."""
        return any(self._patterns.ignores(name) for name in names_in(self._folder, path))


class GlobIndex:
    """Tells which of many globs match a file, without asking each. Globs are held against a file
    only when a name that they spell out is among the names on its path."""

    def __init__(self, globs: Iterable[str], folder: Path) -> None:
        self._folder = folder
        self._by_name: dict[bytes | None, list[tuple[str, Patterns]]] = {}
        self._known: dict[str, frozenset[str]] = {}
        for glob in sorted(globs):
            pattern = strict_pattern(glob)
            entry = (glob, Patterns([pattern]))
            self._by_name.setdefault(pattern.plain_name, []).append(entry)

    def matching(self, path: str) -> frozenset[str]:
        """The globs that match a path; as `Globs.match`."""
        found = self._known.get(path)
        if found is None:
            found = self._known[path] = frozenset(
                glob
                for names in names_in(self._folder, path)
                for name in (None, *dict.fromkeys(names))
                for glob, patterns in self._by_name.get(name, ())
                if patterns.ignores(names)
            )
        return found


def names_in(folder: Path, path: str) -> list[list[bytes]]:
    """What globs relative to a folder match of a path, in parts: as it is spelt and as it really
    is. Nothing of a path outside."""
    return [parts(name) for name in inner_names(folder, path)]


def inner_names(folder: Path, path: str) -> list[str]:
    """As `names_in`, in one piece."""
    return [
        name
        for name in relative_names(path, folder)
        if not name.startswith("../") and not os.path.isabs(name)
    ]


def fault(glob: str, *, alone: bool) -> str | None:
    """What is wrong with a glob, as a clause about it; None when nothing is. alone: no other
    stands before it, of which it could take something back."""
    try:
        pattern = strict_pattern(glob)
    except PatternError as error:
        return str(error)
    return "only takes back what others match" if alone and pattern.negated else None
