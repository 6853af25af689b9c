"""What is done in other processes, which end when this one does."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing.connection import Connection, wait
from typing import Any, Self, TypeVar

from flowcheck.batch.errors import WorkerError
from flowcheck.batch.tasks import Task
from flowcheck.batch.worker import Outcome, Terms, Worker
from flowcheck.reading.decode import collector_paused

T = TypeVar("T")
R = TypeVar("R")
AHEAD = 3
"""Things each process may have waiting for it."""


class Processes:
    """Processes that work for this one; a context manager. They are stopped, whatever they are at,
    when the block is left by an exception (Ctrl-C is one) or this process ends, by force even.

    start: called once in each, with these arguments."""

    def __init__(self, jobs: int, start: Callable[..., None], *args: Any) -> None:
        # A forked process has the rules loaded already; beside threads forking is not safe.
        forks = sys.platform == "linux" and threading.active_count() == 1
        context = multiprocessing.get_context("fork" if forks else "spawn")
        watched, self._open = context.Pipe(duplex=False)
        self._watched = watched
        self._ahead = jobs * AHEAD
        self._executor = ProcessPoolExecutor(
            jobs,
            mp_context=context,
            initializer=_begin,
            initargs=(watched, self._open, start, args),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, failed: type[BaseException] | None, *_: object) -> None:
        if failed is not None:
            self._open.close()
        self._executor.shutdown(cancel_futures=True)
        self._open.close()
        self._watched.close()

    def submit(self, function: Callable[[T], R], items: Iterable[T]) -> list[Future[R]]:
        """Have things done; their results in time."""
        with _interrupts_held():
            return [self._executor.submit(function, item) for item in items]

    def in_order(self, function: Callable[[T], R], items: Iterable[T]) -> Iterator[R]:
        """The result for each item, in their order. Items are taken as they are needed, a few
        ahead. Raises WorkerError, and what the function raises."""
        waiting: deque[Future[R]] = deque()
        with _deaths_told():
            for item in items:
                waiting += self.submit(function, (item,))
                if len(waiting) >= self._ahead:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()


class Pool(Processes):
    """Processes that check files."""

    def __init__(self, jobs: int, terms: Terms) -> None:
        super().__init__(jobs, _have_worker, terms)

    def check(self, tasks: Sequence[Task]) -> Iterator[Outcome]:
        """Do tasks, in no certain order. Raises WorkerError, and SettingsError as `Worker`."""
        with _deaths_told():
            for future in as_completed(self.submit(work, tasks)):
                yield from future.result()


@contextmanager
def _deaths_told() -> Iterator[None]:
    try:
        yield
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


def _have_worker(terms: Terms) -> None:
    _workers.append(Worker(terms))


def _begin(
    watched: Connection, parents: Connection, start: Callable[..., None], args: tuple[Any, ...]
) -> None:
    """Leave interrupts to the parent, and end when it ends or closes its side of the pipe."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parents.close()
    threading.Thread(target=_end_with_the_parent, args=(watched,), daemon=True).start()
    gc.freeze()  # what was loaded before is no garbage
    start(*args)


def _end_with_the_parent(watched: Connection) -> None:
    parent = multiprocessing.parent_process()
    wait([watched] if parent is None else [watched, parent.sentinel])
    os._exit(1)


def work(task: Task) -> list[Outcome]:
    """Do a task, and give back what it took."""
    with collector_paused():
        outcomes = list(_workers[-1].check(task))
        _workers[-1].let_go()
    return outcomes
