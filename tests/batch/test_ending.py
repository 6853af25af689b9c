"""The processes of `--jobs` end with the one that started them, whatever they are at."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
SLOW = """
import os, signal, sys, time
from pathlib import Path
from flowcheck.batch import processes
from flowcheck.cli import cli
from flowcheck.cli.guard import guarded
# The tests may run where these are ignored: under nohup, in the background of a shell.
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGHUP, signal.SIG_DFL)
work = processes.work

def slow(task):
    Path(f"started-{os.getpid()}").touch()
    end = time.monotonic() + 60
    while time.monotonic() < end:
        sum(range(1000))
    return work(task)

slow.__module__, slow.__qualname__ = processes.__name__, "work"
processes.work = slow
sys.argv = ["flowcheck", "check", ".", "--jobs", "3", "--no-cache"]
raise SystemExit(guarded(cli))
"""
"""A check whose processes are busy for a minute."""

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the processes are forked here")


def workers(folder: Path) -> list[int]:
    return [int(path.name.partition("-")[2]) for path in folder.glob("started-*")]


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def until(true: Callable[[], Any], what: str) -> None:
    end = time.monotonic() + 30
    while not true():
        assert time.monotonic() < end, what
        time.sleep(0.02)


@pytest.fixture
def busy(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A check with three busy processes, in a group of its own."""
    for number in range(12):
        (tmp_path / f"{number}.json").write_text(json.dumps([{"id": "a", "type": "list"}]))
    parent = subprocess.Popen(
        [sys.executable, "-c", SLOW],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        until(lambda: len(workers(tmp_path)) == 3, "the processes did not start")
        yield parent
    finally:
        for pid in (parent.pid, *workers(tmp_path)):
            if alive(pid):
                os.kill(pid, signal.SIGKILL)
        parent.communicate()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP])
def test_they_end_when_the_parent_is_ended(
    busy: subprocess.Popen[bytes], tmp_path: Path, number: signal.Signals
) -> None:
    os.kill(busy.pid, number)
    assert busy.wait(30) == -number
    until(lambda: not any(map(alive, workers(tmp_path))), "processes live on")
    out, err = busy.communicate()
    assert (out, err) == (b"", b"")


@pytest.mark.parametrize("to_all", [True, False], ids=["Ctrl-C", "kill -INT"])
def test_they_end_when_the_check_is_interrupted(
    busy: subprocess.Popen[bytes], tmp_path: Path, to_all: bool
) -> None:
    (os.killpg if to_all else os.kill)(busy.pid, signal.SIGINT)
    assert busy.wait(30) == 2
    assert not any(map(alive, workers(tmp_path)))
    out, err = busy.communicate()
    assert (out, err.strip()) == (b"", b"interrupted")


def test_a_reader_that_goes_away_leaves_nobody_behind(tmp_path: Path) -> None:
    for number in range(40):
        (tmp_path / f"{number}.json").write_text('[{"id": "a", "type": "custom-model"}]')
    check = f"{sys.executable} -m flowcheck check . --jobs 3 --no-cache"
    done = subprocess.run(
        ["bash", "-c", f"{check} | head -1; echo ${{PIPESTATUS[0]}}"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "MARK": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    first, code = done.stdout.splitlines()
    assert "FC702" in first
    assert code == "1"
    assert "Traceback" not in done.stderr
    assert _marked(str(tmp_path)) == []


def _marked(mark: str) -> list[str]:
    """The processes that have this mark in their environment."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if f"MARK={mark}".encode() in (folder / "environ").read_bytes():
                found.append(folder.name)
        except OSError:
            continue
    return found
