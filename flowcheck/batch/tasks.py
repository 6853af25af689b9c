"""Shares of a check's files, as much as one process holds at the same time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol, TypeVar

from flowcheck.dataclass import dataclass
from flowcheck.reading.files import Found
from flowcheck.settings import Settings

MOST_AT_ONCE = 32
MUCH_AT_ONCE = 8_000_000
"""Files one process holds at the same time, and bytes in them, beside those that others are
checked against."""
SHARES = 4
"""Tasks for each of several processes, so that one with large files keeps no other waiting."""


@dataclass(frozen=True, slots=True)
class Item:
    """A file by its number in the check. data: what it holds, of one that is read but once."""

    index: int
    found: Found
    data: bytes | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """What a process is asked: to check `files` under `settings` against the model records in
    `models`. open: others of its files may hold some too, and what it has met of them counts."""

    files: tuple[Item, ...]
    settings: Settings
    models: tuple[Item, ...] = ()
    open: bool = False


class Sized(Protocol):
    """What has a size in bytes."""

    @property
    def size(self) -> int: ...


S = TypeVar("S", bound=Sized)


def shares(files: Sequence[S], jobs: int) -> Iterator[list[S]]:
    """Files in shares, in their order, for so many processes."""
    most = MOST_AT_ONCE
    if jobs > 1:
        most = max(1, min(most, -(-len(files) // (jobs * SHARES))))
    share: list[S] = []
    held = 0
    for file in files:
        size = file.size if len(files) > 1 else 0
        if share and (len(share) >= most or held + size > MUCH_AT_ONCE):
            yield share
            share, held = [], 0
        share.append(file)
        held += size
    if share:
        yield share
