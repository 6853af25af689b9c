"""The pre-commit hook, with the real pre-commit in a repository of its own.

pre-commit installs flowcheck through pip, so the tests skip where no package index answers."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

PROJECT = Path(__file__).parent.parent
GOOD = '[{"id": "draw", "type": "custom-model", "modelId": "model_x"}]\n'
BAD = (
    '[{"id": "draw", "type": "custom-model", "modelId": "model_x", "inputs": [\n'
    '  {"name": "image", "type": "file", "ref": {"node": "gone"}}]}]\n'
)
OFFLINE = ("Could not find a version", "No matching distribution", "Connection", "timed out")


def git(folder: Path, *args: str) -> str:
    identity = ("-c", "user.name=t", "-c", "user.email=t@example.org")
    done = subprocess.run(
        ["git", *identity, *args], cwd=folder, check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


def repository(folder: Path) -> Path:
    folder.mkdir(parents=True)
    git(folder, "init", "--quiet", "--initial-branch", "main")
    return folder


@pytest.fixture(scope="module")
def hook(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, Path]:
    """A repository that offers the hooks, its commit, and pre-commit's own folder."""
    if shutil.which("git") is None or not (PROJECT / ".git").exists():
        pytest.skip("needs git and a checkout")
    top = tmp_path_factory.mktemp("hook")
    offered = repository(top / "flowcheck")
    for name in git(PROJECT, "ls-files", "-co", "--exclude-standard").splitlines():
        if not (PROJECT / name).is_file() or name.startswith(("tests/", "samples/")):
            continue
        (offered / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(PROJECT / name, offered / name)
    git(offered, "add", "--all")
    git(offered, "commit", "--quiet", "--message", "offer")
    return offered, git(offered, "rev-parse", "HEAD"), top / "home"


def run_hook(
    folder: Path, hook: tuple[Path, str, Path], id: str, *which: str
) -> subprocess.CompletedProcess[str]:
    """Run a hook. which: `--all-files` for every file; the staged ones otherwise."""
    offered, commit, home = hook
    (folder / ".pre-commit-config.yaml").write_text(
        f"repos:\n- repo: {offered}\n  rev: {commit}\n  hooks:\n  - id: {id}\n"
    )
    git(folder, "add", "--all")
    done = subprocess.run(
        [sys.executable, "-m", "pre_commit", "run", *which, "--color", "never"],
        cwd=folder,
        env={**os.environ, "PRE_COMMIT_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )
    output = done.stdout + done.stderr
    if "An unexpected error has occurred" in output and any(word in output for word in OFFLINE):
        pytest.skip("no package index answers")
    return done


@pytest.mark.parametrize(
    ("id", "name", "text", "passes"),
    [
        ("flowcheck", "flow.json", GOOD, True),
        ("flowcheck", "flow.json", BAD, False),
        ("flowcheck", "package.json", '{"name": "x"}\n', True),
        ("flowcheck-jsonl", "flows.jsonl", BAD.replace("\n", " ") + "\n", False),
    ],
    ids=["clean", "a problem", "no flow", "JSON Lines"],
)
@pytest.mark.xdist_group("pre-commit")
def test_hook(
    hook: tuple[Path, str, Path], tmp_path: Path, id: str, name: str, text: str, passes: bool
) -> None:
    folder = repository(tmp_path / "user")
    (folder / name).write_text(text)
    done = run_hook(folder, hook, id, "--all-files")
    assert (done.returncode == 0) is passes, done.stdout + done.stderr
    if passes:
        assert "Passed" in done.stdout
    else:
        assert "Failed" in done.stdout
        assert f"{name}:" in done.stdout
        assert "error: `ref` names node `gone`" in done.stdout


CALLED = """{{"id": "wf_cut", "inputs": [{{"name": "{}", "type": "file"}}], "flow": [
  {{"id": "cut", "type": "remove-background", "inputs": [
    {{"name": "image", "type": "file", "ref": {{"node": "workflow", "name": "{}"}}}}]}}]}}
"""
CALLER = """{"id": "wf_all", "inputs": [{"name": "photo", "type": "file"}], "flow": [
  {"id": "call", "type": "workflow", "workflowId": "wf_cut", "inputs": [
    {"name": "image", "type": "file", "ref": {"node": "workflow", "name": "photo"}}]}]}
"""
BROKEN_CALL = "caller.json:3:14: "


@pytest.mark.xdist_group("pre-commit")
def test_a_called_workflow_changes_and_its_caller_does_not(
    hook: tuple[Path, str, Path], tmp_path: Path
) -> None:
    folder = repository(tmp_path / "user")
    (folder / "caller.json").write_text(CALLER)
    (folder / "called.json").write_text(CALLED.format("image", "image"))
    for id in ("flowcheck-repository", "flowcheck"):
        done = run_hook(folder, hook, id)
        assert done.returncode == 0, done.stdout + done.stderr
    git(folder, "commit", "--quiet", "--message", "good")
    (folder / "called.json").write_text(CALLED.format("images", "images"))
    # The changed file alone is good: the hook that is handed only this one cannot know better.
    done = run_hook(folder, hook, "flowcheck")
    assert done.returncode == 0, done.stdout + done.stderr
    done = run_hook(folder, hook, "flowcheck-repository")
    assert done.returncode == 1
    assert BROKEN_CALL in done.stdout
    assert "FC812" in done.stdout


@pytest.mark.xdist_group("pre-commit")
def test_what_has_no_flow_in_it_starts_no_hook(
    hook: tuple[Path, str, Path], tmp_path: Path
) -> None:
    folder = repository(tmp_path / "user")
    (folder / "notes.txt").write_text(BAD)
    for id in ids():
        done = run_hook(folder, hook, id)
        assert "(no files to check)Skipped" in done.stdout
        git(folder, "commit", "--quiet", "--message", id)
        (folder / "notes.txt").write_text(id)


@pytest.mark.xdist_group("pre-commit")
def test_a_configuration_that_changes_starts_the_check_of_the_repository(
    hook: tuple[Path, str, Path], tmp_path: Path
) -> None:
    folder = repository(tmp_path / "user")
    (folder / "flow.json").write_text(BAD)
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "bad")
    (folder / "flowcheck.toml").write_text(
        'severity = { FC204 = "warning" }\nfail-on = "warning"\n'
    )
    done = run_hook(folder, hook, "flowcheck-repository")
    assert done.returncode == 1
    assert "FC204" in done.stdout


@pytest.mark.xdist_group("pre-commit")
def test_a_long_list_of_files_is_divided_and_the_whole_repository_is_not(
    hook: tuple[Path, str, Path], tmp_path: Path
) -> None:
    folder = repository(tmp_path / "user")
    (folder / "caller.json").write_text(CALLER)
    (folder / "called.json").write_text(CALLED.format("images", "images"))
    done = run_hook(folder, hook, "flowcheck", "--all-files")
    assert BROKEN_CALL in done.stdout
    # pre-commit shuffles the names before it divides them, always in the same way, so many files
    # call many others.
    deep = folder / ("long" * 50)
    deep.mkdir()
    for number in range(400):
        called, caller = f"wf_called{number}", f"wf_caller{number}"
        text = CALLED.format("images", "images").replace("wf_cut", called)
        (deep / f"called{number}.json").write_text(text)
        text = CALLER.replace("wf_cut", called).replace("wf_all", caller)
        (deep / f"caller{number}.json").write_text(text)
    done = run_hook(folder, hook, "flowcheck", "--all-files")
    assert 0 < done.stdout.count("FC812") < 401
    done = run_hook(folder, hook, "flowcheck-repository", "--all-files")
    assert done.stdout.count("FC812") == 401


def ids() -> list[str]:
    """The hooks that are offered."""
    offered = yaml.safe_load((PROJECT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    return [each["id"] for each in offered]
