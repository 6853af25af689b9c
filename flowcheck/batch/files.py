"""A file of a check: what is known of it so far."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

from flowcheck.batch.tasks import Item
from flowcheck.dataclass import dataclass
from flowcheck.reading.files import Found, read_bytes, read_once, shown_name
from flowcheck.report import Failure
from flowcheck.settings import Settings

if TYPE_CHECKING:
    from flowcheck.cache.checked import Checked
    from flowcheck.cache.remembered import Remembered
    from flowcheck.cache.store import Entry, Store


@dataclass(frozen=True, slots=True)
class Under:
    """What a file is checked under. store: the cache, or None for none."""

    settings: Settings
    store: Store | Remembered | None = None


class File:
    """index: its number in the check. settings, store: as in `Under`. data: what it holds, of one
    that can be read but once (stdin, a pipe). checked: what came of it; fresh: in this check.
    waits: it is to be checked with what it calls. text: what the report shows of it, of a file
    with problems.

    A plain class, quicker to set up than a dataclass where a whole check takes milliseconds."""

    __slots__ = (
        "checked",
        "content",
        "data",
        "entry",
        "failure",
        "found",
        "fresh",
        "index",
        "key",
        "name",
        "settings",
        "store",
        "text",
        "waits",
    )

    def __init__(
        self, index: int, found: Found, stdin_name: str, under: Callable[[str], Under]
    ) -> None:
        self.index = index
        self.found = found
        self.name = shown_name(found, stdin_name)
        by = under(self.name)
        self.settings = by.settings
        self.store = by.store
        self.content = ""
        self.key = ""
        self.data: bytes | None = None
        self.text: bytes | str | None = None
        self.entry: Entry | None = None
        self.checked: Checked | None = None
        self.failure: Failure | None = None
        self.fresh = False
        self.waits = False
        if read_once(found.path):
            self._read()

    @property
    def once_only(self) -> bool:
        """Whether it can be read but once, which has been done."""
        return self.data is not None

    @property
    def item(self) -> Item:
        """What a process has to know of it."""
        return Item(self.index, self.found, self.data)

    @property
    def size(self) -> int:
        """In bytes; 0 when it cannot be told, as the check will."""
        try:
            return os.path.getsize(self.found.path)
        except OSError:
            return 0

    @property
    def wanted(self) -> bool:
        """Whether nothing is known of it."""
        return self.checked is None and self.failure is None

    def look_up(self, run: Callable[[Settings], str]) -> bool:
        """Take what the cache knows of it; whether it knows anything. run: the part of its key
        that rests on the settings."""
        store = self.store
        if store is None:
            return False
        data = self._read() if self.data is None else self.data
        if data is None:
            return False
        from flowcheck.cache.keys import digest, file_key

        self.content = digest(data)
        self.key = file_key(run(self.settings), self.name, self.found.explicit, self.content)
        self.entry = store.get(self.key, self.name)
        if self.entry is None:
            return False
        self.checked = self.entry.checked
        self.text = data if self.checked.problems else None
        return True

    def _read(self) -> bytes | None:
        read = read_bytes(self.found, stdin_name=self.name)
        if isinstance(read, Failure):
            self.failure = read
            return None
        if read_once(self.found.path):
            self.data = read
        return read
