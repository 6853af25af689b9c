"""`flowcheck check` as a user runs it."""

from __future__ import annotations

import json
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from flowcheck.cli import cli
from flowcheck.cli.guard import guarded
from flowcheck.reports import sarif

BAD = """{
  "flow": [
    {"id": "draw", "type": "custom-model", "modelId": "model_x", "inputs": [
      {"name": "image", "type": "file", "ref": {"node": "upscal"}}
    ]},
    {"id": "upscale", "type": "custom-model", "modelId": "model_y"}
  ]
}
"""
GOOD = '[{"id": "draw", "type": "custom-model", "modelId": "model_x"}]'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "bad.json").write_text(BAD)
    (tmp_path / "good.json").write_text(GOOD)
    return tmp_path


def run(*args: str, input: bytes | None = None) -> Result:
    return CliRunner().invoke(cli, ["check", *args], input=input, standalone_mode=False)


def code(*args: str, input: bytes | None = None) -> int:
    result = run(*args, input=input)
    assert result.exception is None, result.output
    value = result.return_value
    assert isinstance(value, int)
    return value


def test_concise_names_place_code_and_message(folder: Path) -> None:
    result = run("bad.json", "--format", "concise")
    assert result.stdout == (
        "bad.json:4:57: error: `ref` names node `upscal`, which is not in this flow [FC204]\n"
    )
    assert result.stderr == "Found 1 error in 1 file (1 fixable with `--fix --unsafe-fixes`)\n"
    assert result.return_value == 1


def test_full_shows_the_line_with_a_caret(folder: Path) -> None:
    result = run("bad.json", "--format", "full")
    assert result.stdout == (
        "error[FC204] unknown-node: `ref` names node `upscal`, which is not in this flow\n"
        " --> bad.json:4:57 (node `draw`, input `image`)\n"
        "  |\n"
        '4 |       {"name": "image", "type": "file", "ref": {"node": "upscal"}}\n'
        "  |                                                         ^^^^^^^^\n"
        "  = help: did you mean `upscale`?\n"
        "\n"
        "Found 1 error in 1 file (1 fixable with `--fix --unsafe-fixes`)\n"
    )


def test_json_is_the_report_and_nothing_else(folder: Path) -> None:
    result = run("bad.json", "--format", "json")
    report = json.loads(result.stdout)
    assert report["version"] == 1
    assert report["summary"]["errors"] == 1
    (problem,) = report["problems"]
    assert problem["pointer"] == "/flow/0/inputs/0/ref/node"
    assert (problem["line"], problem["column"]) == (4, 57)
    assert (problem["endLine"], problem["endColumn"]) == (4, 65)
    assert problem["node"] == "draw"
    assert problem["input"] == "image"
    assert problem["args"] == {"missing": "upscal", "suggestion": "upscale"}


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        (("good.json",), 0),
        (("bad.json",), 1),
        (("good.json", "bad.json"), 1),
        (("bad.json", "--fail-on", "never"), 0),
        (("bad.json", "--ignore", "FC204"), 0),
        (("bad.json", "--ignore", "unknown-node"), 0),
        (("bad.json", "--select", "FC5"), 0),
        (("bad.json", "--select", "FC1,FC2"), 1),
        (("none.json",), 2),
        (("none.json", "bad.json"), 2),
        ((".",), 1),
        ((), 1),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else str(value),
)
def test_exit_codes(folder: Path, args: tuple[str, ...], expected: int) -> None:
    for format_ in ("full", "concise", "json"):
        assert code(*args, "--format", format_) == expected


