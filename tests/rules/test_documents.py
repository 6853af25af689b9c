"""FC101, FC102, FC103, FC108, FC109."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scenario_sdk.types import WorkflowRetrieveResponse

from flowcheck import check
from flowcheck.findings import Finding, Severity
from flowcheck.reading.source import Source
from flowcheck.rules.documents import duplicate_key, invalid_json, no_flow
from flowcheck.settings import Settings
from tests.support import raw_findings

NODE = {"id": "generate", "type": "custom-model", "modelId": "model_flux"}
INPUTS = [{"name": "prompt", "type": "string", "required": {"always": True}}]


def of_source(
    rule: Any, data: bytes | str, name: str = "a.json", *, explicit: bool = True
) -> list[Finding]:
    data = data.encode() if isinstance(data, str) else data
    source = Source.from_bytes(name, data, explicit=explicit)
    return [f for record in source.records for f in rule(source, record, Settings())]


@pytest.mark.parametrize(
    ("data", "offset"),
    [(b"", 0), (b"[1,]", 2), (b'{"a": NaN}', 6), (b'["\xff"]', 2), (b"[1] 2", 4)],
)
def test_invalid_json_says_what_and_where(data: bytes, offset: int) -> None:
    (finding,) = of_source(invalid_json, data)
    assert finding.pointer == ()
    assert finding.offset == offset
    assert finding.message
    assert "kind" in finding.args


def test_invalid_json_is_silent_on_json_and_alone_on_what_is_none() -> None:
    assert of_source(invalid_json, "[]") == []
    assert of_source(no_flow, "[1,]") == []


def test_each_line_of_json_lines_is_judged() -> None:
    lines = json.dumps([NODE]) + "\n{oops}\n" + json.dumps([NODE]) + "\n"
    (finding,) = of_source(invalid_json, lines, "a.jsonl")
    assert finding.offset is not None
    assert lines[finding.offset :].startswith("oops")


def test_duplicate_key_names_both_places() -> None:
    text = '[{"id": "a", "type": "list", "id": "b"}]'
    (finding,) = of_source(duplicate_key, text)
    assert finding.pointer == (0, "id")
    assert (finding.nth, finding.at_key) == (1, True)
    assert finding.message == "`id` is given twice in this object; the first one is lost"
    (first,) = finding.related
    assert (first.message, first.pointer, first.nth) == ("first given here", (0, "id"), 0)
    source = Source.from_bytes("a.json", text.encode())
    spans = [source.span(finding.pointer, nth=nth) for nth in (0, 1)]
    assert [text[span.start : span.end] for span in spans] == ['"id"', '"id"']
    assert [span.start for span in spans] == [2, 29]


@pytest.mark.parametrize(
    ("key", "fields"),
    [
        ("modelId", '"modelId": null, "modelId": null, "api_model_id": "m"'),
        ("api_model_id", '"modelId": "m", "api_model_id": "m", "api_model_id": "m"'),
    ],
)
def test_duplicate_key_beside_its_twin_is_found(key: str, fields: str) -> None:
    text = f'[{{"id": "a", "type": "model", {fields}}}]'
    (problem,) = check(text.encode(), settings=Settings(select=("FC102",))).problems
    assert problem.pointer == f"/0/{key}"
    assert (problem.line, problem.column) == (1, text.rindex(f'"{key}"') + 1)


def test_a_key_given_three_times_is_two_problems_of_their_own() -> None:
    second, third = of_source(duplicate_key, '{"a": 1, "a": 2, "a": 3}')
    assert (second.nth, third.nth) == (1, 2)
    assert second.message == "`a` is given 3 times in this object; all but the last are lost"
    assert second.args != third.args


def twin_problems(record: Any) -> list[tuple[str, str, str, str]]:
    """(severity, pointer, lost, kept) of every FC102 in a document."""
    report = check(json.dumps(record).encode(), settings=Settings(select=("FC102",)))
    return [
        (str(p.severity), p.pointer, p.args["key"], p.args["twin"])
        for p in sorted(report.problems, key=lambda problem: problem.pointer)
    ]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"dependsOn": ["a"], "depends_on": ["b"]}, ("depends_on", "dependsOn")),
        ({"depends_on": ["b"], "dependsOn": ["a"]}, ("depends_on", "dependsOn")),
        ({"modelId": "m", "api_model_id": "n"}, ("api_model_id", "modelId")),
        ({"modelId": None, "model_id": "m", "api_model_id": "n"}, ("api_model_id", "model_id")),
        ({"modelId": None, "api_model_id": "n", "model_id": "m"}, ("model_id", "api_model_id")),
        ({"count": 1, "iterationIndex": 1, "iteration_index": True}, None),
        ({"dependsOn": ["a"], "depends_on": ["a"]}, None),
        ({"dependsOn": None, "depends_on": ["a"]}, None),
        ({"dependsOn": ["a"], "depends_on": None}, None),
        ({"modelId": "m", "api_model_id": "m", "model_id": None}, None),
        ({"my_field": 1, "myField": 2}, None),
    ],
)
def test_two_spellings_of_a_field_with_different_values(fields: Any, expected: Any) -> None:
    found = twin_problems([{"id": "a", "type": "custom-model", **fields}])
    if "iteration_index" in fields:
        expected = ("iteration_index", "iterationIndex")  # `true` is not 1
    assert found == ([("warning", f"/0/{expected[0]}", *expected)] if expected else [])


def test_twins_are_found_wherever_scenario_reads_and_nowhere_else() -> None:
    lengths = {"maxLength": 1, "max_length": 2}
    row = [[{"name": "y", "type": "string", **lengths}]]
    record = {
        "flow": [{**NODE, "inputs": [{"name": "x", "type": "inputs_array", "items": row}]}],
        "inputs": [
            {"name": "p", "type": "string", "required": {"ifDefined": {}, "if_defined": {"p": ""}}}
        ],
        "hasFlow": True,
        "has_flow": False,
        "uiConfig": {"dependsOn": 1, "depends_on": 2},
    }
    assert [pointer for _, pointer, _, _ in twin_problems({"workflow": record})] == [
        "/workflow/flow/0/inputs/0/items/0/0/max_length",
        "/workflow/has_flow",
        "/workflow/inputs/0/required/if_defined",
    ]
    assert twin_problems({"dependsOn": 1, "depends_on": 2}) == []


def test_twins_say_what_counts_and_where() -> None:
    text = '[{"id": "a", "type": "model", "depends_on": ["b"],\n  "dependsOn": ["c"]}]'
    (problem,) = check(text.encode(), settings=Settings(select=("FC102",))).problems
    assert (problem.line, problem.column) == (1, text.index('"depends_on"') + 1)
    assert problem.message == (
        "`depends_on` is another spelling of `dependsOn`, and their values differ: only one of "
        "them can count"
    )
    assert problem.hint == "keep the one that is meant; `dependsOn` is taken here"
    (related,) = problem.related
    assert (related.line, related.column) == (2, 3)


NOTHING = "no flow, model or inputs contract in here"
AUTHORING = "an authoring graph, not a compiled flow"
EXPORT = {"inputs": INPUTS, "editorInfo": {"nodes": []}}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"name": "x"}, [((), NOTHING)]),
        ({"flow": "x"}, []),  # a named file that says `flow` means one: FC105 tells
        (5, [((), NOTHING)]),
        (EXPORT, [(("editorInfo",), AUTHORING)]),
        ({"workflow": EXPORT}, [(("workflow", "editorInfo"), AUTHORING)]),
        ([EXPORT, {"flow": [NODE]}], []),
        ([NODE], []),
        ([], []),
        ({"inputs": INPUTS}, []),
        ({"metadata": {"flow": [NODE]}}, []),
    ],
)
def test_no_flow(value: Any, expected: Any) -> None:
    text = json.dumps(value)
    assert [(f.pointer, f.message) for f in of_source(no_flow, text)] == expected
    walked = of_source(no_flow, text, explicit=False)
    doubtful = isinstance(value, dict) and value.get("flow") == "x"
    assert [f.severity for f in walked] == ([Severity.WARNING] if doubtful else [])


def test_no_flow_is_said_once_for_json_lines() -> None:
    assert len(of_source(no_flow, '{"a": 1}\n{"b": 2}\n', "a.jsonl")) == 1
    flow = json.dumps({"flow": [NODE]})
    assert of_source(no_flow, f'{{"a": 1}}\n{flow}\n', "a.jsonl") == []


@pytest.mark.parametrize(
    ("value", "pointer", "severity"),
    [
        ([], (), None),
        ({"flow": []}, ("flow",), None),
        ({"flow": [None]}, ("flow",), None),
        ({"flow": [], "status": "draft"}, ("flow",), Severity.INFO),
        ({"flow": [], "status": "ready"}, ("flow",), None),
        ({"workflow": {"flow": [], "status": "draft"}}, ("workflow", "flow"), Severity.INFO),
        ({"metadata": {"flow": []}, "jobId": "j"}, ("metadata", "flow"), None),
    ],
)
def test_empty_flow(value: Any, pointer: Any, severity: Any) -> None:
    ((code, finding),) = raw_findings(value, "FC108")
    assert (code, finding.pointer, finding.severity) == ("FC108", pointer, severity)
    assert finding.message == "the flow has no nodes: there is nothing to run"


@pytest.mark.parametrize(
    "value",
    [
        [NODE],
        {"flow": {}},
        {"flow": [5], "hasFlow": True},
        {"inputs": INPUTS},
        EXPORT,
        {"id": "m", "custom": True, "trainingImagesNumber": 0, "inputs": []},
    ],
)
def test_empty_flow_is_silent(value: Any) -> None:
    assert raw_findings(value, "FC108") == []


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 8), st.integers(0, 8), st.integers(0, 2), st.integers(1, 8))
def test_too_many_nodes_counts_all_but_copies(
    own: int, copies: int, broken: int, bound: int
) -> None:
    flow: list[Any] = [{**NODE, "id": f"n{index}"} for index in range(own)]
    flow += [{**NODE, "id": f"c{i}", "loopNodeId": "l", "iterationIndex": i} for i in range(copies)]
    flow += [7] * broken
    found = raw_findings({"flow": flow, "hasFlow": True}, "FC109", max_nodes=bound)
    if own + broken > bound:
        ((_, finding),) = found
        assert finding.pointer == ("flow",)
        assert finding.message == (
            f"the flow has {own + broken} nodes, the documented maximum is {bound}"
        )
    else:
        assert found == []


def test_an_empty_json_lines_file_holds_no_flow() -> None:
    for text in ("", "\n \r\n\n", "\ufeff"):
        (problem,) = check(text.encode(), name="a.jsonl").problems
        assert (problem.code, problem.line, problem.column) == ("FC103", 1, 1)
        assert problem.message == NOTHING
        assert Source.from_bytes("a.jsonl", text.encode(), explicit=False).unrecognised


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_byte_that_is_no_utf8_costs_its_line_only(end: str) -> None:
    lines = [json.dumps([NODE]).encode(), b'["\xc3\xa9\xff"]', b'["\xe2\x82', b'[{"id": "b"}]']
    data = end.encode().join(lines)
    for mark in (b"", b"\xef\xbb\xbf"):
        found = check(mark + data, name="a.jsonl").problems
        assert [(p.code, p.line, p.column, p.message) for p in found] == [
            ("FC101", 2, 4, "byte 0xff is not UTF-8"),
            ("FC101", 3, 3, "byte 0xe2 is not UTF-8"),
            ("FC104", 4, 2, "node `b` has no `type`"),
        ]


def test_a_line_costs_the_same_however_many_there_are() -> None:
    def calls(count: int) -> int:
        """Function calls that a check of that many lines makes."""
        data = (json.dumps([{**NODE, "dependsOn": ["no"]}]) + "\n").encode() * count
        seen = 0

        def count_one(frame: Any, event: str, arg: Any) -> None:
            nonlocal seen
            seen += event in ("call", "c_call")

        sys.setprofile(count_one)
        try:
            report = check(data, name="a.jsonl")
        finally:
            sys.setprofile(None)
        assert len(report.problems) == count
        return seen

    calls(1)
    few, many = calls(100), calls(400)
    assert many < 4.2 * few


PAINT = {"id": "paint", "type": "custom-model", "modelId": "model_a", "dependsOn": ["sketch"]}
SKETCH = {"id": "sketch", "type": "custom-model", "modelId": "model_b"}


def doubled_in(text: str) -> list[str]:
    report = check(text, settings=Settings(select=("FC102",)))
    return [problem.pointer for problem in report.problems]


def test_keys_that_the_sdk_doubles() -> None:
    ui: Any = {"presets": [{"fields": ["prompt"], "presets": {}}], "selects": {}}
    reply = {"id": "wf", "authorId": "me", "uiConfig": ui, "inputs": [], "flow": [SKETCH, PAINT]}
    record = WorkflowRetrieveResponse.construct(workflow=reply)
    text = record.to_json()
    assert text.count('"modelId"') == 4
    assert check(text).problems == ()
    assert check(record.to_json(exclude_unset=False)).problems == ()
    unset: Any = {"dependsOn": None, "loopBodyNodeIds": None}
    reply["flow"] = [{**SKETCH, **unset}, PAINT]
    text = WorkflowRetrieveResponse.construct(workflow=reply).to_json(indent=None)
    assert text.count('"dependsOn":null') == 2
    assert check(text).problems == ()


@pytest.mark.parametrize(
    ("nodes", "pointers"),
    [
        # one alone is a slip
        (['"modelId": "m", "modelId": "m"'], ["/0/modelId"]),
        # a value is lost
        (
            ['"modelId": "m", "modelId": "n"', '"jobId": "j", "jobId": "j"'],
            ["/0/modelId", "/1/jobId"],
        ),
        (['"count": 1, "count": 1', '"modelId": "m", "modelId": "m"'], ["/0/count", "/1/modelId"]),
        # a third one is not the SDK's
        (
            ['"modelId": "m", "modelId": "m", "modelId": "m", "jobId": "j", "jobId": "j"'],
            3 * ["/0"],
        ),
        # what it doubles in one object it doubles in the next
        (
            [
                '"modelId": "m", "modelId": "m", "jobId": "j", "jobId": "j"',
                '"modelId": "m", "dependsOn": [], "dependsOn": []',
            ],
            ["/0/modelId", "/0/jobId", "/1/dependsOn"],
        ),
        # `true` is not 1
        (['"modelId": 1, "modelId": true, "jobId": "j", "jobId": "j"'], ["/0/modelId", "/0/jobId"]),
    ],
)
def test_keys_that_it_does_not_double(nodes: list[str], pointers: list[str]) -> None:
    text = ", ".join(
        f'{{"id": "n{i}", "type": "custom-model", {node}}}' for i, node in enumerate(nodes)
    )
    found = doubled_in(f"[{text}]")
    assert len(found) == len(pointers)
    assert all(place.startswith(pointer) for place, pointer in zip(found, pointers, strict=True))


def test_the_times_in_what_the_sdk_dumps() -> None:
    reply = {"id": "wf", "lastIndexedAt": "2026-01-02T03:04:05Z", "inputs": [], "flow": [SKETCH]}
    dump = WorkflowRetrieveResponse.construct(workflow=reply).model_dump()
    assert isinstance(dump["workflow"]["last_indexed_at"], datetime)
    assert check(dump).problems == ()
    [problem] = check({"flow": [SKETCH], "name": {1, 2}}).problems
    assert problem.message == "the object is no JSON value: set is not JSON"
