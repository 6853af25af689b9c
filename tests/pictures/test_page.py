"""The page, driven in a browser: it jumps, plays and finds; and what it holds without one."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from flowcheck.cli import cli
from flowcheck.pictures.json_lines import json_lines
from tests.pictures.browser import BROWSER, MISSING, driven
from tests.pictures.support import HANGS, NASTY

DRIVE = """
const shape = (key) => [...document.querySelector(`[data-box="${key}"] .shape`).classList];
document.querySelector("[data-jump]").click();
said.found = document.querySelector(".found").dataset.name;
said.view = document.querySelector("main svg").getAttribute("viewBox");
said.open = document.querySelector("details").open;
said.marked = [...document.querySelectorAll("mark")].map((one) => one.textContent.trim());
document.querySelector("[data-play]").click();
said.told = document.getElementById("told").textContent;
said.shapes = [shape("n0"), shape("n1"), shape("n2")];
said.word = document.querySelector('[data-box="n1"] [data-state]').textContent;
said.wires = [...document.querySelectorAll("[data-wire]")].map((one) => [...one.classList]);
document.getElementById("stop").click();
said.after = [shape("n1"), document.getElementById("told").textContent];
const search = document.getElementById("search");
search.value = "rout";
search.dispatchEvent(new Event("input"));
said.searched = document.querySelector(".found").dataset.name;
"""


def page(record: Any, folder: Path) -> str:
    (folder / "app.json").write_text(json.dumps(record))
    done = CliRunner().invoke(
        cli, ["graph", str(folder / "app.json"), "--format", "html", "--no-config"]
    )
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.mark.skipif(BROWSER is None, reason=MISSING)
def test_the_page_works_in_a_browser(tmp_path: Path) -> None:
    said = driven(page(HANGS, tmp_path), DRIVE, tmp_path)
    assert said["errors"] == []
    assert said["found"] == "up"
    assert said["view"].split(" ")[2] != "560"
    assert said["open"] is True
    assert said["marked"] == ['"node": "draft"']
    assert said["told"].startswith("Painted: an example run of FC309@up: `mode` is")
    assert [kinds[1:] for kinds in said["shapes"]] == [["taken"], ["skipped"], ["error", "hangs"]]
    assert said["word"] == "skipped"
    assert [kinds[1:] for kinds in said["wires"]] == [[], ["not"], ["error", "not"], ["not"]]
    assert said["after"] == [["shape"], ""]
    assert said["searched"] == "router"


def test_the_page_loads_nothing_and_lists_everything(tmp_path: Path) -> None:
    text = page(HANGS, tmp_path)
    assert not re.search(
        r"(?:src|href)=|url\((?!#)|@import|https?://(?!www\.w3\.org/2000/svg)", text
    )
    assert "<h2>1 problem</h2>" in text
    assert "<td>mode</td><td>string</td><td>yes</td><td>fast, best</td>" in text
    assert "default-src 'none'" in text


@pytest.mark.parametrize("name", NASTY)
def test_names_do_nothing(name: str, tmp_path: Path) -> None:
    record = json.loads(json.dumps(HANGS).replace('"up"', json.dumps(f"up{name}</script><img>")))
    text = page(record, tmp_path)
    assert text.count("<script") == 2
    assert "<img" not in text
    assert "\x1b" not in text
    runs = re.search(r'id="runs">(.*?)</script>', text)
    assert runs is not None
    assert json.loads(runs[1])[0]["boxes"]["n2"] == ["hangs", "HANGS"]


def test_lines_of_a_place() -> None:
    value = {"a": [1, {"b/c": [2, 3]}], "d": 4}
    lines, marked = json_lines(value, "/a/1/b~1c")
    assert [lines[at].strip() for at in marked] == ['"b/c": [', "2,", "3", "]"]
    lines, marked = json_lines(value, "/d")
    assert [lines[at].strip() for at in marked] == ['"d": 4']
    lines, marked = json_lines(list(range(5000)), "/4000")
    assert [lines[at].strip() for at in marked] == ["4000,"]
    assert len(lines) == 400
