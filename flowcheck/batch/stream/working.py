"""Where parts are worked on: here, or in processes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Self

from flowcheck.batch.stream.checking import Checker, PartResult, PartTask
from flowcheck.batch.stream.looking import Look, Seen, look, look_for_called
from flowcheck.reading.decode import collect_recent

if TYPE_CHECKING:
    from types import TracebackType

    from flowcheck.batch.processes import Processes


class Working:
    """Has things done, by one process (this one) or by several; a context manager. checker: what
    checks parts there."""

    def __init__(self, jobs: int, checker: Checker | None = None) -> None:
        self._jobs = jobs
        self._checker = checker
        self._processes: Processes | None = None

    def __enter__(self) -> Self:
        if self._jobs > 1:
            from flowcheck.batch.processes import Processes

            self._processes = Processes(self._jobs, _have_checker, self._checker)
            self._processes.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._processes is not None:
            self._processes.__exit__(kind, error, trace)

    def look(self, parts: Iterable[Look]) -> Iterator[Seen]:
        """What each part shows, in their order."""
        if self._processes is None:
            return map(look_once, parts)
        return self._processes.in_order(look_once, parts)

    def look_for_called(self, parts: Iterable[Look]) -> Iterator[Seen]:
        """Which called workflows each part holds, in their order."""
        if self._processes is None:
            return map(look_once_more, parts)
        return self._processes.in_order(look_once_more, parts)

    def check(self, parts: Iterable[PartTask]) -> Iterator[PartResult]:
        """What is wrong with each part, in their order. Raises WorkerError and SettingsError."""
        if self._processes is not None:
            return self._processes.in_order(_check, parts)
        assert self._checker is not None
        return map(self._checker.check, parts)


def look_once(part: Look) -> Seen:
    """Look at a part and give back what it took: reading JSON leaves circles, and the collector
    rests in the command line's processes."""
    seen = look(part)
    collect_recent()
    return seen


def look_once_more(part: Look) -> Seen:
    """Look at a part for what is called; as `look_once`."""
    seen = look_for_called(part)
    collect_recent()
    return seen


_checkers: list[Checker] = []
"""The one of this process, in those that check for another."""


def _have_checker(checker: Checker | None) -> None:
    if checker is not None:
        _checkers.append(checker)


def _check(task: PartTask) -> PartResult:
    return _checkers[-1].check(task)
