"""Records that come one after another, each checked for itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from flowcheck.dataclass import dataclass
from flowcheck.engine import check_each
from flowcheck.project.project import Project
from flowcheck.reading.decode import collect_recent, collector_paused
from flowcheck.reading.source import Source
from flowcheck.report import Failure, Problem
from flowcheck.settings import Settings

OFTEN = 200
"""Records between two searches for what nobody needs any more."""


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one record.

    index: its number, from 0. problems: in the order of its text, their lines counted in the
    record. failures: rules that raised, which is a bug of theirs. documents, nodes: how many were
    checked."""

    index: int
    problems: tuple[Problem, ...] = ()
    failures: tuple[Failure, ...] = ()
    documents: int = 0
    nodes: int = 0


def results(records: Iterable[Any], settings: Settings, name: str) -> Iterator[Result]:
    """As `flowcheck.check_stream`."""
    project = Project.of((), settings)
    for index, record in enumerate(records):
        source = Source.of(name, record)
        with collector_paused():
            (judged,) = check_each([source], settings, project)
        yield Result(
            index,
            tuple(judged.problems),
            tuple(judged.failures),
            len(source.documents),
            judged.nodes,
        )
        if index % OFTEN == OFTEN - 1:
            del source, judged
            collect_recent()
