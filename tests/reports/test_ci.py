"""The formats of GitHub Actions and GitLab."""

from __future__ import annotations

import json
from dataclasses import replace

from flowcheck.findings import Severity
from flowcheck.report import Report
from flowcheck.reports import github, gitlab
from flowcheck.reports.places import Repository
from tests.reports import made
from tests.reports.formats import REPOSITORY


def commands(report: Report) -> list[tuple[str, dict[str, str], str]]:
    """What the runner reads: command, properties, message."""
    found = []
    for line in github.render(report, repository=REPOSITORY).splitlines():
        empty, head, message = line.split("::", 2)
        assert empty == ""
        name, _, rest = head.partition(" ")
        pairs = (pair.partition("=") for pair in rest.split(","))
        properties = {key: _decoded(value) for key, _, value in pairs}
        found.append((name, properties, _decoded(message)))
    return found


def _decoded(text: str) -> str:
    for code, character in (("%3A", ":"), ("%2C", ","), ("%0D", "\r"), ("%0A", "\n")):
        text = text.replace(code, character)
    return text.replace("%25", "%")


def many(severity: Severity, number: int) -> list[tuple[str, dict[str, str], str]]:
    problems = [made.problem(severity=severity, at=(n, 1, n, 2)) for n in range(1, number + 1)]
    return commands(made.of(*problems))


def test_the_runner_reads_place_title_and_message() -> None:
    assert commands(made.of(made.UNKNOWN_NODE)) == [
        (
            "error",
            {
                "file": "flows/app.json",
                "line": "8",
                "endLine": "8",
                "col": "75",
                "endColumn": "83",
                "title": "FC204 unknown-node",
            },
            "flows/app.json:8:75: error: `ref` names node `upscal`, which is not in this flow"
            " [FC204]\nhelp: did you mean `upscale`?",
        )
    ]


def test_properties_survive_colons_commas_and_percent_signs() -> None:
    report = made.of(made.problem(file="a,b:c%0A.json", message="x%0Ay"))
    ((_, properties, message),) = commands(report)
    assert properties["file"] == "a,b:c%0A.json"
    assert message == "a,b:c%0A.json:1:1: error: x%0Ay [FC204]"
    assert "file=a%2Cb%3Ac%250A.json," in github.render(report, repository=REPOSITORY)


def test_a_place_of_several_lines_has_no_columns() -> None:
    ((_, properties, _),) = commands(made.of(made.problem(at=(2, 5, 4, 6))))
    assert properties == {
        "file": "flows/app.json",
        "line": "2",
        "endLine": "4",
        "title": "FC204 unknown-node",
    }


def test_a_file_outside_the_repository_is_only_named_in_the_message() -> None:
    ((_, properties, message),) = commands(made.of(made.problem(file="../x.json")))
    assert properties == {"title": "FC204 unknown-node"}
    assert message.startswith("../x.json:1:1: error: ")


def test_files_are_named_from_the_repository_root() -> None:
    repository = Repository("/repo", "/repo/sub")
    assert "file=sub/flows/app.json," in github.render(
        made.of(made.UNKNOWN_NODE), repository=repository
    )
    (entry,) = json.loads(gitlab.render(made.of(made.UNKNOWN_NODE), repository=repository))
    assert entry["location"]["path"] == "sub/flows/app.json"


def test_ten_of_a_kind_are_all_shown() -> None:
    assert [name for name, _, _ in many(Severity.ERROR, 10)] == ["error"] * 10


def test_more_than_the_page_shows_are_counted_in_a_notice() -> None:
    found = many(Severity.ERROR, 13)
    assert [name for name, _, _ in found] == ["error"] * 13 + ["notice"]
    assert found[-1][1:] == (
        {"title": "flowcheck"},
        "3 more problems only in the log of this step: GitHub shows 10 annotations of a kind",
    )


def test_the_notice_comes_before_the_notices_it_pushes_out() -> None:
    found = many(Severity.INFO, 11)
    assert [name for name, _, _ in found] == ["notice"] * 12
    assert found[0][2].startswith("2 more problems only in the log")


def test_worst_first_whatever_the_file() -> None:
    report = made.of(
        made.problem(severity=Severity.INFO, file="a.json"),
        made.problem(severity=Severity.WARNING, file="b.json"),
        made.problem(severity=Severity.ERROR, file="c.json"),
    )
    assert [(name, p["file"]) for name, p, _ in commands(report)] == [
        *(("error", "c.json"), ("warning", "b.json"), ("notice", "a.json")),
    ]


def prints(report: Report) -> list[str]:
    return [
        entry["fingerprint"] for entry in json.loads(gitlab.render(report, repository=REPOSITORY))
    ]


def test_gitlab_fingerprints_of_equal_problems_differ() -> None:
    first = made.problem(at=(1, 1, 1, 2))
    second = replace(first, line=7, end_line=7)
    elsewhere = replace(first, file="other.json")
    assert first.fingerprint == second.fingerprint == elsewhere.fingerprint
    assert len(set(prints(made.of(first, second, elsewhere)))) == 3


def test_gitlab_fingerprints_ignore_lines_and_wording() -> None:
    problem = made.problem(at=(1, 1, 1, 2))
    moved = replace(problem, line=9, end_line=9, column=4, message="said otherwise", hint="x")
    assert prints(made.of(problem)) == prints(made.of(moved))


def test_gitlab_severities() -> None:
    problems = [made.problem(severity=s, file=f"{s.rank}.json") for s in Severity]
    entries = json.loads(gitlab.render(made.of(*problems), repository=REPOSITORY))
    assert [(e["location"]["path"], e["severity"]) for e in entries] == [
        *(("0.json", "info"), ("1.json", "minor"), ("2.json", "critical")),
    ]
