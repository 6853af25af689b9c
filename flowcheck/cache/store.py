"""The folder of the cache. It may be shared, half written, foreign or read-only: whatever is
wrong with it, the check goes on without."""

from __future__ import annotations

import json
import os
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from flowcheck.cache.entry import Checked, from_json, to_json

FOLDER = ".flowcheck_cache"
MOST_ENTRIES = 20_000
UNUSED_FOR = 30 * 86_400
"""Seconds after which an entry that nobody read is dropped."""
TIDIED_EVERY = 86_400
_TAG = """Signature: 8a477f597d28d172789f06886806bc55
# This folder is a cache of flowcheck and can be deleted at any time.
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """A kept result. models, files: digests of the model-holding files and of all files that it
    was checked together with."""

    checked: Checked
    models: str
    files: str

    def holds(self, models: str, files: str) -> bool:
        """Whether it is still true among these files."""
        return self.models == models and (self.files == files or not self.checked.calls)


class Store:
    """Entries by key, a file each. Several processes may use one folder at once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._usable: bool | None = None

    def get(self, key: str, name: str) -> Entry | None:
        """The entry of a key, for the file shown as `name`; None without one that can be read."""
        path = self._path(key)
        try:
            with open(path, "rb") as file:
                data = json.loads(file.read(), parse_constant=_refused)
                read = os.fstat(file.fileno()).st_mtime
            if data["key"] != key:
                return None
            models, files = data["among"]
            if not isinstance(models, str) or not isinstance(files, str):
                return None
            entry = Entry(from_json(data, name), models, files)
        except (OSError, ValueError, TypeError, LookupError, AttributeError, RecursionError):
            return None
        if time.time() - read > TIDIED_EVERY:
            self._touch(path)
        return entry

    def put(self, key: str, entry: Entry) -> None:
        """Keep an entry, when that is possible."""
        data = {"key": key, "among": [entry.models, entry.files], **to_json(entry.checked)}
        try:
            text = json.dumps(data, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
        except (RecursionError, ValueError):  # a value of the file that is deep or no JSON
            return
        if self._made():
            self._write(self._path(key), text)

    def tidy(self, now: float | None = None) -> None:
        """Once a day, drop what was not used for a month and the oldest beyond `MOST_ENTRIES`.
        Call it after something was written."""
        now = time.time() if now is None else now
        stamp = self.folder / "tidied"
        try:
            if now - stamp.stat().st_mtime < TIDIED_EVERY:
                return
        except OSError:
            pass  # never tidied
        if not self._made():
            return
        self._write(stamp, "")
        entries = sorted(self._entries(), reverse=True)
        for number, (used, path) in enumerate(entries):
            if number >= MOST_ENTRIES or now - used > UNUSED_FOR:
                self._unlink(path)

    def _entries(self) -> list[tuple[float, str]]:
        found: list[tuple[float, str]] = []
        for folder in self._scan(self.folder):
            for path in self._scan(folder) if os.path.isdir(folder) else ():
                try:
                    found.append((os.stat(path).st_mtime, path))
                except OSError:
                    continue  # another process tidies too
        return found

    @staticmethod
    def _scan(folder: str | Path) -> list[str]:
        try:
            return [entry.path for entry in os.scandir(folder)]
        except OSError:
            return []

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key[2:]}.json"

    def _made(self) -> bool:
        """Whether the folder is there, made when it was not."""
        if self._usable is None:
            try:
                self.folder.mkdir(exist_ok=True)
                for name, text in ((".gitignore", "*\n"), ("CACHEDIR.TAG", _TAG)):
                    if not (self.folder / name).exists():
                        self._write(self.folder / name, text)
                self._usable = os.access(self.folder, os.W_OK)
            except OSError:
                self._usable = False
        return self._usable

    def _write(self, path: Path, text: str) -> None:
        """Whole or not at all, and never in the way of another process that writes the same."""
        name = f"{path.parent}/.{path.name}.{os.getpid()}-{threading.get_ident()}.tmp"
        try:
            path.parent.mkdir(exist_ok=True)
            with open(name, "w", encoding="ascii") as file:
                file.write(text)
            os.replace(name, path)
        except OSError:
            self._unlink(name)

    @staticmethod
    def _unlink(path: str) -> None:
        try:
            os.unlink(path)
        except OSError:
            return  # gone already, or not ours to drop

    @staticmethod
    def _touch(path: Path) -> None:
        try:
            os.utime(path)
        except OSError:
            return  # read-only: its age is then that of its writing


def place(config: Path | None) -> Path:
    """Where the cache lies: beside the configuration file, else in the repository's root, else in
    the working directory."""
    if config is not None:
        return config.parent / FOLDER
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / ".git").exists():
            return folder / FOLDER
    return here / FOLDER


def _refused(word: str) -> None:
    raise ValueError(f"{word} is not JSON")
