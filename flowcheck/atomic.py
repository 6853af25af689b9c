"""Files are written whole or not at all: a temporary file beside the target, then a rename."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from flowcheck.tree import inside, repository_root


def write_text(path: str | os.PathLike[str], text: str, *, newline: str = "") -> None:
    """Write UTF-8 text in place of `path`; as `write_texts`."""
    write_texts(path, (text,), newline=newline)


def write_texts(path: str | os.PathLike[str], texts: Iterable[str], *, newline: str = "") -> None:
    """Write UTF-8 texts, one after another, in place of `path`, keeping the mode of a file that
    was there.

    A symbolic link is followed, never replaced, as long as it stays in its tree (see `real_path`);
    something that is no regular file (a pipe, /dev/stdout) is written to directly. Raises OSError;
    the old file is then untouched."""
    target = real_path(path)
    # A link in /proc leads to a pipe, though not by a name that could be opened.
    if os.path.exists(path) and not os.path.isfile(path):
        with open(path, "w", encoding="utf-8", newline=newline) as file:
            file.writelines(texts)
        return
    mode = target.stat().st_mode & 0o7777 if target.exists() else None
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".tmp")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline=newline) as file:
            file.writelines(texts)
        os.chmod(name, _default_mode() if mode is None else mode)
        os.replace(name, target)
    except BaseException:
        os.unlink(name)
        raise


def real_path(path: str | os.PathLike[str]) -> Path:
    """The file that writing to `path` changes, behind every symbolic link.

    A repository may bring links along. None may take a write out of the tree it lies in: the
    repository around the working directory, else that directory; for a path elsewhere the
    repository around the path. Raises OSError for one that does, and for links in a circle."""
    named = os.path.abspath(path)
    target = os.path.realpath(named)
    if os.path.islink(target):
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), os.fspath(path))
    here = os.getcwd()
    if inside(named, here):
        tree: str | None = repository_root(here) or here
    else:
        tree = repository_root(os.path.dirname(named))
    if tree is not None and not inside(target, os.path.realpath(tree)):
        raise OSError(
            errno.EPERM,
            "a symbolic link takes it out of the repository; name the file itself",
            os.fspath(path),
        )
    return Path(target)


def _default_mode() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
