"""Check many files: take from the cache what is known, check the rest here or in processes, and
make one report of it, the same bytes whichever way each result came."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flowcheck.batch.texts import Texts
from flowcheck.cache.checked import Checked
from flowcheck.cache.keys import digest, digest_of, file_key, run_key
from flowcheck.cache.store import Entry, Store
from flowcheck.reading.files import Found, read_bytes, read_once, shown_name, to_source
from flowcheck.report import Failure, Report, Summary, gaps_together, report_of
from flowcheck.settings import Settings

if TYPE_CHECKING:
    from flowcheck.batch.processes import Pool
    from flowcheck.reading.source import Source

MANY = 64
MUCH = 8_000_000
"""Files to check, and bytes in them, from which on processes are worth their start: each loads
for itself what the rules need, about as long as it takes to check two million bytes."""

Step = Callable[[int, int], None]
"""Told how many files of how many are done."""


class WorkerError(RuntimeError):
    """A process ended without an answer; the message is for the user."""


@dataclass(frozen=True)
class Batch:
    """What came of a check. names: the files checked, in order. skipped: those passed over."""

    report: Report
    names: tuple[str, ...]
    skipped: tuple[str, ...]


@dataclass(frozen=True)
class How:
    """How to check, apart from the settings.

    jobs: processes; None for as many as there are processors when much has to be checked,
    else 1. store: the cache, or None for none. step: told of each file that is done."""

    stdin_name: str = "<stdin>"
    jobs: int | None = 1
    store: Store | None = None
    step: Step | None = None


def check_found(
    found: Iterable[Found], settings: Settings, how: How, *, failures: Iterable[Failure] = ()
) -> Batch:
    """Check files together. failures: what could not even be found.

    Raises SettingsError for settings that cannot be meant, WorkerError when a process dies."""
    return _Check(list(found), settings, how).batch(failures)


class _File:
    """A file of a check: what is known of it so far.

    data: its bytes, kept while they are needed. fresh: its result was made in this check. A plain
    class, quicker to set up than a dataclass where a whole check takes milliseconds."""

    __slots__ = ("checked", "content", "data", "entry", "failure", "found", "fresh", "key", "name")

    def __init__(self, found: Found, name: str) -> None:
        self.found = found
        self.name = name
        self.content = ""
        self.key = ""
        self.data: bytes | None = None
        self.entry: Entry | None = None
        self.checked: Checked | None = None
        self.failure: Failure | None = None
        self.fresh = False


class _Check:
    def __init__(self, found: list[Found], settings: Settings, how: How) -> None:
        self._settings = settings
        self._how = how
        self._files = [_File(item, shown_name(item, how.stdin_name)) for item in found]
        self._read = (*(item.path for item in found), *settings.models)
        # What a record of a model is may be read once, so there is no key to be made of it.
        self._store = None if any(map(read_once, settings.models)) else how.store
        self._sources: dict[int, Source] = {}
        self._settled = 0
        self._moved = False
        """Whether a file changed while it was checked: then nothing of the check is kept."""

    def batch(self, failures: Iterable[Failure]) -> Batch:
        if self._store is not None:
            key = run_key(self._settings)
            for file in self._files:
                self._look_up(file, key, self._store)
        missing = [i for i, f in enumerate(self._files) if f.checked is None and f.failure is None]
        if missing or all(file.entry is None for file in self._files):
            from flowcheck.rules.selection import Selection

            Selection.of(self._settings)  # an unknown selector is an error even when unused
        jobs = self._jobs(missing)
        if jobs > 1:
            self._check_elsewhere(missing, jobs)
        elif missing:
            self._check_here(missing)
        # What the cache knows may rest on files that are new, changed or gone.
        stale = self._stale()
        if stale:
            self._check_here(stale)
        self._keep()
        return self._batch(failures)

    def _jobs(self, missing: list[int]) -> int:
        if len(missing) < 2 or any(map(read_once, self._read)):
            return 1
        if self._how.jobs is not None:
            return min(self._how.jobs, len(missing))
        if len(missing) < MANY or sum(map(self._size, missing)) < MUCH:
            return 1
        from flowcheck.batch.share import processors

        return processors()

    def _size(self, index: int) -> int:
        try:
            return os.path.getsize(self._files[index].found.path)
        except OSError:
            return 0  # the check tells why it cannot be read

    # The cache

    def _look_up(self, file: _File, key: str, store: Store) -> None:
        data = read_bytes(file.found, stdin_name=self._how.stdin_name)
        if isinstance(data, Failure):
            file.failure = data
            return
        file.content = digest(data)
        file.key = file_key(key, file.name, file.found.explicit, file.content)
        file.entry = store.get(file.key, file.name)
        if file.entry is not None:
            file.checked = file.entry.checked
            self._step()
        if read_once(file.found.path) or (file.checked is not None and file.checked.problems):
            file.data = data

    def _around(self) -> tuple[str, str]:
        """Digests of the model-holding files and of all files, as they are known now."""
        there = [file for file in self._files if file.failure is None]
        return (
            digest_of((f.name, f.content) for f in there if f.checked and f.checked.models),
            digest_of((f.name, f.content) for f in there),
        )

    def _stale(self) -> list[int]:
        kept = [(i, file.entry) for i, file in enumerate(self._files) if file.entry is not None]
        if not kept:
            return []
        around = self._around()
        return [i for i, entry in kept if not entry.holds(*around)]

    def _keep(self) -> None:
        store = self._store
        fresh = [
            (f.key, f.checked)
            for f in self._files
            if f.fresh and f.checked is not None and not f.checked.failures
        ]
        if store is None or not fresh or self._moved:
            return
        around = self._around()
        for key, checked in fresh:
            store.put(key, Entry(checked, *around))
        store.tidy()

    # Checking

    def _check_here(self, wanted: list[int]) -> None:
        """Check in this process, with all the files that may matter."""
        from flowcheck.batch.share import calls_workflow, check_share

        sources = {i: source for i in wanted if (source := self._source(i)) is not None}
        everything = any(calls_workflow(source) for source in sources.values())
        for index, file in enumerate(self._files):
            checked = file.checked
            if checked is not None and not checked.skipped and (everything or checked.models):
                self._source(index)
        among = [self._sources[index] for index in sorted(self._sources)]
        for index, checked in check_share(sources, among, self._settings):
            self._done(self._files[index], checked)

    def _source(self, index: int) -> Source | None:
        """The source of a file, read when it has not been; None for one that holds nothing to
        check or cannot be read any more."""
        from flowcheck.batch.share import passed_over

        if index in self._sources:
            return self._sources[index]
        file = self._files[index]
        data = read_bytes(file.found, stdin_name=self._how.stdin_name, held=file.data)
        if isinstance(data, Failure):
            file.failure, file.checked, self._moved = data, None, True
            return None
        if self._store is not None and digest(data) != file.content:
            self._moved = True
        source = to_source(file.found, data, stdin_name=self._how.stdin_name)
        if passed_over(source, file.found):
            self._done(file, Checked(skipped=True))
            return None
        self._sources[index] = source
        return source

    def _check_elsewhere(self, wanted: list[int], jobs: int) -> None:
        """Check in processes what needs no other workflow, then the rest here. A file that turns
        out to hold models changes what the others are checked against: once more then."""
        from flowcheck.batch.processes import Pool

        known = self._models()
        with Pool(jobs) as pool:
            waiting = self._ask(pool, wanted, known)
            if self._models() != known:
                again = [index for index in wanted if self._files[index].failure is None]
                waiting = self._ask(pool, again, self._models())
        if waiting:
            self._check_here(sorted(waiting))

    def _ask(self, pool: Pool, wanted: list[int], models: list[int]) -> list[int]:
        """Have files checked by processes; those that need all files are left."""
        from flowcheck.batch.processes import Task

        numbered = [(index, file.found) for index, file in enumerate(self._files)]
        task = Task(
            files=(),
            models=tuple(numbered[index] for index in models),
            settings=self._settings,
            hashed=self._store is not None,
        )
        waiting = []
        for outcome in pool.check([numbered[index] for index in wanted], task):
            file, result = self._files[outcome.index], outcome.result
            if isinstance(result, Failure):
                file.failure, file.checked, self._moved = result, None, True
                continue
            self._moved = self._moved or outcome.content != file.content
            if outcome.needs_all:
                file.checked = result
                waiting.append(outcome.index)
            else:
                file.data = outcome.data
                self._done(file, result)
        return waiting

    def _models(self) -> list[int]:
        return [i for i, file in enumerate(self._files) if file.checked and file.checked.models]

    def _done(self, file: _File, checked: Checked) -> None:
        if not file.fresh:
            self._step()
        file.checked, file.fresh, file.entry = checked, True, None

    def _step(self) -> None:
        self._settled += 1
        if self._how.step is not None:
            self._how.step(min(self._settled, len(self._files)), len(self._files))

    # The report

    def _batch(self, failures: Iterable[Failure]) -> Batch:
        results = [(f, f.checked) for f in self._files if f.checked is not None]
        checked = [(file, result) for file, result in results if not result.skipped]
        problems = [problem for _, result in checked for problem in result.problems]
        unread = (file.failure for file in self._files if file.failure is not None)
        report = report_of(
            problems,
            (*failures, *unread, *(failure for _, r in checked for failure in r.failures)),
            Summary(
                files=len(checked),
                documents=sum(result.documents for _, result in checked),
                nodes=sum(result.nodes for _, result in checked),
                skipped=len(results) - len(checked),
            ),
            self._texts(problem.file for problem in problems),
            gaps=gaps_together((file.name, result.gaps) for file, result in checked),
        )
        return Batch(
            report,
            tuple(file.name for file, _ in checked),
            tuple(file.name for file, result in results if result.skipped),
        )

    def _texts(self, names: Iterable[str]) -> Mapping[str, str]:
        shown = set(names)
        kept: dict[str, bytes | str] = {
            f.name: f.data for f in self._files if f.data is not None and f.name in shown
        }
        here = {s.name: s.text for s in self._sources.values() if s.name in shown}
        return Texts({**kept, **here})
