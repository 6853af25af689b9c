"""The last line a person reads, and the table of `--statistics`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Self

from flowcheck.dataclass import dataclass, field
from flowcheck.findings import BY_SEVERITY
from flowcheck.report import UNUSED_SUPPRESSION, Failure, Problem, Report, Summary
from flowcheck.wording import listed


def counted(number: int, word: str) -> str:
    """`1 error`, `2 errors`."""
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


@dataclass
class Tally:
    """What a summary tells, counted problem by problem. summary: what is not counted from them."""

    summary: Summary = field(default_factory=Summary)
    failures: Sequence[Failure] = ()
    safe: int = 0
    unsafe: int = 0
    by_severity: Counter[str] = field(default_factory=Counter)
    by_rule: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    faulty: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, report: Report) -> Self:
        tally = cls(report.summary, report.failures)
        for problem in report.problems:
            tally.add(problem)
        return tally

    def add(self, problem: Problem) -> None:
        """Count one that is shown."""
        severity = problem.severity.value
        self.by_severity[severity] += 1
        self.by_rule[problem.code, problem.rule, severity] += 1
        if problem.code != UNUSED_SUPPRESSION:  # it lies in no checked file
            self.faulty.add(problem.file)
        if problem.fix is not None:
            self.safe += problem.fix.safe
            self.unsafe += not problem.fix.safe

    def line(self, looked_for: Sequence[str] = ()) -> str:
        """What was found in how many files, what a fix could mend, and what was left out.
        looked_for: patterns of the files that are checked, told when there is none."""
        words = [severity.value for severity in BY_SEVERITY if self.by_severity[severity.value]]
        found = ", ".join(counted(self.by_severity[word], word) for word in words)
        text = f"Found {found} {self._in_files()}" if found else self._nothing(looked_for)
        extra: list[str] = []
        broken = len({failure.file for failure in self.failures if failure.bug})
        unreadable = sum(not failure.bug for failure in self.failures)
        extra += [f"{counted(unreadable, 'path')} unreadable"] if unreadable else []
        extra += [f"{counted(broken, 'file')} not fully checked"] if broken else []
        if self.summary.suppressed:
            extra.append(f"{self.summary.suppressed} suppressed")
        if self.summary.skipped:
            extra.append(f"{counted(self.summary.skipped, 'file')} without a flow skipped")
        extra += [f"{self.safe} fixable with `--fix`"] if self.safe else []
        extra += [f"{self.unsafe} fixable with `--fix --unsafe-fixes`"] if self.unsafe else []
        return text + (f" ({', '.join(extra)})" if extra else "")

    def statistics(self) -> str:
        """A line per code: how often, severity, code and name; most frequent first. Then a line
        per severity."""
        rows = sorted(self.by_rule.items(), key=lambda item: (-item[1], item[0]))
        each = [(s.value, n) for s in BY_SEVERITY if (n := self.by_severity[s.value])]
        width = max((len(str(number)) for _, number in (*rows, *each)), default=1)
        return "".join(
            f"{number:>{width}}  {code}  {severity:<7}  {name}\n"
            for (code, name, severity), number in rows
        ) + "".join(f"{number:>{width}}  {severity}\n" for severity, number in each)

    def _in_files(self) -> str:
        files, faulty = self.summary.files, len(self.faulty)
        part = f"{faulty} of " if 0 < faulty < files else ""
        return f"in {part}{counted(files, 'file')}"

    def _nothing(self, looked_for: Sequence[str]) -> str:
        if self.summary.files:
            return f"No problems in {counted(self.summary.files, 'file')}"
        if self.failures:
            return "Nothing was checked"
        if self.summary.skipped:
            return "No flows found"
        if not looked_for:
            return "No files to check"
        told = listed(looked_for, word="and")
        return (
            f"No files to check: looked for {told}, except what .gitignore or `exclude` leaves out"
        )


def summary_line(report: Report, looked_for: Sequence[str] = ()) -> str:
    """The last line of a report; as `Tally.line`."""
    return Tally.of(report).line(looked_for)


def statistics(report: Report) -> str:
    """The table of a report; as `Tally.statistics`."""
    return Tally.of(report).statistics()
