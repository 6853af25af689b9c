"""Folders around a path: upward to the root of its repository, downward through what it holds."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator

NEVER_WALKED = frozenset(
    {".git", ".hg", ".svn", "node_modules", ".venv", "__pycache__", ".flowcheck_cache"}
)


def upward(start: str | os.PathLike[str]) -> Iterator[str]:
    """The folder `start` and those above it, absolute, up to and with the first that holds
    `.git`."""
    folder = os.path.abspath(start)
    while True:
        yield folder
        above = os.path.dirname(folder)
        if above == folder or _is_root(folder):
            return
        folder = above


def repository_root(start: str | os.PathLike[str]) -> str | None:
    """The nearest folder upward from `start` that holds `.git`; None outside of repositories."""
    *_, last = upward(start)
    return last if _is_root(last) else None


def _is_root(folder: str) -> bool:
    return os.path.exists(os.path.join(folder, ".git"))


def inside(path: str, folder: str) -> bool:
    """Whether an absolute, normal path is the folder or lies in it, by its spelling."""
    return path == folder or path.startswith(os.path.join(folder, ""))


def relative(path: str, folder: str | os.PathLike[str]) -> str:
    """A path as seen from a folder, with forward slashes; absolute where it lies on another
    drive."""
    path = os.path.abspath(path)
    with contextlib.suppress(ValueError):
        path = os.path.relpath(path, os.path.abspath(folder))
    return path.replace(os.sep, "/")


def relative_names(path: str, folder: str | os.PathLike[str]) -> tuple[str, ...]:
    """A path as seen from a folder: as it is spelt and, when a symbolic link lies on the way, as
    it really is."""
    spelt = relative(path, folder)
    real = relative(os.path.realpath(path), os.path.realpath(folder))
    return (spelt,) if real == spelt else (spelt, real)


def is_no_file(name: str) -> bool:
    """Whether a name stands for something that is no file: `<stdin>`, `<memory>`."""
    return name.startswith("<") and name.endswith(">")


def walk(
    top: str,
    *,
    failed: Callable[[OSError], None] | None = None,
    left_out: Callable[[str, str], bool] | None = None,
) -> Iterator[tuple[str, str]]:
    """Folder and name of each file below `top`, sorted, a folder's own files before its folders'.

    Links to folders are not followed and `NEVER_WALKED` is not entered, nor a folder that
    `left_out` (told the folder it is in, and its name) says is left out. failed: told of folders
    that cannot be read."""
    for folder, folders, names in os.walk(top, onerror=failed):
        folders[:] = sorted(
            name
            for name in folders
            if name not in NEVER_WALKED and (left_out is None or not left_out(folder, name))
        )
        for name in sorted(names):
            yield folder, name
