"""`--format junit`: XML that test report viewers of CI systems read."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from itertools import groupby

from flowcheck.findings import Severity
from flowcheck.report import Failure, Problem, Report
from flowcheck.reports.concise import line
from flowcheck.reports.escape import brief, shown
from flowcheck.reports.fail_on import FailOn, fails
from flowcheck.reports.phrases import details, path, where


def render(report: Report, fail_on: FailOn = Severity.ERROR) -> str:
    """A `testsuite` a file, in it a `testcase` a problem: failed when the problem is at least as
    bad as `fail_on`, else passed, with what it says as its output. An unreadable
    file is a suite with an error. Without either one test case, `flowcheck`, passes."""
    failed = sum(fails(problem, fail_on) for problem in report.problems)
    broken = len(report.failures)
    tests = max(1, len(report.problems) + broken)
    totals = f'tests="{tests}" failures="{failed}" errors="{broken}"'
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f'<testsuites name="flowcheck" {totals}>']
    for failure in report.failures:
        lines += _unreadable(failure)
    for file, problems in groupby(report.problems, key=lambda problem: problem.file):
        lines += _file(file, list(problems), fail_on)
    if not report.problems and not broken:
        lines += [
            '  <testsuite name="flowcheck" tests="1" failures="0" errors="0" skipped="0">',
            '    <testcase classname="flowcheck" name="flowcheck"/>',
            "  </testsuite>",
        ]
    return "".join(f"{text}\n" for text in [*lines, "</testsuites>"])


def _file(file: str, problems: list[Problem], fail_on: FailOn) -> Iterable[str]:
    name = _text(file)
    failed = sum(fails(problem, fail_on) for problem in problems)
    counts = f'tests="{len(problems)}" failures="{failed}" errors="0" skipped="0"'
    yield f'  <testsuite name="{name}" {counts}>'
    for p in problems:
        inside = where(p)
        case = f"{p.code} {p.rule} at {p.line}:{p.column}" + (f" ({inside})" if inside else "")
        body = escape("\n".join([line(p), *details(p), *([p.url] if p.url else [])]))
        yield (
            f'    <testcase classname="{name}" name="{_text(case)}" file="{name}" line="{p.line}">'
        )
        if fails(p, fail_on):
            yield f'      <failure type="{p.severity.value}" message="{_text(brief(p.message))}">'
            yield f"{body}</failure>"
        else:
            yield "      <system-out>"
            yield f"{body}</system-out>"
        yield "    </testcase>"
    yield "  </testsuite>"


def _unreadable(failure: Failure) -> Iterable[str]:
    name, message = _text(failure.file), _text(failure.message)
    body = escape(f"{path(failure.file)}: {shown(failure.message)}")
    yield f'  <testsuite name="{name}" tests="1" failures="0" errors="1" skipped="0">'
    what, sort = ("fully checked", "bug") if failure.bug else ("can be read", "unreadable")
    yield f'    <testcase classname="{name}" name="{what}" file="{name}">'
    yield f'      <error type="{sort}" message="{message}">{body}</error>'
    yield "    </testcase>"
    yield "  </testsuite>"


def _text(text: str) -> str:
    """For an attribute. What XML 1.0 cannot hold at all is shown escaped, as for people."""
    return escape(shown(text))
