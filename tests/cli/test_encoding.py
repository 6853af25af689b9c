"""Output where the locale knows little: UTF-8 whatever the code page says. Paths across drives."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from flowcheck.cli import cli
from flowcheck.cli.guard import guarded

ROOT = Path(__file__).parents[2]
FLOW = {
    "id": "w",
    "name": "猫",
    "inputs": [{"name": "画像", "type": "file", "required": {"always": True}}],
    "flow": [
        {"id": "描く", "type": "custom-model", "modelId": "m", "inputs": [
            {"name": "図", "type": "file", "ref": {"node": "描"}}]}
    ],
}  # fmt: skip
COMMANDS = [
    ("--help",),
    ("check", "--help"),
    ("rules",),
    ("rules", "--format", "json"),
    ("rules", "--format", "markdown"),
    ("explain", "FC204"),
    ("explain", "FC309"),
    ("schema", "flow"),
    ("schema", "report"),
    ("completion", "bash"),
    ("inputs", "猫.json"),
    ("inputs", "猫.json", "--schema"),
    ("check-run", "猫.json", "猫.run.json"),
    ("trace", "猫.json"),
    ("trace", "猫.json", "--format", "json"),
    ("check", "猫.json", "--format", "full", "--no-cache"),
    ("check", "猫.json", "--format", "json", "--no-cache", "--statistics"),
    ("check", "猫.json", "--show-settings"),
    ("check", "猫.json", "--diff", "--unsafe-fixes"),
    ("check", "犬.json", "--no-cache"),
]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "猫.json").write_text(json.dumps(FLOW, ensure_ascii=False), encoding="utf-8")
    (tmp_path / "猫.run.json").write_text('{"画": "x"}', encoding="utf-8")
    return tmp_path


def flowcheck(args: tuple[str, ...], encoding: str) -> subprocess.CompletedProcess[bytes]:
    env = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "flowcheck", *args]
    return subprocess.run(command, capture_output=True, check=False, env=env)


@pytest.mark.parametrize("args", COMMANDS, ids=" ".join)
def test_every_command_prints_utf_8(folder: Path, args: tuple[str, ...]) -> None:
    wide = flowcheck(args, "utf-8")
    assert b"has a bug" not in wide.stderr
    narrow = flowcheck(args, "ascii" if len(args) > 1 else "cp1252")
    assert (narrow.returncode, narrow.stdout) == (wide.returncode, wide.stdout)
    assert b"has a bug" not in narrow.stderr
    assert b"Traceback" not in narrow.stderr


def run(monkeypatch: pytest.MonkeyPatch, *args: str) -> int:
    monkeypatch.setattr("sys.argv", ["flowcheck", "check", "--no-cache", *args])
    return guarded(cli)


@pytest.fixture
def other_drive(folder: Path, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """No path leads from one folder to another, as between drives of Windows."""

    def relpath(path: Any, start: Any = None) -> str:
        raise ValueError(f"path is on mount 'D:', start on mount 'C:': {path}, {start}")

    monkeypatch.setattr(os.path, "relpath", relpath)
    return monkeypatch


def test_a_baseline_on_another_drive_names_whole_paths(
    other_drive: pytest.MonkeyPatch, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(other_drive, "猫.json", "--write-baseline", "b.json") == 0
    whole = (folder / "猫.json").as_posix()
    assert whole in json.dumps(json.loads(Path("b.json").read_text("utf-8")), ensure_ascii=False)
    assert run(other_drive, "猫.json", "--baseline", "b.json") == 0
    assert "has a bug" not in capsys.readouterr().err


def test_suppressions_for_a_file_on_another_drive(
    other_drive: pytest.MonkeyPatch, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "flowcheck.toml").write_text(
        'exclude = ["x/"]\n[per-file-ignores]\n"*.json" = ["FC2"]\n', encoding="utf-8"
    )
    assert run(other_drive, "猫.json") == 1
    assert run(other_drive, "猫.json", "--add-suppressions") == 2
    assert "no suppression matches it; give it a configuration" in capsys.readouterr().err


@pytest.mark.parametrize("format_", ["sarif", "github", "gitlab", "junit"])
def test_reports_on_files_on_another_drive(
    other_drive: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], format_: str
) -> None:
    assert run(other_drive, "猫.json", "--format", format_) == 1
    out, err = capsys.readouterr()
    assert "FC204" in out
    assert "has a bug" not in err
