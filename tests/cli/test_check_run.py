"""`flowcheck check-run` as a user runs it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from flowcheck.cli import cli

WORKFLOW = """{
  "id": "wf_1",
  "inputs": [
    {"name": "prompt", "type": "string", "required": {"always": true}},
    {"name": "images", "type": "file_array"},
    {"name": "strength", "type": "number", "min": 0, "max": 1}
  ],
  "flow": [{"id": "draw", "type": "custom-model", "modelId": "model_x"}]
}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "wf.json").write_text(WORKFLOW)
    (tmp_path / "good.json").write_text('{"prompt": "a fox"}')
    (tmp_path / "bad.json").write_text('{\n  "prompt": "a fox",\n  "images": "asset_1"\n}\n')
    (tmp_path / "low.json").write_text('{"prompt": "a fox", "strength": -1}')
    return tmp_path


def run(*args: str, input: bytes | None = None) -> Result:
    result = CliRunner().invoke(cli, ["check-run", *args], input=input, standalone_mode=False)
    assert result.exception is None or isinstance(result.exception, click.ClickException)
    return result


def test_full_shows_the_place_in_the_run_and_in_the_workflow(folder: Path) -> None:
    result = run("wf.json", "bad.json", "--format", "full")
    assert result.stdout == (
        "error[FC823] run-input-type: `images` is a string, but a `file_array` input takes an "
        "array: the value is dropped silently and the run still charged\n"
        " --> bad.json:3:13 (input `images`)\n"
        "  |\n"
        '3 |   "images": "asset_1"\n'
        "  |             ^^^^^^^^^\n"
        "  = `images` is declared here: wf.json:5:14\n"
        '  = help: write `["asset_1"]`\n'
        "\n"
        "Found 1 error in 1 file\n"
    )
    assert result.return_value == 1


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        (("good.json",), 0),
        (("bad.json",), 1),
        (("bad.json", "--fail-on", "never"), 0),
        (("bad.json", "--ignore", "run-input-type"), 0),
        (("low.json",), 0),
        (("low.json", "--fail-on", "warning"), 1),
        (("low.json", "--severity", "error", "--fail-on", "warning"), 0),
        (("none.json",), 2),
        ((".",), 2),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else str(value),
)
def test_exit_codes(folder: Path, args: tuple[str, ...], expected: int) -> None:
    for format_ in ("full", "concise", "json", "sarif", "github", "gitlab", "junit", "jsonl"):
        assert run("wf.json", *args, "--format", format_).return_value == expected


def test_json_report(folder: Path) -> None:
    report = json.loads(run("wf.json", "bad.json", "--format", "json").stdout)
    (problem,) = report["problems"]
    assert (problem["file"], problem["code"], problem["pointer"]) == (
        "bad.json",
        "FC823",
        "/images",
    )
    assert problem["related"][0]["file"] == "wf.json"
    assert report["summary"]["errors"] == 1


def test_either_file_may_be_stdin(folder: Path) -> None:
    body = (folder / "bad.json").read_bytes()
    piped = run("wf.json", "-", "--stdin-name", "piped.json", "--format", "concise", input=body)
    assert piped.stdout.startswith("piped.json:3:13: error: ")
    other = run("-", "bad.json", "--format", "concise", input=WORKFLOW.encode())
    assert other.stdout.startswith("bad.json:3:13: error: ")
    both = run("-", "-", input=b"{}").exception
    assert isinstance(both, click.UsageError)
    assert "both" in both.message


def test_job_record(folder: Path) -> None:
    job = {"jobId": "job_1", "metadata": {"input": {"prompt": "", "strength": 2}}}
    (folder / "job.json").write_text(json.dumps(job))
    result = run("wf.json", "job.json", "--format", "concise", "--quiet")
    assert result.stdout == (
        "job.json:1:53: error: `prompt` is required, but missing: "
        '`""` counts as nothing [FC822]\n'
        "job.json:1:69: error: `strength` is 2, above the `max` of 1 [FC824]\n"
    )


def test_no_contract(folder: Path) -> None:
    (folder / "bare.json").write_text('[{"id": "a", "type": "custom-model", "modelId": "m"}]')
    result = run("bare.json", "good.json", "--format", "concise")
    assert result.return_value == 2
    assert result.stdout == (
        "bare.json: error: no inputs contract: no workflow or model with `inputs`\n"
    )


def test_id_chooses_among_several(folder: Path) -> None:
    two = [json.loads(WORKFLOW), {**json.loads(WORKFLOW), "id": "wf_2", "inputs": []}]
    (folder / "two.json").write_text(json.dumps({"workflows": two}))
    assert run("two.json", "good.json").return_value == 2
    for id, code in (("wf_1", 0), ("wf_2", 1)):
        args = ("two.json", "good.json", "--id", id, "--fail-on", "warning")
        assert run(*args).return_value == code


def test_configuration_counts(folder: Path) -> None:
    (folder / "flowcheck.toml").write_text('ignore = ["FC823"]\n')
    assert run("wf.json", "bad.json").return_value == 0
    assert run("wf.json", "bad.json", "--no-config").return_value == 1
    unknown = run("wf.json", "bad.json", "--select", "FC829").exception
    assert isinstance(unknown, click.ClickException)
    assert "no rule matches `FC829`" in unknown.message


def test_loads_no_pydantic_and_no_solver(folder: Path) -> None:
    script = (
        "import sys, flowcheck\n"
        "flowcheck.check_run(open('wf.json').read(), open('bad.json').read())\n"
        "print([m for m in ('pydantic', 'networkx', 'pysat') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"
