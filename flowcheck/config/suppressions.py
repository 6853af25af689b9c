"""Problems that are known and meant: `per-file-ignores` and `[[suppress]]`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product
from pathlib import Path

from flowcheck.config.globs import GlobIndex
from flowcheck.config.judging import Judging
from flowcheck.config.load import ConfigFile
from flowcheck.dataclass import dataclass, replace
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


class _Hidden:
    """What the entries hide, to be asked problem by problem. Neither the number of entries nor
    that of files counts twice."""

    def __init__(self, entries: Iterable[Suppression], folder: Path) -> None:
        self._places = {place for entry in entries for place in entry.places}
        self._globs = GlobIndex({place[0] for place in self._places}, folder)
        self.used: set[Where] = set()

    def hides(self, problem: Problem) -> bool:
        hiding = [
            place
            for glob in self.globs(problem.file)
            for node, input, pointer in product(
                {None, problem.node}, {None, problem.input}, (None, problem.pointer)
            )
            if (place := (glob, problem.code, node, input, pointer)) in self._places
        ]
        self.used.update(hiding)
        return bool(hiding)

    def gaps(self, report: Report) -> dict[str, frozenset[str]]:
        """What the checks of the files that each glob matches went without, taken together;
        nothing for a glob that matches none of them."""
        found: dict[str, frozenset[str]] = {}
        for file, gaps in report.gaps.items():
            for glob in self.globs(file):
                found[glob] = found.get(glob, frozenset()) | gaps
        return found

    def globs(self, file: str) -> frozenset[str]:
        """The globs that match a file."""
        return self._globs.matching(file)


def suppressed(report: Report, file: ConfigFile, settings: Settings) -> Report:
    """A report of files that one configuration steers, with hidden problems moved to `suppressed`,
    and a warning at every entry that hid nothing although a file it matches was checked, each such
    file for all the codes it names."""
    entries = suppressions(file)
    if not entries:
        return report
    hiding = _Hidden(entries, file.folder)
    kept: list[Problem] = []
    hidden: list[Problem] = list(report.suppressed)
    for problem in report.problems:
        (hidden if hiding.hides(problem) else kept).append(problem)
    judging = Judging(settings)
    gaps = hiding.gaps(report)
    unused = [
        _unused(entry, file, settings.docs_url)
        for entry in entries
        if entry.glob in gaps
        and not any(place in hiding.used for place in entry.places)
        and judging.all_judged(entry.codes, gaps[entry.glob])
    ]
    sources = report.sources
    if unused and settings.severity.rank <= Severity.WARNING.rank:
        kept += unused
        sources = {**sources, str(file.path): file.text}
    kept.sort(key=lambda p: p.sort_key)
    hidden.sort(key=lambda p: p.sort_key)
    return recounted(
        replace(report, problems=tuple(kept), suppressed=tuple(hidden), sources=sources)
    )


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
