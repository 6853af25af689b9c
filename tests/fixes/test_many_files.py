"""Files mended together: the same as if all were in memory, with little of them in memory."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from flowcheck.batch.check import How, Under, check_found
from flowcheck.cache.remembered import Remembered
from flowcheck.cli import cli
from flowcheck.cli.mending import Files
from flowcheck.engine import check_sources
from flowcheck.findings import Severity
from flowcheck.fixes.rounds import Fixed, fix_sources, fix_texts
from flowcheck.reading.files import Found
from flowcheck.reading.source import Source
from flowcheck.settings import Settings
from tests.cache.flows import CALLEE, CALLER, MODEL, SOUND
from tests.fixes.test_damaged import damaged

ALL = Settings(severity=Severity.INFO)
FLAG = "includeOutputsInWorkflowJob"
FLAWED = {"id": "draw", "type": "custom-model", "modelId": "model_flux", FLAG: False}


def said(fixed: Fixed[Any]) -> list[Any]:
    report = fixed.report
    left = sorted(str((out.problem.to_dict(), out.why)) for out in fixed.left_out)
    applied = sorted(str(problem.to_dict()) for problem in fixed.applied)
    return [applied, left, report.to_dict(), dict(report.gaps)]


def on_disk(names: list[str], unsafe: bool, jobs: int = 1) -> tuple[list[Any], dict[str, bytes]]:
    """What came of mending files, and what they are to hold."""
    under = Under(ALL, Remembered(None))
    found = [Found(name, explicit=True) for name in names]
    files = Files(found, "<stdin>", lambda found: check_found(found, under, How(jobs=jobs)))
    fixed = fix_texts(files, unsafe=unsafe)
    texts = {name: files.bytes(name, fixed.mended.get(name)) for name in names}
    return said(fixed), {name: data for name, data in texts.items() if isinstance(data, bytes)}


def in_memory(names: list[str], unsafe: bool) -> tuple[list[Any], dict[str, bytes]]:
    sources = [Source.from_bytes(name, Path(name).read_bytes()) for name in names]
    fixed = fix_sources(sources, lambda sources: check_sources(sources, ALL), unsafe=unsafe)
    texts = {source.name: source.text for source in sources}
    texts |= {name: source.text for name, source in fixed.mended.items()}
    return said(fixed), {name: text.encode() for name, text in texts.items()}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("many")


@given(st.lists(damaged(), min_size=1, max_size=4), st.booleans(), st.booleans())
@settings(max_examples=40, deadline=None)
def test_files_are_mended_as_if_they_were_in_memory(
    folder: Path, flows: list[Any], related: bool, unsafe: bool
) -> None:
    values = {f"{number}.json": flow for number, flow in enumerate(flows)}
    if related:
        callee = json.loads(json.dumps(CALLEE))
        callee["inputs"][0] = {"name": "style", "tpye": "string", "requried": {"always": True}}
        typo = {**CALLER["flow"][0], "workflwId": "wf_inner", "dependsOn": ["b", "b"]}
        caller = {**CALLER, "flow": [{**typo, "id": "a"}, {**FLAWED, "id": "b"}]}
        del caller["flow"][0]["workflowId"]
        values |= {"x.json": caller, "y.json": callee, "z.json": MODEL, "w.json": [*SOUND, FLAWED]}
    names = []
    for name, value in values.items():
        names.append(str(folder / name))
        (folder / name).write_text(json.dumps(value, indent=1))
    expected = in_memory(names, unsafe)
    assert on_disk(names, unsafe) == expected


def test_what_a_call_leads_to_is_mended_with_it(tmp_path: Path) -> None:
    """Which workflow is called is known after a first round only."""
    call = {"id": "call", "type": "workflow", "workflowID": "wf_inner", "inputs": []}
    (tmp_path / "a.json").write_text(json.dumps({"id": "wf_outer", "inputs": [], "flow": [call]}))
    inner = {**CALLEE, "inputs": [{"name": "style", "type": "string", "required": True}]}
    (tmp_path / "b.json").write_text(json.dumps(inner))
    names = [str(tmp_path / name) for name in ("a.json", "b.json")]
    (applied, _, report, _), texts = on_disk(names, unsafe=True, jobs=2)
    assert len(applied) == 1
    assert [problem["code"] for problem in report["problems"]] == ["FC813"]
    assert b'"workflowId": "wf_inner"' in texts[names[0]]
    assert in_memory(names, unsafe=True)[0][2] == report


def run(*args: str) -> Result:
    return CliRunner().invoke(cli, ["check", *args], standalone_mode=False)


@pytest.mark.parametrize("flag", ["--fix", "--diff"])
def test_a_share_of_the_files_is_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: list[int], flag: str
) -> None:
    monkeypatch.chdir(tmp_path)
    for number in range(12):
        Path(f"{number:02}.json").write_text(json.dumps([FLAWED]))
    result = run(flag, "--no-cache", ".")
    word = "Would fix" if flag == "--diff" else "Fixed"
    assert f"{word} 12 problems in 12 files\n" in result.stderr
    assert len(most) == 24
    assert max(most) <= 2
