"""A damaged document beside the records it names: what it calls, and what its models take."""

from __future__ import annotations

import re
from random import Random
from typing import Any

from flowcheck import Problem, Report, Settings
from flowcheck.engine import check_sources
from flowcheck.reading.source import Source
from tests.fuzz.bases import base
from tests.fuzz.documents import damage, spelled
from tests.measure.documents import model_record

EVERYTHING = Settings(severity="info")
_NAMED = re.compile(r'"(model|workflow)Id": *"(\w+)"')


def together(dice: Random, source: Source) -> Report:
    """The report of a source checked with others, in either order the same. One of
    the others is damaged too."""
    others = [_source(at, record) for at, record in enumerate(_records(dice, source.text))]
    damaged = Source.from_bytes("other.json", spelled(dice, damage(dice, base(dice))))
    there = [source, *others, damaged]
    report = check_sources(there, EVERYTHING)
    if _told_apart(there):
        other_way = check_sources(there[::-1], EVERYTHING)
        assert _without_circles(other_way) == _without_circles(report)
        assert other_way.gaps == report.gaps
    return report


def _without_circles(report: Report) -> list[Problem]:
    """The problems, but for workflows that call each other: that is told at the first of them."""
    return [problem for problem in report.problems if problem.code != "FC814"]


def _records(dice: Random, text: str) -> list[Any]:
    """A record for some of the models and workflows that a text names; one of them damaged."""
    found: list[Any] = []
    for sort, id in sorted(set(_NAMED.findall(text)))[:4]:
        if sort == "model":
            found.append(model_record(dice) | {"id": id})
        else:
            called = {"id": "call", "type": "workflow", "workflowId": dice.choice(("wf_1", id))}
            record = base(dice)
            record = record if isinstance(record, dict) and "flow" in record else {"flow": [called]}
            found.append(record | {"id": id})
    if found and dice.random() < 0.5:
        at = dice.randrange(len(found))
        found[at] = damage(dice, found[at])
    return found


def _source(at: int, record: Any) -> Source:
    return Source.from_value(f"other-{at}.json", record)


def _told_apart(sources: list[Source]) -> bool:
    """Whether no two records have one id: of those the first one counts."""
    records = [document.record for source in sources for document in source.documents]
    ids = [record.get("id") for record in records if isinstance(record, dict)]
    texts = [id for id in ids if isinstance(id, str)]
    return len(set(texts)) == len(texts)
