"""`--format concise`: `path:line:col: CODE message`, one problem a line."""

from __future__ import annotations

from flowcheck.report import Report
from flowcheck.reports.escape import shown


def render(report: Report) -> str:
    """A line per failure and problem; empty without any."""
    lines = [f"{shown(f.file)}: {shown(f.message)}" for f in report.failures]
    lines += [
        f"{shown(p.file)}:{p.line}:{p.column}: {p.code} {shown(p.message)}"
        + (f" ({shown(p.hint)})" if p.hint else "")
        for p in report.problems
    ]
    return "".join(f"{line}\n" for line in lines)
