"""Files checked in other processes. What comes back is the same whatever process made it."""

from __future__ import annotations

import multiprocessing
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from typing import Self

from flowcheck.batch.check import WorkerError
from flowcheck.batch.share import calls_workflow, check_share, holds_models, passed_over
from flowcheck.cache.checked import Checked
from flowcheck.cache.keys import digest
from flowcheck.reading.files import Found, read_bytes, to_source
from flowcheck.reading.source import Source
from flowcheck.report import Failure
from flowcheck.settings import Settings

MOST_AT_ONCE = 32
"""Files one process holds at the same time."""
SHARES = 4
"""Tasks for each process, so that one with large files does not keep the others waiting."""

Numbered = tuple[int, Found]
"""A file by its number in the check."""


@dataclass(frozen=True, slots=True)
class Task:
    """What a process is asked: to check `files` against the model records in `models`."""

    files: tuple[Numbered, ...]
    models: tuple[Numbered, ...]
    settings: Settings
    hashed: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a process answers about one file.

    result: without problems, and `needs_all` set, for a file whose nodes call workflows: it has
    to be checked where all files are. content: the digest of what was read, when asked for.
    data: what was read, of a file with problems."""

    index: int
    result: Checked | Failure
    content: str = ""
    data: bytes | None = None

    @property
    def needs_all(self) -> bool:
        return isinstance(self.result, Checked) and self.result.calls


class Pool:
    """Processes that check files; a context manager."""

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs
        # A forked process has the rules loaded already; beside threads forking is not safe.
        forks = sys.platform == "linux" and threading.active_count() == 1
        context = multiprocessing.get_context("fork" if forks else "spawn")
        self._executor = ProcessPoolExecutor(
            jobs, mp_context=context, initializer=_leave_interrupts_to_the_parent
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._executor.shutdown(cancel_futures=True)

    def check(self, files: Sequence[Numbered], task: Task) -> Iterator[Outcome]:
        """Check files as `task` says, in no certain order. Raises WorkerError."""
        size = max(1, min(MOST_AT_ONCE, -(-len(files) // (self._jobs * SHARES))))
        shares = [tuple(files[at : at + size]) for at in range(0, len(files), size)]
        try:
            futures = [self._executor.submit(work, replace(task, files=s)) for s in shares]
            for future in as_completed(futures):
                yield from future.result()
        except BrokenProcessPool as error:
            raise WorkerError(
                "a checking process ended without an answer (killed, or out of memory?); "
                "`--jobs 1` needs the least memory"
            ) from error


def _leave_interrupts_to_the_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def work(task: Task) -> list[Outcome]:
    """Do a task; runs in a process of its own."""
    outcomes: list[Outcome] = []
    wanted: dict[int, Source] = {}
    data: dict[int, bytes] = {}
    for index, found in task.files:
        read = read_bytes(found)
        if isinstance(read, Failure):
            outcomes.append(Outcome(index, read))
            continue
        source, content = to_source(found, read), digest(read) if task.hashed else ""
        if passed_over(source, found):
            outcomes.append(Outcome(index, Checked(skipped=True), content))
        elif calls_workflow(source):
            known = Checked(models=holds_models(source), calls=True)
            outcomes.append(Outcome(index, known, content))
        else:
            wanted[index], data[index] = source, read
    among = {**_models(task, wanted), **wanted}
    in_order = [among[index] for index in sorted(among)]
    for index, checked in check_share(wanted, in_order, task.settings):
        content = digest(data[index]) if task.hashed else ""
        outcomes.append(Outcome(index, checked, content, data[index] if checked.problems else None))
    return outcomes


def _models(task: Task, wanted: dict[int, Source]) -> dict[int, Source]:
    found: dict[int, Source] = {}
    for index, item in task.models:
        if index not in wanted:
            read = read_bytes(item)
            if not isinstance(read, Failure):
                found[index] = to_source(item, read)
    return found
