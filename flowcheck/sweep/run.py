"""The whole sweep: plan, look, check, sum up; taken up again where it was left."""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import dask
from distributed import Client, KilledWorker, LocalCluster, as_completed

from flowcheck._version import __version__
from flowcheck.batch.check import processors
from flowcheck.batch.stream.known import Known, called_by_named
from flowcheck.dataclass import dataclass, replace
from flowcheck.reading.packed import Unreadable
from flowcheck.settings import Settings, SettingsError
from flowcheck.sweep import knowing
from flowcheck.sweep.part import Tally, check_part
from flowcheck.sweep.store import OWN, Store, located
from flowcheck.sweep.units import PART_BYTES, Unit, plan

RETRIES = 2
AHEAD = 3
"""Parts that each core may have waiting for it."""

_LOCAL = {
    "distributed.scheduler.worker-saturation": 1.0,
    # What workers would keep of every second and every task: tens of MB an hour.
    "distributed.worker.profile.enabled": False,
    "distributed.admin.low-level-log-length": 100,
}
"""How the cluster on this machine differs from Dask's defaults."""

Step = Callable[[str, int, int], None]
"""Told what is being done, and how many bytes of how many are."""


class SchedulerLostError(Exception):
    """The scheduler ended, or cannot be reached any more; what is committed stays."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to sweep. scheduler: the address of a running cluster; None starts one on this machine,
    of `jobs` processes (None: as many as there are processors)."""

    urls: tuple[str, ...]
    output: str
    scheduler: str | None = None
    jobs: int | None = None
    column: str | None = None
    part_bytes: int = PART_BYTES


@dataclass(frozen=True, slots=True)
class Swept:
    """What came of a sweep. lost: parts that could not be read or written, with the reason; they
    are tried again by the next run."""

    told: dict[str, Any]
    lost: dict[str, str]


def sweep(wanted: Wanted, settings: Settings, step: Step | None = None) -> Swept:
    """Check everything once and write the tables. Raises SettingsError for what is not there and
    for an output that holds another sweep, SchedulerLostError in the middle of the work."""
    units = plan(wanted.urls, wanted.column, wanted.part_bytes)
    fs, path = located(wanted.output)
    store = Store(fs.unstrip_protocol(path))  # workers have working directories of their own
    _same_plan(store, units, settings)
    with _client(wanted) as client:
        run = _Run(client, units, store, settings, step)
        before = run.known()
        lost = run.check([replace(unit, before=before[unit.index]) for unit in units])
    tally = Tally()
    done = store.committed()
    for index in sorted(done):
        tally.add(store.get_json(done[index]))
    told = {"version": 1, "parts": len(units), "committed": len(done), **tally.told()}
    store.put_json(f"{OWN}/summary.json", told)
    return Swept(told, lost)


def _same_plan(store: Store, units: Sequence[Unit], settings: Settings) -> None:
    plan = {
        "version": 1,
        "flowcheck": __version__,
        "settings": repr(settings),
        "parts": [[u.url, u.size, u.stamp, u.start, u.end, u.column, u.group] for u in units],
    }
    there = store.get_json(f"{OWN}/plan.json")
    if there is None:
        store.put_json(f"{OWN}/plan.json", plan)
        return
    different = [key for key in plan if there.get(key) != plan[key]]
    if different:
        raise SettingsError(
            f"`{store.url}` holds a sweep with other {' and '.join(different)}; name another output"
        )


@contextmanager
def _client(wanted: Wanted) -> Iterator[Client]:
    if wanted.scheduler is not None:
        try:
            client = Client(wanted.scheduler)
        except ValueError as error:
            raise SettingsError(f"`{wanted.scheduler}`: {error}") from error
        with _quiet_client(), client:
            yield client
        return
    jobs = wanted.jobs or processors()
    with dask.config.set(_LOCAL):
        with _interrupts_ignored():
            cluster = LocalCluster(
                n_workers=jobs,
                threads_per_worker=1,
                processes=True,
                dashboard_address=":0",
                silence_logs=logging.CRITICAL,  # what fails is told by us, once
            )
        with cluster, Client(cluster) as client:
            yield client


@contextmanager
def _quiet_client() -> Iterator[None]:
    """Keep a client from logging a traceback when its scheduler is gone: that is told by us."""
    log = logging.getLogger("distributed.client")
    before = log.level
    log.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        log.setLevel(before)


