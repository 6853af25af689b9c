"""One round of fixes on one text: those that go together, made."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from flowcheck.dataclass import dataclass
from flowcheck.findings import Edit
from flowcheck.fixes.choosing import Chosen
from flowcheck.fixes.splicing import Cut, cuts, spliced
from flowcheck.reading.source import Source
from flowcheck.report import Problem

Wanted = tuple[int, Problem]
"""The number of a record, and a problem in it whose fix is wanted."""


@dataclass(frozen=True)
class LeftOut:
    """A problem whose fix is not made, and why: "the object has a `inputs` already"."""

    problem: Problem
    why: str


def applied(
    source: Source, problems: Iterable[Problem]
) -> tuple[Source, list[Problem], list[LeftOut]]:
    """The new source, the problems whose fixes went in, and those whose fixes cannot be made.
    What touches a place that another fix has taken is in neither."""
    chosen = Chosen()
    together: list[Wanted] = []
    lines = [record.line or 0 for record in source.records]
    for problem in problems:
        # A record of JSON Lines reaches over further lines where lone carriage returns end some.
        record = bisect_right(lines, problem.line) - 1
        if problem.fix is not None and chosen.take(record, problem.fix):
            together.append((record, problem))
    left: list[LeftOut] = []
    new = _spliced(source, together)
    if new is None:
        left = [out for wanted in together if (out := _impossible(source, wanted)) is not None]
        bad = [out.problem for out in left]
        possible = [wanted for wanted in together if wanted[1] not in bad]
        # Each could be made; where all together can not, the others wait for other rounds.
        for together in (possible, possible[:1]):
            new = _spliced(source, together)
            if new is not None:
                break
    return (source, [], left) if new is None else (new, [p for _, p in together], left)


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


def _spliced(source: Source, together: list[Wanted]) -> Source | None:
    """The source with its text mended; None when that cannot be or would break it."""
    try:
        text = spliced(source.text, _cuts(source, together))
    except (KeyError, ValueError):
        return None
    new = Source.from_text(source.name, text, explicit=source.explicit)
    return new if _broken(new) == _broken(source) else None


def _broken(source: Source) -> list[bool]:
    return [record.decoded.problem is not None for record in source.records]
