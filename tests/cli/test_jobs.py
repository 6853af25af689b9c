"""`--jobs`: the same bytes from any number of processes."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import flowcheck
import flowcheck.batch.check
import flowcheck.batch.processes
import flowcheck.cache.keys
from flowcheck.batch.check import How, Under, WorkerError, check_found
from flowcheck.batch.tasks import Task
from flowcheck.batch.worker import Outcome, Terms
from flowcheck.findings import Severity
from flowcheck.reading.files import find
from flowcheck.settings import Settings, SettingsError
from tests.cache.flows import CALLEE, CALLER, FAULTY, MODEL, SOUND, Runs, said, write

SAMPLES = Path(__file__).parents[2] / "samples"


@pytest.fixture
def runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Runs:
    monkeypatch.chdir(tmp_path)
    # The code of a checkout may be edited while its tests run.
    monkeypatch.setattr(flowcheck.cache.keys, "_code_stamp", list)
    return Runs(monkeypatch)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Callers before and after their callees, models after those who use them, what is broken."""
    monkeypatch.chdir(tmp_path)
    for number in range(6):
        write(f"faulty-{number}.json", FAULTY)
        write(f"sound-{number}.json", SOUND)
    write("caller.json", CALLER)
    write("inner.json", CALLEE)
    write("z-caller.json", {**CALLER, "id": "wf_z"})
    write("model.json", MODEL)
    write("settings.json", {"colour": "red"})
    Path("broken.json").write_text('[{"id": "a",}]')
    Path("bytes.json").write_bytes(b'["\xff"]')
    os.symlink("nowhere.json", "gone.json")
    return tmp_path


def check(*paths: str, jobs: int | None, **settings: Any) -> flowcheck.Report:
    found, failures, _ = find(paths or (".",))
    return check_found(found, Under(Settings(**settings)), How(jobs=jobs), failures=failures).report


def test_processes_find_what_one_finds(folder: Path) -> None:
    one = check(jobs=1)
    assert {("caller.json", "FC812"), ("z-caller.json", "FC812"), ("sound-5.json", "FC802")} <= {
        (problem.file, problem.code) for problem in one.problems
    }
    for jobs in (2, 4):
        more = check(jobs=jobs)
        assert more == one
        assert dict(more.sources) == dict(one.sources)


def test_the_report_is_the_same_under_any_hash_seed_and_jobs(folder: Path) -> None:
    shutil.copytree(SAMPLES / "rules" / "FC814-recursive-workflows", "circles")
    outputs = set()
    for seed, jobs, cache in (("1", "1", "--no-cache"), ("2", "2", ""), ("3", "4", "--no-cache")):
        done = subprocess.run(
            [sys.executable, "-m", "flowcheck", "check", "--format", "json", "--jobs", jobs]
            + ([cache] if cache else []),
            capture_output=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(SAMPLES.parent)},
            check=False,
        )
        assert done.returncode == 1, done.stderr
        outputs.add((done.stdout, done.stderr))
    (output,) = outputs
    assert b'"FC814"' in output[0]


def test_the_library_takes_jobs_too(folder: Path) -> None:
    one = flowcheck.check_files([folder])
    assert any(problem.code == "FC802" for problem in one.problems)
    assert flowcheck.check_files([folder], jobs=2) == one


def test_what_cannot_be_read_is_a_failure_in_its_place(folder: Path) -> None:
    paths = ["sound-0.json", "gone.json", "faulty-0.json", "missing.json"]
    assert check(*paths, jobs=2) == check(*paths, jobs=1)
    assert [f.file for f in check(*paths, jobs=2).failures] == ["gone.json", "missing.json"]


def test_a_wrong_setting_is_told_by_any_number(folder: Path) -> None:
    Path("no-models.json").write_text("{")
    for jobs in (1, 3):
        with pytest.raises(SettingsError, match=r"cannot read models from `no-models\.json`"):
            check("sound-0.json", "sound-1.json", jobs=jobs, models=("no-models.json",))


def test_what_processes_find_is_kept(runs: Runs) -> None:
    for number in range(5):
        write(f"{number}.json", FAULTY)
    write("caller.json", CALLER)
    found, _, _ = find(["."])
    check_found(found, Under(Settings(), runs.store), How(jobs=2))
    again = runs()
    assert runs.fresh == []
    assert said(again)[:2] == [("0.json", "FC702"), ("1.json", "FC702")]


def test_processes_share_the_models_that_the_cache_knows(runs: Runs) -> None:
    write("model.json", MODEL)
    runs()
    for number in range(4):
        write(f"{number}.json", SOUND)
    found, _, _ = find(["."])
    batch = check_found(found, Under(Settings(), runs.store), How(jobs=2))
    assert said(batch) == [(f"{number}.json", "FC802") for number in range(4)]
    assert runs().report == batch.report
    assert runs.fresh == []


def _die(task: Task) -> list[Outcome]:
    os.kill(os.getpid(), signal.SIGKILL)
    return []


def test_a_process_that_dies_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flowcheck.batch.processes, "work", _die)
    with pytest.raises(WorkerError, match=r"ended without an answer .* `--jobs 1`"):
        check(jobs=2)


def _exit_code_of_a_dying_run() -> int:
    from flowcheck.cli import cli
    from flowcheck.cli.guard import guarded

    flowcheck.batch.processes.work = _die
    sys.argv = ["flowcheck", "check", "--jobs", "2", "--no-cache"]
    return guarded(cli)


def test_a_process_that_dies_is_exit_code_two(folder: Path) -> None:
    script = "from tests.cli.test_jobs import _exit_code_of_a_dying_run as f; raise SystemExit(f())"
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(SAMPLES.parent)},
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.startswith("Error: a checking process ended without an answer")
    assert len(done.stderr.splitlines()) == 1


def test_sources_without_problems_are_not_sent_back(folder: Path) -> None:
    report = check(jobs=2, severity=Severity.ERROR)
    assert set(report.sources) == {problem.file for problem in report.problems}


def test_processes_are_started_for_much_only(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[int] = []

    class Noting(flowcheck.batch.processes.Pool):
        def __init__(self, jobs: int, terms: Terms) -> None:
            started.append(jobs)
            super().__init__(jobs, terms)

    monkeypatch.setattr(flowcheck.batch.processes, "Pool", Noting)
    monkeypatch.setattr(flowcheck.batch.check, "processors", lambda: 2)
    plain = check(jobs=None)
    monkeypatch.setattr(flowcheck.batch.check, "MANY", 5)
    assert check(jobs=None) == plain
    assert started == []
    monkeypatch.setattr(flowcheck.batch.check, "MUCH", 500)
    assert check(jobs=None) == plain
    assert started == [2]
