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
    return [line.rsplit("[")[-1].rstrip("]") for line in result.stdout.splitlines()]


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
        "flowcheck.toml:3:1: warning: `suppress` of FC209 in `*.json` hides nothing [FC001]"
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
    for problems in ('3', '[7]', '[{"file": 1, "code": "FC204", "fingerprint": "a"}]',
                     '[{"file": "a", "code": "FC204", "fingerprint": "a", "count": 1e999}]',
                     '[{"file": "a\\u0000", "code": "FC204", "fingerprint": "a"}]'):  # fmt: skip
        (folder / "base.json").write_text(f'{{"version": 1, "problems": {problems}}}')
        with pytest.raises(SettingsError, match=r"broken entry|no array"):
            read_baseline(folder / "base.json")


def test_exclude_holds_for_named_files_and_verbose_says_so(folder: Path) -> None:
    (folder / "flowcheck.toml").write_text('exclude = ["bad.json"]\n')
    result = run("bad.json", "-v")
    assert result.stdout == ""
    excluded, summary = result.stderr.splitlines()
    assert excluded == "bad.json: excluded by flowcheck.toml:1"
    assert summary.startswith("No files to check: looked for `*.json`, ")


def test_show_settings(folder: Path) -> None:
    (folder / "flowcheck.toml").write_text('ignore = ["FC2"]\n')
    lines = run("bad.json", "--show-settings", "--fail-on", "never").stdout.splitlines()
    assert lines[0] == "configuration file: flowcheck.toml"
    assert 'ignore = ["FC2"]  (flowcheck.toml:1)' in lines
    assert "fail-on = never  (--fail-on)" in lines
    assert "max-nodes = 50  (default)" in lines


def test_added_suppressions_keep_windows_line_ends(folder: Path) -> None:
    (folder / "pyproject.toml").write_bytes(b"# kept\r\n[tool.flowcheck]\r\nmax-nodes = 9\r\n")
    run("bad.json", "--add-suppressions")
    text = (folder / "pyproject.toml").read_bytes()
    assert text.startswith(b"# kept\r\n[tool.flowcheck]\r\nmax-nodes = 9\r\n")
    assert text.count(b"\r\n") == text.count(b"\n") > 4
    assert codes(run("bad.json")) == []


def test_suppressions_written_inline_are_not_lost_silently(folder: Path) -> None:
    text = 'suppress = [{file = "bad.json", codes = ["FC204"], reason = "x"}]\n'
    (folder / "flowcheck.toml").write_text(text)
    result = CliRunner().invoke(
        cli, ["check", "bad.json", "--add-suppressions"], standalone_mode=False
    )
    assert "write it as `[[suppress]]` tables" in str(result.exception)
    assert (folder / "flowcheck.toml").read_text() == text


def test_nothing_to_suppress_is_said(folder: Path) -> None:
    result = run("bad.json", "--add-suppressions", "--select", "FC209")
    assert result.stderr.startswith("no suppression to add\n")
    assert not (folder / "flowcheck.toml").exists()


@pytest.mark.parametrize(
    ("format_", "expected"),
    [
        ("json", '"code": "FC001"'),
        ("jsonl", '{"code": "FC001"'),
        ("sarif", '"ruleId": "FC001"'),
        ("gitlab", '"check_name": "FC001"'),
        ("junit", 'name="FC001 unused-suppression at 1:1"'),
        ("github", "::warning file=flowcheck.toml,line=1,"),
        ("full", "warning[FC001] unused-suppression: "),
    ],
)
def test_an_unused_suppression_in_every_format(folder: Path, format_: str, expected: str) -> None:
    (folder / "good.json").write_text(json.dumps({"flow": []}))
    (folder / "flowcheck.toml").write_text(
        '[[suppress]]\nfile = "good.json"\ncodes = ["FC204"]\nreason = "x"\n'
    )

    def code(*args: str) -> tuple[int, str]:
        args = ("check", "good.json", "--ignore", "FC108", "--format", format_, *args)
        result = CliRunner().invoke(cli, args, standalone_mode=False)
        return result.return_value, result.stdout

    exit_code, text = code()
    assert expected in text
    assert exit_code == 0
    assert code("--fail-on", "warning")[0] == 1
    exit_code, text = code("--fail-on", "warning", "--severity", "error")
    assert expected not in text
    assert exit_code == 0


def test_the_configuration_is_no_checked_file(folder: Path) -> None:
    (folder / "good.json").write_text(json.dumps({"flow": []}))
    (folder / "flowcheck.toml").write_text(
        'ignore = ["FC108"]\n[per-file-ignores]\n"bad.json" = ["FC209"]\n'
    )
    assert "in 1 of 2 files" in run("bad.json", "good.json").stderr


def test_unusual_line_ends_do_not_move_the_place_of_an_entry(folder: Path) -> None:
    """Only a line feed ends a line of TOML."""
    (folder / "flowcheck.toml").write_text(
        '# one\u2028line\x85\n[[suppress]]\nfile = "bad.json"\n'
        'codes = ["FC209"]\nreason = "\u2029x"\n'
    )
    lines = run("bad.json").stdout.splitlines()
    assert lines[-1].startswith("flowcheck.toml:2:1: warning: ")
    report = CliRunner().invoke(cli, ["check", "bad.json", "--format", "json"]).stdout
    (told,) = [p for p in json.loads(report)["problems"] if p["code"] == "FC001"]
    assert (told["line"], told["endLine"], told["endColumn"]) == (2, 2, 13)
