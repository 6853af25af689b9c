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


@contextmanager
def progress() -> Iterator[Callable[[int, int], None] | None]:
    """What to tell how many files are done; None where nobody looks, or the terminal can not take
    a line back."""
    if not sys.stderr.isatty() or os.environ.get("TERM") in ("dumb", "unknown"):
        yield None
        return
    bar = Bar()
    try:
        yield bar.step
    finally:
        bar.close()
