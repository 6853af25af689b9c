"""Every folder under samples/rules is a test, and so is every workflow under samples/."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowcheck import Report, Settings, check_files, check_run
from flowcheck.rules.registry import all_rules, find

SAMPLES = Path(__file__).parent.parent / "samples"
FOLDERS = sorted(path for path in (SAMPLES / "rules").iterdir() if path.is_dir())
RECORDS = (".json", ".jsonl", ".ndjson")


def records(folder: Path, beginning: str) -> list[Path]:
    """The sample documents of a folder, run inputs (NAME.run.json) aside."""
    return sorted(
        path
        for path in folder.iterdir()
        if path.name.startswith(beginning)
        and path.suffix in RECORDS
        and not path.name.endswith(".run.json")
    )


BAD = [path for folder in FOLDERS for path in records(folder, "bad")]
GOOD = [path for folder in FOLDERS for path in records(folder, "good")]
WHOLE = sorted(path for path in SAMPLES.iterdir() if path.suffix in RECORDS)


def settings(folder: Path) -> Settings:
    """Warnings and errors, and the folder's own rule whatever its severity."""
    models = folder / "models"
    return Settings(
        extend_select=(folder.name[:5],), models=(str(models),) if models.is_dir() else ()
    )


def checked(path: Path) -> Report:
    """The report on a sample; a folder `NAME/` beside `NAME.json` holds what is checked with it."""
    together = path.with_suffix("")
    paths = [path, together] if together.is_dir() else [path]
    report = check_files(paths, settings=settings(path.parent))
    assert not report.failures
    return report


def run_of(path: Path) -> Path | None:
    """The run inputs that a sample is judged with, or None."""
    run = path.with_suffix(".run.json")
    return run if run.exists() else None


def expected_of(path: Path) -> list[str]:
    beside = (run_of(path) or path).with_suffix(".expected")
    return beside.read_text(encoding="utf-8").splitlines()


def run_lines(path: Path, run: Path) -> list[str]:
    """The problems of run inputs; every one lies in the file of the run."""
    report = check_run(path.read_bytes(), run.read_bytes(), name=str(path), body_name=str(run))
    assert not report.failures
    assert all(p.file == str(run) for p in report.problems)
    return [f"{p.line}:{p.column} {p.code} {p.message}" for p in report.problems]


def lines(path: Path) -> list[str]:
    return [
        f"{p.line}:{p.column} {p.code} {p.message}"
        for p in checked(path).problems
        if p.file == str(path)
    ]


@pytest.mark.parametrize("path", BAD, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_bad_sample_gives_exactly_its_expected_lines(path: Path) -> None:
    run, expected = run_of(path), expected_of(path)
    if run is None:
        assert lines(path) == expected
    else:
        assert lines(path) == []
        assert run_lines(path, run) == expected
    assert any(f" {path.parent.name[:5]} " in line for line in expected)


@pytest.mark.parametrize("path", GOOD, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_good_sample_is_clean(path: Path) -> None:
    run = run_of(path)
    assert lines(path) == []
    assert run is None or run_lines(path, run) == []


@pytest.mark.parametrize("path", WHOLE, ids=lambda p: p.stem)
def test_whole_sample_is_clean(path: Path) -> None:
    report = check_files([path, *WHOLE])
    assert [(p.file, p.line, p.code, p.message) for p in report.problems] == []
    assert report.summary.nodes or report.summary.documents


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
