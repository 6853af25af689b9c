"""The GitHub action: its shell steps, run under bash as the runner does it.

Only the installation is not real: Python's `venv` and `pip` are played by a script that says what
it was asked for, so no package index is needed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from flowcheck.cli.github_action import MOST_LINES, expanded, page, words

ROOT = Path(__file__).parent.parent
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
STEPS = {step["name"]: step for step in ACTION["runs"]["steps"]}
GOOD = '[{"id": "draw", "type": "custom-model", "modelId": "model_x"}]\n'
BAD = (
    '[{"id": "draw", "type": "custom-model", "modelId": "model_x", "inputs": [\n'
    '  {"name": "image", "type": "file", "ref": {"node": "gone"}}]}]\n'
)
PLAYED = f"""#!/bin/sh
echo "$0 $*" >> "$CALLS"
case "$*" in
  "-I -m venv "*) mkdir -p "$4/bin" && cp "$0" "$4/bin/python" ;;
  "-I -m pip "*) ;;
  *) exec {sys.executable} "$@" ;;
esac
"""


@dataclass
class Job:
    """A job on a runner: its workspace, and the files by which steps talk to GitHub."""

    top: Path

    def __post_init__(self) -> None:
        for name in ("work", "temp", "action"):
            (self.top / name).mkdir()
        self.python = self.top / "python"
        self.python.write_text(PLAYED)
        self.python.chmod(0o755)
        (self.top / "calls").touch()

    @property
    def calls(self) -> list[str]:
        return (self.top / "calls").read_text().splitlines()

    def write(self, **files: str) -> None:
        for name, text in files.items():
            path = self.top / "work" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)

    def step(self, name: str, values: dict[str, str]) -> subprocess.CompletedProcess[str]:
        """Run a step. values: what the expressions in its `env` stand for."""
        step = STEPS[name]
        environment = {
            key: re.sub(r"\$\{\{ (.*?) \}\}", lambda found: values[found[1]], text)
            for key, text in step["env"].items()
        }
        runner = {
            "PATH": os.environ["PATH"],
            "RUNNER_TEMP": str(self.top / "temp"),
            "RUNNER_OS": "Linux",
            "GITHUB_ACTION_PATH": str(self.top / "action"),
            "GITHUB_OUTPUT": str(self.top / "output"),
            "GITHUB_STEP_SUMMARY": str(self.top / "summary"),
            "CALLS": str(self.top / "calls"),
        }
        assert step["shell"] == "bash"
        script = self.top / "step.sh"
        script.write_text(step["run"])
        (self.top / "output").write_text("")
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)],
            cwd=self.top / "work",
            env=runner | environment,
            capture_output=True,
            text=True,
            check=False,
        )

    @property
    def outputs(self) -> dict[str, str]:
        pairs = (line.split("=", 1) for line in (self.top / "output").read_text().splitlines())
        return dict(pairs)

    @property
    def summary(self) -> str:
        path = self.top / "summary"
        return path.read_text() if path.exists() else ""

    def install(self) -> dict[str, str]:
        done = self.step(
            "Install flowcheck", {"steps.python.outputs.python-path": str(self.python)}
        )
        assert done.returncode == 0, done.stderr
        return self.outputs

    def check(self, paths: str = ".", args: str = "") -> subprocess.CompletedProcess[str]:
        installed = self.install()
        values = {f"steps.install.outputs.{key}": value for key, value in installed.items()}
        return self.step("Check", values | {"inputs.paths": paths, "inputs.args": args})

    def checked(self, paths: str, args: str = "") -> list[str]:
        """The files that a check says are wrong, in the order of the log."""
        done = self.check(paths, args)
        assert done.returncode == 1, done.stdout + done.stderr
        return re.findall(r"^::error file=(.*?),", done.stdout, re.M)


@pytest.fixture
def job(tmp_path: Path) -> Job:
    return Job(tmp_path)


def test_it_installs_its_own_checkout_in_a_place_of_its_own(job: Job) -> None:
    installed = job.install()
    folder = Path(installed["folder"])
    assert folder.parent == job.top / "temp"
    assert installed["python"] == f"{folder}/venv/bin/python"
    assert job.calls == [
        f"{job.python} -I -m venv {folder}/venv",
        f"{folder}/venv/bin/python -I -m pip install --quiet --disable-pip-version-check "
        f"{job.top}/action",
    ]
    assert STEPS["Set up Python"]["with"]["update-environment"] is False


def test_two_uses_in_one_job_do_not_share_files(job: Job) -> None:
    assert job.install()["folder"] != job.install()["folder"]


def test_a_clean_check(job: Job) -> None:
    job.write(**{"flow.json": GOOD})
    done = job.check()
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "No problems in 1 file\n"
    assert Path(job.outputs["sarif-file"]).read_text().startswith("{")
    assert job.summary == "### flowcheck\n\nNo problems in 1 file\n\n"


def test_a_quiet_check(job: Job) -> None:
    job.write(**{"flow.json": GOOD})
    done = job.check(args="--quiet")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert job.summary == "### flowcheck\n\n"


def test_a_problem_is_annotated_and_stands_on_the_page_of_the_job(job: Job) -> None:
    job.write(**{"flows/flow.json": BAD})
    done = job.check("flows")
    assert done.returncode == 1
    assert done.stdout.startswith(
        "::error file=flows/flow.json,line=2,endLine=2,col=53,endColumn=59,"
        "title=FC204 unknown-node::"
    )
    assert '"ruleId": "FC204"' in Path(job.outputs["sarif-file"]).read_text()
    head, _, rest = job.summary.partition("```text\n")
    assert head == "### flowcheck\n\nFound 1 error in 1 file\n\n"
    assert rest.startswith("flows/flow.json:2:53: ")
    assert "`ref` names node `gone`" in rest


@pytest.mark.parametrize(
    ("paths", "args", "message"),
    [
        (".", "--severity loud", "Error: Invalid value for '--severity': 'loud' is not one of"),
        (".", "--select FC999", "Error: no rule matches `FC999`"),
        ("'flows", "", "Error: input `paths`: no closing quotation"),
        (".", '--select "FC2', "Error: input `args`: no closing quotation"),
    ],
)
def test_what_cannot_be_checked_fails_once_with_its_message(
    job: Job, paths: str, args: str, message: str
) -> None:
    job.write(**{"flow.json": BAD})
    done = job.check(paths, args)
    assert done.returncode == 2
    assert done.stdout.startswith(f"::error title=flowcheck::{message}")
    assert done.stdout.count("\n") == 1
    assert done.stderr == ""
    assert "sarif-file" not in job.outputs  # so nothing is uploaded, which would fail again
    assert message in job.summary


def test_a_missing_path_is_told_in_the_report(job: Job) -> None:
    job.write(**{"flow.json": GOOD})
    done = job.check("flow.json gone/*.json")
    assert done.returncode == 2
    assert done.stdout.count("::error ") == 1
    assert "gone/*.json: no such file or directory" in done.stdout
    assert "sarif-file" in job.outputs


def test_paths_over_several_lines_with_globs_and_quotes(job: Job) -> None:
    names = ["-e.json", "a.json", "b c.json", "deep/er/d.json", "flow[1].json", "flow1.json"]
    job.write(**dict.fromkeys(names, BAD))
    assert job.checked("a.json\n'b c.json'\n") == ["a.json", "b c.json"]
    assert job.checked("deep/**/*.json\n  flow?.json\n") == ["deep/er/d.json", "flow1.json"]
    assert job.checked('"flow[1].json"') == ["flow[1].json"]
    assert job.checked("-e.json ?.json") == ["-e.json", "a.json"]


def test_args_over_several_lines_with_globs_and_quotes(job: Job) -> None:
    job.write(**{"a.json": BAD, "b.json": BAD})
    job.write(**{"my config.toml": 'exclude = ["b*"]\n'})
    assert job.checked(".", "--config 'my config.toml'\n--no-cache\n") == ["a.json"]
    assert job.check(".", "--fail-on\nnever").returncode == 0


def test_what_an_input_says_is_never_a_command(job: Job) -> None:
    job.write(**{"a.json": BAD})
    done = job.check("a.json; touch owned", "$(touch owned) `touch owned`")
    assert done.returncode == 2
    assert list((job.top / "work").iterdir()) == [job.top / "work" / "a.json"]


def test_nothing_of_the_repository_is_imported(job: Job) -> None:
    trap = "raise SystemExit('imported')\n"
    job.write(**{f"{name}.py": trap for name in ("click", "flowcheck", "glob", "json", "pip")})
    job.write(**{"flow.json": BAD})
    assert job.checked(".") == ["flow.json"]


def test_inputs_reach_scripts_by_the_environment_alone() -> None:
    for step in STEPS.values():
        assert "${{" not in step.get("run", "")


def test_other_actions_are_pinned_by_commit() -> None:
    used = [step["uses"] for step in STEPS.values() if "uses" in step]
    assert [name.partition("@")[0] for name in used] == [
        "actions/setup-python",
        "github/codeql-action/upload-sarif",
    ]
    for name in used:
        assert re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", name)


def test_an_upload_needs_a_file() -> None:
    upload = STEPS["Upload to code scanning"]
    assert "steps.check.outputs.sarif-file != ''" in upload["if"]
    assert upload["with"]["sarif_file"] == "${{ steps.check.outputs.sarif-file }}"


@given(st.lists(st.text("ab \n'*\\$", min_size=1).filter(lambda word: "'" not in word)))
def test_quoted_words_come_back(given_words: list[str]) -> None:
    assert words("\n".join(f"'{word}'" for word in given_words)) == given_words


def test_a_backslash_divides_folders(tmp_path: Path) -> None:
    assert words(r"flows\new 'my flows\old'") == [r"flows\new", r"my flows\old"]
    assert expanded(str(tmp_path / "no" / "*.json")) == [str(tmp_path / "no" / "*.json")]


def test_a_page_holds_only_so_much_and_nothing_leaves_its_fence() -> None:
    text = page("head", [f"```` {n}" for n in range(MOST_LINES + 2)])
    assert text.count("\n`````\n") == 1
    assert text.endswith("\n`````\n\n2 more in the log of the step.\n\n")
