"""The last line a person reads, and the table of `--statistics`."""

from __future__ import annotations

from collections import Counter

from flowcheck.report import Report


def counted(number: int, word: str) -> str:
    """`1 error`, `2 errors`."""
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def summary_line(report: Report) -> str:
    """What was found in how many files, skipped and unreadable ones included."""
    s = report.summary
    counts = [(s.errors, "error"), (s.warnings, "warning"), (s.infos, "info")]
    found = [counted(number, word) for number, word in counts if number]
    extra = []
    if s.suppressed:
        extra.append(f"{s.suppressed} suppressed")
    if s.skipped:
        extra.append(f"{counted(s.skipped, 'file')} without a flow skipped")
    if report.failures:
        extra.append(f"{counted(len(report.failures), 'path')} unreadable")
    where = f"in {counted(s.files, 'file')}"
    text = f"Found {', '.join(found)} {where}" if found else f"No problems {where}"
    return text + (f" ({', '.join(extra)})" if extra else "")


def statistics(report: Report) -> str:
    """A line per code: how often, severity, code and name; most frequent first."""
    counts = Counter((p.code, p.rule, p.severity.value) for p in report.problems)
    rows = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    width = max((len(str(number)) for _, number in rows), default=1)
    return "".join(
        f"{number:>{width}}  {code}  {severity:<7}  {name}\n"
        for (code, name, severity), number in rows
    )
