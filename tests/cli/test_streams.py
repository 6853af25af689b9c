"""Streams that are closed, full or pipes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

BAD = '[{"id": "a", "type": "custom-model"}]'
LINE = "a.json:1:2: FC702 "


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.json").write_text(BAD)


def shell(words: str, input: str | None = None) -> subprocess.CompletedProcess[str]:
    root = Path(__file__).parents[2]
    program = f"{sys.executable} -m flowcheck"
    return subprocess.run(
        ["sh", "-c", words.replace("flowcheck", program, 1)],
        capture_output=True, text=True, input=input, check=False,
        env={**os.environ, "PYTHONPATH": str(root)},
    )  # fmt: skip


def test_closed_stdout() -> None:
    done = shell("flowcheck check a.json >&-")
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "Found 1 error in 1 file\n")


def test_closed_stderr() -> None:
    done = shell("flowcheck check a.json 2>&-")
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.startswith(LINE)


def test_closed_stdin_is_empty() -> None:
    done = shell("flowcheck check - <&-")
    assert (done.returncode, done.stdout) == (1, "<stdin>:1:1: FC101 the file is empty\n")


def test_everything_closed_beside_processes() -> None:
    Path("b.json").write_text(BAD)
    assert shell("flowcheck check . --jobs 2 --no-cache <&- >&- 2>&-").returncode == 1


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no such device here")
@pytest.mark.parametrize("words", ["flowcheck check a.json -q", "flowcheck rules"])
def test_a_full_disk_is_no_bug(words: str) -> None:
    done = shell(f"{words} >/dev/full")
    assert (done.returncode, done.stderr) == (2, "Error: no space left on device\n")


@pytest.mark.skipif(not os.path.exists("/dev/stdout"), reason="no such device here")
def test_output_into_a_pipe() -> None:
    done = shell("flowcheck check a.json --output /dev/stdout | cat")
    assert done.stdout.startswith(LINE)


def test_stdin_under_the_name_of_a_checked_file() -> None:
    done = shell("flowcheck check - a.json --stdin-name a.json", BAD)
    assert done.returncode == 2
    assert "`a.json` is also a file that is checked; use --stdin-name" in done.stderr
