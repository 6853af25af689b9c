"""`flowcheck check --output-format html=FILE` as a user runs it."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from flowcheck.cli import cli
from tests.pictures.browser import BROWSER, MISSING, driven
from tests.pictures.support import HANGS, LOOPS

DRIVE = """
said.first = document.querySelector("iframe").srcdoc;
buttons[1].click();
said.second = document.querySelector("iframe").srcdoc;
said.pressed = buttons.map((one) => one.getAttribute("aria-pressed"));
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.json").write_text(json.dumps(LOOPS))
    (tmp_path / "b.json").write_text(json.dumps(HANGS))
    return tmp_path


def run(*args: str, input: bytes | None = None) -> Result:
    result = CliRunner().invoke(
        cli, ["check", "--no-config", "--no-cache", *args], input=input, standalone_mode=False
    )
    assert result.exception is None or isinstance(result.exception, click.ClickException)
    return result


def test_one_flow_is_its_page(folder: Path) -> None:
    result = run("b.json", "--output-format", "html=report.html", "--format", "concise")
    assert result.return_value == 1
    assert "[FC309]" in result.stdout
    text = (folder / "report.html").read_text(encoding="utf-8")
    assert "<h1>hangs (b.json)</h1>" in text
    assert "<h2>1 problem</h2>" in text


def test_several_get_an_index_with_counts(folder: Path) -> None:
    (folder / "c.json").write_text('{"flow": [')
    run("a.json", "b.json", "c.json", "nope.json", "--output-format", "html=report.html")
    text = (folder / "report.html").read_text(encoding="utf-8")
    assert "<h1>2 problems in 3 documents</h1>" in text
    assert '<p class="error">nope.json: no such file or directory</p>' in text
    assert "c.json:1:11: error FC101" in text
    rows = re.findall(r"<tr><td>(.*?)</td>(.*?)</tr>", text)
    assert [
        (re.sub("<.*?>", "", name), re.findall(r">(\d+)<", counts)) for name, counts in rows
    ] == [
        ("hangs (b.json)", ["1", "0", "0"]),
        ("c.json", ["1", "0", "0"]),
        ("loops (a.json)", ["0", "0", "0"]),
    ]
    assert not re.search(r"(?:src|href)=|https?://(?!www\.w3\.org/2000/svg)", text)


@pytest.mark.skipif(BROWSER is None, reason=MISSING)
def test_the_index_opens_pages_in_a_browser(folder: Path) -> None:
    run("a.json", "b.json", "--output-format", "html=report.html")
    said = driven((folder / "report.html").read_text(encoding="utf-8"), DRIVE, folder)
    assert said["errors"] == []
    assert "<h1>hangs (b.json)</h1>" in said["first"]
    assert "<h1>loops (a.json)</h1>" in said["second"]
    assert said["pressed"] == ["false", "true"]


def test_what_came_by_stdin_has_no_picture(folder: Path) -> None:
    run("-", "--output-format", "html=report.html", input=json.dumps(HANGS).encode())
    text = (folder / "report.html").read_text(encoding="utf-8")
    assert "FC309" in text
    assert "data-page" not in text.split("<script")[0]


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("--fix", "--output-format", "html=r.html"), "leave out --fix and --diff"),
        (("--output-format", "htm=r.html"), "is not FORMAT=FILE with a format of full, concise"),
    ],
)
def test_what_does_not_go_together_is_said(
    folder: Path, args: tuple[str, ...], message: str
) -> None:
    result = run("b.json", *args)
    assert isinstance(result.exception, click.ClickException)
    assert message in result.exception.format_message()
    assert not (folder / "r.html").exists()


def test_without_the_library_nothing_is_written(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "grandalf.graphs", None)
    result = run("b.json", "--output-format", "html=r.html")
    assert isinstance(result.exception, click.ClickException)
    assert "scenario-flowcheck[pictures]" in result.exception.format_message()
    assert not (folder / "r.html").exists()


def test_run_inputs_have_no_page(folder: Path) -> None:
    (folder / "run.json").write_text("{}")
    result = CliRunner().invoke(
        cli, ["check-run", "b.json", "run.json", "--output-format", "html=r.html"]
    )
    assert result.exit_code == 2
    assert "html shows flows" in result.output
