"""`flowcheck graph` as a user runs it."""

from __future__ import annotations

import json
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from flowcheck.cli import cli
from tests.pictures.support import HANGS, LOOPS


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "app.json").write_text(json.dumps(HANGS))
    (tmp_path / "loops.json").write_text(json.dumps(LOOPS))
    (tmp_path / "best.json").write_text('{"mode": "best"}')
    (tmp_path / "wrong.json").write_text("{}")
    return tmp_path


def run(*args: str, input: bytes | None = None) -> Result:
    result = CliRunner().invoke(cli, ["graph", *args], input=input, standalone_mode=False)
    assert result.exception is None or isinstance(result.exception, click.ClickException)
    return result


def words(path: Path) -> list[str]:
    return ["".join(e.itertext()) for e in ET.parse(path).iter("{http://www.w3.org/2000/svg}text")]


def test_mermaid_is_the_default(folder: Path) -> None:
    result = run("app.json")
    assert result.stdout.startswith("flowchart LR\n")
    assert "MAY HANG<br/>error FC309" in result.stdout
    assert result.return_value == 0


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("a.svg", "<svg "),
        ("a.html", "<!doctype html>"),
        ("a.dot", "digraph"),
        ("a.txt", "flowchart LR"),
    ],
)
def test_the_ending_of_the_output_chooses(folder: Path, name: str, begins: str) -> None:
    result = run("app.json", "--output", name)
    assert (folder / name).read_text(encoding="utf-8").startswith(begins)
    assert result.stdout == ""


def test_what_is_ignored_is_not_painted(folder: Path) -> None:
    assert "FC309" not in run("app.json", "--ignore", "FC309", "--no-config").stdout
    (folder / "flowcheck.toml").write_text('ignore = ["FC309"]\n')
    assert "FC309" not in run("app.json").stdout
    assert "FC309" in run("app.json", "--no-config").stdout


def test_a_run_is_painted(folder: Path) -> None:
    run("app.json", "--run", "best.json", "--output", "a.svg")
    told = words(folder / "a.svg")
    assert "Painted: the run with best.json" in told
    assert "skipped" in told
    assert "HANGS · FC309" in told


def test_a_branch_asked_for_is_painted(folder: Path) -> None:
    result = run("app.json", "--take", "router=2")
    assert '"M up<br/>model_b<br/>runs' in result.stdout
    assert "hangs" not in result.stdout.split("class ")[-1]


def test_the_example_run_of_a_problem_is_painted(folder: Path) -> None:
    run("app.json", "--witness", "FC309@up", "--output", "a.svg")
    told = words(folder / "a.svg")
    assert 'Painted: an example run of FC309@up: `mode` is `"best"` (`router` takes `1`)' in told
    assert 'is `"best"`' in told


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("nope.json",), "nope.json: no such file or directory"),
        (("best.json",), "best.json: there is no flow in it"),
        (("app.json", "--witness", "FC309@upp"), "there is no problem FC309@upp; did you mean"),
        (("loops.json", "--witness", "FC309@x"), "no problem here has an example run"),
        (("app.json", "--witness", "FC309"), "`FC309` is not CODE@NODE"),
        (("app.json", "--run", "wrong.json"), "Scenario would refuse this run: `mode` is required"),
        (("app.json", "--take", "router=9"), "`router` never takes `9`"),
        (("app.json", "--take", "router=1", "--witness", "FC309@up"), "leave out --run and --take"),
        (("app.json", "--select", "FC999"), "no rule matches `FC999`"),
    ],
)
def test_what_cannot_be_drawn_is_said(folder: Path, args: tuple[str, ...], message: str) -> None:
    result = run(*args)
    assert isinstance(result.exception, click.ClickException)
    assert message in result.exception.format_message()
    assert result.stdout == ""


def test_loops_fold(folder: Path) -> None:
    text = run("loops.json", "--fold").stdout
    assert "outer<br/>for-each<br/>3 body nodes" in text
    assert "paint" not in text


def test_svg_without_its_library_says_how_to_get_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "grandalf.graphs", None)
    result = run("app.json", "--format", "svg")
    assert isinstance(result.exception, click.ClickException)
    assert "pip install 'scenario-flowcheck[pictures]'" in result.exception.format_message()
    assert run("app.json", "--format", "dot").return_value == 0


def test_stdin_is_drawn(folder: Path) -> None:
    result = run("-", "--format", "dot", "--stdin-name", "x.json", input=json.dumps(HANGS).encode())
    assert 'label="hangs (x.json)"' in result.stdout
