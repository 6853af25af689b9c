"""Files by other names: stdin that goes by one, links, several spellings, and files that can be
read a single time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from flowcheck.cli import cli
from tests.cache.flows import MODEL, SOUND

BAD = json.dumps([{"id": "a", "type": "custom-model", "dependsOn": ["gone"]}])


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    (tmp_path / "flows").mkdir()
    (tmp_path / "flows" / "bad.json").write_text(BAD)
    return tmp_path


def run(*args: str, input: str | None = None) -> Result:
    command = ["check", *args, "--format", "concise"]
    result = CliRunner().invoke(cli, command, input=input, standalone_mode=False)
    assert result.exception is None, result.output
    return result


def codes(result: Result) -> list[str]:
    return sorted(line.rsplit("[")[-1].rstrip("]") for line in result.stdout.splitlines())


def test_exclude_holds_for_stdin_by_its_name() -> None:
    Path("flowcheck.toml").write_text('exclude = ["flows/b*"]\n')
    named = run("-", "--stdin-name", "flows/bad.json", "-v", input=BAD)
    assert named.stdout == ""
    assert "flows/bad.json: excluded by flowcheck.toml:1\n" in named.stderr
    assert codes(run("-", "--stdin-name", "flows/a.json", input=BAD)) == ["FC204", "FC702"]
    assert codes(run("-", input=BAD)) == ["FC204", "FC702"]
    Path("flowcheck.toml").write_text('exclude = ["*"]\n')
    assert codes(run("-", input=BAD)) == ["FC204", "FC702"]  # it has no name


def test_the_configuration_is_looked_up_where_stdin_says_it_lies() -> None:
    Path("flows/flowcheck.toml").write_text('ignore = ["FC2"]\n')
    assert codes(run("-", "--stdin-name", "flows/new.json", input=BAD)) == ["FC702"]
    assert codes(run("-", input=BAD)) == ["FC204", "FC702"]
    shown = run("-", "--stdin-name", "flows/new.json", "--show-settings", input=BAD)
    assert shown.stdout.startswith("configuration file: flows/flowcheck.toml\n")


def links() -> list[str]:
    """A link to the file and one to its folder."""
    Path("link.json").symlink_to("flows/bad.json")
    Path("current").symlink_to("flows", target_is_directory=True)
    return ["link.json", "current/bad.json"]


def test_links_are_matched_by_what_they_lead_to() -> None:
    for name in links():
        Path("flowcheck.toml").write_text('[per-file-ignores]\n"flows/*.json" = ["FC2"]\n')
        assert codes(run(name)) == ["FC702"]
        Path("flowcheck.toml").write_text(
            '[[suppress]]\nfile = "/flows/bad.json"\ncodes = ["FC702"]\nreason = "x"\n'
        )
        assert codes(run(name)) == ["FC204"]
        Path("flowcheck.toml").write_text('exclude = ["flows/"]\n')
        assert codes(run(name)) == []
        Path("flowcheck.toml").write_text(f'exclude = ["{name}"]\n')  # its own name will do too
        assert codes(run(name)) == []
        Path("flowcheck.toml").unlink()


def test_a_baseline_knows_a_file_by_whatever_link() -> None:
    names = links()
    run("flows/bad.json", "--write-baseline", "base.json")
    before = Path("base.json").read_text()
    for name in names:
        known = run(name, "--baseline", "base.json", "--prune-baseline")
        assert codes(known) == []
        assert "stale" not in known.stderr
    run(*names, "flows/bad.json", "--write-baseline", "base.json")
    assert Path("base.json").read_text() == before
    Path("deep").mkdir()
    Path("deep/base.json").symlink_to("../base.json")
    assert codes(run("flows/bad.json", *names, "--baseline", "base.json")) == []


def test_a_file_in_two_spellings_counts_once(folder: Path) -> None:
    links()
    spellings = ("flows/bad.json", "./flows/../flows/bad.json", "current/bad.json",
                 str(folder / "flows" / "bad.json"))  # fmt: skip
    result = run(*spellings)
    assert codes(result) == ["FC204", "FC702"]
    assert "in 1 file\n" in result.stderr
    assert all(line.startswith("flows/bad.json:") for line in result.stdout.splitlines())
    result = run("flows", str(folder / "flows" / "bad.json"), "current")
    assert codes(result) == ["FC204", "FC702"]
    # A link to a file is a file of its own.
    assert len(codes(run("link.json", "flows/bad.json"))) == 4


@contextmanager
def pipe(path: str, text: str) -> Iterator[None]:
    """A named pipe that is written to once."""
    os.mkfifo(path)
    writer = threading.Thread(target=Path(path).write_text, args=(text,), daemon=True)
    writer.start()
    yield
    writer.join(5)
    os.unlink(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
@pytest.mark.parametrize(
    "flags", [[], ["--no-cache"], ["--jobs", "2", "flows"], ["--diff"]], ids=str
)
def test_a_named_pipe_is_read_once(flags: list[str]) -> None:
    for _ in range(2):
        with pipe("pipe", BAD):
            result = run("pipe", *flags)
        if "--diff" not in flags:
            lines = [line for line in result.stdout.splitlines() if line.startswith("pipe:")]
            assert [line[-6:-1] for line in lines] == ["FC702", "FC204"]
    with pipe("models", json.dumps(MODEL)):
        Path("app.json").write_text(json.dumps(SOUND))
        assert "FC802" in run("app.json", "--models", "models").stdout


@pytest.mark.skipif(sys.platform == "win32", reason="there is no /dev/stdin")
def test_stdin_by_its_path_is_read_once() -> None:
    command = [sys.executable, "-m", "flowcheck", "check", "/dev/stdin", "--format", "concise"]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    for _ in range(2):
        done = subprocess.run(
            command, input=BAD, capture_output=True, text=True, env=environment, check=False
        )
        assert "/dev/stdin:1:52: error: " in done.stdout
        assert "FC101" not in done.stdout
