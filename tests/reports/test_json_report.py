"""The JSON report, version 1: clients stand on these keys and types. What this file pins may gain
keys in version 1, as `docs/json-report.md` promises, but never lose or change one."""

from __future__ import annotations

import json
from typing import Any

from flowcheck.findings import Witness
from flowcheck.report import Report
from tests.reports import made
from tests.reports.formats import RENDER

COUNT, TEXT, MAYBE = "count", "text", "text or null"
PLACE = {"line": "position", "column": "position"}
RELATED = {"message": TEXT, "pointer": TEXT, **PLACE}
PROBLEM: dict[str, Any] = {
    "code": TEXT,
    "rule": TEXT,
    "severity": ("error", "warning", "info"),
    "message": TEXT,
    "hint": MAYBE,
    "file": TEXT,
    **PLACE,
    "endLine": "position",
    "endColumn": "position",
    "pointer": TEXT,
    "node": MAYBE,
    "input": MAYBE,
    "args": dict,
    "related": list,
    "witness": (dict, None),
    "fingerprint": TEXT,
    "url": MAYBE,
    "fix": (dict, None),
    "certainty": ("certain", "observed"),
}
FIX = {"title": TEXT, "safe": bool, "edits": list}
EDIT = {"pointer": TEXT, **PLACE, "endLine": "position", "endColumn": "position", "text": TEXT}
WITNESS = {"given": list, "absent": list, "values": dict, "branches": dict, "answers": list}
SUMMARY = dict.fromkeys(
    ("files", "documents", "nodes", "errors", "warnings", "infos", "suppressed", "skipped"), COUNT
)


def is_a(value: Any, sort: Any) -> bool:
    if sort == COUNT:
        return type(value) is int and value >= 0
    if sort == "position":
        return type(value) is int and value >= 1
    if sort == MAYBE:
        return value is None or isinstance(value, str)
    if sort == TEXT:
        return isinstance(value, str)
    if isinstance(sort, tuple):
        return any(is_a(value, one) for one in sort if isinstance(one, type)) or value in sort
    return isinstance(value, sort)


def assert_shape(value: dict[str, Any], shape: dict[str, Any]) -> None:
    assert list(value) == list(shape)
    for key, sort in shape.items():
        assert is_a(value[key], sort), (key, value[key])


def test_the_shape_of_version_1() -> None:
    whole = json.loads(RENDER["json"](made.REPORT))
    assert list(whole) == ["version", "tool", "summary", "problems", "failures"]
    assert whole["version"] == 1
    assert whole["tool"] == {"name": "flowcheck", "version": "1.2.3"}
    assert_shape(whole["summary"], SUMMARY)
    assert whole["failures"] == [{"file": "secret.json", "message": "permission denied"}]
    assert len(whole["problems"]) == 6
    for problem in whole["problems"]:
        assert_shape(problem, PROBLEM)
        for related in problem["related"]:
            assert_shape(related, RELATED | ({"file": TEXT} if "file" in related else {}))
        if problem["witness"] is not None:
            assert_shape(problem["witness"], WITNESS)
            assert all(is_a(v, MAYBE) for v in problem["witness"]["branches"].values())
        if problem["fix"] is not None:
            assert_shape(problem["fix"], FIX)
            for edit in problem["fix"]["edits"]:
                assert_shape(edit, EDIT)
    assert sum(p["witness"] is not None for p in whole["problems"]) == 1
    assert sum(p["fix"] is not None for p in whole["problems"]) == 2


def test_optional_things_are_null_not_missing() -> None:
    (problem,) = made.of(made.problem()).to_dict()["problems"]
    assert list(problem) == list(PROBLEM)
    absent = [key for key, value in problem.items() if value is None]
    assert absent == ["hint", "node", "input", "witness", "fix"]


def test_a_witness_as_it_is_written() -> None:
    witness = Witness(("prompt",), ("image",), {"mode": "fast"}, {"router": "2", "b": None})
    (problem,) = made.of(made.problem(witness=witness)).to_dict()["problems"]
    assert problem["witness"] == {
        "given": ["prompt"],
        "absent": ["image"],
        "values": {"mode": "fast"},
        "branches": {"router": "2", "b": None},
        "answers": [],
    }


def test_problems_are_sorted_by_file_line_column_code_message() -> None:
    whole = json.loads(RENDER["json"](made.REPORT))
    keys = [(p["file"], p["line"], p["column"], p["code"], p["message"]) for p in whole["problems"]]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)


def test_an_empty_report() -> None:
    assert json.loads(RENDER["json"](Report())) == {
        "version": 1,
        "tool": {"name": "flowcheck", "version": "1.2.3"},
        "summary": dict.fromkeys(SUMMARY, 0),
        "problems": [],
        "failures": [],
    }


def test_json_lines_are_the_elements_of_the_report() -> None:
    whole = json.loads(RENDER["json"](made.REPORT))
    lines = [json.loads(line) for line in RENDER["jsonl"](made.REPORT).splitlines()]
    assert lines == [*whole["problems"], *whole["failures"]]
    assert [line for line in lines if "code" not in line] == whole["failures"]
