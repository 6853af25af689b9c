"""Kept results. Their folder may be shared, half written, foreign or read-only: whatever is wrong
with it, the check goes on without."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator

from flowcheck.cache.checked import Checked, from_json, to_json
from flowcheck.cache.folder import Folder
from flowcheck.dataclass import dataclass
from flowcheck.tree import repository_root

FOLDER = ".flowcheck_cache"
MOST_ENTRIES = 20_000
UNUSED_FOR = 30 * 86_400
"""Seconds after which an entry that nobody read is dropped."""
TIDIED_EVERY = 86_400
_TIDIED = "tidied"
"""The file whose time tells when that was done last."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A kept result. models, files: digests of the model-holding files and of all files that it
    was checked together with."""

    checked: Checked
    models: str
    files: str


class Store:
    """Entries by key, a file each. Several processes may use one folder at once."""

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        self._folder = Folder(folder)
        self.place = self._folder.path

    @property
    def refused(self) -> str | None:
        """Why the folder is not used, when it is not flowcheck's: a clause about it."""
        return self._folder.refused

    def get(self, key: str, name: str) -> Entry | None:
        """The entry of a key, for the file shown as `name`; None without one that can be read."""
        found = self._folder.read(_name(key))
        if found is None:
            return None
        content, used = found
        try:
            data = json.loads(content, parse_constant=_refused)
            if data["key"] != key:
                return None
            models, files = data["among"]
            if not isinstance(models, str) or not isinstance(files, str):
                return None
            entry = Entry(from_json(data, name), models, files)
        except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
            return None
        if time.time() - used > TIDIED_EVERY:
            self._folder.touch(_name(key))
        return entry

    def put(self, key: str, entry: Entry) -> None:
        """Keep an entry, when that is possible."""
        data = {"key": key, "among": [entry.models, entry.files], **to_json(entry.checked)}
        try:
            text = json.dumps(data, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
        except (RecursionError, ValueError):  # a value of the file that is deep or no JSON
            return
        self._folder.write(_name(key), text)

    def tidy(self, now: float | None = None) -> None:
        """Once a day, drop what was not used for a month and the oldest beyond `MOST_ENTRIES`.
        Call it after something was written."""
        now = time.time() if now is None else now
        if not self._folder.made():
            return
        age = self._folder.age(_TIDIED, now)
        if age is not None and age < TIDIED_EVERY:
            return
        self._folder.write(_TIDIED, "")
        for number, (used, name) in enumerate(sorted(self._folder.entries(), reverse=True)):
            if number >= MOST_ENTRIES or now - used > UNUSED_FOR:
                self._folder.remove(name)


class Stores:
    """The stores of a run, each made once."""

    def __init__(self) -> None:
        self._by_folder: dict[str, Store] = {}

    def beside(self, config: str | os.PathLike[str] | None) -> Store:
        """The one for a configuration file; see `place`."""
        folder = place(config)
        return self._by_folder.setdefault(folder, Store(folder))

    def refusals(self) -> Iterator[str]:
        """Which folders are not used, and why."""
        for store in self._by_folder.values():
            if store.refused is not None:
                yield f"{store.place} {store.refused}"


def _name(key: str) -> str:
    """Where an entry lies in the folder."""
    return f"{key[:2]}/{key[2:]}.json"


def place(config: str | os.PathLike[str] | None) -> str:
    """Where the cache lies: beside the configuration file, else in the repository's root, else in
    the working directory."""
    if config is not None:
        return os.path.join(os.path.dirname(config), FOLDER)
    here = os.getcwd()
    return os.path.join(repository_root(here) or here, FOLDER)


def _refused(word: str) -> None:
    raise ValueError(f"{word} is not JSON")
