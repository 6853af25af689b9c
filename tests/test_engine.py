"""One engine for every check, and what it does when a rule raises."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import flowcheck
from flowcheck import engine
from flowcheck.batch.check import How, Under, check_found
from flowcheck.cache.store import Store
from flowcheck.cli import cli
from flowcheck.cli.guard import guarded
from flowcheck.findings import Finding
from flowcheck.reading.files import find
from flowcheck.reports import FORMATS
from flowcheck.rules.registry import all_rules
from tests.conftest import REPORTED

FLOW = json.dumps([{"id": "a", "type": "custom-model", "dependsOn": ["nobody", "none"]}])
BUG = (
    "FC204 (unknown-node) of flowcheck {} has a bug: KeyError: 'x\\x1b'; please report this line "
    "and, if you can, the file"
)


def broken(*_: Any) -> Iterator[Finding]:
    raise KeyError("x\x1b")


def misplaced(*_: Any) -> Iterator[Finding]:
    yield Finding((0, "nowhere"), "here", at_key=True, nth=3)


@pytest.fixture(autouse=True)
def rules_looked_up_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rules are looked up anew for each check, since they change here."""
    monkeypatch.setattr(engine, "chosen", engine.chosen.__wrapped__)


@pytest.fixture
def raising(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """FC204 raises, as it would for a user: reported, not let through."""
    monkeypatch.setattr(engine, "bug", REPORTED)
    monkeypatch.setitem(all_rules(), "FC204", replace(all_rules()["FC204"], check=broken))
    return monkeypatch


def codes(report: flowcheck.Report) -> list[str]:
    return [problem.code for problem in report.problems]


def test_a_rule_that_raises_costs_its_own_findings_only(
    raising: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("a.json", "b.json"):
        (tmp_path / name).write_text(FLOW)
    report = flowcheck.check_files(tmp_path)
    assert [(p.file, p.code) for p in report.problems] == [
        (str(tmp_path / name), "FC702") for name in ("a.json", "b.json")
    ]
    assert [(f.file, f.message, f.bug) for f in report.failures] == [
        (str(tmp_path / name), BUG.format(flowcheck.__version__), True)
        for name in ("a.json", "b.json")
    ]
    assert (report.exit_code(), report.exit_code(None), report.summary.files) == (2, 2, 2)


def test_a_finding_without_a_place_is_the_bug_of_its_rule(raising: pytest.MonkeyPatch) -> None:
    raising.setitem(all_rules(), "FC204", replace(all_rules()["FC204"], check=misplaced))
    report = flowcheck.check(FLOW)
    assert codes(report) == ["FC702"]
    (failure,) = report.failures
    assert failure.message.startswith("FC204 (unknown-node) of flowcheck ")


def test_a_rule_that_raises_in_check_run(raising: pytest.MonkeyPatch) -> None:
    raising.setitem(all_rules(), "FC821", replace(all_rules()["FC821"], check=broken))
    workflow = {"id": "w", "inputs": [{"name": "size", "type": "number", "max": 2}], "flow": []}
    report = flowcheck.check_run(workflow, {"size": 5, "siez": 1})
    assert codes(report) == ["FC824"]
    (failure,) = report.failures
    assert failure.file == "<body>"
    assert failure.message.startswith("FC821 (")


def test_the_traceback_can_be_had(raising: pytest.MonkeyPatch) -> None:
    raising.setenv("FLOWCHECK_TRACEBACK", "1")
    with pytest.raises(KeyError):
        flowcheck.check(FLOW)


def test_rules_that_are_not_selected_cannot_fail(raising: pytest.MonkeyPatch) -> None:
    report = flowcheck.check(FLOW, settings=flowcheck.Settings(ignore=("FC204",)))
    assert (codes(report), report.failures) == (["FC702"], ())


def test_memory_that_ends_is_no_bug(raising: pytest.MonkeyPatch) -> None:
    def greedy(*_: Any) -> Iterator[Finding]:
        raise MemoryError

    raising.setitem(all_rules(), "FC204", replace(all_rules()["FC204"], check=greedy))
    with pytest.raises(MemoryError):
        flowcheck.check(FLOW)


def test_the_tests_let_a_bug_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(all_rules(), "FC204", replace(all_rules()["FC204"], check=broken))
    with pytest.raises(KeyError):
        flowcheck.check(FLOW)


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_a_bug_cost_is_not_kept(
    raising: pytest.MonkeyPatch, tmp_path: Path, jobs: int
) -> None:
    for name in ("a.json", "b.json"):
        (tmp_path / name).write_text(FLOW)
    under = Under(flowcheck.Settings(), Store(tmp_path / ".flowcheck_cache"))

    def run() -> flowcheck.Report:
        found, failures, _ = find([str(tmp_path)])
        return check_found(found, under, How(jobs=jobs), failures=failures).report

    assert [len(run().failures) for _ in range(2)] == [2, 2]
    raising.undo()
    mended = run()
    assert mended.failures == ()
    assert codes(mended) == ["FC702", "FC204", "FC204"] * 2


@pytest.mark.parametrize("format_", FORMATS)
def test_every_format_tells_the_bug_and_the_exit_code_is_2(
    raising: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    format_: str,
) -> None:
    path = tmp_path / "a.json"
    path.write_text(FLOW)
    raising.setattr(
        "sys.argv", ["flowcheck", "check", "--no-cache", "--format", format_, str(path)]
    )
    assert guarded(cli) == 2
    out, err = capsys.readouterr()
    assert "FC204 (unknown-node) of flowcheck" in out
    assert "\x1b" not in out
    assert "FC702" in out
    assert "1 file not fully checked" in out + err
    assert "unreadable" not in out + err
    assert "cannot be read" not in out + err
