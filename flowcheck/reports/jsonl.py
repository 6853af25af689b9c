"""`--format jsonl`: the problems of the JSON report, then its failures, one object a line."""

from __future__ import annotations

from flowcheck.report import Report
from flowcheck.reports.escape import dumps


def render(report: Report) -> str:
    """A line for each element of the JSON report's `problems`, then of its `failures` (objects
    without `code`, only `file` and `message`); empty without any."""
    whole = report.to_dict()
    return "".join(f"{dumps(value)}\n" for value in [*whole["problems"], *whole["failures"]])