def test_unknown_rule_names_the_nearest(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import sys

    sys.argv = ["flowcheck", "check", "good.json", "--select", "unknown-nod"]
    assert guarded(cli) == 2
    err = capsys.readouterr().err
    assert "no rule matches `unknown-nod`; did you mean `unknown-node`?" in err


def test_stdin(folder: Path) -> None:
    result = run("-", "--stdin-name", "piped.json", "--format", "concise", input=BAD.encode())
    assert result.stdout.startswith("piped.json:4:57: error: ")


def test_skipped_files_are_counted(folder: Path) -> None:
    (folder / "package.json").write_text('{"name": "x"}')
    result = run(".", "--select", "FC5", "--format", "full")
    assert result.stdout == "No problems in 2 files (1 file without a flow skipped)\n"


def test_named_file_without_a_flow(folder: Path) -> None:
    (folder / "package.json").write_text('{"name": "x"}')
    assert code("package.json") == 1
    assert run("package.json", "--format", "concise").stdout.startswith("package.json:1:1: error: ")
    assert code("package.json", "--skip-unrecognized") == 0


def test_strict_tells_of_files_without_a_flow(folder: Path) -> None:
    (folder / "package.json").write_text('{"name": "x"}')
    (folder / "metrics.json").write_text('{"loss": NaN}')
    report = run(".", "--select", "FC1", "--format", "concise", "--verbose")
    assert report.stdout == ""
    assert "metrics.json: holds no flow\npackage.json: holds no flow\n" in report.stderr
    strict = run(".", "--select", "FC1", "--format", "concise", "--strict")
    assert [(line.split()[0], line.split()[-1]) for line in strict.stdout.splitlines()] == [
        ("metrics.json:1:10:", "[FC101]"),
        ("package.json:1:1:", "[FC103]"),
    ]
    assert code(".", "--select", "FC1", "--strict") == 1
    (folder / "flowcheck.toml").write_text("strict = true\n")
    by_file = run(".", "--select", "FC1", "--format", "concise")
    assert by_file.stdout == strict.stdout
    assert code(".", "--select", "FC1", "--skip-unrecognized") == 0
    both = run(".", "--strict", "--skip-unrecognized").exception
    assert isinstance(both, click.UsageError)
    assert both.message == "--strict and --skip-unrecognized exclude each other"


def test_output_file_is_written_whole(folder: Path) -> None:
    result = run("bad.json", "--format", "json", "--output", "report.json")
    assert result.stdout == ""
    assert json.loads((folder / "report.json").read_text())["version"] == 1
    assert [p.name for p in folder.iterdir() if p.suffix == ".tmp"] == []


def test_control_characters_are_shown_escaped(folder: Path) -> None:
    text = BAD.replace('upscal"}', 'up\\u001b[31mscal\\u202e"}')
    (folder / "bad.json").write_text(text)
    for format_ in ("full", "concise", "json"):
        out = run("bad.json", "--format", format_).stdout
        assert "\x1b" not in out
        assert "\u202e" not in out
        assert "\\u001b" in out


def test_color_only_when_asked_for(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "\x1b[" not in run("bad.json", "--format", "full").stdout
    assert "\x1b[" in run("bad.json", "--format", "full", "--color", "always").stdout
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[" in run("bad.json", "--format", "full").stdout
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in run("bad.json", "--format", "full").stdout


def test_statistics_and_quiet(folder: Path) -> None:
    result = run("bad.json", "--statistics", "--format", "full", "--fail-on", "never")
    assert "1  FC204  error    unknown-node\n" in result.stdout
    quiet = run("bad.json", "--quiet", "--format", "concise")
    assert quiet.stderr == ""


def test_same_bytes_twice(folder: Path) -> None:
    first = run(".", "--format", "json").stdout_bytes
    assert first == run(".", "--format", "json").stdout_bytes


@pytest.mark.parametrize("word", ["FC001", "fc001", "unused-suppression"])
def test_the_code_of_the_configuration_is_explained(word: str) -> None:
    result = CliRunner().invoke(cli, ["explain", word])
    assert result.exit_code == 0
    assert result.stdout.startswith("FC001 unused-suppression\nseverity: warning    fix: no\n")


def test_problems_that_sarif_has_no_room_for_are_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sarif, "MOST_RESULTS", 2)
    file = tmp_path / "a.json"
    file.write_text(json.dumps([{"id": f"n{n}", "type": "custom-model"} for n in range(5)]))
    result = CliRunner().invoke(
        cli, ["check", str(file), "--format", "sarif", "--no-cache"], standalone_mode=False
    )
    assert len(json.loads(result.stdout)["runs"][0]["results"]) == 2
    assert result.stderr.splitlines()[0] == (
        "SARIF takes 2 results: 3 problems of the least severity left out"
    )
    assert result.return_value == 1


def test_junit_fails_for_what_fails_the_check(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_text('[{"id": "a", "type": "model"}]')  # FC702 as a warning

    def failures(*args: str) -> int:
        words = ["check", str(file), "--format", "junit", "--no-cache", *args]
        return CliRunner().invoke(cli, words).stdout.count("<failure ")

    assert failures() == 0
    assert failures("--fail-on", "warning") == 1
    assert failures("--fail-on", "never") == 0


def test_verbose_concise_says_how_to_mend(folder: Path) -> None:
    hint = "bad.json:4:57: note: did you mean `upscale`?\n"
    line = "bad.json:4:57: error: `ref` names node `upscal`, which is not in this flow [FC204]\n"
    assert run("bad.json", "--format", "concise").stdout == line
    assert run("bad.json", "--format", "concise", "--verbose").stdout == line + hint


def test_an_empty_folder_says_what_was_looked_for(folder: Path) -> None:
    (folder / "empty").mkdir()
    (folder / "empty" / "app.yaml").touch()
    result = run("empty")
    assert (result.return_value, result.stdout) == (0, "")
    assert result.stderr == (
        "No files to check: looked for `*.json`, `*.jsonl` and `*.ndjson`, "
        "except what .gitignore or `exclude` leaves out\n"
    )
