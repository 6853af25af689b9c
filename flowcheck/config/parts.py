"""A report of files that different configurations steer, taken apart and put together again."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from itertools import chain
from typing import TypeVar

from flowcheck.dataclass import replace
from flowcheck.report import Problem, Report, recounted

H = TypeVar("H", bound=Hashable)


def parts(report: Report, of: Callable[[str], H]) -> Mapping[H, Report]:
    """The problems and gaps of a report by what steers their files, in the order of the files.
    of: what does, by a file's name."""
    gaps: dict[H, dict[str, frozenset[str]]] = {}
    for name, lacking in report.gaps.items():
        gaps.setdefault(of(name), {})[name] = lacking
    shown, hidden = _by(report.problems, of), _by(report.suppressed, of)
    return {
        key: Report(
            problems=tuple(shown.get(key, ())),
            suppressed=tuple(hidden.get(key, ())),
            sources=report.sources,
            gaps=gaps.get(key, {}),
        )
        for key in dict.fromkeys(chain(gaps, shown, hidden))
    }


def _by(problems: Iterable[Problem], of: Callable[[str], H]) -> dict[H, list[Problem]]:
    found: dict[H, list[Problem]] = {}
    for problem in problems:
        found.setdefault(of(problem.file), []).append(problem)
    return found


def merged(whole: Report, changed: Iterable[Report]) -> Report:
    """The report whose parts are these by now."""
    problems: list[Problem] = []
    hidden: list[Problem] = []
    sources = whole.sources
    for part in changed:
        problems += part.problems
        hidden += part.suppressed
        if part.sources is not whole.sources:
            sources = {**sources, **part.sources}
    problems.sort(key=lambda problem: problem.sort_key)
    hidden.sort(key=lambda problem: problem.sort_key)
    whole = replace(whole, problems=tuple(problems), suppressed=tuple(hidden), sources=sources)
    return recounted(whole)
