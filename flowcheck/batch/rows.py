"""What is found in records, as flat rows that tables can hold."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from flowcheck.batch.stream.cutting import Part
from flowcheck.batch.stream.known import Known
from flowcheck.batch.stream.sources import PartSource
from flowcheck.dataclass import dataclass
from flowcheck.engine import check_each
from flowcheck.project.workflows import record_id
from flowcheck.reading.decode import collect_recent, collector_paused
from flowcheck.reading.documents import Document
from flowcheck.reading.source import Source
from flowcheck.report import Problem, pointer_text
from flowcheck.settings import Settings

OFTEN = 200
"""Records between two searches for what nobody needs any more."""


@dataclass(frozen=True, slots=True)
class Item:
    """A record. number: its line or row in the file `url`, from 1. part: where it is one of the
    lines of the file; `whole`: it is a text of its own."""

    url: str
    number: int
    part: Part
    whole: bool = False

    @property
    def name(self) -> str:
        """What its place is called in related places."""
        return f"{self.url}#{self.number}" if self.whole else self.url

    def source(self) -> Source:
        if self.whole:
            return Source.from_bytes(self.name, self.part.data)
        return PartSource(self.name, self.part, None, explicit=True)


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document of a record, or a record without one.

    pointer: its place in the record. kind: `workflow`, `job`, `flow`, `model`, `contract` or
    `authoring`; None for a record that holds none. id: of the record, where it has one. failure:
    why it was not checked as it ought to be; None when it was."""

    url: str
    record: int
    pointer: str
    kind: str | None
    id: str | None
    nodes: int
    errors: int
    warnings: int
    infos: int
    failure: str | None = None


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """A problem, as in the JSON report; args, related, witness and fix as JSON texts.

    line, end_line: in the file where it holds a record a line, else in the record. fingerprint: as
    of the record alone: where several records of one file are alike, so are theirs."""

    url: str
    record: int
    code: str
    rule: str
    severity: str
    message: str
    hint: str | None
    line: int
    column: int
    end_line: int
    end_column: int
    pointer: str
    node: str | None
    input: str | None
    args: str
    related: str
    witness: str | None
    fix: str | None
    fingerprint: str
    certainty: str


Row = DocumentRow | ProblemRow


def numbered_items(records: Iterable[bytes], url: str) -> Iterator[Item]:
    """Records that are texts of their own, numbered from 1."""
    for number, record in enumerate(records, start=1):
        yield Item(url, number, Part(0, record), whole=True)


def rows(items: Iterable[Item], known: Known, settings: Settings) -> Iterator[Row]:
    """The rows of each record, checked against what is known. Raises SettingsError."""
    project = known.project(settings)
    for count, item in enumerate(items, start=1):
        source = item.source()
        with collector_paused():
            (judged,) = check_each([source], settings, project)
        failures = "; ".join(failure.message for failure in judged.failures) or None
        yield from _document_rows(item, source.documents, judged.problems, failures)
        yield from (_problem_row(item, problem) for problem in judged.problems)
        if count % OFTEN == 0:
            del source, judged
            collect_recent()


def failed_row(item: Item, failure: str) -> DocumentRow:
    """The row of a record that could not be checked."""
    return DocumentRow(item.url, item.number, "", None, None, 0, 0, 0, 0, failure)


def _document_rows(
    item: Item, documents: list[Document], problems: list[Problem], failure: str | None
) -> Iterator[DocumentRow]:
    if not documents:
        counts = Counter(problem.severity.value for problem in problems)
        yield _document_row(item, "", None, None, 0, counts, failure)
        return
    places = [pointer_text(document.at) for document in documents]
    found: list[Counter[str]] = [Counter() for _ in places]
    for problem in problems:
        # What lies in no document counts with the first.
        at = (n for n, place in enumerate(places) if f"{problem.pointer}/".startswith(f"{place}/"))
        found[next(at, 0)][problem.severity.value] += 1
    for document, place, counts in zip(documents, places, found, strict=True):
        nodes = document.flow if isinstance(document.flow, list) else ()
        size = sum(isinstance(node, dict) for node in nodes)
        kind = document.kind.value
        yield _document_row(item, place, kind, record_id(document), size, counts, failure)


def _document_row(
    item: Item,
    pointer: str,
    kind: str | None,
    id: str | None,
    nodes: int,
    counts: Counter[str],
    failure: str | None,
) -> DocumentRow:
    severities = counts["error"], counts["warning"], counts["info"]
    return DocumentRow(item.url, item.number, pointer, kind, id, nodes, *severities, failure)


def _problem_row(item: Item, problem: Problem) -> ProblemRow:
    told = problem.to_dict()
    return ProblemRow(
        url=item.url,
        record=item.number,
        code=problem.code,
        rule=problem.rule,
        severity=problem.severity.value,
        message=problem.message,
        hint=problem.hint,
        line=problem.line,
        column=problem.column,
        end_line=problem.end_line,
        end_column=problem.end_column,
        pointer=problem.pointer,
        node=problem.node,
        input=problem.input,
        args=_text(told["args"]),
        related=_text(told["related"]),
        witness=None if problem.witness is None else _text(told["witness"]),
        fix=None if problem.fix is None else _text(told["fix"]),
        fingerprint=problem.fingerprint,
        certainty=problem.certainty,
    )


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"))
