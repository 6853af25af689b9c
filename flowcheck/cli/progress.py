"""How far a long run is: a bar on stderr, on a terminal only, once a second has passed."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

PATIENCE = 1.0
"""Seconds without a bar."""


class Bar:
    """Is told how many files are done; shows it when that takes long.

    Nothing runs beside the check: a run that is soon over never loads what draws the bar."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._start = clock()
        self._shown: tuple[Progress, TaskID] | None = None

    def step(self, done: int, total: int) -> None:
        if self._shown is None:
            if self._clock() - self._start < PATIENCE or done >= total:
                return
            self._shown = _begin(total)
        bar, task = self._shown
        bar.update(task, completed=done)

    def close(self) -> None:
        """Take the bar away."""
        if self._shown is not None:
            self._shown[0].stop()


def _begin(total: int) -> tuple[Progress, TaskID]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = TextColumn("checking"), BarColumn(), MofNCompleteColumn(), TextColumn("files")
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    task = bar.add_task("", total=total)
    bar.start()
    return bar, task


class BytesBar:
    """Is told what is being done and how many bytes of how many are; shows that with its rate and
    the time it will take."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._start = clock()
        self._shown: tuple[Progress, TaskID] | None = None
        self._what = ""

    def step(self, what: str, done: int, total: int) -> None:
        """total: 0 when nobody knows."""
        if self._shown is None:
            if self._clock() - self._start < PATIENCE:
                return
            self._shown = _begin_bytes()
        bar, task = self._shown
        if what != self._what:
            self._what = what
            bar.reset(task, description=what, total=total or None)
        bar.update(task, completed=done)

    def close(self) -> None:
        """Take the bar away."""
        if self._shown is not None:
            self._shown[0].stop()


def _begin_bytes() -> tuple[Progress, TaskID]:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        DownloadColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
        TransferSpeedColumn,
    )

    columns = DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn()
    bar = Progress(
        *(TextColumn("{task.description}"), BarColumn(), *columns),
        console=Console(stderr=True),
        transient=True,
    )
    task = bar.add_task("", total=None)
    bar.start()
    return bar, task


def _watched() -> bool:
    """Whether somebody looks, at a terminal that can take a line back."""
    return sys.stderr.isatty() and os.environ.get("TERM") not in ("dumb", "unknown")


@contextmanager
def progress() -> Iterator[Callable[[int, int], None] | None]:
    """What to tell how many files are done; None where nobody looks."""
    if not _watched():
        yield None
        return
    bar = Bar()
    try:
        yield bar.step
    finally:
        bar.close()


@contextmanager
def progress_in_bytes() -> Iterator[Callable[[str, int, int], None] | None]:
    """What to tell what is being done and how far it is; None where nobody looks."""
    if not _watched():
        yield None
        return
    bar = BytesBar()
    try:
        yield bar.step
    finally:
        bar.close()
