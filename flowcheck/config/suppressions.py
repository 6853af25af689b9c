"""Problems that are known and meant: `per-file-ignores` and `[[suppress]]`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import product
from pathlib import Path

from flowcheck.config.globs import GlobIndex
from flowcheck.config.judging import Judging
from flowcheck.config.load import ConfigFile
from flowcheck.dataclass import dataclass, field, replace
from flowcheck.docs_url import SUPPRESSIONS, page_url
from flowcheck.findings import Severity
from flowcheck.report import UNUSED_SUPPRESSION, Problem, Report, fingerprint, recounted
from flowcheck.rules.registry import matching
from flowcheck.settings import Settings

Where = tuple[str, str, str | None, str | None, str | None]
"""What an entry hides: glob, code, and node, input and pointer where it names them."""


@dataclass(frozen=True, slots=True)
class Suppression:
    """One entry that hides problems. key: where it stands in the file."""

    what: str
    glob: str
    codes: frozenset[str]
    key: tuple[str | int, ...]
    node: str | None = None
    input: str | None = None
    pointer: str | None = None

    @property
    def places(self) -> Iterator[Where]:
        """Everything it hides, a code each."""
        for code in sorted(self.codes):
            yield self.glob, code, self.node, self.input, self.pointer


def suppressions(file: ConfigFile) -> list[Suppression]:
    """Every entry of a configuration file. Globs and selectors are known to be good (see
    `settings`)."""
    found = [
        Suppression(
            f"`per-file-ignores` of `{glob}`",
            glob,
            frozenset(rule.code for word in words for rule in matching(word)),
            ("per-file-ignores", glob),
        )
        for glob, words in file.config.per_file_ignores.items()
    ]
    for index, entry in enumerate(file.config.suppress):
        found.append(
            Suppression(
                f"`suppress` of {', '.join(entry.codes)} in `{entry.file}`",
                entry.file,
                frozenset(rule.code for word in entry.codes for rule in matching(word)),
                ("suppress", index),
                entry.node,
                entry.input,
                entry.pointer,
            )
        )
    return found


@dataclass(frozen=True)
class Uses:
    """What the entries of a configuration file did for some files that it steers.

    hiding: what hid a problem. gaps: glob → what the checks of the files that it matches went
    without, taken together; a glob that matches none of them is not there."""

    hiding: frozenset[Where] = frozenset()
    gaps: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def __or__(self, other: Uses) -> Uses:
        """For the files of both."""
        gaps = dict(self.gaps)
        for glob, more in other.gaps.items():
            gaps[glob] = gaps.get(glob, frozenset()) | more
        return Uses(self.hiding | other.hiding, gaps)


class _Hidden:
    """What the entries hide, to be asked problem by problem. Neither the number of entries nor
    that of files counts twice."""

    def __init__(self, entries: Iterable[Suppression], folder: Path) -> None:
        self._places = {place for entry in entries for place in entry.places}
        self._globs = GlobIndex({place[0] for place in self._places}, folder)
        self._used: set[Where] = set()

    def hides(self, problem: Problem) -> bool:
        hiding = [
            place
            for glob in self._globs.matching(problem.file)
            for node, input, pointer in product(
                {None, problem.node}, {None, problem.input}, (None, problem.pointer)
            )
            if (place := (glob, problem.code, node, input, pointer)) in self._places
        ]
        self._used.update(hiding)
        return bool(hiding)

    def uses(self, report: Report) -> Uses:
        """What was used so far, and for which files."""
        found: dict[str, frozenset[str]] = {}
        for file, gaps in report.gaps.items():
            for glob in self._globs.matching(file):
                found[glob] = found.get(glob, frozenset()) | gaps
        return Uses(frozenset(self._used), found)


def suppressed(report: Report, file: ConfigFile, settings: Settings) -> Report:
    """A report of files that one configuration steers, with hidden problems moved to `suppressed`,
    and a warning at every entry that hid nothing although a file it matches was checked, each such
    file for all the codes it names."""
    report, uses = hidden(report, file)
    found = [] if uses is None else unused(uses, file, settings)
    if not found:
        return report
    kept = sorted((*report.problems, *found), key=lambda p: p.sort_key)
    sources = {**report.sources, str(file.path): file.text}
    return recounted(replace(report, problems=tuple(kept), sources=sources))


def hidden(report: Report, file: ConfigFile) -> tuple[Report, Uses | None]:
    """A report of files that one configuration steers, with hidden problems moved to `suppressed`,
    and what the entries did; None without any."""
    entries = suppressions(file)
    if not entries:
        return report, None
    hiding = _Hidden(entries, file.folder)
    kept: list[Problem] = []
    away: list[Problem] = list(report.suppressed)
    for problem in report.problems:
        (away if hiding.hides(problem) else kept).append(problem)
    away.sort(key=lambda p: p.sort_key)
    split = replace(report, problems=tuple(kept), suppressed=tuple(away))
    return recounted(split), hiding.uses(report)


def unused(
    uses: Uses,
    file: ConfigFile,
    settings: Settings,
    among: Callable[[str], bool] = lambda glob: True,
) -> list[Problem]:
    """The warnings at entries that hid nothing although a file they match was checked, each such
    file for all the codes they name; none where the settings show no warnings. among: whether all
    files that a glob matches were checked."""
    if settings.severity.rank > Severity.WARNING.rank:
        return []
    judging = Judging(settings)
    return [
        _unused(entry, file, settings.docs_url)
        for entry in suppressions(file)
        if entry.glob in uses.gaps
        and not any(place in uses.hiding for place in entry.places)
        and judging.all_judged(entry.codes, uses.gaps[entry.glob])
        and among(entry.glob)
    ]


def _unused(entry: Suppression, file: ConfigFile, docs: str | None) -> Problem:
    line, column = file.place(*entry.key)
    width = len(file.lines[line - 1].rstrip()) + 1
    return Problem(
        code=UNUSED_SUPPRESSION,
        rule="unused-suppression",
        severity=Severity.WARNING,
        message=f"{entry.what} hides nothing",
        hint="remove it",
        file=str(file.path),
        line=line,
        column=column,
        end_line=line,
        end_column=max(width, column + 1),
        pointer="".join(f"/{step}" for step in entry.key),
        node=None,
        input=None,
        args={"codes": sorted(entry.codes)},
        related=(),
        witness=None,
        fingerprint=fingerprint(UNUSED_SUPPRESSION, entry.key, {"codes": sorted(entry.codes)}),
        url=page_url(SUPPRESSIONS, docs),
    )
