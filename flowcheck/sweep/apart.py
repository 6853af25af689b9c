"""Records checked in a process beside this one, so that one that ends it is found and told."""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Iterable, Iterator
from typing import IO

from flowcheck.batch.rows import Item, Row, failed_row, rows
from flowcheck.settings import Settings
from flowcheck.sweep.knowing import known_in

ENDED = "the check of this record ended its process"


def each_apart(items: Iterable[Item], output: str, stamp: str, settings: Settings) -> Iterator[Row]:
    """The rows of each record; a record whose check ends the process has one row that says so."""
    child: subprocess.Popen[bytes] | None = None
    try:
        for item in items:
            if child is None:
                child = _started(output, stamp, settings)
            found = _asked(child, item)
            if found is None:
                child.kill()
                child.wait()
                child = None
                yield failed_row(item, ENDED)
            else:
                yield from found
    finally:
        if child is not None:
            child.kill()
            child.wait()


def _started(output: str, stamp: str, settings: Settings) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "flowcheck.sweep.apart"]
    child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert child.stdin is not None
    pickle.dump((output, stamp, settings), child.stdin)
    child.stdin.flush()
    return child


def _asked(child: subprocess.Popen[bytes], item: Item) -> list[Row] | None:
    assert child.stdin is not None
    assert child.stdout is not None
    try:
        pickle.dump(item, child.stdin)
        child.stdin.flush()
        found: list[Row] = pickle.load(child.stdout)
    except (BrokenPipeError, EOFError):
        return None
    return found


def answer(read: IO[bytes], write: IO[bytes]) -> None:
    """What the process beside does: rows for each record it is given, until there are no more."""
    output, stamp, settings = pickle.load(read)
    while True:
        try:
            item = pickle.load(read)
        except EOFError:
            return
        pickle.dump(list(rows([item], known_in(output, stamp), settings)), write)
        write.flush()


if __name__ == "__main__":
    answer(sys.stdin.buffer, sys.stdout.buffer)
