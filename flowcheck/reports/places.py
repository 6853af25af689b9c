"""Paths as a repository's pages know them: relative to its root, percent-encoded in URIs."""

from __future__ import annotations

import os
from urllib.parse import quote

from flowcheck.dataclass import dataclass
from flowcheck.tree import is_no_file, repository_root


@dataclass(frozen=True, slots=True)
class Repository:
    """Where files are seen from: `root` is the repository's, names of a report are relative to
    `folder`. Both are absolute."""

    root: str
    folder: str

    @classmethod
    def here(cls) -> Repository:
        """The one around the current folder."""
        return cls(repository_root(os.getcwd()) or os.getcwd(), os.getcwd())

    def name(self, file: str) -> str | None:
        """A file's path from the root with forward slashes; None for what is no file (`<stdin>`)
        and for files outside."""
        if is_no_file(file):
            return None
        path = self._path(file)
        inside = _inside(path, self.root)
        if inside is None and "\0" not in file:
            # Reached through a symbolic link, or the root was.
            inside = _inside(os.path.realpath(path), os.path.realpath(self.root))
        return inside

    def uri(self, file: str) -> str:
        """A file's `file:` URI, wherever it lies."""
        path = self._path(file)
        drive = os.path.splitdrive(path)[0]
        rest = path[len(drive) :].replace(os.sep, "/")
        return f"file://{'/' if drive else ''}{drive}{relative_uri(rest)}"

    def _path(self, file: str) -> str:
        return os.path.normpath(os.path.join(self.folder, file))


def relative_uri(path: str) -> str:
    """A relative path as a URI reference. A `:` would look like a scheme: it is encoded too."""
    return quote(_bytes(path), safe="/")


def _inside(path: str, top: str) -> str | None:
    start = os.path.join(top, "")
    return path[len(start) :].replace(os.sep, "/") if path.startswith(start) else None


def _bytes(path: str) -> bytes:
    """Bytes that are no UTF-8 in a file's name come as half surrogate pairs: back to bytes."""
    try:
        return path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return path.encode("utf-8", "surrogatepass")
