"""The folder of the cache on disk. A stranger's repository may bring one along, or a link in its
place: nothing is read, written or removed but what flowcheck made, and no link is followed."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator

from flowcheck.pattern import late_pattern
from flowcheck.tree import inside, repository_root

TAG = "CACHEDIR.TAG"
TAG_TEXT = """Signature: 8a477f597d28d172789f06886806bc55
# This folder is a cache of flowcheck and can be deleted at any time.
"""
"""The first line is that of every cache (bford.info/cachedir), the second only ours."""
_PART = late_pattern(r"[0-9a-f]{2}")
_ENTRY = late_pattern(r"[0-9a-f]{62}\.json")
_HALF_WRITTEN = late_pattern(
    r"\.(?:[0-9a-f]{62}\.json|CACHEDIR\.TAG|\.gitignore|tidied)\.\d+-\d+\.tmp"
)
_CAREFUL = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
"""A link is not opened, and a named pipe does not keep us waiting."""


class Folder:
    """Files by their path in the folder (`ab/….json`). What cannot be done is left undone."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = os.fspath(path)
        self._parts: dict[str, bool] = {}
        self._refused: str | None = None
        self._looked = False
        self._usable: bool | None = None

    @property
    def refused(self) -> str | None:
        """Why the folder is not used, as a clause about it; None when it may be, or when it is
        not there yet."""
        if not self._looked:
            self._refused = self._refusal()
            self._looked = True
        return self._refused

    def _refusal(self) -> str | None:
        if _behind_link(os.path.dirname(os.path.abspath(self.path))):
            return "lies behind a symbolic link"
        try:
            mode = os.lstat(self.path).st_mode
        except OSError:
            return None
        if stat.S_ISLNK(mode):
            return "is a symbolic link"
        if not stat.S_ISDIR(mode):
            return "is no folder"
        # Asked again when it is not empty: another process may just have tagged it.
        if not self._tagged() and not self._empty() and not self._tagged():
            return "was not made by flowcheck"
        return None

    def _tagged(self) -> bool:
        read = self._read(TAG)
        return read is not None and read[0] == TAG_TEXT.encode()

    def _empty(self) -> bool:
        """Whether nothing is in it but what another process is just writing."""
        try:
            return all(_HALF_WRITTEN.fullmatch(name) for name in os.listdir(self.path))
        except OSError:
            return False

    def made(self) -> bool:
        """Whether it can be written to; made when it is not there."""
        if self._usable is None:
            self._usable = self.refused is None and self._make()
        return self._usable

    def _make(self) -> bool:
        try:
            _make_folder(self.path)
        except OSError:
            return False
        if self._read(TAG) is None:
            # The tag comes first: with it the folder is ours for every other process.
            self._write(TAG, TAG_TEXT)
            if self._read(TAG) is None:
                return False
            self._write(".gitignore", "*\n")
        return os.access(self.path, os.W_OK)

    def read(self, name: str) -> tuple[bytes, float] | None:
        """What a file holds and when it was last written or touched; None without one."""
        if self.refused is not None or not self._real(name):
            return None
        return self._read(name)

    def _read(self, name: str) -> tuple[bytes, float] | None:
        try:
            with open(self._path(name), "rb", opener=_open) as file:
                status = os.fstat(file.fileno())
                return (file.read(), status.st_mtime) if stat.S_ISREG(status.st_mode) else None
        except OSError:
            return None

    def write(self, name: str, text: str) -> None:
        """Whole or not at all, and never in the way of another process that writes the same."""
        if self.made():
            self._write(name, text)

    def _write(self, name: str, text: str) -> None:
        from threading import get_ident  # takes long to load; most runs write nothing

        path = self._path(name)
        folder, own = os.path.split(path)
        half = os.path.join(folder, f".{own}.{os.getpid()}-{get_ident()}.tmp")
        made = False
        try:
            if "/" in name:
                _make_folder(folder)
            if not self._real(name) or not _regular_or_none(path):
                return
            with open(half, "x", encoding="ascii", newline="\n") as file:  # follows no link
                made = True
                file.write(text)
            os.replace(half, path)
        except OSError:
            if made:
                _unlink(half)

    def age(self, name: str, now: float) -> float | None:
        """Seconds since a file was written or touched; None without one."""
        try:
            status = os.lstat(self._path(name))
        except OSError:
            return None
        return now - status.st_mtime if stat.S_ISREG(status.st_mode) else None

    def touch(self, name: str) -> None:
        """Mark a file as used just now."""
        if self.refused is None and self._real(name) and _regular_or_none(self._path(name)):
            try:
                os.utime(self._path(name))
            except OSError:
                return  # read-only: its age is then that of its writing

    def entries(self) -> Iterator[tuple[float, str]]:
        """When each entry was last used, and its name: files of ours only, half-written ones of
        processes that ended too."""
        if self.refused is not None:
            return
        for part in _scan(self.path):
            if _PART.fullmatch(part.name) and part.is_dir(follow_symlinks=False):
                for entry in _scan(part.path):
                    ours = _ENTRY.fullmatch(entry.name) or _HALF_WRITTEN.fullmatch(entry.name)
                    if ours and entry.is_file(follow_symlinks=False):
                        try:
                            used = entry.stat(follow_symlinks=False).st_mtime
                        except OSError:
                            continue  # another process tidies too
                        yield used, f"{part.name}/{entry.name}"

    def remove(self, name: str) -> None:
        """Remove an entry that `entries` told."""
        if self.refused is None and self._real(name) and _regular_or_none(self._path(name)):
            _unlink(self._path(name))

    def _path(self, name: str) -> str:
        return os.path.join(self.path, name)

    def _real(self, name: str) -> bool:
        """Whether the folder a file is in is one, and no link to one."""
        if "/" not in name:
            return True
        part = name[:2]
        if part not in self._parts:
            try:
                self._parts[part] = stat.S_ISDIR(os.lstat(self._path(part)).st_mode)
            except OSError:
                return False
        return self._parts[part]


def _open(path: str, flags: int) -> int:
    return os.open(path, flags | _CAREFUL)


def _behind_link(path: str) -> bool:
    """Whether a folder is reached by a symbolic link that lies below the working directory, or
    else below the root of the folder's repository: one that a repository may have brought."""
    here = os.getcwd()
    top = here if inside(path, here) else repository_root(path) or path
    while path != top and os.path.dirname(path) != path:
        if os.path.islink(path):
            return True
        path = os.path.dirname(path)
    return False


def _make_folder(path: str) -> None:
    """Raises OSError when there is none then."""
    try:
        os.mkdir(path)
    except FileExistsError:
        if not os.path.isdir(path):
            raise


def _regular_or_none(path: str) -> bool:
    """Whether a path is a plain file, or free."""
    try:
        return stat.S_ISREG(os.lstat(path).st_mode)
    except FileNotFoundError:
        return True
    except OSError:
        return False


def _scan(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError:
        return []


def _unlink(path: str) -> None:
    try:
        os.unlink(path)
    except OSError:
        return  # gone already
