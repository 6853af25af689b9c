"""Suppressions and the baseline, through the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from flowcheck.cli import cli

BAD = {
    "flow": [
        {
            "id": "draw",
            "type": "custom-model",
            "modelId": "m",
            "inputs": [{"name": "image", "type": "file", "ref": {"node": "gone"}}],
        },
        {"id": "bare", "type": "custom-model"},
    ]
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    (tmp_path / "bad.json").write_text(json.dumps(BAD, indent=1))
    return tmp_path


def run(*args: str) -> Result:
    result = CliRunner().invoke(cli, ["check", *args, "--format", "concise"], standalone_mode=False)
    assert result.exception is None, result.output
    return result


def codes(result: Result) -> list[str]:
    return [line.split(": ")[1].split(" ")[0] for line in result.stdout.splitlines()]


def test_without_anything(folder: Path) -> None:
    result = run("bad.json")
    assert codes(result) == ["FC204", "FC702"]
    assert result.return_value == 1


def test_per_file_ignores(folder: Path) -> None:
    (folder / "flowcheck.toml").write_text('[per-file-ignores]\n"b*.json" = ["FC7"]\n')
    result = run("bad.json")
    assert codes(result) == ["FC204"]
    assert "1 suppressed" in result.stderr


@pytest.mark.parametrize(
    ("entry", "left"),
    [
        ('node = "draw"\ncodes = ["FC204", "FC702"]', ["FC702"]),
        ('node = "draw"\ninput = "image"\ncodes = ["unknown-node"]', ["FC702"]),
        ('node = "draw"\ninput = "other"\ncodes = ["FC204"]', ["FC001", "FC204", "FC702"]),
        ('pointer = "/flow/1"\ncodes = ["FC702"]', ["FC204"]),
        ('codes = ["FC2", "FC7"]', []),
    ],
)
def test_suppress(folder: Path, entry: str, left: list[str]) -> None:
    (folder / "flowcheck.toml").write_text(
        f'[[suppress]]\nfile = "bad.json"\nreason = "known"\n{entry}\n'
    )
    assert sorted(codes(run("bad.json"))) == left


def test_unused_suppression_is_told_at_its_place(folder: Path) -> None:
    (folder / "flowcheck.toml").write_text(
        'max-nodes = 9\n\n[[suppress]]\nfile = "*.json"\ncodes = ["FC209"]\nreason = "x"\n\n'
        '[[suppress]]\nfile = "elsewhere/**"\ncodes = ["FC209"]\nreason = "not checked now"\n'
    )
    lines = run("bad.json").stdout.splitlines()
    assert lines[-1] == (
        "flowcheck.toml:3:1: FC001 `suppress` of FC209 in `*.json` hides nothing (remove it)"
    )
    assert sum("FC001" in line for line in lines) == 1
    assert "FC001" not in run("bad.json", "--select", "FC7").stdout


def test_show_suppressed(folder: Path) -> None:
    (folder / "flowcheck.toml").write_text('[per-file-ignores]\n"*" = ["FC2"]\n')
    result = run("bad.json", "--show-suppressed")
    assert "suppressed: bad.json:" in result.stderr
    assert "FC204" in result.stderr


def test_add_suppressions_keeps_the_layout(folder: Path) -> None:
    (folder / "flowcheck.toml").write_text("# ours\nmax-nodes   =  9 # wide\n")
    run("bad.json", "--add-suppressions")
    text = (folder / "flowcheck.toml").read_text()
    assert text.startswith("# ours\nmax-nodes   =  9 # wide\n")
    assert text.count("[[suppress]]") == 2
    again = run("bad.json")
    assert codes(again) == []
    assert again.return_value == 0


def test_add_suppressions_to_pyproject_and_to_nothing(folder: Path) -> None:
    (folder / "pyproject.toml").write_text(
        "[tool.flowcheck]\nmax-nodes = 9\n\n[tool.other]\nx = 1\n"
    )
    run("bad.json", "--add-suppressions")
    assert "[[tool.flowcheck.suppress]]" in (folder / "pyproject.toml").read_text()
    assert codes(run("bad.json")) == []
    (folder / "pyproject.toml").unlink()
    run("bad.json", "--add-suppressions")
    assert codes(run("bad.json")) == []
    assert (folder / "flowcheck.toml").exists()


def test_baseline_hides_what_was_there_wherever_it_moves(folder: Path) -> None:
    written = run("bad.json", "--write-baseline", "base.json")
    assert "wrote 2 problems to base.json" in written.stderr
    assert written.return_value == 0
    moved = {"flow": [{"id": "first", "type": "workflow"}, *reversed(BAD["flow"])]}
    (folder / "bad.json").write_text(json.dumps(moved))
    assert codes(run("bad.json", "--baseline", "base.json")) == ["FC703"]


def test_baseline_counts(folder: Path) -> None:
    run("bad.json", "--write-baseline", "base.json")
    record = json.loads((folder / "bad.json").read_text())
    record["flow"][0]["inputs"].append({"name": "mask", "type": "file", "ref": {"node": "gone"}})
    (folder / "bad.json").write_text(json.dumps(record))
    assert codes(run("bad.json", "--baseline", "base.json")) == ["FC204"]


def test_stale_entries_are_named_and_pruned(folder: Path) -> None:
    run("bad.json", "--write-baseline", "base.json")
    record = json.loads((folder / "bad.json").read_text())
    record["flow"][1]["modelId"] = "m"
    (folder / "bad.json").write_text(json.dumps(record))
    result = run("bad.json", "--baseline", "base.json")
    assert "stale baseline entry: bad.json: FC702 " in result.stderr
    run("bad.json", "--baseline", "base.json", "--prune-baseline")
    entries = json.loads((folder / "base.json").read_text())["problems"]
    assert [entry["code"] for entry in entries] == ["FC204"]
    assert "stale" not in run("bad.json", "--baseline", "base.json").stderr


def test_writing_a_baseline_while_one_is_active_loses_nothing(folder: Path) -> None:
    (folder / "other.json").write_text((folder / "bad.json").read_text())
    run("bad.json", "other.json", "--write-baseline", "base.json")
    run("bad.json", "--baseline", "base.json", "--write-baseline", "base.json")
    entries = json.loads((folder / "base.json").read_text())["problems"]
    assert [(e["file"], e["code"]) for e in entries] == [
        ("bad.json", "FC204"),
        ("bad.json", "FC702"),
        ("other.json", "FC204"),
        ("other.json", "FC702"),
    ]


def test_broken_baselines_are_usage_errors(folder: Path) -> None:
    from flowcheck.config.baseline import read_baseline
    from flowcheck.settings import SettingsError

    (folder / "base.json").write_text("{")
    with pytest.raises(SettingsError, match="not JSON"):
        read_baseline(folder / "base.json")
    (folder / "base.json").write_text('{"version": 2}')
    with pytest.raises(SettingsError, match="no flowcheck baseline"):
        read_baseline(folder / "base.json")
    (folder / "base.json").write_text('{"version": 1, "problems": [{}]}')
    with pytest.raises(SettingsError, match="broken entry"):
        read_baseline(folder / "base.json")


def test_exclude_holds_for_named_files_and_verbose_says_so(folder: Path) -> None:
    (folder / "flowcheck.toml").write_text('exclude = ["bad.json"]\n')
    result = run("bad.json", "-v")
    assert result.stdout == ""
    assert result.stderr == ("bad.json: excluded by flowcheck.toml:1\nNo flows found\n")


def test_show_settings(folder: Path) -> None:
    (folder / "flowcheck.toml").write_text('ignore = ["FC2"]\n')
    lines = run("bad.json", "--show-settings", "--fail-on", "never").stdout.splitlines()
    assert lines[0] == "configuration file: flowcheck.toml"
    assert 'ignore = ["FC2"]  (flowcheck.toml:1)' in lines
    assert "fail-on = never  (--fail-on)" in lines
    assert "max-nodes = 50  (default)" in lines
