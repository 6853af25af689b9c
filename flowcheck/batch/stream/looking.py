"""The first look at a part of a file: what others may need of it."""

from __future__ import annotations

from collections.abc import Sequence

from flowcheck.batch.stream.cutting import Part
from flowcheck.batch.stream.facts import Facts
from flowcheck.batch.stream.sources import records_of
from flowcheck.dataclass import dataclass, field
from flowcheck.nearest import Candidates
from flowcheck.project.workflows import workflow_id
from flowcheck.reading.called import called_in
from flowcheck.reading.decode import collector_paused
from flowcheck.reading.documents import Kind
from flowcheck.reading.source import Record, Source


@dataclass(frozen=True, slots=True)
class Look:
    """A part to look at. index: of its file. whole: it is all of a file that holds one value.
    wanted: ids of workflows that nodes call, when those are looked for."""

    index: int
    name: str
    explicit: bool
    part: Part
    whole: bool = False
    wanted: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """What a look has shown. called: the workflows that nodes call. held: the records that others
    are checked against, each as a part: those of models, or of workflows that are wanted. ids: of
    workflows, those that somebody may mean who calls one that is wanted."""

    index: int
    facts: Facts = field(default_factory=Facts)
    called: tuple[str, ...] = ()
    held: tuple[Part, ...] = ()
    ids: tuple[str, ...] = ()


def look(task: Look) -> Seen:
    """Look at a part for what its file is, what its nodes call and the models in it."""
    with collector_paused():
        records = _records(task)
        documents = [document for record in records for document in record.documents]
        models = [r for r in records if any(d.kind is Kind.MODEL for d in r.documents)]
        return Seen(task.index, Facts.of(records), called_in(documents) or (), _held(task, models))


def look_for_called(task: Look) -> Seen:
    """Look at a part for workflows that are called."""
    wanted = task.wanted or frozenset()
    near = Candidates(wanted)
    with collector_paused():
        found: list[Record] = []
        ids: list[str] = []
        for record in _records(task):
            own = [id for d in record.documents if (id := workflow_id(d)) is not None]
            ids += [id for id in own if id in near]
            if not wanted.isdisjoint(own):
                found.append(record)
        return Seen(task.index, held=_held(task, found), ids=tuple(dict.fromkeys(ids)))


def _records(task: Look) -> Sequence[Record]:
    if task.whole:
        return Source.from_bytes(task.name, task.part.data, explicit=task.explicit).records
    return records_of(task.name, task.part, explicit=task.explicit)[1]


def _held(task: Look, records: list[Record]) -> tuple[Part, ...]:
    if task.whole:
        return (task.part,) if records else ()
    return tuple(
        Part((r.line or 1) - 1, r.decoded.text[r.decoded.start : r.decoded.end].encode() + b"\n")
        for r in records
    )
