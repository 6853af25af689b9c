"""Folders around a path: upward to the root of its repository, downward through what it holds."""

from __future__ import annotations

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
