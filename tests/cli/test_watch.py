"""`--watch`: again on every change, and on nothing else."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from flowcheck.cli import cli
from flowcheck.cli.check import command
from flowcheck.cli.options import CheckOptions
from flowcheck.cli.watch import state, watch
from tests.cache.flows import FAULTY, SOUND, write


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    os.mkdir("flows")
    write("flows/a.json", SOUND)


def options(*args: str) -> CheckOptions:
    parsed = command.make_context("check", list(args)).params
    parsed.pop("paths")
    return CheckOptions(**parsed)


def test_it_checks_again_when_something_changed() -> None:
    seen = iter([1, 1, 2, 2, 3, 3])
    codes = iter([0, 1, 0])
    checks: list[int] = []

    def check() -> int:
        checks.append(next(codes))
        return checks[-1]

    assert watch(check, lambda: (next(seen),), [None] * 5) == 0
    assert checks == [0, 1, 0]


def test_an_interrupt_ends_with_the_last_code() -> None:
    def ticks() -> Iterator[None]:
        yield
        raise KeyboardInterrupt

    codes = iter([0, 1])
    seen = iter([1, 2])
    assert watch(lambda: next(codes), lambda: (next(seen),), ticks()) == 1


def touched(path: str) -> None:
    status = os.stat(path)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns + 10_000_000))


CHANGES: dict[str, Callable[[], object]] = {
    "edited": lambda: touched("flows/a.json"),
    "new": lambda: write("flows/b.json", FAULTY),
    "gone": lambda: os.unlink("flows/a.json"),
    "renamed": lambda: os.rename("flows/a.json", "flows/c.json"),
    "settings made": lambda: Path("flowcheck.toml").write_text("max-nodes = 3\n"),
    "model edited": lambda: touched("records/m.json"),
    "baseline edited": lambda: touched("known.json"),
}


@pytest.mark.parametrize("what", CHANGES)
def test_what_a_check_reads_is_watched(what: str) -> None:
    os.mkdir("records")
    write("records/m.json", {})
    write("known.json", {})
    given = options("--models", "records", "--baseline", "known.json")
    before = state(("flows",), given)
    assert state(("flows",), given) == before
    CHANGES[what]()
    assert state(("flows",), given) != before


def test_what_a_check_writes_is_not_watched() -> None:
    write("flows/report.json", {})
    write("flows/more.json", {})
    given = options("--output", "flows/report.json", "--output-format", "json=flows/more.json")
    before = state(("flows",), given)
    touched("flows/report.json")
    touched("./flows/more.json")
    assert state(("flows",), given) == before


def test_wrong_settings_may_be_mended_while_it_watches() -> None:
    Path("flowcheck.toml").write_text("max-nodse = 3\n")
    broken = state(("flows",), options())
    assert state(("flows",), options()) == broken
    Path("flowcheck.toml").write_text("max-nodes = 3\n")
    assert state(("flows",), options()) != broken


def test_stdin_cannot_be_watched() -> None:
    result = CliRunner().invoke(cli, ["check", "--watch", "-"])
    assert result.exit_code == 2
    assert "--watch needs files; stdin cannot change" in result.stderr


def test_a_watch_from_start_to_end() -> None:
    root = str(Path(__file__).parents[2])
    # The test may run where Ctrl-C is ignored: under nohup, in the background of a shell.
    heeding = "signal.signal(signal.SIGINT, signal.default_int_handler)"
    start = f"import signal; {heeding}; from flowcheck.cli import main; main()"
    watching = subprocess.Popen(
        [sys.executable, "-c", start, "check", "flows", "--watch", "--format", "concise"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": root},
    )
    assert watching.stderr is not None
    assert watching.stdout is not None
    try:
        assert watching.stderr.readline() == "No problems in 1 file\n"
        assert watching.stderr.readline().endswith("watching for changes; Ctrl-C ends\n")
        write("flows/a.json", FAULTY)
        assert watching.stdout.readline().startswith("flows/a.json:2:2: error: ")
        assert watching.stderr.readline().startswith("Found 1 error in 1 file")
        assert watching.stderr.readline().endswith("watching for changes; Ctrl-C ends\n")
        time.sleep(0.1)
        watching.send_signal(signal.SIGINT)
        _, err = watching.communicate(timeout=20)
        assert watching.returncode == 1
        assert "Traceback" not in err
    finally:
        watching.kill()
        watching.communicate()


@pytest.mark.parametrize("flag", ["--show-settings", "--add-suppressions", "--prune-baseline"])
def test_what_is_done_once_is_not_watched(flag: str) -> None:
    result = CliRunner().invoke(cli, ["check", "--watch", flag, "flows"])
    assert result.exit_code == 2
    assert f"leave {flag} out" in result.stderr
