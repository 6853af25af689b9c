"""The last line a person reads, and the table of `--statistics`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from flowcheck.report import UNUSED_SUPPRESSION, Report
from flowcheck.wording import listed


def counted(number: int, word: str) -> str:
    """`1 error`, `2 errors`."""
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def summary_line(report: Report, looked_for: Sequence[str] = ()) -> str:
    """What was found in how many files, what a fix could mend, and what was left out. looked_for:
    patterns of the files that are checked, told when there is none."""
    s = report.summary
    counts = [(s.errors, "error"), (s.warnings, "warning"), (s.infos, "info")]
    found = [counted(number, word) for number, word in counts if number]
    text = (
        f"Found {', '.join(found)} {_in_files(report)}" if found else _nothing(report, looked_for)
    )
    extra: list[str] = []
    broken = len({failure.file for failure in report.failures if failure.bug})
    unreadable = sum(not failure.bug for failure in report.failures)
    extra += [f"{counted(unreadable, 'path')} unreadable"] if unreadable else []
    extra += [f"{counted(broken, 'file')} not fully checked"] if broken else []
    if s.suppressed:
        extra.append(f"{s.suppressed} suppressed")
    if s.skipped:
        extra.append(f"{counted(s.skipped, 'file')} without a flow skipped")
    safe = sum(p.fix is not None and p.fix.safe for p in report.problems)
    unsafe = sum(p.fix is not None and not p.fix.safe for p in report.problems)
    extra += [f"{safe} fixable with `--fix`"] if safe else []
    extra += [f"{unsafe} fixable with `--fix --unsafe-fixes`"] if unsafe else []
    return text + (f" ({', '.join(extra)})" if extra else "")


def _in_files(report: Report) -> str:
    files = report.summary.files
    # A problem of the configuration lies in no checked file.
    faulty = len({p.file for p in report.problems if p.code != UNUSED_SUPPRESSION})
    part = f"{faulty} of " if 0 < faulty < files else ""
    return f"in {part}{counted(files, 'file')}"


def _nothing(report: Report, looked_for: Sequence[str]) -> str:
    if report.summary.files:
        return f"No problems in {counted(report.summary.files, 'file')}"
    if report.failures:
        return "Nothing was checked"
    if report.summary.skipped:
        return "No flows found"
    if not looked_for:
        return "No files to check"
    told = listed(looked_for, word="and")
    return f"No files to check: looked for {told}, except what .gitignore or `exclude` leaves out"


def statistics(report: Report) -> str:
    """A line per code: how often, severity, code and name; most frequent first."""
    counts = Counter((p.code, p.rule, p.severity.value) for p in report.problems)
    rows = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    width = max((len(str(number)) for _, number in rows), default=1)
    return "".join(
        f"{number:>{width}}  {code}  {severity:<7}  {name}\n"
        for (code, name, severity), number in rows
    )
