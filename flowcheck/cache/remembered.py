"""Results of one run: what a cache knows is taken, what is new stays in memory."""

from __future__ import annotations

from flowcheck.cache.store import Entry, Store


class Remembered:
    """Entries by key. Nothing is written, be it that texts are checked which may never be on the
    disk. below: the cache, or None for none."""

    def __init__(self, below: Store | None) -> None:
        self._below = below
        self._entries: dict[str, Entry] = {}

    def get(self, key: str, name: str) -> Entry | None:
        """The entry of a key, for the file shown as `name`."""
        found = self._entries.get(key)
        if found is None and self._below is not None:
            found = self._below.get(key, name)
        return found

    def put(self, key: str, entry: Entry) -> None:
        """Remember an entry."""
        self._entries[key] = entry

    def tidy(self) -> None:
        """There is nothing to drop: the run ends."""