@contextmanager
def _interrupts_ignored() -> Iterator[None]:
    """Processes started meanwhile leave Ctrl-C, which a terminal sends to all, to this one."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


class _Run:
    def __init__(
        self,
        client: Client,
        units: Sequence[Unit],
        store: Store,
        settings: Settings,
        step: Step | None,
    ) -> None:
        self._client = client
        self._units = units
        self._store = store
        self._settings = settings
        # Workers need not have the files that settings name: what is in them is known.
        self._bare = replace(settings, models=(), workflows=())
        self._step = step

    def known(self) -> dict[int, int]:
        """Find out what records must know of each other, if nobody has; the lines above each
        part. Raises SettingsError when a file cannot be read."""
        there = knowing.kept(self._store)
        if there is None:
            self._look()
            there = knowing.kept(self._store)
        return dict(enumerate(there["before"]))

    def _look(self) -> None:
        seen: dict[int, knowing.Seen] = {}
        for unit, result in self._each("looking through", self._units, knowing.look_at):
            if isinstance(result, knowing.Seen):
                seen[unit.index] = result
            elif isinstance(result, OSError) or unit.end:
                # What it holds may matter to the others; nothing has been checked yet.
                raise SettingsError(f"cannot look through {_shown(unit)}: {result}")
        before = knowing.placed(self._units, seen)
        called = frozenset(id for one in seen.values() for id in one.called)
        found = dict(seen)
        also: dict[int, knowing.Seen] = {}
        if called:
            called |= frozenset(called_by_named(self._settings))
            looks = self._each("looking for what is called", self._units, knowing.look_at, called)
            also = {u.index: s for u, s in looks if isinstance(s, knowing.Seen)}
        held = {
            (file.name, file.parts[0].before): file
            for index in sorted(found)
            for one in (found[index], also.get(index))
            if one is not None
            for file in knowing.shifted(one.held, before[index])
        }
        ids = dict.fromkeys(id for index in sorted(also) for id in also[index].ids)
        files = tuple(held[key] for key in sorted(held))
        models, workflows = knowing.named(self._settings)
        known = Known(files, tuple(ids), models=models, workflows=workflows)
        knowing.keep(self._store, known, before, sum(one.records for one in seen.values()))

    def check(self, units: Sequence[Unit]) -> dict[str, str]:
        """Check every part that is not committed; why some could not be."""
        done = self._store.committed()
        todo = [unit for unit in units if unit.index not in done]
        args = (self._store.url, knowing.stamp(self._store), self._bare)
        lost: dict[str, str] = {}
        again: list[Unit] = []
        for unit, result in self._each("checking", todo, check_part, *args):
            if isinstance(result, KilledWorker | MemoryError):
                again.append(unit)
            elif isinstance(result, BaseException):
                lost[_shown(unit)] = _why(result)
        # A record in there ends the process that checks it, or uses up its memory.
        for unit, result in self._each("checking carefully", again, check_part, *args, True):
            if isinstance(result, BaseException):
                lost[_shown(unit)] = _why(result)
        return lost

    def _each(
        self, what: str, units: Sequence[Unit], function: Callable[..., Any], *args: Any
    ) -> Iterator[tuple[Unit, Any]]:
        """What a function gives for each part, or the exception it ends with, in no certain order.
        No more parts are handed out than keep the cluster busy, however many there are. Raises
        SchedulerLostError."""
        total = sum(map(_bytes, units))
        done = 0
        waiting = iter(units)
        handed: dict[str, Unit] = {}

        def hand_out(most: int) -> list[Any]:
            futures = []
            for unit in _first(waiting, most):
                future = self._client.submit(
                    function, unit, *args, retries=RETRIES, pure=False, priority=-unit.index
                )
                handed[future.key] = unit
                futures.append(future)
            return futures

        cores = max(1, sum(self._client.ncores().values()))
        queue = as_completed(hand_out(cores * AHEAD))
        for future in queue:
            unit = handed.pop(future.key)
            if future.cancelled():
                raise SchedulerLostError("the scheduler was lost")
            error = future.exception() if future.status != "finished" else None
            yield unit, future.result() if error is None else error
            done += _bytes(unit)
            if self._step is not None:
                self._step(what, done, total)
            for more in hand_out(1):
                queue.add(more)


def _first(items: Iterator[Unit], most: int) -> Iterable[Unit]:
    for _, item in zip(range(most), items, strict=False):
        yield item


def _bytes(unit: Unit) -> int:
    return unit.size if unit.column or not unit.end else unit.end - unit.start


def _why(error: BaseException) -> str:
    if isinstance(error, OSError | Unreadable):
        return str(error)
    return f"{type(error).__name__}: {error}"


def _shown(unit: Unit) -> str:
    return f"{unit.url} (part {unit.index})"
