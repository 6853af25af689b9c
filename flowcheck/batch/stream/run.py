"""Check files part by part, and tell what is found in the order of the report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from flowcheck.batch.check import Under, processors
from flowcheck.batch.stream.apart import Apart
from flowcheck.batch.stream.checking import Checker, PartResult, PartTask
from flowcheck.batch.stream.cutting import Part
from flowcheck.batch.stream.facts import Facts
from flowcheck.batch.stream.inputs import LARGE, Input
from flowcheck.batch.stream.known import Holding, called_by_named
from flowcheck.batch.stream.looking import Look
from flowcheck.batch.stream.working import Working
from flowcheck.batch.texts import Texts
from flowcheck.dataclass import dataclass, replace
from flowcheck.reading.files import Found
from flowcheck.reading.packed import Unreadable
from flowcheck.report import Failure, Problem, Report, Summary, gaps_together, report_of
from flowcheck.rules.needs import TEXT
from flowcheck.rules.selection import Selection

Step = Callable[[str, int, int], None]
"""Told what is being done, and how many bytes of how many are; of 0 when nobody knows."""


@dataclass(frozen=True)
class How:
    """jobs: processes; None for as many as there are processors when there is much. step: told how
    far it is."""

    stdin_name: str = "<stdin>"
    jobs: int | None = 1
    step: Step | None = None


def check_in_parts(
    found: Iterable[Found],
    under: Callable[[str], Under],
    how: How,
    failures: Iterable[Failure] = (),
) -> Report:
    """Check files as `batch.check_found` does, the large ones part by part: their texts are not
    in the report. Raises as it does."""
    stream = Stream(found, under, how, failures)
    return stream.report(problem for part in stream.results() for problem in part)


class Stream:
    """A check of files part by part.

    `results()` yields what is found, in the order of the report, and may be left at any time; what
    was found so far is then in `failures`, `summary` and `gaps`, and `complete` says whether it is
    all. Problems are counted by whoever takes them. skipped: the files passed over. blind: names of
    inputs that could not be looked through first."""

    def __init__(
        self,
        found: Iterable[Found],
        under: Callable[[str], Under],
        how: How,
        failures: Iterable[Failure] = (),
    ) -> None:
        self._inputs = [Input(item, how.stdin_name) for item in found]
        self._settings = [under(file.name).settings for file in self._inputs]
        self._how = how
        self._facts: list[Facts] = []
        self._unread: dict[int, Failure] = {}
        self._given = list(failures)
        self._bugs: dict[Failure, None] = {}
        self._gaps: dict[str, frozenset[str]] = {}
        self._read: dict[int, list[bytes]] = {}
        self._small = {n for n, file in enumerate(self._inputs) if not file.large}
        self._faulty: set[int] = set()
        self._texts: dict[str, bytes] = {}
        self.skipped: list[str] = []
        self.summary = Summary()
        self.complete = False

    @property
    def failures(self) -> list[Failure]:
        """What could not be read, or not be checked as it ought to be."""
        unread = [failure for _, failure in sorted(self._unread.items())]
        return [*self._given, *unread, *self._bugs]

    @property
    def gaps(self) -> dict[str, frozenset[str]]:
        """File → what its check went without."""
        return gaps_together(self._gaps.items())

    @property
    def names(self) -> list[str]:
        """The files that are checked."""
        return list(self._gaps)

    @property
    def blind(self) -> list[str]:
        """Inputs that could be read but once and were too large to be looked through first: their
        records do not know each other."""
        return [file.name for file in self._inputs if file.endless]

    def report(self, problems: Iterable[Problem]) -> Report:
        """A report of what was found; with the texts of files that have problems, large ones
        excepted."""
        found = list(problems)
        texts = Texts(self._texts)
        return report_of(found, self.failures, self.summary, texts, gaps=self.gaps)

    # First: what the parts must know of each other

    def look(self) -> None:
        """Look through all files. `results()` does it when nobody has."""
        holding = Holding()
        called: dict[str, None] = {}
        self._facts = [Facts() for _ in self._inputs]
        with Working(self._jobs()) as working:
            for seen in working.look(self._looks("looking through")):
                known = self._facts[seen.index]
                self._facts[seen.index] = known.then(seen.facts)
                if not self._inputs[seen.index].endless:
                    called.update(dict.fromkeys(seen.called))
                    holding.add(seen.index, seen.held)
            if called:
                names = [file.name for file in self._inputs]
                for settings in dict.fromkeys(self._settings):
                    called.update(dict.fromkeys(called_by_named(settings, names)))
                wanted = frozenset(called)
                tasks = self._looks("looking for what is called", wanted)
                for seen in working.look_for_called(tasks):
                    holding.add(seen.index, seen.held, seen.ids)
        for index in range(len(self._inputs)):
            if self._passed_over(index):
                holding.drop(index)
        self._known = holding.known(
            [(file.name, file.found.explicit, file.one_text) for file in self._inputs]
        )

    def _looks(self, what: str, wanted: frozenset[str] | None = None) -> Iterator[Look]:
        progress = self._progress(what)
        for index, file in enumerate(self._inputs):
            if index in self._unread or (wanted is not None and file.endless):
                continue
            read = file.first_parts if wanted is None else file.parts
            name, explicit = file.name, file.found.explicit
            for part in self._parts(index, partial(read, progress)):
                yield Look(index, name, explicit, part, file.one_text, wanted)

    def _parts(self, index: int, read: Callable[[], Iterator[Part]]) -> Iterator[Part]:
        """The parts of a file as far as it can be read."""
        name = self._inputs[index].name
        try:
            yield from read()
        except OSError as error:
            self._unread[index] = Failure(name, (error.strerror or str(error)).lower())
        except Unreadable as error:
            self._unread[index] = Failure(name, str(error))

    def _passed_over(self, index: int) -> bool:
        file, facts = self._inputs[index], self._facts[index]
        return not file.found.explicit and facts.unrecognised(explicit=False)

    # Then: the check

    def results(self) -> Iterator[tuple[Problem, ...]]:
        """What is found in each part, in the order of the report. Raises SettingsError for
        settings that cannot be meant, WorkerError when a process dies."""
        if not self._facts and self._inputs:
            self.look()
        order = sorted(range(len(self._inputs)), key=lambda index: self._inputs[index].name)
        checked: list[int] = []
        for index in order:
            if index in self._unread and self._facts[index].first is None:
                continue
            if self._passed_over(index):
                self.skipped.append(self._inputs[index].name)
                self.summary = replace(self.summary, skipped=self.summary.skipped + 1)
            else:
                checked.append(index)
        now = -1
        apart = Apart()
        checker = Checker(self._known)
        for settings in dict.fromkeys(self._settings):
            Selection.of(settings)  # an unknown selector is an error even when unused
            checker.project(settings)
        with Working(self._jobs(), checker) as working:
            for result in working.check(self._tasks(checked)):
                if result.index != now:
                    self._end(now)
                    now = result.index
                    apart.close()
                    apart = Apart()
                self._count(result)
                yield tuple(apart(result.problems))
        self._end(now)
        apart.close()
        self.complete = True

    def _tasks(self, checked: Iterable[int]) -> Iterator[PartTask]:
        progress = self._progress("checking")
        for index in checked:
            file, facts = self._inputs[index], self._facts[index]
            for part in self._parts(index, partial(file.parts, progress)):
                settings = self._settings[index]
                explicit = file.found.explicit
                if index in self._small:
                    self._read.setdefault(index, []).append(part.data)
                yield PartTask(index, file.name, explicit, part, facts, settings, file.one_text)

    def _end(self, index: int) -> None:
        """Keep the text of a file that is done when it has problems and is not large."""
        parts = self._read.pop(index, [])
        if parts and index in self._faulty:
            self._texts[self._inputs[index].name] = b"".join(parts)

    def _count(self, result: PartResult) -> None:
        name = self._inputs[result.index].name
        facts = self._facts[result.index]
        gaps = result.gaps - {TEXT}
        if facts.broken or not facts.documents:
            gaps |= {TEXT}
        known = self._gaps.get(name)
        self._gaps[name] = gaps if known is None else known | gaps
        self._bugs.update(dict.fromkeys(result.failures))
        if result.problems:
            self._faulty.add(result.index)
        self.summary = replace(
            self.summary,
            files=self.summary.files + (known is None),
            documents=self.summary.documents + result.documents,
            nodes=self.summary.nodes + result.nodes,
        )

    # Processes and progress

    def _jobs(self) -> int:
        if self._how.jobs is not None:
            return self._how.jobs
        much = any(file.large for file in self._inputs)
        return processors() if much and sum(file.size for file in self._inputs) > LARGE else 1

    def _progress(self, what: str) -> Callable[[int], None]:
        step = self._how.step
        if step is None:
            return lambda _: None
        total = sum(file.size for file in self._inputs)
        done = 0

        def tell(more: int) -> None:
            nonlocal done
            done += more
            step(what, done, 0 if self.blind else total)

        return tell
