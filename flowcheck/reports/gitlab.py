"""`--format gitlab`: a Code Quality report, which GitLab shows in merge requests."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from typing import Any, Final

from flowcheck.findings import Severity
from flowcheck.report import Failure, Problem, Report
from flowcheck.reports.escape import brief, dumps, shown
from flowcheck.reports.places import Repository

SEVERITIES: Final = {
    Severity.ERROR: "critical",
    Severity.WARNING: "minor",
    Severity.INFO: "info",
}


def render(report: Report, *, repository: Repository | None = None) -> str:
    """A JSON array, unreadable files first. Files are named from the root of
    `repository` (the one around the current folder); what lies outside keeps its own name."""
    repository = repository or Repository.here()
    seen: Counter[tuple[str, str]] = Counter()
    entries = []
    for failure in report.failures:
        path = repository.name(failure.file) or failure.file
        check = "bug" if failure.bug else "unreadable"
        entries.append(_failure(failure, path, check, seen[path, check]))
        seen[path, check] += 1
    for problem in report.problems:
        path = repository.name(problem.file) or problem.file
        entries.append(_problem(problem, path, seen[path, problem.fingerprint]))
        seen[path, problem.fingerprint] += 1
    return dumps(entries, indent=2) + "\n"


def _problem(problem: Problem, path: str, ordinal: int) -> dict[str, Any]:
    hint = f" ({brief(problem.hint)})" if problem.hint else ""
    return _entry(
        f"{problem.code} {problem.rule}: {brief(problem.message)}{hint}",
        problem.code,
        _fingerprint(path, problem.fingerprint, ordinal),
        SEVERITIES[problem.severity],
        path,
        (problem.line, problem.end_line),
    )


def _failure(failure: Failure, path: str, check: str, ordinal: int) -> dict[str, Any]:
    return _entry(
        f"{failure.what}: {shown(failure.message)}",
        check,
        _fingerprint(path, check, ordinal),
        "blocker",
        path,
        (1, 1),
    )


def _entry(
    description: str, check: str, fingerprint: str, severity: str, path: str, lines: tuple[int, int]
) -> dict[str, Any]:
    begin, end = lines
    return {
        "type": "issue",
        "check_name": check,
        "description": description,
        "categories": ["Bug Risk"],
        "severity": severity,
        "fingerprint": fingerprint,
        "location": {"path": shown(path), "lines": {"begin": begin, "end": end}},
    }


def _fingerprint(path: str, problem: str, ordinal: int) -> str:
    """Names one entry of a report: file, identity of the problem, and which of several equal."""
    identity = json.dumps([path, problem, ordinal], ensure_ascii=True)
    return hashlib.sha256(identity.encode("ascii")).hexdigest()[:32]
