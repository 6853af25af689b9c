"""Every folder under samples/rules is a test, and so is every workflow under samples/.

What is expected of a bad sample lies beside it; `make expected` writes it anew."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from flowcheck import check_files
from flowcheck.rules.registry import all_rules, find
from tests.expected import (
    BROKEN,
    FOLDERS,
    RECORDS,
    SAMPLES,
    checked,
    expectations,
    records,
    run_checked,
    run_of,
    text_of,
)

BAD = [path for folder in FOLDERS for path in records(folder, "bad")]
GOOD = [path for folder in FOLDERS for path in records(folder, "good")]
WHOLE = sorted(path for path in SAMPLES.iterdir() if path.suffix in RECORDS)


@pytest.mark.parametrize("path", BAD, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_bad_sample_gives_exactly_its_expected_report(path: Path) -> None:
    run = run_of(path)
    expected = (run or path).with_suffix(".expected").read_text(encoding="utf-8")
    report = checked(path)
    assert not report.failures
    if run is None:
        assert text_of(report, path) == expected
    else:
        judged = run_checked(path, run)
        assert not judged.failures
        assert text_of(report, path) == ""
        assert text_of(judged, run) == expected
        assert all(problem.file == str(run) for problem in judged.problems)
    assert f" {path.parent.name[:5]} " in expected


def test_nothing_else_is_expected() -> None:
    there = sorted(SAMPLES.rglob("*.expected"))
    assert sorted(path for path, _ in expectations()) == there


@pytest.mark.parametrize("path", GOOD, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_good_sample_is_clean(path: Path) -> None:
    run = run_of(path)
    assert text_of(checked(path), path) == ""
    assert run is None or text_of(run_checked(path, run), run) == ""


@pytest.mark.parametrize("path", WHOLE, ids=lambda p: p.stem)
def test_whole_sample_is_clean(path: Path) -> None:
    report = check_files([path, *WHOLE])
    assert [(p.file, p.line, p.code, p.message) for p in report.problems] == []
    assert report.summary.nodes or report.summary.documents


@pytest.mark.parametrize("path", BROKEN, ids=lambda p: p.stem)
def test_broken_sample_is_found_and_explained(path: Path) -> None:
    report = checked(path)
    assert not report.failures
    assert text_of(report, path) == path.with_suffix(".expected").read_text(encoding="utf-8")
    assert report.problems


def test_every_flow_that_is_broken_is_broken_in_three_ways() -> None:
    names = [path.stem for path in WHOLE]
    ways = Counter(next(n for n in names if path.stem.startswith(f"{n}-")) for path in BROKEN)
    assert ways
    assert set(ways.values()) == {3}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda p: p.name)
def test_folder_is_named_after_a_rule_and_has_both_sides(folder: Path) -> None:
    code, _, name = folder.name.partition("-")
    rule = find(code)
    assert rule is not None
    assert rule.name == name
    assert records(folder, "bad")
    assert records(folder, "good")


def test_every_rule_has_a_folder() -> None:
    assert [folder.name for folder in FOLDERS] == [
        f"{rule.code}-{rule.name}" for rule in all_rules().values()
    ]
