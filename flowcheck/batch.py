"""Check many files: take from the cache what is known, check the rest here or in processes, and
make one report of it, the same bytes whichever way each result came."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flowcheck.cache.entry import Checked
from flowcheck.cache.keys import digest, digest_of, file_key, run_key
from flowcheck.cache.store import Entry, Store
from flowcheck.findings import Severity
from flowcheck.reading.files import STDIN, Found, read_bytes, shown_name, to_source
from flowcheck.report import Failure, Report, Summary, recounted
from flowcheck.settings import Settings

if TYPE_CHECKING:
    from flowcheck.reading.source import Source

MANY = 64
"""Files to check from which on processes are worth their start."""

Step = Callable[[int, int], None]
"""Told how many files of how many are done."""


@dataclass(frozen=True)
class Batch:
    """What came of a run. names: the files checked, in order. skipped: those passed over."""

    report: Report
    names: tuple[str, ...]
    skipped: tuple[str, ...]


@dataclass(frozen=True)
class How:
    """How to check, apart from the settings.

    jobs: processes; None for as many as there are processors when many files have to be checked,
    else 1. store: the cache, or None for none."""

    stdin_name: str = "<stdin>"
    skip_unrecognized: bool = False
    jobs: int | None = 1
    store: Store | None = None
    step: Step | None = None


class Texts(Mapping[str, str]):
    """Texts by file, decoded when asked for: most formats show none."""

    def __init__(self, data: dict[str, bytes]) -> None:
        self._data = data

    def __getitem__(self, name: str) -> str:
        from flowcheck.reading.source import text_of

        return text_of(self._data[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self._data)

    def __len__(self) -> int:
        return len(self._data)


def check_found(
    found: Iterable[Found], settings: Settings, how: How, *, failures: Iterable[Failure] = ()
) -> Batch:
    """Check files together. failures: what could not even be found.

    Raises SettingsError for settings that cannot be meant, WorkerError when a process dies."""
    return _Run(list(found), settings, how).batch(failures)


@dataclass(slots=True)
class _File:
    """A file of a run: what is known of it so far.

    data: its bytes, kept while they are needed. fresh: its result was made in this run."""

    found: Found
    name: str
    content: str = ""
    key: str = ""
    data: bytes | None = None
    entry: Entry | None = None
    checked: Checked | None = None
    failure: Failure | None = None
    fresh: bool = False


class _Run:
    def __init__(self, found: list[Found], settings: Settings, how: How) -> None:
        self._settings = settings
        self._how = how
        self._files = [_File(item, shown_name(item, how.stdin_name)) for item in found]
        self._sources: dict[int, Source] = {}
        self._moved = False
        self._key = ""

    def batch(self, failures: Iterable[Failure]) -> Batch:
        if self._how.store is not None:
            self._key = run_key(self._settings, skip_unrecognized=self._how.skip_unrecognized)
            for file in self._files:
                self._look_up(file, self._how.store)
        missing = [i for i, file in enumerate(self._files) if self._open(file)]
        jobs = self._jobs(len(missing))
        if missing or not self._files:
            _ = self._settings.selected  # an unknown selector is an error even when unused
        if jobs > 1:
            self._check_elsewhere(missing, jobs)
        elif missing:
            self._check_here(missing)
        # What is in the cache may rest on files that are new, changed or gone.
        stale = self._stale()
        if stale:
            self._check_here(stale)
        self._keep()
        return self._batch(failures)

    def _open(self, file: _File) -> bool:
        return file.checked is None and file.failure is None

    def _jobs(self, missing: int) -> int:
        if missing < 2 or any(file.found.path == STDIN for file in self._files):
            return 1
        if self._how.jobs is None:
            return processors() if missing >= MANY else 1
        return min(self._how.jobs, missing)

    # The cache

    def _look_up(self, file: _File, store: Store) -> None:
        data = read_bytes(file.found, stdin_name=self._how.stdin_name)
        if isinstance(data, Failure):
            file.failure = data
            return
        file.content = digest(data)
        file.key = file_key(self._key, file.name, file.found.explicit, file.content)
        file.entry = store.get(file.key, file.name)
        if file.entry is not None:
            file.checked = file.entry.checked
        if file.found.path == STDIN or (file.checked is not None and file.checked.problems):
            file.data = data

    def _around(self) -> tuple[str, str]:
        """Digests of the model-holding files and of all files, as they are known now."""
        there = [file for file in self._files if file.failure is None]
        models = [f for f in there if f.checked is not None and f.checked.models]
        return (
            digest_of((file.name, file.content) for file in models),
            digest_of((file.name, file.content) for file in there),
        )

    def _stale(self) -> list[int]:
        around = self._around()
        return [
            index
            for index, file in enumerate(self._files)
            if file.entry is not None and not file.fresh and not file.entry.holds(*around)
        ]

    def _keep(self) -> None:
        store = self._how.store
        fresh = [file for file in self._files if file.fresh and file.checked is not None]
        if store is None or not fresh or self._moved:
            return
        around = self._around()
        for file in fresh:
            if file.checked is not None:
                store.put(file.key, Entry(file.checked, *around))
        store.tidy()

    # Checking

    def _source(self, index: int) -> Source | None:
        """The source of a file, read when it has not been; None for one that holds nothing to
        check or cannot be read any more."""
        if index in self._sources:
            return self._sources[index]
        file = self._files[index]
        data = file.data
        if data is None:
            read = read_bytes(file.found, stdin_name=self._how.stdin_name)
            if isinstance(read, Failure):
                file.failure, file.checked = read, None
                self._moved = True
                return None
            data = read
        if self._how.store is not None and digest(data) != file.content:
            self._moved = True  # changed under our hands: nothing of this run is kept
        source = to_source(file.found, data, stdin_name=self._how.stdin_name)
        if passed_over(source, file.found, self._how.skip_unrecognized):
            file.checked, file.fresh = Checked(skipped=True), True
            return None
        self._sources[index] = source
        return source

    def _check_here(self, wanted: list[int]) -> None:
        """Check in this process, with all the files that may matter."""
        sources = {index: s for index in wanted if (s := self._source(index)) is not None}
        everything = any(calls_workflow(source) for source in sources.values())
        for index, file in enumerate(self._files):
            if file.failure is None and (everything or (file.checked and file.checked.models)):
                self._source(index)
        among = [self._sources[index] for index in sorted(self._sources)]
        for done, (index, checked) in enumerate(check_some(sources, among, self._settings)):
            self._done(index, checked, None)
            self._step(done + 1 + len(self._files) - len(wanted))

    def _check_elsewhere(self, wanted: list[int], jobs: int) -> None:
        """Check in processes what needs no other workflow, then the rest here. A file that holds
        models changes what the others are checked against: they are checked again."""
        from flowcheck.parallel import Pool, Task

        def task(known: tuple[int, ...]) -> Task:
            models = tuple((index, self._files[index].found) for index in known)
            hashed = self._how.store is not None
            return Task((), models, self._settings, self._how.skip_unrecognized, hashed)

        known = self._models()
        with Pool(jobs) as pool:
            left = wanted
            for _ in range(2):
                waiting = []
                for outcome in pool.check([(i, self._files[i].found) for i in left], task(known)):
                    index, file = outcome.index, self._files[outcome.index]
                    if isinstance(outcome.result, Failure):
                        file.failure = outcome.result
                    elif outcome.needs_all:
                        waiting.append(index)
                        file.checked = outcome.result
                    else:
                        self._done(index, outcome.result, outcome.data)
                    if outcome.content != file.content and file.failure is None:
                        self._moved = True
                    self._step(sum(f.checked is not None for f in self._files))
                now = self._models()
                if now == known:
                    break
                known, left = now, [i for i in wanted if self._files[i].failure is None]
        if waiting:
            self._check_here(sorted(waiting))

    def _models(self) -> tuple[int, ...]:
        return tuple(
            i for i, f in enumerate(self._files) if f.checked is not None and f.checked.models
        )

    def _done(self, index: int, checked: Checked, data: bytes | None) -> None:
        file = self._files[index]
        file.checked, file.fresh, file.data = checked, True, data

    def _step(self, done: int) -> None:
        if self._how.step is not None:
            self._how.step(done, len(self._files))

    # The report

    def _batch(self, failures: Iterable[Failure]) -> Batch:
        results = [(f, f.checked) for f in self._files if f.checked is not None]
        checked = [(file, result) for file, result in results if not result.skipped]
        problems = [problem for _, result in checked for problem in result.problems]
        problems.sort(key=lambda problem: problem.sort_key)
        report = Report(
            tuple(problems),
            (*failures, *(file.failure for file in self._files if file.failure is not None)),
            Summary(
                files=len(checked),
                documents=sum(result.documents for _, result in checked),
                nodes=sum(result.nodes for _, result in checked),
                skipped=len(results) - len(checked),
            ),
            sources=self._texts(problem.file for problem in problems),
        )
        return Batch(
            recounted(report),
            tuple(file.name for file, _ in checked),
            tuple(file.name for file, result in results if result.skipped),
        )

    def _texts(self, names: Iterable[str]) -> Mapping[str, str]:
        shown = set(names)
        kept = {f.name: f.data for f in self._files if f.data is not None and f.name in shown}
        here = {s.name: s.text for s in self._sources.values() if s.name in shown}
        return {**Texts(kept), **here} if here else Texts(kept)


def passed_over(source: Source, found: Found, skip_unrecognized: bool) -> bool:
    """Whether a file holds nothing to check and nobody insists."""
    return source.unrecognised and (skip_unrecognized or not found.explicit)


def calls_workflow(source: Source) -> bool:
    """Whether a node calls a workflow, so that the problems rest on other files' workflows."""
    return any(
        isinstance(node, dict)
        and (node.get("type") == "workflow" or "workflowId" in node or "workflow_id" in node)
        for document in source.documents
        for node in (document.flow if isinstance(document.flow, list) else ())
    )


def check_some(
    wanted: Mapping[int, Source], among: list[Source], settings: Settings
) -> Iterator[tuple[int, Checked]]:
    """Check some of the sources that are checked together."""
    from flowcheck.engine import check_each
    from flowcheck.reading.decode import collector_paused

    with collector_paused() if wanted else nullcontext():
        results = check_each(wanted.values(), settings, among=among)
        for (index, source), (nodes, problems) in zip(wanted.items(), results, strict=True):
            yield index, summed_up(source, nodes, tuple(problems))


def summed_up(source: Source, nodes: int = 0, problems: tuple[object, ...] = ()) -> Checked:
    """The result of a source."""
    raise NotImplementedError


def processors() -> int:
    """How many processes can run at once."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
