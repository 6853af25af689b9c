"""Files are written whole or not at all: a temporary file beside the target, then a rename."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def write_text(path: str | os.PathLike[str], text: str, *, newline: str = "") -> None:
    """Write UTF-8 text in place of `path`, keeping the mode of a file that was there.

    A symbolic link is followed, never replaced; something that is no regular file (a pipe,
    /dev/stdout) is written to directly. Raises OSError; the old file is then untouched."""
    target = Path(os.path.realpath(path))
    # A link in /proc leads to a pipe, though not by a name that could be opened.
    if os.path.exists(path) and not os.path.isfile(path):
        with open(path, "w", encoding="utf-8", newline=newline) as file:
            file.write(text)
        return
    mode = target.stat().st_mode & 0o7777 if target.exists() else None
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".tmp")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline=newline) as file:
            file.write(text)
        os.chmod(name, _default_mode() if mode is None else mode)
        os.replace(name, target)
    except BaseException:
        os.unlink(name)
        raise


def _default_mode() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
