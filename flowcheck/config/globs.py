"""Globs of a configuration file: gitignore's language, relative to the file's folder."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path


class Globs:
    """Matches paths against patterns; paths outside the folder match nothing."""

    def __init__(self, patterns: Iterable[str], folder: Path) -> None:
        from pathspec import GitIgnoreSpec

        self._spec = GitIgnoreSpec.from_lines(patterns)
        self._folder = os.path.abspath(folder)

    def match(self, path: str) -> bool:
        """Whether a path (relative to the working directory, or absolute) is matched."""
        relative = os.path.relpath(os.path.abspath(path), self._folder).replace(os.sep, "/")
        return not relative.startswith("../") and self._spec.match_file(relative)
