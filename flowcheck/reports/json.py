"""`--format json`: the JSON report, version 1 (schema `report`)."""

from __future__ import annotations

from flowcheck.report import Report
from flowcheck.reports.escape import dumps


def render(report: Report) -> str:
    """One JSON object, indented by two, with a line end."""
    return dumps(report.to_dict(), indent=2) + "\n"
