"""`--format concise`: `path:line:col: error: message [FC204]`, one problem a line."""

from __future__ import annotations

from flowcheck.report import Problem, Report
from flowcheck.reports.escape import brief, shown
from flowcheck.reports.phrases import path, place


def render(report: Report, *, notes: bool = False) -> str:
    """A line per failure and problem; empty without any. notes: the hint of a problem stands
    below it, on a line of its own."""
    lines = [f"{path(f.file)}: error: {shown(f.message)}" for f in report.failures]
    for problem in report.problems:
        lines.append(line(problem))
        if notes and problem.hint:
            lines.append(f"{place(problem)}: note: {brief(problem.hint)}")
    return "".join(f"{text}\n" for text in lines)


def line(problem: Problem) -> str:
    """A problem on one line, without its hint and its line end."""
    severity, message = problem.severity.value, brief(problem.message)
    return f"{place(problem)}: {severity}: {message} [{problem.code}]"
