"""Completion in the real shells: a line is typed, Tab and Return are pressed, and what the command
was given is read. Shells that are not installed are passed over."""

from __future__ import annotations

import contextlib
import os
import select
import shutil
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest

pty = pytest.importorskip("pty", reason="no pseudo-terminals here")

INIT = {
    "bash": 'eval "$(flowcheck completion bash)"',
    "zsh": 'autoload -U compinit && compinit -u -D; eval "$(flowcheck completion zsh)"',
}
START = {"bash": ["--norc", "--noprofile", "-i"], "zsh": ["-f", "-i"]}
WRAPPER = """#!/bin/sh
if [ -n "$_FLOWCHECK_COMPLETE" ] || [ "$1" = completion ]; then
  exec {python} -m flowcheck "$@"
fi
printf 'RAN'
printf '<%s>' "$@"
printf 'END\\n'
"""
SECONDS = 60
"""After which a shell that says nothing counts as broken."""
LINES = {
    "check fl\tapp\t": ["check", "flows/app.json"],
    "check flows/my\t": ["check", "flows/my app.json"],
    "check --conf\tno\t": ["check", "--config", "note.txt"],
    "check --output=flows/my\t": ["check", "--output=flows/my app.json"],
    "check --format gitl\t": ["check", "--format", "gitlab"],
    "check --output-format sar\tno\t": ["check", "--output-format", "sarif=note.txt"],
    "check --select FC2,FC309\tno\t": ["check", "--select", "FC2,FC309", "note.txt"],
    "check --select=FC2,never-c\t": ["check", "--select=FC2,never-completes"],
    "check --ignore fc309\t": ["check", "--ignore", "FC309"],
    "check-run no\tflows/a\t": ["check-run", "note.txt", "flows/app.json"],
    "inputs no\t": ["inputs", "note.txt"],
    "trace flows/app\tno\t--fo\tjs\t": ["trace", "flows/app.json", "note.txt", "--format", "json"],
    "explain FC309\t": ["explain", "FC309"],
    "explain never-c\t": ["explain", "never-completes"],
    "schema wor\t": ["schema", "workflow"],
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with files, and a `flowcheck` on the path that says what it was given."""
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "flowcheck"
    program.write_text(WRAPPER.format(python=sys.executable))
    program.chmod(0o755)
    there = tmp_path / "there"
    (there / "flows").mkdir(parents=True)
    for name in ("flows/app.json", "flows/my app.json", "note.txt"):
        (there / name).touch()
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    for name, value in {"PS1": "> ", "TERM": "xterm", "HOME": str(tmp_path)}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("COLUMNS", raising=False)
    return there


def until(fd: int, wanted: bytes) -> bytes:
    """What comes from a terminal up to some text."""
    text = b""
    end = time.monotonic() + SECONDS
    while wanted not in text:
        ready, _, _ = select.select([fd], [], [], max(0.0, end - time.monotonic()))
        assert ready, text.decode(errors="replace")
        text += os.read(fd, 65536)
    return text


def ran(shell: str, lines: list[str], folder: Path) -> list[list[str]]:
    """What `flowcheck` is given by each line that is typed into a shell, Tabs in it."""
    master, slave = pty.openpty()
    termios.tcsetwinsize(slave, (50, 120))
    process = subprocess.Popen(
        [shell, *START[shell]], cwd=folder, stdin=slave, stdout=slave, stderr=slave,
        start_new_session=True,
    )  # fmt: skip
    os.close(slave)
    given = []
    try:
        os.write(master, f"{INIT[shell]}; printf 'REA''DY\\n'\n".encode())
        until(master, b"READY\r\n")
        for line in lines:
            os.write(master, f"flowcheck {line}\n".encode())
            said = until(master, b">END\r\n").decode()
            words = said.rpartition("RAN<")[2].partition(">END")[0]
            given.append(words.split("><"))
    finally:
        process.kill()
        process.wait()
        with contextlib.suppress(OSError):
            os.close(master)
    return given


@pytest.mark.parametrize("shell", ["bash", "zsh"])
def test_what_is_typed_is_completed(shell: str, folder: Path) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    assert dict(zip(LINES, ran(shell, [*LINES], folder), strict=True)) == LINES


def fish(line: str, folder: Path) -> list[str]:
    """What fish offers for the last word of a line: the words without their descriptions."""
    script = f"flowcheck completion fish | source; complete -C '{line}'"
    done = subprocess.run(
        ["fish", "--no-config", "-c", script],
        cwd=folder, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return [offer.partition("\t")[0] for offer in done.stdout.splitlines()]


@pytest.mark.skipif(shutil.which("fish") is None, reason="fish is not installed")
def test_fish_offers_the_same(folder: Path) -> None:
    assert fish("flowcheck expl", folder) == ["explain"]
    assert fish("flowcheck check fl", folder) == ["flows/"]
    assert fish("flowcheck check flows/my", folder) == ["flows/my app.json"]
    assert fish("flowcheck check --output=flows/my", folder) == ["--output=flows/my app.json"]
    assert fish("flowcheck check --output-format sar", folder) == ["sarif="]
    assert fish("flowcheck check --output-format sarif=no", folder) == ["sarif=note.txt"]
    assert fish("flowcheck check --select FC2,FC309", folder) == ["FC2,FC309"]
    assert fish("flowcheck check --select=never-c", folder) == ["--select=never-completes"]
    assert fish("flowcheck explain FC30", folder) == [f"FC30{n}" for n in range(1, 10)]
    assert fish("flowcheck schema wor", folder) == ["workflow"]


@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash here")
def test_bash_completion_leaves_the_variables_of_the_shell(folder: Path) -> None:
    script = (
        f"{INIT['bash']}; line=mine value=mine; COMP_WORDS=(flowcheck chec) COMP_CWORD=1; "
        '_flowcheck_completion flowcheck; echo "$line $value: ${COMPREPLY[*]}"'
    )
    run = subprocess.run(["bash", "--norc", "-c", script], capture_output=True, text=True)
    assert run.stdout == "mine mine: check check-run\n"
