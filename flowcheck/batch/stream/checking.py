"""One part of a file, checked in this process or in another."""

from __future__ import annotations

from flowcheck.batch.stream.cutting import Part
from flowcheck.batch.stream.facts import Facts
from flowcheck.batch.stream.known import Known
from flowcheck.batch.stream.sources import PartSource
from flowcheck.dataclass import dataclass, field
from flowcheck.engine import check_each
from flowcheck.project.project import Project
from flowcheck.reading.decode import collect_recent, collector_paused
from flowcheck.reading.source import Source
from flowcheck.report import Failure, Problem
from flowcheck.settings import Settings


@dataclass(frozen=True, slots=True)
class PartTask:
    """A part to check. index: of its file. whole: it is all there is to check of its file, to be
    read as one; else it is some lines."""

    index: int
    name: str
    explicit: bool
    part: Part
    facts: Facts
    settings: Settings
    whole: bool = False


@dataclass(frozen=True, slots=True)
class PartResult:
    """What came of a part. problems: in the order of the report; those alike are not yet told
    apart. gaps: as of `Judged`."""

    index: int
    problems: tuple[Problem, ...]
    failures: tuple[Failure, ...]
    documents: int
    nodes: int
    gaps: frozenset[str]


@dataclass
class Checker:
    """Checks parts among what is known; it keeps nothing of them."""

    known: Known
    _projects: dict[Settings, Project] = field(default_factory=dict)

    def __reduce__(self) -> tuple[type[Checker], tuple[Known]]:
        # Another process makes its own projects: they are large, and quickly made.
        return Checker, (self.known,)

    def project(self, settings: Settings) -> Project:
        """Raises SettingsError."""
        found = self._projects.get(settings)
        if found is None:
            found = self._projects[settings] = self.known.project(settings)
        return found

    def check(self, task: PartTask) -> PartResult:
        """Check a part. Raises SettingsError for settings that cannot be meant."""
        source = (
            Source.from_bytes(task.name, task.part.data, explicit=task.explicit)
            if task.whole
            else PartSource(task.name, task.part, task.facts, explicit=task.explicit)
        )
        project = self.project(task.settings)
        with collector_paused():
            (judged,) = check_each([source], task.settings, project, apart=False)
        result = PartResult(
            task.index,
            tuple(sorted(judged.problems, key=lambda problem: problem.sort_key)),
            tuple(judged.failures),
            len(source.documents),
            judged.nodes,
            judged.gaps,
        )
        del source, judged
        collect_recent()
        return result
