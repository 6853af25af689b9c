"""Check many files: take from the cache what is known, check the rest here or in processes, and
make one report of it, the same bytes whichever way each result came."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from flowcheck.batch.errors import WorkerError as WorkerError
from flowcheck.batch.files import File
from flowcheck.batch.files import Under as Under
from flowcheck.batch.tasks import Task, shares
from flowcheck.batch.texts import Texts
from flowcheck.cache.checked import Checked
from flowcheck.dataclass import dataclass
from flowcheck.reading.files import Found, read_once
from flowcheck.report import Failure, Report, Summary, gaps_together, report_of
from flowcheck.settings import Settings

if TYPE_CHECKING:
    from flowcheck.batch.worker import Outcome, Worker
    from flowcheck.cache.around import Around
    from flowcheck.cache.keys import RunKeys
    from flowcheck.reading.source import Source

MANY = 64
MUCH = 8_000_000
"""Files to check, and bytes in them, from which on processes are worth their start: each loads
for itself what the rules need, about as long as it takes to check two million bytes."""

Step = Callable[[int, int], None]
"""Told how many files of how many are done."""


@dataclass(frozen=True)
class Batch:
    """What came of a check. names: the files checked, in order. skipped: those passed over."""

    report: Report
    names: tuple[str, ...]
    skipped: tuple[str, ...]


@dataclass(frozen=True)
class How:
    """How to check, whatever the settings.

    jobs: processes; None for as many as there are processors when much has to be checked,
    else 1. step: told of each file that is done."""

    stdin_name: str = "<stdin>"
    jobs: int | None = 1
    step: Step | None = None


def check_found(
    found: Iterable[Found],
    under: Under | Callable[[str], Under],
    how: How,
    *,
    failures: Iterable[Failure] = (),
) -> Batch:
    """Check files together. under: the same for all, or what tells it by a file's name. failures:
    what could not even be found.

    Raises SettingsError for settings that cannot be meant, WorkerError when a process dies."""
    there = list(found)
    if isinstance(under, Under) and not there:
        _known([under.settings])
    return _Check(there, under if callable(under) else lambda _: under, how).batch(failures)


def _known(settings: Iterable[Settings]) -> None:
    """Raise SettingsError for an unknown selector: it is an error even when unused."""
    from flowcheck.rules.selection import Selection

    for one in settings:
        Selection.of(one)


class _Check:
    def __init__(self, found: list[Found], under: Callable[[str], Under], how: How) -> None:
        self._how = how
        self._files = [File(n, item, how.stdin_name, under) for n, item in enumerate(found)]
        # What a record of a model is may be read once, so there is no key to be made of it.
        self._reads_once = any(
            read_once(path)
            for settings in {file.settings for file in self._files}
            for path in (*settings.models, *settings.workflows)
        )
        if self._reads_once:
            for file in self._files:
                file.store = None
        self._settled = 0
        self._moved = False
        """Whether a file changed while it was checked: then nothing of the check is kept."""

    def batch(self, failures: Iterable[Failure]) -> Batch:
        for file in self._files:
            if file.look_up(self._key):
                self._step()
        missing = [file for file in self._files if file.wanted]
        unsure = {file.settings for file in self._files if file.entry is None}
        if unsure:
            _known(unsure)
        if missing:
            self._check(missing, self._jobs(missing))
        # What the cache knows may rest on files that are new, changed or gone.
        stale = self._stale()
        if stale:
            self._check(stale, 1)
        self._keep()
        return self._batch(failures)

    def _jobs(self, missing: list[File]) -> int:
        if len(missing) < 2 or any(file.once_only for file in self._files) or self._reads_once:
            return 1
        if self._how.jobs is not None:
            return min(self._how.jobs, len(missing))
        if len(missing) < MANY or sum(file.size for file in missing) < MUCH:
            return 1
        return processors()

    # The cache

    def _key(self, settings: Settings) -> str:
        return self._keys.of(settings)

    @cached_property
    def _keys(self) -> RunKeys:
        from flowcheck.cache.keys import RunKeys

        return RunKeys()

    def _around(self) -> Around:
        """The files as they are known now."""
        from flowcheck.cache.around import Around

        there = [file for file in self._files if file.failure is None]
        return Around(
            [(file.name, file.content) for file in there],
            [(f.name, f.content) for f in there if f.checked and f.checked.models],
        )

    def _stale(self) -> list[File]:
        kept = [(file, file.entry) for file in self._files if file.entry is not None]
        if not kept:
            return []
        around = self._around()
        return [file for file, entry in kept if not around.holds(entry, file.settings)]

    def _keep(self) -> None:
        fresh = [
            (file, file.store, file.checked)
            for file in self._files
            if file.store is not None
            and file.fresh
            and file.checked is not None
            and not file.checked.failures
        ]
        if not fresh or self._moved:
            return
        around = self._around()
        for file, store, checked in fresh:
            store.put(file.key, around.entry(checked, file.settings))
        for store in dict.fromkeys(store for _, store, _ in fresh):
            store.tidy()

    # Checking

    def _check(self, wanted: list[File], jobs: int) -> None:
        """Check files: in shares those that need no other workflow, then those that do."""
        from flowcheck.batch.worker import Terms, Worker

        hashed = any(file.store is not None for file in self._files)
        worker = Worker(Terms(self._how.stdin_name, hashed))
        if jobs > 1:
            from flowcheck.batch.processes import Pool

            with Pool(jobs, worker.terms) as pool:
                self._check_shares(wanted, jobs, pool.check)
        else:
            self._check_shares(wanted, jobs, worker.check_all)
        sources: dict[int, Source] = {}
        held = dict(worker.callers)
        for settings, callers in _by_settings(file for file in wanted if file.waits).items():
            self._check_callers(callers, settings, worker, sources, held)

    def _check_shares(
        self, wanted: list[File], jobs: int, check: Callable[[Sequence[Task]], Iterable[Outcome]]
    ) -> None:
        """A file that turns out to hold models changes what the others are checked against: those
        that were checked without it are checked once more."""
        first = True
        while wanted:
            against: dict[int, frozenset[int]] = {}
            models = tuple(file.item for file in self._models())
            tasks = [
                Task(tuple(file.item for file in share), settings, models, open=first)
                for settings, files in _by_settings(wanted).items()
                for share in shares(files, jobs)
            ]
            for outcome in check(tasks):
                file = self._files[outcome.index]
                self._take(file, outcome)
                if outcome.models is not None and file.failure is None:
                    against[file.index] = outcome.models
            first = False
            known = frozenset(file.index for file in self._models())
            wanted = [self._files[index] for index in sorted(against) if against[index] != known]

    def _take(self, file: File, outcome: Outcome) -> None:
        if isinstance(outcome.result, Failure):
            file.failure, file.checked, self._moved = outcome.result, None, True
            return
        self._moved = self._moved or outcome.content != file.content
        if outcome.needs_all:
            file.checked, file.waits = outcome.result, True
        else:
            self._done(file, outcome.result, outcome.data)

    def _models(self) -> list[File]:
        return [file for file in self._files if file.checked and file.checked.models]

    def _check_callers(
        self,
        callers: list[File],
        settings: Settings,
        worker: Worker,
        sources: dict[int, Source],
        held: dict[int, Source],
    ) -> None:
        """Check files whose nodes call workflows, among all that these need. sources: what others
        have needed, by number; held: what was looked at before."""
        from flowcheck.batch.callers import called_by
        from flowcheck.project.project import Project

        named = worker.workflows(settings, self._names)
        needed = called_by(callers, self._files, named)
        needed |= {file.index for file in self._models()}
        for index in needed - sources.keys():
            source = self._source(self._files[index], worker, held)
            if source is not None:
                sources[index] = source
        project = Project(
            [sources[index] for index in sorted(needed & sources.keys())],
            worker.models(settings),
            named,
            workflow_ids=self._workflow_ids(),
        )

        def check(share: list[File]) -> None:
            wanted = {}
            for file in share:
                source = sources.get(file.index) or self._source(file, worker, held)
                if source is not None:
                    wanted[file.index] = source
            for index, checked in worker.check_share(wanted, settings, project):
                text = wanted[index].text if checked.problems else None
                self._done(self._files[index], checked, text)

        for number, share in enumerate(shares([f for f in callers if f.failure is None], 1)):
            if number:
                worker.let_go()
            check(share)

    def _source(self, file: File, worker: Worker, held: dict[int, Source]) -> Source | None:
        """The source of a file that was looked at before; None for one that changed so that it
        cannot be read any more or holds nothing to check."""
        from flowcheck.batch.worker import passed_over

        known = held.pop(file.index, None)
        if known is not None:
            return known
        read = worker.read(file.item)
        if isinstance(read, Failure):
            file.failure, file.checked, self._moved = read, None, True
            return None
        source, data = read
        if file.store is not None:
            from flowcheck.cache.keys import digest

            self._moved = self._moved or digest(data) != file.content
        if passed_over(source, file.found):
            self._done(file, Checked(skipped=True))
            return None
        return source

    @cached_property
    def _names(self) -> list[str]:
        """The names of all files that are checked."""
        return [file.name for file in self._files]

    def _workflow_ids(self) -> list[str]:
        """The ids of all workflows, in the order of the files."""
        checked = (file.checked for file in self._files if file.checked is not None)
        return list(dict.fromkeys(id for result in checked for id in result.workflows))

    def _done(self, file: File, checked: Checked, text: bytes | str | None = None) -> None:
        if not file.fresh:
            self._step()
        file.checked, file.fresh, file.entry, file.waits = checked, True, None, False
        file.text = text

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
            Texts({file.name: file.text for file in self._files if file.text is not None}),
            gaps=gaps_together((file.name, result.gaps) for file, result in checked),
        )
        return Batch(
            report,
            tuple(file.name for file, _ in checked),
            tuple(file.name for file, result in results if result.skipped),
        )


def _by_settings(files: Iterable[File]) -> dict[Settings, list[File]]:
    found: dict[Settings, list[File]] = {}
    for file in files:
        found.setdefault(file.settings, []).append(file)
    return found


def processors() -> int:
    """How many processes can run at once."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
