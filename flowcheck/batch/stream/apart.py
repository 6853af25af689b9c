"""Problems of one file that come part by part, told apart as `identity.told_apart` does."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator

from flowcheck.identity import numbered
from flowcheck.report import Problem

MOST_HELD = 100_000
"""Fingerprints counted in memory; more go to a temporary file."""


class Apart:
    """Numbers the problems of a file that are alike, in the order in which they come.

    A file of a million records may have millions of different problems, so what is known of them
    is kept on the disk once it is much."""

    def __init__(self) -> None:
        self._seen: dict[str, int] = {}
        self._disk: sqlite3.Connection | None = None

    def __call__(self, problems: Iterable[Problem]) -> Iterator[Problem]:
        for problem in problems:
            yield numbered(problem, self._number(problem.fingerprint))

    def close(self) -> None:
        """Forget everything."""
        if self._disk is not None:
            self._disk.close()

    def _number(self, fingerprint: str) -> int:
        number = self._seen.get(fingerprint)
        if number is None and self._disk is not None:
            rows = self._disk.execute("SELECT n FROM seen WHERE id = ?", (fingerprint,))
            number = next((n for (n,) in rows), None)
        number = 0 if number is None else number + 1
        self._seen[fingerprint] = number
        if len(self._seen) > MOST_HELD:
            self._spill()
        return number

    def _spill(self) -> None:
        if self._disk is None:
            # No name: a file of its own that goes when it is closed. Nobody reads it after us.
            self._disk = sqlite3.connect("", isolation_level=None)
            self._disk.execute("PRAGMA journal_mode = OFF")
            self._disk.execute("CREATE TABLE seen (id TEXT PRIMARY KEY, n INTEGER) WITHOUT ROWID")
        self._disk.execute("BEGIN")
        self._disk.executemany("INSERT OR REPLACE INTO seen VALUES (?, ?)", self._seen.items())
        self._disk.execute("COMMIT")
        self._seen.clear()
