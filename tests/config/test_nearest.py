"""Each file is steered by its own configuration, whatever else is named: the real command line."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from flowcheck.cli import cli

BAD = {"flow": [{"id": "a", "type": "custom-model", "modelId": "m", "dependsOn": ["gone"]}]}
BARE = {"flow": [{"id": "a", "type": "custom-model"}]}
CALLER = {
    "id": "wf_caller",
    "inputs": [],
    "flow": [{"id": "call", "type": "workflow", "workflowId": "wf_callee", "inputs": [
        {"name": "imgae", "type": "string", "value": "x"}]}],
}  # fmt: skip
CALLEE = {
    "id": "wf_callee",
    "inputs": [{"name": "image", "type": "string"}],
    "flow": [{"id": "m", "type": "custom-model", "modelId": "m", "inputs": [
        {"name": "image", "type": "string", "ref": {"node": "workflow", "name": "image"}}]}],
}  # fmt: skip
MODEL = {
    "id": "m",
    "type": "custom",
    "inputs": [{"name": "prompt", "type": "string", "required": {"always": True}}],
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path(".git").mkdir()
    Path("in").mkdir()
    return tmp_path


def write(path: str, value: Any) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(value if isinstance(value, str) else json.dumps(value), encoding="utf-8")


def run(*args: str, input: str | None = None) -> Result:
    every = ["check", "--format", "concise", *args]
    result = CliRunner().invoke(cli, every, standalone_mode=False, input=input)
    assert result.exception is None, result.exception
    return result


def told(*args: str, input: str | None = None) -> list[str]:
    """`file CODE` of every problem."""
    lines = run(*args, input=input).stdout.splitlines()
    return [f"{line.split(':')[0]} {line[-6:-1]}" for line in lines]


def in_words(*args: str) -> tuple[int, list[str]]:
    """As pre-commit runs it: exit code and lines."""
    done = subprocess.run(
        [sys.executable, "-m", "flowcheck", "check", "--format", "concise", "-q", *args],
        capture_output=True,
        text=True,
        check=False,
    )
    assert not done.stderr
    return done.returncode, done.stdout.splitlines()


@pytest.mark.parametrize("cache", [(), ("--no-cache",)], ids=["cache", "no cache"])
def test_verdicts_do_not_depend_on_which_files_are_named(cache: tuple[str, ...]) -> None:
    write("flowcheck.toml", 'ignore = ["FC204"]\n')
    write("in/flowcheck.toml", 'fail-on = "never"\nmin-severity = "info"\n')
    write("app.json", BAD)
    write("in/app.json", BAD)
    for _ in range(2):
        outer, inner = in_words("app.json", *cache), in_words("in/app.json", *cache)
        both = in_words("in/app.json", "app.json", *cache)
        assert outer == (0, [])
        assert (inner[0], len(inner[1])) == (0, 1)
        assert inner[1][0].startswith("in/app.json:1:77: error: `dependsOn` names node `gone`")
        assert both == (0, inner[1])
        assert in_words(".", *cache) == both
    write("in/flowcheck.toml", "")
    assert [code for code, _ in map(in_words, ("app.json", "in/app.json", "."))] == [0, 1, 1]


def test_processes_know_each_files_settings() -> None:
    write("flowcheck.toml", 'ignore = ["FC204"]\n')
    write("in/flowcheck.toml", 'ignore = ["FC702"]\n')
    for number in range(4):
        for place in ("", "in/"):
            write(f"{place}bad-{number}.json", BAD)
            write(f"{place}bare-{number}.json", BARE)
    alone = told(".", "--no-cache", "--jobs", "1")
    assert {line[-5:] for line in alone if line.startswith("in/")} == {"FC204"}
    assert {line[-5:] for line in alone if not line.startswith("in/")} == {"FC702"}
    assert told(".", "--no-cache", "--jobs", "3") == alone


def test_stdin_lies_where_its_name_says() -> None:
    write("flowcheck.toml", 'ignore = ["FC204"]\n')
    write("in/flowcheck.toml", "")
    text = json.dumps(BAD)
    assert told("-", input=text) == []
    assert told("-", "--stdin-name", "in/new.json", input=text) == ["in/new.json FC204"]
    assert told("-", "--stdin-name", "in/new.json", "--no-config", input=text)
    assert told("-", "--stdin-name", "in/x.json", "--config", "flowcheck.toml", input=text) == []


def test_flowcheck_toml_goes_before_a_pyproject_beside_it() -> None:
    write("pyproject.toml", '[tool.flowcheck]\nignore = ["FC204"]\n')
    write("in/pyproject.toml", "[tool.other]\n")
    write("in/app.json", BAD)
    assert told("in") == []
    write("in/pyproject.toml", '[tool.flowcheck]\nignore = ["FC702"]\n')
    assert told("in") == ["in/app.json FC204"]
    write("in/flowcheck.toml", 'ignore = ["FC2"]\n')
    assert told("in") == []
    shown = run("in", "--show-settings").stdout
    assert shown.startswith("configuration file: in/flowcheck.toml (goes before in/pyproject.toml)")


def test_settings_are_shown_for_each_configuration() -> None:
    write("flowcheck.toml", 'ignore = ["FC204"]\n')
    write("in/flowcheck.toml", "max-nodes = 3\n")
    write("app.json", BAD)
    write("in/app.json", BAD)
    outer, inner = run(".", "--show-settings", "--ignore", "FC7").stdout.split("\n\n")
    assert outer.startswith("configuration file: flowcheck.toml\nsteers 1 file: app.json\n")
    assert 'ignore = ["FC204"]  (flowcheck.toml:1)\n' in outer
    assert 'ignore = ["FC7"]  (--ignore, which goes before the file)\n' in outer
    assert inner.startswith("configuration file: in/flowcheck.toml\nsteers 1 file: in/app.json\n")
    assert 'ignore = ["FC7"]  (--ignore)\n' in inner
    assert "max-nodes = 3  (in/flowcheck.toml:1)\n" in inner


def test_exclude_is_relative_to_its_own_configuration() -> None:
    write("flowcheck.toml", 'exclude = ["in/", "/old.json"]\n')
    write("in/flowcheck.toml", 'exclude = ["/draft.json"]\n')
    for name in ("old.json", "draft.json", "in/old.json", "in/draft.json", "in/deep/draft.json"):
        write(name, BAD)
    kept = ["draft.json FC204", "in/deep/draft.json FC204", "in/old.json FC204"]
    assert told(".") == kept
    assert told("draft.json", "in/deep/draft.json", "in/old.json", "in/draft.json") == kept
    said = run("in/draft.json", "old.json", "-v").stderr
    assert "in/draft.json: excluded by in/flowcheck.toml:1\n" in said
    assert "old.json: excluded by flowcheck.toml:1\n" in said
    assert told(".", "--exclude", "in,/draft.json") == ["old.json FC204"]
    assert (
        "in/old.json: excluded by --exclude" in run("in/old.json", "--exclude", "in", "-v").stderr
    )
    with pytest.raises(Exception, match=r"--exclude: the glob `\[z-a\]` "):
        CliRunner().invoke(
            cli, ["check", "--exclude", "[z-a]"], standalone_mode=False, catch_exceptions=False
        )


def test_suppressions_hide_only_their_own_files_problems() -> None:
    entry = '[[suppress]]\nfile = "*.json"\ncodes = ["FC204"]\nreason = "x"\n'
    write("flowcheck.toml", entry)
    write("in/flowcheck.toml", '[per-file-ignores]\n"nothing.json" = ["FC204"]\n')
    write("in/app.json", BAD)
    assert told(".") == ["in/app.json FC204"]
    write("app.json", BAD)
    assert told(".") == ["in/app.json FC204"]
    write("in/flowcheck.toml", f'min-severity = "error"\n{entry}')
    write("in/app.json", {"flow": [{**BAD["flow"][0], "dependsOn": []}]})
    write("app.json", {"flow": [{**BAD["flow"][0], "dependsOn": []}]})
    assert told(".") == ["flowcheck.toml FC001"], "the inner one shows no warnings"
    write("in/flowcheck.toml", entry)
    assert told("in/app.json") == ["in/flowcheck.toml FC001"]
    assert told(".") == ["flowcheck.toml FC001", "in/flowcheck.toml FC001"]


def test_suppressions_are_added_where_each_file_looks() -> None:
    write("in/flowcheck.toml", "# ours\n")
    write("in/app.json", BAD)
    write("app.json", BAD)
    said = run(".", "--add-suppressions").stderr
    assert "added 1 suppression to in/flowcheck.toml" in said
    assert "added 1 suppression to flowcheck.toml" in said
    assert told(".") == told("app.json") == told("in/app.json") == []
    assert 'file = "/app.json"' in Path("in/flowcheck.toml").read_text()


def test_a_new_configuration_is_made_where_the_file_finds_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("app.json", BAD)
    monkeypatch.chdir("in")
    run("../app.json", "--add-suppressions")
    assert 'file = "/app.json"' in (folder / "flowcheck.toml").read_text()
    assert told("../app.json") == []


def test_no_configuration_is_replaced_by_new_suppressions() -> None:
    write("flowcheck.toml", "# ours\n")
    write("app.json", BAD)
    result = CliRunner().invoke(cli, ["check", "--no-config", "--add-suppressions"])
    assert "--add-suppressions needs a configuration; leave --no-config out" in result.output
    assert Path("flowcheck.toml").read_text() == "# ours\n"


def test_each_baseline_speaks_of_its_own_files() -> None:
    write("app.json", BAD)
    write("in/app.json", BAD)
    run("app.json", "--write-baseline", "outer.json")
    run("in/app.json", "--write-baseline", "in/inner.json")
    write("flowcheck.toml", 'baseline = "outer.json"\n')
    write("in/flowcheck.toml", 'baseline = "inner.json"\n')
    assert told(".") == told("app.json") == told("in/app.json") == []
    write("in/app.json", {"flow": [{**BAD["flow"][0], "dependsOn": []}]})
    assert "stale" not in run("app.json").stderr
    assert "stale baseline entry: app.json: FC204 " in run(".", "--prune-baseline").stderr
    assert json.loads(Path("in/inner.json").read_text())["problems"] == []
    assert len(json.loads(Path("outer.json").read_text())["problems"]) == 1


def test_one_baseline_of_two_configurations() -> None:
    write("flowcheck.toml", 'baseline = "known.json"\n')
    write("in/flowcheck.toml", 'baseline = "../known.json"\nmin-severity = "error"\n')
    for name in ("app.json", "gone.json", "in/app.json"):
        write(name, {"flow": [{**BAD["flow"][0], "surely": 1, "modelId": None}]})
    run(".", "--write-baseline", "known.json", "--severity", "warning")
    entries = json.loads(Path("known.json").read_text())["problems"]
    assert {entry["file"] for entry in entries} == {"app.json", "gone.json", "in/app.json"}
    assert told(".") == []
    Path("gone.json").unlink()
    said = run(".", "--prune-baseline").stderr
    each = [line for line in said.splitlines() if line.startswith("stale baseline entry: gone")]
    assert len(each) == len(set(each)) > 0
    left = json.loads(Path("known.json").read_text())["problems"]
    assert left == [entry for entry in entries if entry["file"] != "gone.json"]


def test_a_written_baseline_holds_what_all_configurations_show() -> None:
    write("flowcheck.toml", "")
    write("in/flowcheck.toml", 'ignore = ["FC204"]\n')
    write("app.json", BAD)
    write("in/app.json", BARE)
    run(".", "--write-baseline", "known.json")
    found = {(e["file"], e["code"]) for e in json.loads(Path("known.json").read_text())["problems"]}
    assert found == {("app.json", "FC204"), ("in/app.json", "FC702")}
    assert told(".", "--baseline", "known.json") == []


def test_each_file_has_the_models_of_its_configuration() -> None:
    write("records/m.json", MODEL)
    write("in/flowcheck.toml", 'models = ["../records"]\nexclude = []\n')
    for name in ("app.json", "in/app.json"):
        write(name, {"flow": [{"id": "a", "type": "custom-model", "modelId": "m", "inputs": []}]})
    for flags in ((), ("--no-cache",), ("--jobs", "2", "--no-cache")):
        assert told("app.json", "in/app.json", *flags) == ["in/app.json FC803"]
    assert told("app.json", "in/app.json", "--models", "records/m.json") == [
        "app.json FC803",
        "in/app.json FC803",
    ]


@pytest.mark.parametrize("format_", ["junit", "concise"])
def test_the_exit_code_is_that_of_each_files_configuration(format_: str) -> None:
    write("in/flowcheck.toml", 'fail-on = "warning"\n')
    fishy = {"flow": [{"id": "a", "type": "custom-model", "modelId": "m", "dependsOn": ["b", "b"]},
        {"id": "b", "type": "custom-model", "modelId": "m"}]}  # fmt: skip
    write("app.json", fishy)
    write("in/app.json", fishy)
    assert run("app.json", "--format", format_).return_value == 0
    assert run("in/app.json", "--format", format_).return_value == 1
    both = run(".", "--format", format_)
    assert both.return_value == 1
    if format_ == "junit":
        ours, others = both.stdout.split('<testsuite name="in/app.json"')
        assert "<failure" not in ours
        assert "<failure" in others
    assert run(".", "--fail-on", "error").return_value == 0


def test_strict_holds_where_it_is_said() -> None:
    write("in/flowcheck.toml", "strict = true\n")
    write("note.json", {"x": 1})
    write("in/note.json", {"x": 1})
    assert told(".") == ["in/note.json FC103"]


def test_a_fix_follows_each_files_configuration() -> None:
    twice = {"flow": [{"id": "a", "type": "custom-model", "modelId": "m", "dependsOn": ["b", "b"]},
        {"id": "b", "type": "custom-model", "modelId": "m"}]}  # fmt: skip
    write("in/flowcheck.toml", 'ignore = ["FC210"]\n')
    write("app.json", twice)
    write("in/app.json", twice)
    assert "Fixed 1 problem in 1 file" in run(".", "--fix").stderr
    assert json.loads(Path("in/app.json").read_text()) == twice


def test_files_of_several_configurations_know_each_other() -> None:
    write("flowcheck.toml", "")
    write("in/flowcheck.toml", "max-nodes = 9\n")
    write("caller.json", CALLER)
    write("in/callee.json", CALLEE)
    assert told("caller.json") == []
    for flags in ((), (), ("--jobs", "2", "--no-cache"), ("--diff",)):
        result = run("caller.json", "in/callee.json", *flags)
        assert ("FC812" in result.stdout) is (flags != ("--diff",))


def test_a_broken_configuration_stops_only_checks_of_its_files() -> None:
    write("in/flowcheck.toml", "max-nods = 9\n")
    write("app.json", BARE)
    write("in/app.json", BARE)
    assert told("app.json") == ["app.json FC702"]
    result = CliRunner().invoke(cli, ["check", "app.json", "in/app.json"])
    assert "in/flowcheck.toml:1:1: unknown key `max-nods`" in result.output


def test_run_inputs_follow_the_configuration_where_they_lie() -> None:
    write("callee.json", CALLEE)
    write("in/flowcheck.toml", 'ignore = ["FC821"]\n')
    for name in ("run.json", "in/run.json"):
        write(name, {"imgae": "y"})
    codes = [
        CliRunner().invoke(cli, ["check-run", "callee.json", name], standalone_mode=False)
        for name in ("run.json", "in/run.json")
    ]
    assert [result.return_value for result in codes] == [1, 0]
