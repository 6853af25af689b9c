"""SARIF: valid against the official schema, read back by other people's reader."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jsonschema.validators import validator_for

from flowcheck.findings import Fix, Severity, TextEdit, Witness
from flowcheck.report import Failure, Related, Report
from flowcheck.reports import sarif
from tests.reports import made
from tests.reports.formats import RENDER, REPOSITORY

SCHEMA = Path(__file__).parents[1] / "data" / "sarif-schema-2.1.0.json"


def run(report: Report) -> dict[str, Any]:
    (only,) = json.loads(RENDER["sarif"](report))["runs"]
    assert isinstance(only, dict)
    return only


def result(**more: Any) -> dict[str, Any]:
    (only,) = run(made.of(made.problem(**more)))["results"]
    assert isinstance(only, dict)
    return only


@pytest.fixture(scope="module")
def validator() -> Any:
    schema = json.loads(SCHEMA.read_bytes())
    validator_class = validator_for(schema)
    return validator_class(schema, format_checker=validator_class.FORMAT_CHECKER)


def errors(validator: Any, report: Report) -> list[str]:
    return [e.message for e in validator.iter_errors(json.loads(RENDER["sarif"](report)))]


def test_a_fix_is_a_replacement_in_the_columns_of_the_log() -> None:
    text = '[{"id": "😀", "type": "custom-model", "modelId": "m", "count": 1, "cuont": 2}]'
    edit = TextEdit("/0/cuont", 1, 65, 1, 72, '"count"')
    fix = Fix("rename it to `count`", (), safe=False, text_edits=(edit,))
    (only,) = run(made.of(made.problem(fix=fix), sources={made.APP: text}))["results"]
    (found,) = only["fixes"]
    assert found["description"] == {"text": "rename it to `count` (a guess)"}
    assert found["properties"] == {"safe": False}
    (change,) = found["artifactChanges"]
    assert change["artifactLocation"] == {"uri": "flows/app.json", "uriBaseId": "%SRCROOT%"}
    assert change["replacements"] == [
        {
            "deletedRegion": {"startLine": 1, "startColumn": 65, "endLine": 1, "endColumn": 72},
            "insertedContent": {"text": '"count"'},
        }
    ]
    assert run(made.REPORT)["columnKind"] == "unicodeCodePoints"
    assert "fixes" not in result(fix=Fix("leave it out", ()))


def test_the_schema_would_notice(validator: Any) -> None:
    log = json.loads(RENDER["sarif"](made.REPORT))
    del log["runs"][0]["results"][0]["message"]["text"]
    log["runs"][0]["columnKind"] = "bytes"
    assert len(list(validator.iter_errors(log))) >= 2


@pytest.mark.parametrize(
    "report",
    [Report(), made.REPORT, *map(made.hostile, made.HOSTILE)],
    ids=lambda report: str(len(report.problems)),
)
def test_valid_against_the_official_schema(validator: Any, report: Report) -> None:
    assert errors(validator, report) == []


def test_sarif_tools_reads_what_was_reported(tmp_path: Path) -> None:
    loader = pytest.importorskip("sarif.loader")
    path = tmp_path / "report.sarif"
    path.write_text(RENDER["sarif"](made.REPORT), encoding="utf-8")
    read = loader.load_sarif_file(str(path))
    assert read.get_distinct_tool_names() == ["flowcheck"]
    found = [
        (r["Severity"], r["Code"], r["Location"], r["Line"], r["Description"])
        for r in read.get_records()
    ]
    hints = {"FC501": " (leave it out)", "FC204": " (did you mean `upscale`?)"}
    levels = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
    expected = [
        (
            levels[p.severity],
            p.code,
            "%3Cstdin%3E" if p.file == made.PIPED else p.file,
            p.line,
            p.message + (hints.get(p.code, "") if p.hint else ""),
        )
        for p in [*made.REPORT.problems, *made.REPORT.suppressed]
    ]
    assert sorted(found) == sorted(expected)


def test_only_rules_that_occur_are_described_each_once() -> None:
    first = made.problem(at=(1, 1, 1, 2))
    found = run(made.of(first, replace(first, line=2, end_line=2), made.CYCLE))
    assert [r["id"] for r in found["tool"]["driver"]["rules"]] == ["FC204", "FC209"]
    assert [(r["ruleId"], r["ruleIndex"]) for r in found["results"]] == [
        *(("FC204", 0), ("FC204", 0), ("FC209", 1)),
    ]


def test_a_rule_is_described_by_its_page() -> None:
    (rule,) = run(made.of(made.problem()))["tool"]["driver"]["rules"]
    assert rule["shortDescription"] == {"text": "A reference names a node that is not in the flow."}
    assert rule["fullDescription"]["text"].endswith("Why: Scenario refuses the flow (observed).")
    assert rule["help"]["markdown"] == (
        "# FC204 unknown-node\n\n"
        "A reference names a node that is not in the flow.\n\n"
        "**Why:** Scenario refuses the flow\n(observed).\n\n"
        '**Bad:**\n\n```json\n{"ref": {"node": "upscal"}}\n```\n\n'
        '**Good:**\n\n```json\n{"ref":\n  {"node": "upscale"}}\n```\n\n'
        "[https://docs.example.org/rules/FC204/]"
        "(https://docs.example.org/rules/FC204/)\n"
    )
    assert rule["helpUri"] == "https://docs.example.org/rules/FC204/"


def test_the_level_is_the_problem_s_own() -> None:
    assert result(severity=Severity.WARNING)["level"] == "warning"
    assert result(severity=Severity.INFO)["level"] == "note"


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("a b.json", {"uri": "a%20b.json", "uriBaseId": "%SRCROOT%"}),
        ("/repo/x.json", {"uri": "x.json", "uriBaseId": "%SRCROOT%"}),
        ("../x.json", {"uri": "file:///x.json"}),
        ("<stdin>", {"uri": "%3Cstdin%3E", "description": {"text": "<stdin>"}}),
    ],
)
def test_files(file: str, expected: dict[str, Any]) -> None:
    location = result(file=file)["locations"][0]["physicalLocation"]
    assert location["artifactLocation"] == expected


@pytest.mark.parametrize(
    ("node", "input", "expected"),
    [
        ("draw", None, ("draw", "draw")),
        ("draw", "image", ("image", "draw/image")),
        (None, "image", ("image", "workflow/image")),
        ("a/b~", "c", ("c", "a~1b~0/c")),
    ],
)
def test_logical_locations(node: str | None, input: str | None, expected: tuple[str, str]) -> None:
    (logical,) = result(node=node, input=input)["locations"][0]["logicalLocations"]
    assert (logical["name"], logical["fullyQualifiedName"]) == expected


def test_a_problem_of_no_node_has_no_logical_location() -> None:
    assert "logicalLocations" not in result()["locations"][0]


def steps(found: dict[str, Any]) -> Iterator[tuple[str, int]]:
    ((thread,),) = [flow["threadFlows"] for flow in found["codeFlows"]]
    for step in thread["locations"]:
        place = step["location"]
        yield place["message"]["text"], place["physicalLocation"]["region"]["startLine"]


def test_a_cycle_is_a_code_flow_along_its_edges() -> None:
    (found,) = run(made.of(made.CYCLE))["results"]
    assert list(steps(found)) == [("`a` waits for `b`", 9), ("`b` waits for `a`", 10)]


def test_a_run_is_a_code_flow_that_ends_at_the_problem() -> None:
    (found,) = run(made.of(made.HANGS))["results"]
    assert list(steps(found)) == [("`fast` is skipped here", 3), (made.HANGS.message, 4)]
    state = found["codeFlows"][0]["threadFlows"][0]["initialState"]
    assert {name: value["text"] for name, value in state.items()} == {
        "input `prompt`": "given",
        "input `image`": "not given",
        "input `mode`": '"quick"',
        "branch of `router`": "`2`",
        "branch of `last`": "none",
    }


def test_a_run_that_decides_nothing_still_is_a_code_flow() -> None:
    assert list(steps(result(message="stuck", witness=Witness()))) == [("stuck", 1)]


def test_related_places_of_an_ordinary_problem_are_no_code_flow() -> None:
    found = result(related=(Related("first", "", 2, 1, 2, 5),))
    assert "codeFlows" not in found
    assert found["relatedLocations"][0]["id"] == 0


def test_no_more_places_than_code_scanning_takes() -> None:
    edges = tuple(Related("edge", "", n, 1, n, 2) for n in range(1, 1200))
    found = result(code="FC209", rule="cycle", related=edges)
    assert len(found["relatedLocations"]) == 1000
    assert len(list(steps(found))) == 1000


def test_suppressed_problems_are_said_to_be_and_only_then() -> None:
    assert "suppressions" not in result()
    both = run(made.of(made.problem(), suppressed=(made.HIDDEN,)))["results"]
    assert [r["suppressions"] for r in both] == [[], [{"kind": "external"}]]


def test_unreadable_files_are_notifications() -> None:
    assert run(made.of())["invocations"][0]["executionSuccessful"] is True
    (invocation,) = run(Report(failures=(Failure("x.json", "permission denied"),)))["invocations"]
    assert invocation["executionSuccessful"] is False
    (notification,) = invocation["toolExecutionNotifications"]
    assert notification["message"]["text"] == "x.json: permission denied"


def test_the_rules_pages_are_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flowcheck.rules.pages.pages", lambda: made.PAGES)
    monkeypatch.setattr("flowcheck.reports.places.Repository.here", lambda: REPOSITORY)
    assert sarif.render(made.REPORT) == RENDER["sarif"](made.REPORT)


def many(*severities: Severity) -> list[Any]:
    return [made.problem(severity=s, message=f"m{n}") for n, s in enumerate(severities)]


def test_code_scanning_takes_no_more_results_than_it_gets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sarif, "MOST_RESULTS", 4)
    error, warning, info = Severity.ERROR, Severity.WARNING, Severity.INFO
    report = made.of(*many(info, warning, error, warning, warning, error))
    report = replace(report, suppressed=tuple(many(error)))
    log = run(report)
    assert [r["message"]["text"] for r in log["results"]] == ["m1", "m2", "m3", "m5"]
    assert sarif.left_out(report) == 3
    (note,) = log["invocations"][0]["toolExecutionNotifications"]
    assert note["level"] == "warning"
    assert note["message"]["text"].startswith("3 of the least severe problems left out")
    assert all("suppressions" not in r for r in log["results"])


def test_suppressed_results_take_the_room_that_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sarif, "MOST_RESULTS", 3)
    report = made.of(*many(Severity.INFO, Severity.INFO))
    report = replace(report, suppressed=tuple(many(Severity.WARNING, Severity.ERROR)))
    hidden = [(r["message"]["text"], len(r["suppressions"])) for r in run(report)["results"]]
    assert hidden == [("m0", 0), ("m1", 0), ("m1", 1)]


def test_a_report_that_fits_is_whole(validator: Any) -> None:
    report = made.of(*many(*[Severity.WARNING] * 3))
    assert len(run(report)["results"]) == 3
    assert run(report)["invocations"][0]["toolExecutionNotifications"] == []
    assert sarif.MOST_RESULTS == 25_000
