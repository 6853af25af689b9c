"""JUnit XML, read back by other people's reader."""

from __future__ import annotations

from typing import Any

import pytest

from flowcheck.findings import Severity
from flowcheck.report import Report
from flowcheck.reports import junit
from tests.reports import made
from tests.reports.formats import RENDER

junitparser: Any = pytest.importorskip("junitparser")


def suites(report: Report) -> Any:
    return junitparser.JUnitXml.fromstring(RENDER["junit"](report).encode())


def test_junitparser_reads_what_was_reported() -> None:
    found = [
        (suite.name, case.name, [(type(r).__name__, r.type, r.message) for r in case.result])
        for suite in suites(made.REPORT)
        for case in suite
    ]
    assert found[0] == (
        *("secret.json", "can be read"),
        [("Error", "unreadable", "permission denied")],
    )
    assert [(suite, result) for suite, _, result in found[1:]] == [
        (p.file, [("Failure", "error", p.message)] if p.severity is Severity.ERROR else [])
        for p in made.REPORT.problems
    ]
    assert found[-2][1] == "FC204 unknown-node at 8:75 (node `猫`, input `画像`)"


def test_totals_are_those_of_the_cases() -> None:
    read = suites(made.REPORT)
    assert (read.tests, read.failures, read.errors) == (7, 4, 1)
    stated = [(s.tests, s.failures, s.errors) for s in read]
    read.update_statistics()
    assert [(s.tests, s.failures, s.errors) for s in read] == stated
    assert (read.tests, read.failures, read.errors) == (7, 4, 1)


@pytest.mark.parametrize(
    ("fail_on", "failed"),
    [(Severity.ERROR, 1), (Severity.WARNING, 2), (Severity.INFO, 3), (None, 0)],
)
def test_what_does_not_fail_the_check_is_no_failure(fail_on: Severity | None, failed: int) -> None:
    report = made.of(*(made.problem(severity=severity) for severity in Severity))
    read = junitparser.JUnitXml.fromstring(junit.render(report, fail_on).encode())
    assert (read.tests, read.failures) == (3, failed)
    passed = [case for suite in read for case in suite if case.is_passed]
    assert len(passed) == 3 - failed
    assert [case.system_out.split(": ")[1] for case in passed] == [
        severity.value for severity in list(Severity)[failed:]
    ]
    assert all(": `ref` names node `upscal`" in case.system_out for case in passed)


def test_no_problem_is_a_test_that_passes() -> None:
    ((case,),) = suites(Report())
    assert (case.name, case.is_passed) == ("flowcheck", True)


def test_the_text_names_place_help_run_and_page() -> None:
    ((case,),) = suites(made.of(made.HANGS))
    assert case.result[0].text.strip().splitlines() == [
        "flows/app.json:4:5: error: `draw` waits for `fast`, which is skipped: the job hangs"
        " [FC309]",
        "`fast` is skipped here: flows/sub/50%.json:3:5",
        'run: when `image` is not given, `prompt` is given and `mode` is `"quick"`'
        " (`router` takes `2`, `last` takes no branch)",
        "https://docs.example.org/rules/FC309/",
    ]


def test_control_characters_come_back_escaped() -> None:
    ((case,),) = suites(made.of(made.problem(message="a\x00]]>\ufffe\x1b\n\u202e")))
    assert case.result[0].message == "a\\u0000]]>\\ufffe\\u001b\\u000a\\u202e"
