"""`--format concise`: `path:line:col: CODE message`, one problem a line."""

from __future__ import annotations

from flowcheck.report import Problem, Report
from flowcheck.reports.escape import brief, shown
from flowcheck.reports.phrases import path, place


def render(report: Report) -> str:
    """A line per failure and problem; empty without any."""
    lines = [f"{path(f.file)}: {shown(f.message)}" for f in report.failures]
    lines += [line(problem) for problem in report.problems]
    return "".join(f"{text}\n" for text in lines)


def line(problem: Problem) -> str:
    """A problem on one line, without its line end."""
    hint = f" ({brief(problem.hint)})" if problem.hint else ""
    return f"{place(problem)}: {problem.code} {brief(problem.message)}{hint}"
