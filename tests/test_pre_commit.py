"""The pre-commit hook, with the real pre-commit in a repository of its own.

pre-commit installs flowcheck through pip, so the tests skip where no package index answers."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

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
    folder: Path, hook: tuple[Path, str, Path], id: str
) -> subprocess.CompletedProcess[str]:
    offered, commit, home = hook
    (folder / ".pre-commit-config.yaml").write_text(
        f"repos:\n- repo: {offered}\n  rev: {commit}\n  hooks:\n  - id: {id}\n"
    )
    git(folder, "add", "--all")
    done = subprocess.run(
        [sys.executable, "-m", "pre_commit", "run", "--all-files", "--color", "never"],
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
    done = run_hook(folder, hook, id)
    assert (done.returncode == 0) is passes, done.stdout + done.stderr
    if passes:
        assert "Passed" in done.stdout
    else:
        assert "Failed" in done.stdout
        assert f"{name}:" in done.stdout
        assert "FC204 `ref` names node `gone`" in done.stdout
