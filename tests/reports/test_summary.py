"""The last line and the table of `--statistics`."""

from __future__ import annotations

import pytest

from flowcheck.findings import Fix, Severity
from flowcheck.report import Failure, Report, Summary
from flowcheck.reports.summary import statistics, summary_line
from tests.reports import made


@pytest.mark.parametrize(
    ("summary", "failures", "expected"),
    [
        (Summary(files=1), 0, "No problems in 1 file"),
        (Summary(files=3, skipped=1), 0, "No problems in 3 files (1 file without a flow skipped)"),
        (Summary(files=3, suppressed=2), 0, "No problems in 3 files (2 suppressed)"),
        (Summary(), 0, "No files to check"),
        (Summary(skipped=4), 0, "No flows found (4 files without a flow skipped)"),
        (Summary(), 2, "Nothing was checked (2 paths unreadable)"),
        (Summary(files=1), 1, "No problems in 1 file (1 path unreadable)"),
    ],
)
def test_without_problems(summary: Summary, failures: int, expected: str) -> None:
    report = Report((), (Failure("x", "gone"),) * failures, summary)
    assert summary_line(report) == expected


def test_counts_by_severity_and_file() -> None:
    one = made.problem(severity=Severity.ERROR)
    two = made.problem(severity=Severity.WARNING, file="b.json")
    report = Report((one, one, two), (), Summary(5, 5, 9, 2, 1))
    assert summary_line(report) == "Found 2 errors, 1 warning in 2 of 5 files"
    assert summary_line(made.of(one)) == "Found 1 error in 1 file"


def test_what_can_be_mended() -> None:
    safe = made.problem(fix=Fix("leave it out", ()))
    unsafe = made.problem(fix=Fix("rename it", (), safe=False))
    assert summary_line(made.of(safe, safe)) == (
        "Found 2 errors in 1 file (2 fixable with `--fix`)"
    )
    assert summary_line(made.of(safe, unsafe)) == (
        "Found 2 errors in 1 file (1 fixable with `--fix`, 1 fixable with `--fix --unsafe-fixes`)"
    )


def test_statistics_have_the_most_frequent_first() -> None:
    report = made.of(made.CYCLE, *[made.UNUSED] * 10, made.UNKNOWN_NODE)
    assert statistics(report) == (
        "10  FC215  info     unused-workflow-input\n"
        " 1  FC204  error    unknown-node\n"
        " 1  FC209  error    cycle\n"
        " 2  error\n"
        "10  info\n"
    )
    assert statistics(Report()) == ""
