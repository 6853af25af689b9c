"""The edits of a fix in the JSON report: applied by somebody who knows only the report and the
text, they give what `--fix` writes."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flowcheck import Settings, check, check_files
from flowcheck.api import fixed_text
from flowcheck.findings import TextEdit
from flowcheck.fixes.applying import applied
from flowcheck.fixes.text_edits import edited
from flowcheck.reading.source import Source
from flowcheck.report import Report
from tests.reports.formats import RENDER
from tests.strategies import valid_flows, wrap

FLAG = "includeOutputsInWorkflowJob"
ALL = Settings(severity="info")


def by_hand(data: bytes, edits: list[dict[str, Any]]) -> bytes:
    """What a client does with the edits of one fix, from the documentation."""
    mark = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
    text = data.decode("utf-8-sig")
    starts = [0, *(end.end() for end in re.finditer(r"\r\n|\n|\r", text))]
    pieces = [
        (
            starts[edit["line"] - 1] + edit["column"] - 1,
            starts[edit["endLine"] - 1] + edit["endColumn"] - 1,
            edit["text"],
        )
        for edit in edits
    ]
    assert pieces == sorted(pieces)
    assert all(one[1] <= two[0] for one, two in pairwise(pieces))
    for start, end, new in reversed(pieces):
        text = text[:start] + new + text[end:]
    return mark + text.encode()


def fixes(report: Report) -> list[dict[str, Any]]:
    problems = json.loads(RENDER["json"](report))["problems"]
    return [problem["fix"] for problem in problems if problem["fix"] is not None]


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "bom"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", " "], ids=["lf", "crlf", "cr", "one-line"])
@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        (f'\t{{"id": "😀", "type": "custom-model", "modelId": "m",\n\t"{FLAG}": false}}', "x.json"),
        (f'{{"{FLAG}": false,\n "id": "a😀",\t"type": "custom-model", "modelId": "m"}}', "x.json"),
        ('{"id": "a",\t"type": "user-approval",\n"dependsOn": ["😀b", "😀b"]},\n'
         '{"id": "😀b", "type": "custom-model", "modelId": "m"}', "x.json"),
        ('{"id": "a", "type": "custom-model",\n"modelld": "é😀", "modelId": null,\n'
         '\t"api_model_id": null}', "x.json"),
        ('{"id": "😀sketch", "type": "custom-model", "modelId": "m"},\n{"id": "b", "type":\n'
         '"custom-model", "modelId": "m", "dependsOn": ["😀sketh"]}', "x.json"),
        (f'{{"id": "😀", "type": "custom-model", "modelId": "m", "{FLAG}": false}}', "x.jsonl"),
    ],
)  # fmt: skip
def test_the_edits_give_what_fix_writes(wrong: str, name: str, newline: str, mark: bytes) -> None:
    text = f"[{wrong}]\n"
    if name == "x.jsonl":
        text = f'[{{"id": "😀", "type": "list", "items": ["a"]}}]\n\n{text}'
    data = mark + text.replace("\n", newline if name == "x.json" else "\r\n").encode()
    only = Settings(select=("FC107", "FC204", "FC210", "FC501"))
    (fix,) = fixes(check(data, settings=only, name=name))
    new, (problem,) = fixed_text(data, only, unsafe=True, name=name)
    assert new != data
    assert by_hand(data, fix["edits"]) == new
    assert problem.fix is not None
    assert fix["title"] == problem.fix.title
    assert fix["safe"] is problem.fix.safe


def test_the_edits_of_every_sample_give_what_fix_writes() -> None:
    paths = sorted(Path("samples").rglob("*.json*")) + sorted(Path("tests/cases").rglob("*.json"))
    tried = 0
    for problem in check_files(paths, settings=ALL).problems:
        if problem.fix is not None:
            data = Path(problem.file).read_bytes()
            new = applied(Source.from_bytes(problem.file, data), [problem])
            assert new.made == [problem]
            shown = json.loads(json.dumps(problem.to_dict()))["fix"]
            assert by_hand(data, shown["edits"]).decode("utf-8-sig") == new.source.text
            tried += 1
    assert tried > 10


@given(valid_flows(max_steps=3), st.sampled_from([None, 1, "\t"]), st.booleans())
@settings(max_examples=30, deadline=None)
def test_each_fix_alone(flow: Any, indent: Any, plain: bool) -> None:
    broken = wrap(flow["flow"], flow["inputs"], "workflow")
    for node in broken["flow"]:
        node[FLAG] = False
        node["dependOn"] = None
        if "dependsOn" in node:
            node["dependsOn"] = [id for id in node["dependsOn"] for _ in range(3)]
    text = json.dumps(broken, indent=indent, ensure_ascii=plain)
    source = Source.from_text("x.json", text)
    report = check(text, settings=ALL, name="x.json")
    assert len(fixes(report)) >= len(broken["flow"])
    for problem in report.problems:
        if problem.fix is not None:
            new = applied(source, [problem]).source
            edits = problem.fix.to_dict()["edits"]
            assert by_hand(text.encode(), edits).decode() == new.text
            assert edited(text, problem.fix.text_edits) == new.text


def test_every_edit_says_what_it_is_about() -> None:
    value = [
        {"id": "a", "type": "custom-model", "modelId": "m"},
        {"id": "b", "type": "custom-model", "modelId": "m", "dependOn": ["a"], "dependsOn": None},
        {"id": "c", "type": "custom-model", "modelId": "m",
         "dependsOn": ["b", "b"], "depends_on": ["b", "b"]},
    ]  # fmt: skip
    renaming, removing = fixes(check(json.dumps(value)))
    assert renaming == {
        "title": "rename it to `dependsOn`",
        "safe": False,
        "edits": [
            {"pointer": "/1/dependOn", "line": 1, "column": 107, "endLine": 1, "endColumn": 117,
             "text": '"dependsOn"'},
            {"pointer": "/1/dependOn", "line": 1, "column": 124, "endLine": 1, "endColumn": 143,
             "text": ""},
        ],
    }  # fmt: skip
    assert [edit["pointer"] for edit in removing["edits"]] == ["/2/dependsOn/1", "/2/depends_on/1"]


def test_many_removals_from_one_list_read_it_once(monkeypatch: pytest.MonkeyPatch) -> None:
    from flowcheck.reading.spans import Spans

    read: list[int] = []
    before = Spans._end

    def counted(self: Spans, start: int) -> int:
        read.append(start)
        return before(self, start)

    monkeypatch.setattr(Spans, "_end", counted)
    node = {"id": "b", "type": "custom-model", "modelId": "m", "dependsOn": ["a"] * 500}
    report = check([{"id": "a", "type": "custom-model", "modelId": "m"}, node])
    assert sum(len(fix["edits"]) for fix in fixes(report)) == 499
    assert len(read) < 5 * 500


@pytest.mark.parametrize(
    "at", [(0, 1, 1, 1), (1, 0, 1, 1), (1, 1, 1, 9), (1, 4, 2, 1), (9, 1, 9, 1), (2, 2, 1, 1)]
)
def test_an_edit_that_is_not_in_the_text_is_refused(at: tuple[int, int, int, int]) -> None:
    with pytest.raises(ValueError, match=r"no line|overlap"):
        edited("[1\n]", [TextEdit("", *at, "")])
