"""Checked part by part or whole: the same report, in any number of processes."""

from __future__ import annotations

import gzip
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import zstandard
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import flowcheck
from flowcheck.batch.check import How as WholeHow
from flowcheck.batch.check import Under, check_found
from flowcheck.batch.stream import apart, cutting, inputs
from flowcheck.batch.stream.run import How, Stream
from flowcheck.reading.files import Found
from flowcheck.report import Report
from flowcheck.settings import Settings
from tests.cache.flows import CALLEE, CALLER, FAULTY, MODEL, SOUND

SELF_CALLER = {**CALLER, "id": "wf_inner"}
MISSPELT = json.loads(json.dumps(CALLER).replace('"wf_inner"', '"wf_innre"'))
VALUES: list[Any] = [
    FAULTY, SOUND, MODEL, CALLER, CALLEE, SELF_CALLER, MISSPELT, {**CALLEE, "id": "wf_other"},
    {"name": "a", "flow": FAULTY}, {"name": "a", "flow": FAULTY}, {"colour": "red"}, [], {},
    {"flow": [{"x": 1}]}, {"flow": "left to right"}, {"nodes": FAULTY}, {"steps": {"flow": FAULTY}},
    {"editorInfo": {"nodes": []}, "id": "e", "inputs": []}, {"workflows": [CALLEE, CALLER]},
    {**MODEL, "id": "model_x"}, 7, "é😀",
]  # fmt: skip
LINES = [json.dumps(value, ensure_ascii=False).encode() for value in VALUES]
LINES += [
    b"", b"  \t", b"\r", b'{"flow": [}', b'{"flow":\r[]}', b'["\xff"]', b"\xff", b"\xef\xbb\xbf[]",
    b'{"id": "a", "id": "b", "flow": []}', b"nonsense", b"[1,\r2]", b"\x00", b"[\x00",
]  # fmt: skip
ENDS = [b"\n", b"\r\n", b"\n\n", b"\r\r\n"]


@pytest.fixture(autouse=True)
def tiny(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Parts of a line or a few, and nothing held."""
    monkeypatch.setattr(cutting, "PART", 200)
    monkeypatch.setattr(apart, "MOST_HELD", 3)
    return


def streamed(found: list[Found], options: Settings, jobs: int = 1) -> Report:
    stream = Stream(found, lambda _: Under(options), How(jobs=jobs))
    problems = [problem for part in stream.results() for problem in part]
    assert problems == sorted(problems, key=lambda problem: problem.sort_key)
    assert stream.complete
    return stream.report(problems)


def assert_same(found: list[Found], options: Settings, jobs: int = 1) -> Report:
    whole = check_found(found, Under(options), WholeHow()).report
    parts = streamed(found, options, jobs)
    assert [p.to_dict() for p in parts.problems] == [p.to_dict() for p in whole.problems]
    assert parts == whole
    assert parts.gaps == whole.gaps
    small = {name for name in whole.sources if not name.endswith((".gz", ".zst"))}
    assert dict(parts.sources) == {name: whole.sources[name] for name in small}
    return whole


texts = st.builds(
    lambda mark, lines, last: mark + b"".join(a + b for a, b in lines) + last,
    st.sampled_from([b"", b"", b"\xef\xbb\xbf", b"\xff\xfe"]),
    st.lists(st.tuples(st.sampled_from(LINES), st.sampled_from(ENDS)), max_size=12),
    st.sampled_from([b"", *LINES]),
)
names = st.sampled_from(["a.jsonl", "b.ndjson", "c.jsonl.gz", "d.jsonl.zst", "e.json", "f.json"])
PACK = {"gz": gzip.compress, "zst": zstandard.compress}


@settings(
    max_examples=60,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.dictionaries(names, texts, min_size=1, max_size=4), st.booleans(), st.booleans())
def test_random_files(files: dict[str, bytes], explicit: bool, info: bool) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for name, data in files.items():
            pack = PACK.get(name.rpartition(".")[2])
            Path(name).write_bytes(pack(data) if pack else data)
        options = Settings(severity="info" if info else "warning")
        assert_same([Found(name, explicit) for name in files], options)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_doubtful_flow_in_a_file_of_one_record(folder: Path) -> None:
    Path("f.json").write_text('{"flow": "left to right"}')
    report = assert_same([Found("f.json", explicit=False)], Settings())
    assert [problem.code for problem in report.problems] == ["FC103"]


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_any_number_of_processes(folder: Path, jobs: int) -> None:
    Path("a.jsonl").write_bytes(b"\n".join(LINES * 3))
    Path("b.json").write_text(json.dumps(CALLEE))
    report = assert_same([Found("b.json", True), Found("a.jsonl", True)], Settings(), jobs)
    assert len(report.problems) > 30
    assert {"FC101", "FC102", "FC103", "FC702", "FC802", "FC811"} <= {
        problem.code for problem in report.problems
    }


def test_a_record_knows_workflows_and_models_far_below(folder: Path) -> None:
    lines = [CALLER, SOUND, *[FAULTY] * 50, CALLEE, MODEL]
    Path("a.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    report = assert_same([Found("a.jsonl", True)], Settings())
    codes = {problem.code: problem.line for problem in report.problems}
    assert (codes["FC812"], codes["FC802"]) == (1, 2)
    (related,) = next(p for p in report.problems if p.code == "FC812").related
    assert (related.line, related.file) == (53, "a.jsonl")


@pytest.mark.parametrize("jobs", [1, 2, None])
def test_the_library_holds_no_large_file(
    folder: Path, jobs: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("a.jsonl").write_bytes(b"\n".join(LINES * 3))
    Path("b.json").write_text(json.dumps(FAULTY))
    Path("c.jsonl.gz").write_bytes(gzip.compress(LINES[0]))
    paths = ["c.jsonl.gz", "b.json", "a.jsonl", "gone.json"]
    found = [Found(name, True) for name in ("a.jsonl", "b.json", "c.jsonl.gz")]
    whole = check_found(found, Under(Settings()), WholeHow()).report
    monkeypatch.setattr(inputs, "LARGE", 1_000)
    report = flowcheck.check_files(paths, jobs=jobs)
    assert report.problems == whole.problems
    assert [failure.file for failure in report.failures] == ["gone.json"]
    assert list(report.sources) == ["b.json"]
    assert flowcheck.render(report, "full").count("\n1 | [{") == 1
    with pytest.raises(flowcheck.SettingsError):
        flowcheck.check_files(paths, jobs=jobs, settings=Settings(select=("FC999",)))


def test_a_circle_that_leads_through_a_workflow_that_is_only_named(folder: Path) -> None:
    back = {**CALLEE, "flow": [{"id": "back", "type": "workflow", "workflowId": "wf_outer"}]}
    Path("inner.json").write_text(json.dumps(back))
    Path("a.jsonl").write_text("".join(json.dumps(line) + "\n" for line in [SOUND, CALLER]))
    report = assert_same([Found("a.jsonl", True)], Settings(workflows=("inner.json",)))
    assert [(p.line, p.code) for p in report.problems if p.code == "FC814"] == [(2, "FC814")]


def test_a_misspelt_call_is_told_where_the_workflow_is_in_another_part(folder: Path) -> None:
    lines = [MISSPELT, *[FAULTY] * 30, CALLEE]
    Path("a.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    report = assert_same([Found("a.jsonl", True)], Settings())
    assert report.problems[0].hint == "did you mean `wf_inner`?"
