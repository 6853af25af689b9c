"""Problems that are known and meant: `per-file-ignores` and `[[suppress]]`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from flowcheck.config.globs import Globs
from flowcheck.config.load import ConfigFile
from flowcheck.findings import Severity
from flowcheck.report import UNUSED_SUPPRESSION, Problem, Report, fingerprint, recounted
from flowcheck.rules.selection import Selection, codes_of
from flowcheck.settings import Settings


@dataclass(frozen=True)
class Suppression:
    """One entry that hides problems. at: line and column of the entry in the file it is in."""

    what: str
    globs: Globs
    codes: frozenset[str]
    at: tuple[int, int]
    key: tuple[str | int, ...]
    node: str | None = None
    input: str | None = None
    pointer: str | None = None

    def hides(self, problem: Problem) -> bool:
        return (
            problem.code in self.codes
            and self.node in (None, problem.node)
            and self.input in (None, problem.input)
            and self.pointer in (None, problem.pointer)
            and self.globs.match(problem.file)
        )


def suppressions(file: ConfigFile) -> list[Suppression]:
    """Every entry of a configuration file. Selectors are known to match (see `settings`)."""
    found = [
        Suppression(
            f"`per-file-ignores` of `{glob}`",
            Globs([glob], file.folder),
            codes_of(words),
            file.place("per-file-ignores", glob),
            ("per-file-ignores", glob),
        )
        for glob, words in file.config.per_file_ignores.items()
    ]
    for index, entry in enumerate(file.config.suppress):
        found.append(
            Suppression(
                f"`suppress` of {', '.join(entry.codes)} in `{entry.file}`",
                Globs([entry.file], file.folder),
                codes_of(entry.codes),
                file.place("suppress", index),
                ("suppress", index),
                entry.node,
                entry.input,
                entry.pointer,
            )
        )
    return found


def suppressed(
    report: Report, file: ConfigFile, settings: Settings, checked: Iterable[str]
) -> Report:
    """The report with hidden problems moved to `suppressed`, and a warning at every entry that
    hid nothing although a file it matches was checked for the codes it names."""
    entries = suppressions(file)
    if not entries:
        return report
    used: set[int] = set()
    kept: list[Problem] = []
    hidden: list[Problem] = list(report.suppressed)
    for problem in report.problems:
        hiding = [number for number, entry in enumerate(entries) if entry.hides(problem)]
        used.update(hiding)
        (hidden if hiding else kept).append(problem)
    names, selected = list(checked), Selection.of(settings).codes
    unused = [
        _unused(entry, file)
        for number, entry in enumerate(entries)
        if number not in used
        and entry.codes & selected
        and any(entry.globs.match(name) for name in names)
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


def _unused(entry: Suppression, file: ConfigFile) -> Problem:
    line, column = entry.at
    width = len(file.text.splitlines()[line - 1].rstrip()) + 1
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
        url="https://scenario-flowcheck.readthedocs.io/configuration/#suppressions",
    )
