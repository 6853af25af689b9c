"""One round of fixes on one text: those that go together, made."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from flowcheck.dataclass import dataclass
from flowcheck.findings import Edit
from flowcheck.fixes.choosing import Chosen
from flowcheck.fixes.splicing import cuts
from flowcheck.reading.mended import Cut, spliced
from flowcheck.reading.source import Source
from flowcheck.report import Problem

Wanted = tuple[int, Problem]
"""The number of a record, and a problem in it whose fix is wanted."""


@dataclass(frozen=True)
class LeftOut:
    """A problem whose fix is not made, and why: "the object has a `inputs` already"."""

    problem: Problem
    why: str


@dataclass(frozen=True)
class Applied:
    """A text after one round. pieces: what was replaced in the text before. made: the problems
    whose fixes went in; left_out: those whose fixes cannot be made. What touches a place that
    another fix has taken is in neither."""

    source: Source
    pieces: tuple[Cut, ...]
    made: list[Problem]
    left_out: list[LeftOut]


def applied(source: Source, problems: Iterable[Problem]) -> Applied:
    """Make what goes together of the problems' fixes."""
    chosen = Chosen()
    together: list[Wanted] = []
    lines = [record.line or 0 for record in source.records]
    for problem in problems:
        # A record of JSON Lines reaches over further lines where lone carriage returns end some.
        record = bisect_right(lines, problem.line) - 1
        if problem.fix is not None and chosen.take(record, problem.fix):
            together.append((record, problem))
    new = _spliced(source, together)
    if new is not None:
        return Applied(*new, [problem for _, problem in together], [])
    left = [out for wanted in together if (out := _impossible(source, wanted)) is not None]
    bad = [out.problem for out in left]
    possible = [wanted for wanted in together if wanted[1] not in bad]
    # Each could be made; where all together can not, the others wait for other rounds.
    for together in (possible, possible[:1]):
        new = _spliced(source, together)
        if new is not None:
            return Applied(*new, [problem for _, problem in together], left)
    return Applied(source, (), [], left)


def _impossible(source: Source, wanted: Wanted) -> LeftOut | None:
    """Why a fix cannot be made even alone, or None."""
    try:
        _cuts(source, [wanted])
    except (KeyError, ValueError) as error:
        gone = isinstance(error, KeyError)
        return LeftOut(wanted[1], "its place is not in the text" if gone else str(error))
    broken = _spliced(source, [wanted]) is None
    return LeftOut(wanted[1], "the text would no longer be JSON") if broken else None


def _cuts(source: Source, together: list[Wanted]) -> list[Cut]:
    edits: dict[int, list[Edit]] = {}
    for record, problem in together:
        if problem.fix is not None:
            edits.setdefault(record, []).extend(problem.fix.edits)
    found: list[Cut] = []
    for record, several in edits.items():
        found += cuts(source.spans(source.records[record].line), several)
    return found


def _spliced(source: Source, together: list[Wanted]) -> tuple[Source, tuple[Cut, ...]] | None:
    """The source with its text mended, and what was replaced; None when that cannot be or would
    break it."""
    try:
        pieces = tuple(_cuts(source, together))
        text = spliced(source.text, pieces)
    except (KeyError, ValueError):
        return None
    new = Source.from_text(source.name, text, explicit=source.explicit)
    return (new, pieces) if _broken(new) == _broken(source) else None


def _broken(source: Source) -> list[bool]:
    return [record.decoded.problem is not None for record in source.records]
