"""`--format concise` and the problem matcher that reads it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from flowcheck.findings import Severity
from flowcheck.report import Report
from flowcheck.reports import concise
from tests.reports import made

MATCHERS = json.loads(
    (Path(__file__).parents[2] / "docs" / "problem-matcher.json").read_text(encoding="utf-8")
)["problemMatcher"]


def matched(line: str) -> list[dict[str, str]]:
    """What GitHub's runner reads in a line: for each matcher that fits, its groups and the
    severity that it states."""
    found = []
    for matcher in MATCHERS:
        (pattern,) = matcher["pattern"]
        match = re.search(pattern["regexp"], line)
        if match:
            groups = {name: match[at] for name, at in pattern.items() if name != "regexp"}
            stated = {"severity": matcher["severity"]} if "severity" in matcher else {}
            found.append({**groups, **stated})
    return found


def test_a_problem_is_a_line_without_its_hint() -> None:
    assert concise.render(made.of(made.UNKNOWN_NODE)) == (
        "flows/app.json:8:75: error: `ref` names node `upscal`, which is not in this flow [FC204]\n"
    )


def test_notes_are_lines_of_their_own() -> None:
    assert concise.render(made.of(made.UNKNOWN_NODE, made.CYCLE), notes=True) == (
        "flows/app.json:8:75: error: `ref` names node `upscal`, which is not in this flow [FC204]\n"
        "flows/app.json:8:75: note: did you mean `upscale`?\n"
        "flows/app.json:9:31: error: these nodes wait for each other: `a` → `b` → `a` [FC209]\n"
    )


@pytest.mark.parametrize(
    ("severity", "annotation"),
    [(Severity.ERROR, "error"), (Severity.WARNING, "warning"), (Severity.INFO, "notice")],
)
def test_the_runner_of_github_finds_each_severity(severity: Severity, annotation: str) -> None:
    problem = made.problem(severity=severity, message="`x: error: [FC999]` is odd", hint="mend it")
    (line, note) = concise.render(made.of(problem), notes=True).splitlines()
    assert matched(line) == [
        {
            "file": "flows/app.json",
            "line": "1",
            "column": "1",
            "severity": annotation,
            "message": "`x: error: [FC999]` is odd",
            "code": "FC204",
        }
    ]
    assert matched(note) == []


def test_a_file_that_cannot_be_read_is_an_error_of_the_file() -> None:
    report = Report(failures=made.REPORT.failures)
    assert concise.render(report) == "secret.json: error: permission denied\n"
