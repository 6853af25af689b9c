"""What the parts of files are checked against: model records and called workflows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from flowcheck.batch.stream.cutting import Part
from flowcheck.batch.stream.sources import HeldSource
from flowcheck.dataclass import dataclass
from flowcheck.project.project import Named, Project, models_in, named_models, named_workflows
from flowcheck.project.workflows import workflows_in
from flowcheck.reading.called import called_in
from flowcheck.reading.documents import Document
from flowcheck.reading.source import Source
from flowcheck.settings import Settings


@dataclass(frozen=True, slots=True)
class HeldFile:
    """The records of a file that others need: its lines, or, `whole`, all of it."""

    name: str
    explicit: bool
    whole: bool
    parts: tuple[Part, ...]

    def source(self) -> Source:
        if self.whole:
            return Source.from_bytes(self.name, self.parts[0].data, explicit=self.explicit)
        return HeldSource(self.name, self.parts, explicit=self.explicit)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of all files. held: in the order of the files. ids: of workflows that may be
    meant by a call. names: of the files checked. models, workflows: what settings name, for those
    who have no such files."""

    held: tuple[HeldFile, ...] = ()
    ids: tuple[str, ...] = ()
    names: Sequence[str] = ()
    models: tuple[HeldFile, ...] = ()
    workflows: tuple[HeldFile, ...] = ()

    def project(self, settings: Settings) -> Project:
        """What a part is checked against. Raises SettingsError when the records that settings
        name cannot be read."""
        return Project(
            [file.source() for file in self.held],
            [*named_models(settings), *_of(self.models, models_in)],
            [*named_workflows(settings, self.names), *_of(self.workflows, workflows_in)],
            workflow_ids=self.ids,
        )


def _of(files: Iterable[HeldFile], records: Callable[[Source], list[Document]]) -> Named:
    sources = [file.source() for file in files]
    return [(source, records(source)) for source in sources]


def called_by_named(settings: Settings, names: Iterable[str] = ()) -> tuple[str, ...]:
    """The workflows called by those that settings name, which may be records of the files checked.
    names: of those files. Raises SettingsError."""
    named = named_workflows(settings, names)
    return called_in([document for _, documents in named for document in documents]) or ()


class Holding:
    """Gathers the records that others need."""

    def __init__(self) -> None:
        self._parts: dict[int, dict[int, Part]] = {}
        self._ids: dict[str, None] = {}

    def add(self, index: int, held: Iterable[Part], ids: Iterable[str] = ()) -> None:
        """Records of a file, by its number."""
        self._ids.update(dict.fromkeys(ids))
        for part in held:
            self._parts.setdefault(index, {})[part.before] = part

    def drop(self, index: int) -> None:
        """Forget a file that is passed over."""
        self._parts.pop(index, None)

    def known(self, files: Sequence[tuple[str, bool, bool]]) -> Known:
        """files: the name of each, whether it is explicit, and whole."""
        held = [
            HeldFile(*files[index], tuple(part for _, part in sorted(parts.items())))
            for index, parts in sorted(self._parts.items())
        ]
        return Known(tuple(held), tuple(self._ids), [name for name, _, _ in files])
