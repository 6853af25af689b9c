"""Files checked in other processes, which end when this one does."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing.connection import Connection, wait
from typing import Self

from flowcheck.batch.errors import WorkerError
from flowcheck.batch.tasks import Task
from flowcheck.batch.worker import Outcome, Terms, Worker


class Pool:
    """Processes that check files; a context manager. They are stopped, whatever they are at, when
    the block is left by an exception (Ctrl-C is one) or this process ends, by force even."""

    def __init__(self, jobs: int, terms: Terms) -> None:
        # A forked process has the rules loaded already; beside threads forking is not safe.
        forks = sys.platform == "linux" and threading.active_count() == 1
        context = multiprocessing.get_context("fork" if forks else "spawn")
        watched, self._open = context.Pipe(duplex=False)
        self._watched = watched
        self._executor = ProcessPoolExecutor(
            jobs, mp_context=context, initializer=_begin, initargs=(terms, watched, self._open)
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, failed: type[BaseException] | None, *_: object) -> None:
        if failed is not None:
            self._open.close()
        self._executor.shutdown(cancel_futures=True)
        self._open.close()
        self._watched.close()

    def check(self, tasks: Sequence[Task]) -> Iterator[Outcome]:
        """Do tasks, in no certain order. Raises WorkerError, and SettingsError as `Worker`."""
        try:
            with _interrupts_held():
                futures = [self._executor.submit(work, task) for task in tasks]
            for future in as_completed(futures):
                yield from future.result()
        except BrokenProcessPool as error:
            raise WorkerError(
                "a checking process ended without an answer (killed, or out of memory?); "
                "`--jobs 1` needs the least memory"
            ) from error


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Ctrl-C waits while processes start, which are to ignore it and have yet to say so."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


# In the other processes

_workers: list[Worker] = []
"""The one of this process."""


def _begin(terms: Terms, watched: Connection, parents: Connection) -> None:
    """Leave interrupts to the parent, and end when it ends or closes its side of the pipe."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parents.close()
    threading.Thread(target=_end_with_the_parent, args=(watched,), daemon=True).start()
    gc.freeze()  # what was loaded before is no garbage
    _workers.append(Worker(terms))


def _end_with_the_parent(watched: Connection) -> None:
    parent = multiprocessing.parent_process()
    wait([watched] if parent is None else [watched, parent.sentinel])
    os._exit(1)


def work(task: Task) -> list[Outcome]:
    """Do a task, and give back what it took."""
    outcomes = list(_workers[-1].check(task))
    _workers[-1].let_go()
    return outcomes
