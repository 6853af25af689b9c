"""Shares of a check's files, checked one after another in one process: this one or another. What
comes of a file is the same whatever process makes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from flowcheck.batch.tasks import MOST_AT_ONCE, Item, Task
from flowcheck.cache.checked import Checked
from flowcheck.dataclass import dataclass, field
from flowcheck.engine import Judged, check_each
from flowcheck.project.project import (
    Named,
    Project,
    named_models,
    named_workflows,
)
from flowcheck.project.workflows import workflow_id
from flowcheck.reading.decode import collect_recent, collector_paused
from flowcheck.reading.documents import Kind
from flowcheck.reading.files import Found, read_bytes, to_source
from flowcheck.reading.source import Source
from flowcheck.report import Failure
from flowcheck.settings import Settings

_CLOSE = 4
"""Files that are read before the first of them is checked: few enough that what was read of it
still lies in the processor's cache."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for every task of a check. hashed: digests of what was read are wanted."""

    stdin_name: str = "<stdin>"
    hashed: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one file.

    result: without problems, and `needs_all` set, for a file whose nodes call workflows: it has
    to be checked with those. content: the digest of what was read, when asked for. data: what was
    read, of a file with problems. models: the files whose model records it was checked against;
    None for one that was not."""

    index: int
    result: Checked | Failure
    content: str = ""
    data: bytes | None = None
    models: frozenset[int] | None = None

    @property
    def needs_all(self) -> bool:
        return isinstance(self.result, Checked) and self.result.calls


@dataclass
class Worker:
    """Checks shares of files. Between them it keeps the records that settings name and those of
    models among the files, nothing else.

    callers: the last few sources that wait for what they call, for the one who checks them."""

    terms: Terms
    callers: dict[int, Source] = field(default_factory=dict)
    _named: dict[tuple[str, ...], Named] = field(default_factory=dict)
    _called: dict[tuple[str, ...], Named] = field(default_factory=dict)
    _models: dict[int, Source] = field(default_factory=dict)

    def models(self, settings: Settings) -> Named:
        """The records of the settings' `models`, read once. Raises SettingsError."""
        paths = settings.models
        if paths not in self._named:
            self._named[paths] = named_models(settings)
        return self._named[paths]

    def workflows(self, settings: Settings, checked: Sequence[str]) -> Named:
        """The records of the settings' `workflows` that are not in files `checked` themselves,
        read once. Raises SettingsError."""
        paths = settings.workflows
        if paths not in self._called:
            self._called[paths] = named_workflows(settings, checked)
        return self._called[paths]

    def check_all(self, tasks: Iterable[Task]) -> Iterator[Outcome]:
        """Check shares, one after another; as `check`."""
        with collector_paused():  # else it goes through a share that `let_go` gives back
            for number, task in enumerate(tasks):
                if number:
                    self.let_go()
                yield from self.check(task)

    def let_go(self) -> None:
        """Give back the memory of a share that is done: the collector rests while there is
        work."""
        self.callers.clear()
        collect_recent()

    def check(self, task: Task) -> Iterator[Outcome]:
        """Check a share. Raises SettingsError for settings that cannot be meant."""
        # What is made of model records is made once a share, and in a check of few files those are
        # better met before than after what runs them.
        few = len(task.files) < MOST_AT_ONCE
        at_once = MOST_AT_ONCE if few or task.models or self._models else _CLOSE
        for start in range(0, len(task.files), at_once):
            yield from self._check_close(task.files[start : start + at_once], task)

    def _check_close(self, files: Sequence[Item], task: Task) -> Iterator[Outcome]:
        wanted: dict[int, Source] = {}
        data: dict[int, bytes] = {}
        for item in files:
            read = self.read(item)
            if isinstance(read, Failure):
                yield Outcome(item.index, read)
                continue
            source, held = read
            if passed_over(source, item.found):
                yield Outcome(item.index, Checked(skipped=True), self._content(held))
            elif source.called is not None:
                self.callers[item.index] = source
                yield Outcome(item.index, summary(source), self._content(held))
            else:
                wanted[item.index], data[item.index] = source, held
        among = {**self._models_in(task, wanted), **wanted}
        models = {index: source for index, source in among.items() if holds_models(source)}
        if task.open:
            self._models.update(models)
        project = Project([among[index] for index in sorted(among)], self.models(task.settings))
        for index, checked in self.check_share(wanted, task.settings, project):
            kept = data.pop(index)
            held_data = kept if checked.problems else None
            yield Outcome(index, checked, self._content(kept), held_data, frozenset(models))

    def check_share(
        self, wanted: Mapping[int, Source], settings: Settings, project: Project
    ) -> Iterator[tuple[int, Checked]]:
        """Check sources among what a project knows; each by its number in the check."""
        with collector_paused():
            results = check_each(wanted.values(), settings, project)
            for (index, source), judged in zip(wanted.items(), results, strict=True):
                yield index, summary(source, judged)

    def read(self, item: Item) -> tuple[Source, bytes] | Failure:
        """The source of a file, and what it holds."""
        name = self.terms.stdin_name
        data = read_bytes(item.found, stdin_name=name, held=item.data)
        if isinstance(data, Failure):
            return data
        return to_source(item.found, data, stdin_name=name), data

    def _models_in(self, task: Task, wanted: Iterable[int]) -> dict[int, Source]:
        for item in task.models:
            if item.index not in self._models:
                read = self.read(item)
                if not isinstance(read, Failure):
                    self._models[item.index] = read[0]
        here = self._models.keys() if task.open else {item.index for item in task.models}
        return {i: source for i, source in self._models.items() if i in here and i not in wanted}

    def _content(self, data: bytes) -> str:
        if not self.terms.hashed:
            return ""
        from flowcheck.cache.keys import digest

        return digest(data)


def summary(source: Source, judged: Judged | None = None) -> Checked:
    """What is known of a source, before it was judged or after."""
    judged = judged or Judged()
    return Checked(
        documents=len(source.documents),
        nodes=judged.nodes,
        models=holds_models(source),
        calls=source.called is not None,
        called=source.called or (),
        workflows=workflow_ids(source),
        problems=tuple(judged.problems),
        failures=tuple(judged.failures),
        gaps=judged.gaps,
    )


def passed_over(source: Source, found: Found) -> bool:
    """Whether a file holds nothing to check and nobody insists."""
    return source.unrecognised and not found.explicit


def workflow_ids(source: Source) -> tuple[str, ...]:
    """The ids by which the workflows in it are called, in their order."""
    ids = map(workflow_id, source.documents)
    return tuple(dict.fromkeys(id for id in ids if id is not None))


def holds_models(source: Source) -> bool:
    """Whether there are model records in it, which flows of other files are checked against."""
    return any(document.kind is Kind.MODEL for document in source.documents)
