"""What is written where a symbolic link stands: through it, or not at all."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from flowcheck.atomic import write_text
from flowcheck.cli import cli

FLAWED = '{"flow": [{"id": "a", "type": "custom-model", "includeOutputsInWorkflowJob": false}]}'
OUT = "a symbolic link takes it out of the repository; name the file itself"


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "repository" / ".git").mkdir(parents=True)
    (tmp_path / "repository" / "deep").mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "kept").write_text("mine")
    monkeypatch.chdir(tmp_path / "repository")
    Path("a.json").write_text(FLAWED)
    return tmp_path / "repository"


def run(*args: str) -> Result:
    return CliRunner().invoke(
        cli, ["check", "a.json", "--no-cache", "--select", "FC501", *args], standalone_mode=False
    )


def links(name: str) -> list[str]:
    """Links out of the repository: to a file, to none yet, to a folder with the file in it."""
    Path(name).symlink_to("../elsewhere/kept")
    Path(f"new-{name}").symlink_to("../elsewhere/new")
    Path("sub").symlink_to("../elsewhere", target_is_directory=True)
    return [name, f"new-{name}", "sub/kept"]


def untouched(repository: Path) -> bool:
    elsewhere = repository.parent / "elsewhere"
    return (elsewhere / "kept").read_text() == "mine" and os.listdir(elsewhere) == ["kept"]


@pytest.mark.parametrize(
    "flags", [["--output"], ["--output-format", "json="], ["--write-baseline"]], ids=lambda f: f[0]
)
def test_no_link_takes_a_written_file_out_of_the_repository(
    repository: Path, flags: list[str]
) -> None:
    for name in links("out.json"):
        result = run(*flags[:-1], flags[-1] + name) if "=" in flags[-1] else run(*flags, name)
        refused = f"cannot write `{name}`: {OUT}"
        if flags[0] == "--write-baseline" and not name.startswith("new"):
            refused = f"the baseline `{name}` is not JSON: "  # nor is it replaced
        assert str(result.exception).startswith(refused)
        assert untouched(repository)
    assert Path("out.json").is_symlink()


def test_a_pruned_baseline_and_the_configuration_are_no_way_out(repository: Path) -> None:
    entry = {"file": "a.json", "code": "FC501", "fingerprint": "0", "count": 1}
    kept = repository.parent / "elsewhere" / "kept"
    kept.write_text(json.dumps({"version": 1, "problems": [entry]}))
    Path("base.json").symlink_to(kept)
    before = kept.read_text()
    result = run("--baseline", "base.json", "--prune-baseline")
    assert str(result.exception) == f"cannot write `base.json`: {OUT}"
    assert kept.read_text() == before
    kept.write_text("max-nodes = 9\n")
    Path("flowcheck.toml").symlink_to(kept)
    result = run("--add-suppressions")
    assert str(result.exception) == f"cannot write `flowcheck.toml`: {OUT}"
    assert kept.read_text() == "max-nodes = 9\n"


def test_a_fix_does_not_leave_the_repository(repository: Path) -> None:
    kept = repository.parent / "elsewhere" / "kept"
    kept.write_text(FLAWED)
    Path("a.json").unlink()
    Path("a.json").symlink_to(kept)
    result = run("--fix")
    assert f"cannot fix `a.json`: {OUT}\n" in result.stderr
    assert result.return_value == 2
    assert kept.read_text() == FLAWED
    assert Path("a.json").is_symlink()


def test_a_link_within_the_repository_is_written_through(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("deep/out.json").write_text("old")
    Path("out.json").symlink_to("deep/out.json")
    Path("new.json").symlink_to("deep/new.json")
    for name in ("out.json", "new.json"):
        assert run("--output", name, "--format", "json").exception is None
        assert os.readlink(name) == f"deep/{name}"
        assert json.loads(Path("deep", name).read_text())["version"] == 1
    monkeypatch.chdir("deep")
    Path("up.txt").symlink_to("../up.txt")
    write_text("up.txt", "up")
    assert Path("../up.txt").read_text() == "up"


def test_a_file_named_outside_is_written_where_it_lies(repository: Path) -> None:
    assert run("--output", "../elsewhere/kept").exception is None
    assert "FC501" in Path("../elsewhere/kept").read_text()
    Path("../link").symlink_to("elsewhere/kept")  # in no repository, named by the user
    write_text("../link", "through")
    assert Path("../link").is_symlink()
    assert Path("../elsewhere/kept").read_text() == "through"


def test_links_in_a_circle_are_an_error_and_stay(repository: Path) -> None:
    Path("one").symlink_to("two")
    Path("two").symlink_to("one")
    result = run("--output", "one")
    assert "cannot write `one`: too many levels of symbolic links" in str(result.exception)
    assert Path("one").is_symlink()
    assert Path("two").is_symlink()


def test_outside_of_a_repository_the_working_directory_is_the_tree(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path(".git").rmdir()
    Path("out").symlink_to("../elsewhere/kept")
    with pytest.raises(OSError, match="out of the repository"):
        write_text("out", "x")
    assert untouched(repository)
