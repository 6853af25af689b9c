"""What was not judged is not gone: entries of the baseline and suppressions stay."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from flowcheck import Settings, Severity, check_files
from flowcheck.cli import cli
from flowcheck.rules.registry import all_rules
from tests.cache.flows import CALLEE, CALLER, MODEL, SOUND

SAMPLES = Path(__file__).parents[2] / "samples"
BAD = {"flow": [{"id": "a", "type": "custom-model", "dependsOn": ["gone"], "fluff": 1}]}
BASE = ("--baseline", "base.json")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    write("bad.json", BAD)
    return tmp_path


def write(path: str, value: Any) -> None:
    Path(path).write_text(value if isinstance(value, str) else json.dumps(value))


def run(*args: str) -> Result:
    result = CliRunner().invoke(cli, ["check", *args, "--format", "concise"], standalone_mode=False)
    assert result.exception is None, result.output
    return result


def known() -> list[str]:
    return [entry["code"] for entry in json.loads(Path("base.json").read_text())["problems"]]


def kept(*args: str) -> None:
    """A run tells nothing as stale and prunes nothing."""
    before = known()
    result = run(*args, *BASE, "--prune-baseline")
    assert "stale" not in result.stderr
    assert known() == before


def test_rules_that_do_not_run_judge_nothing() -> None:
    run("bad.json", "--severity", "info", "--write-baseline", "base.json")
    assert known() == ["FC107", "FC204", "FC702"]
    for flags in (
        ("--select", "FC7"),
        ("--ignore", "FC204,FC107"),
        ("--severity", "error"),
        (),  # the unknown field is info only
    ):
        kept("bad.json", *flags)
    write("bad.json", {"flow": []})
    result = run("bad.json", *BASE, "--select", "FC7", "--prune-baseline")
    assert result.stderr.count("stale") == 2  # told, and dropped
    assert known() == ["FC107", "FC204"]
    run("bad.json", *BASE, "--prune-baseline")
    assert known() == ["FC107"]
    run("bad.json", *BASE, "--prune-baseline", "--severity", "info")
    assert known() == []


def test_a_baseline_written_under_select_loses_nothing() -> None:
    run("bad.json", "--write-baseline", "base.json")
    for flags in (("--select", "FC7"), ("--select", "FC7", *BASE), ("--ignore", "ALL")):
        run("bad.json", *flags, "--write-baseline", "base.json")
        assert known() == ["FC204", "FC702"]
    write("other.json", BAD)
    run("other.json", "--select", "FC7", "--write-baseline", "base.json")
    assert known() == ["FC204", "FC702", "FC702"]
    Path("deep").mkdir()
    run("bad.json", "--select", "FC7", *BASE, "--write-baseline", "deep/base.json")
    entries = json.loads(Path("deep/base.json").read_text())["problems"]
    assert [(e["file"], e["code"]) for e in entries] == [
        ("../bad.json", "FC204"), ("../bad.json", "FC702"), ("../other.json", "FC702"),
    ]  # fmt: skip


def test_what_is_no_baseline_is_not_replaced_by_one() -> None:
    result = CliRunner().invoke(
        cli, ["check", "bad.json", "--write-baseline", "bad.json"], standalone_mode=False
    )
    assert str(result.exception) == "`bad.json` is no flowcheck baseline of version 1"
    assert json.loads(Path("bad.json").read_text()) == BAD


@pytest.mark.parametrize("broken", ["{", '{"x": 1}', '{"flow": 7'])
def test_a_file_that_cannot_be_checked_judges_nothing(broken: str) -> None:
    run("bad.json", "--write-baseline", "base.json")
    write("bad.json", broken)
    kept("bad.json")
    run("bad.json", *BASE, "--write-baseline", "base.json")
    assert {"FC204", "FC702"} < set(known())


def test_a_broken_line_leaves_the_entries_of_its_file() -> None:
    write("many.jsonl", json.dumps(BAD) + "\n" + json.dumps(BAD) + "\n")
    run("many.jsonl", "--write-baseline", "base.json")
    write("many.jsonl", "{\n" + json.dumps(BAD) + "\n")
    kept("many.jsonl")


def test_a_caller_without_its_callee_is_not_judged() -> None:
    write("caller.json", CALLER)
    write("callee.json", CALLEE)
    run("caller.json", "callee.json", "--write-baseline", "base.json")
    assert "FC812" in known()
    for _ in range(2):  # the second comes from the cache
        kept("caller.json")
    kept("caller.json", "--jobs", "2")
    inputs = [*CALLEE["inputs"], {"name": "stlye", "type": "string"}]
    write("callee.json", {**CALLEE, "inputs": inputs})
    run("caller.json", "callee.json", *BASE, "--prune-baseline")
    assert "FC812" not in known()


def circle() -> None:
    for name, other in (("one", "two"), ("two", "three"), ("three", "one")):
        node = {"id": "call", "type": "workflow", "workflowId": other, "inputs": []}
        write(f"{name}.json", {"id": name, "name": name, "inputs": [], "flow": [node]})


def test_a_circle_is_judged_only_when_it_could_be_seen() -> None:
    circle()
    run("one.json", "two.json", "three.json", "--write-baseline", "base.json")
    assert known() == ["FC814"]
    for names in (["one.json"], ["one.json", "two.json"], ["three.json", "one.json"]):
        kept(*names)


def test_without_its_records_a_model_is_not_judged() -> None:
    write("app.json", SOUND)
    write("flux.json", MODEL)
    run("app.json", "--models", "flux.json", "--write-baseline", "base.json")
    assert known() == ["FC802"]
    kept("app.json")
    write("sdxl.json", {**MODEL, "id": "model_sdxl"})
    kept("app.json", "--models", "sdxl.json")
    Path("flowcheck.toml").write_text(
        '[[suppress]]\nfile = "app.json"\ncodes = ["FC802"]\nreason = "x"\n'
    )
    assert "FC001" not in run("app.json").stdout
    assert "FC001" not in run("app.json", "--models", "sdxl.json").stdout
    mended = [{**SOUND[0], "inputs": [{"name": "prompt", "type": "string", "value": "a cat"}]}]
    write("app.json", mended)
    assert "FC001" in run("app.json", "--models", "flux.json", "--severity", "info").stdout
    run("app.json", *BASE, "--models", "flux.json", "--prune-baseline", "--no-config")
    assert known() == []


@pytest.mark.parametrize(
    ("flags", "told"),
    [
        ((), True),
        (("--select", "FC2"), True),
        (("--select", "FC205"), False),
        (("--select", "FC7"), False),
        (("--ignore", "FC209"), False),
        (("--severity", "error"), False),
    ],
)
def test_a_suppression_is_unused_only_when_all_its_rules_ran(
    flags: tuple[str, ...], told: bool
) -> None:
    Path("flowcheck.toml").write_text(
        '[[suppress]]\nfile = "bad.json"\ncodes = ["FC205", "FC209"]\nreason = "x"\n'
    )
    assert ("FC001" in run("bad.json", *flags).stdout) is told


def test_suppressions_of_a_broken_file_and_of_info_are_not_unused() -> None:
    Path("flowcheck.toml").write_text(
        '[per-file-ignores]\n"bad.json" = ["FC107"]\n'
        '[[suppress]]\nfile = "bad.json"\ncodes = ["FC204"]\nreason = "x"\n'
    )
    assert "FC001" not in run("bad.json").stdout
    write("bad.json", "[")
    assert "FC001" not in run("bad.json", "--severity", "info").stdout
    write("bad.json", {"flow": []})
    assert run("bad.json", "--severity", "info").stdout.count("FC001") == 2


def test_entries_of_stdin_are_not_gone_when_files_are_checked() -> None:
    text = json.dumps(BAD)
    command = ["check", "-", "--write-baseline", "base.json"]
    CliRunner().invoke(cli, command, input=text, standalone_mode=False)
    assert known() == ["FC204", "FC702"]
    kept("bad.json")
    Path("elsewhere.json").write_text(text)
    run("elsewhere.json", "--write-baseline", "base.json")
    assert known() == ["FC204", "FC702", "FC204", "FC702"]


def test_entries_of_files_that_are_gone_are_stale_whatever_runs() -> None:
    write("old.json", BAD)
    run("old.json", "--write-baseline", "base.json")
    Path("old.json").unlink()
    result = run("bad.json", *BASE, "--select", "FC1", "--prune-baseline")
    assert "dropped 2 stale entries" in result.stderr
    assert known() == []


def test_severities_lie_between_those_a_rule_promises() -> None:
    """On the mildest rests what a suppression is told to hide, on the worst which rules run."""
    report = check_files(SAMPLES, settings=Settings(severity=Severity.INFO))
    assert len({problem.code for problem in report.problems}) > 60
    for problem in report.problems:
        rule = all_rules()[problem.code]
        assert rule.mildest.rank <= rule.severity.rank <= rule.worst.rank
        if problem.severity is Severity.INFO:
            assert rule.mildest is Severity.INFO, problem.code
        assert problem.severity.rank <= rule.worst.rank, problem.code


def test_what_the_run_model_left_open_is_not_judged() -> None:
    """That one of twenty is given takes a proof, for which there is no budget left."""
    names = [f"i{n}" for n in range(20)]
    inputs = [
        {"name": name, "type": "string", "required": {"ifNotDefined": dict.fromkeys(
            set(names) - {name}, "")}}
        for name in names
    ]  # fmt: skip
    needless = {"ifNotDefined": dict.fromkeys(names, "")}
    value = {"inputs": [*inputs, {"name": "x", "type": "string", "required": needless}]}
    write("ring.json", value)
    info = ("--severity", "info")
    run("ring.json", *info, "--select", "FC612", "--write-baseline", "base.json")
    assert known() == ["FC612"]
    Path("flowcheck.toml").write_text("solver-budget = 0\n")
    for _ in range(2):
        kept("ring.json", *info)
    Path("flowcheck.toml").unlink()
    write("ring.json", {"inputs": inputs})
    assert "stale" in run("ring.json", *info, *BASE).stderr
