"""Damaged bytes and damaged documents: never an exception, always a place, and a walk and a named
file of one mind about what is recognised."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flowcheck import Settings, check
from flowcheck.reading.source import Source
from flowcheck.report import Report

SAMPLES = sorted((Path(__file__).parent.parent.parent / "samples").glob("*.json"))
SMALL = [path.read_bytes() for path in SAMPLES if path.stat().st_size < 6_000]
EVERY = Settings(extend_select=("ALL",), severity="info")  # type: ignore[arg-type]
MARKS = [b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\x00", b"\xff", b"\xc3", b"\xed\xa0\x80"]
PIECES = [
    *MARKS,
    *(b"{", b"}", b"[", b"]", b",", b":", b'"', b"\\", b"\n", b"\r", b"//", b"NaN", b"1e999"),
    *(b'"flow":', b'"id":', b'"\\ud800"', b"[" * 600, b"9" * 5000, b"null", b"\xe2\x80\xa8"),
]


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A sample with pieces cut out, put in or swapped, perhaps in another encoding."""
    data = draw(st.sampled_from(SMALL))
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(data)))
        until = at + draw(st.sampled_from([0, 0, 1, 1, 7, 200]))
        piece = draw(st.sampled_from([b"", *PIECES]) | st.binary(max_size=3))
        data = data[:at] + piece + data[until:]
    if draw(st.integers(0, 9)) == 0:
        data = data.decode(errors="replace").encode(draw(st.sampled_from(["utf-16", "utf-32-be"])))
    return draw(st.sampled_from([b"", b"", b"", *MARKS[:3]])) + data


def in_order(report: Report, source: Source) -> None:
    """Every problem stands somewhere in the text, and no pointer leads nowhere."""
    for problem in report.problems:
        assert 1 <= problem.line <= problem.end_line <= source.lines.count
        assert problem.column <= len(source.lines.line(problem.line)) + 2
        problem.to_dict()


def of_one_mind(name: str, data: bytes) -> None:
    """What a walk finds a named file finds too, and of what a walk tells a named file tells."""
    named = Source.from_bytes(name, data)
    walked = Source.from_bytes(name, data, explicit=False)
    for ours, theirs in zip(named.records, walked.records, strict=True):
        assert ours.decoded == theirs.decoded
        if theirs.documents:
            assert [(d.kind, d.at) for d in ours.documents] == [
                (d.kind, d.at) for d in theirs.documents
            ]
    report = check(data, settings=EVERY, name=name)
    in_order(report, named)
    told = {problem.code for problem in report.problems}
    if not named.documents:
        assert told & {"FC101", "FC103"}
    if not walked.unrecognised:
        assert walked.documents or walked.misplaced or walked.broken
    if walked.broken:
        assert "FC101" in told


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(damaged(), st.sampled_from(["a.json", "a.jsonl"]))
def test_damaged_bytes(data: bytes, name: str) -> None:
    of_one_mind(name, data)


NAMES = ["prompt", "router", "a", "", "workflow", "x\u0000", "é" * 3, "9" * 400]
WORDS = st.sampled_from(
    [
        *("flow", "inputs", "inputs_definition", "inputsDefinition", "metadata", "workflow"),
        *("workflows", "job", "jobs", "model", "models", "Flow", "nodes", "flows", "editorInfo"),
        *("id", "type", "name", "ref", "node", "conditional", "equal", "dependsOn", "depends_on"),
        *("modelId", "model_id", "api_model_id", "logic", "cases", "condition", "value", "default"),
        *("transform", "items", "required", "always", "ifDefined", "if_defined", "count", "status"),
        *("loopBodyNodeIds", "loop_body_node_ids", "allowedValues", "min", "max", "assets"),
        *("includeOutputsInWorkflowJob", "iterationIndex", "loopNodeId", "all", "optional"),
    ]
)
LEAVES = st.sampled_from(
    [
        *(None, True, False, 0, 1, -1, 1.5, 2**70, 10**400, -1e308, "a == 'b'", "custom-model"),
        *("for-each", "logic", "transform", "user-approval", "list", "string", "file_array"),
        *("inputs_array", "success", "if-else", "1", *NAMES),
    ]
)
JSON = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(WORDS | st.sampled_from(NAMES), inner, max_size=6)
    ),
    max_leaves=25,
)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(JSON, st.sampled_from([None, "flow", "workflow", "inputs", "inputs_definition", "nodes"]))
def test_documents_of_any_shape(value: Any, key: str | None) -> None:
    root = value if key is None else {key: value}
    text = json.dumps(root)
    of_one_mind("a.json", text.encode())
    check(root, settings=EVERY)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(SMALL), st.data())
def test_one_value_of_a_real_document_replaced(data: bytes, draw: st.DataObject) -> None:
    root = json.loads(data)
    holder: Any = root
    while True:
        steps = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
        if not steps:
            return
        step = draw.draw(st.sampled_from(steps))
        inner = holder[step]
        if not isinstance(inner, dict | list) or draw.draw(st.integers(0, 4)) == 0:
            break
        holder = inner
    holder[step] = draw.draw(JSON)
    if isinstance(holder, dict) and draw.draw(st.booleans()):
        holder[draw.draw(WORDS)] = draw.draw(JSON)
    of_one_mind("a.json", json.dumps(root).encode())


@pytest.mark.parametrize("depth", [100, 400, 499, 500, 501, 5_000, 100_000])
@pytest.mark.parametrize("form", ["arrays", "objects", "inputs", "contract", "flow"])
def test_deep_nesting(depth: int, form: str) -> None:
    opening, closing, inside = {
        "arrays": ("[", "]", ""),
        "objects": ('{"a":', "}", "1"),
        "inputs": ('{"id":"a","type":"x","name":"a","inputs":[', "]}", ""),
        "contract": ('{"name":"a","type":"inputs_array","inputs":{"a":', "}}", "1"),
        "flow": ('{"flow":', "}", "[]"),
    }[form]
    text = opening * depth + inside + closing * depth
    if form == "inputs":
        text = f"[{text}]"
    elif form == "contract":
        text = f'{{"flow":[],"inputs":[{text}]}}'
    of_one_mind("a.json", text.encode())


def test_keys_given_twice_beside_twins_and_escapes() -> None:
    text = (
        '{"flow": [{"id": "a", "\\u0069d": "b", "type": "custom-model", "modelId": "m", '
        '"model_id": "n", "model_id": "o", "depends_on": ["a"], "dependsOn": null}], '
        '"inputs_definition": {"p": {"type": "string"}, "p": {"type": "file", "type": "x"}}}'
    )
    of_one_mind("a.json", text.encode())
    report = check(text, settings=Settings(select=("FC102",)))
    assert [(p.pointer, str(p.severity)) for p in report.problems] == [
        ("/flow/0/id", "error"),
        ("/flow/0/model_id", "warning"),
        ("/flow/0/model_id", "error"),
        ("/inputs_definition/p", "error"),
        ("/inputs_definition/p/type", "error"),
    ]


@pytest.mark.parametrize("value", ["\ud800", {"\udfff": 1}, [{"id": "a\ud800b", "type": "list"}]])
def test_half_a_surrogate_pair(value: Any) -> None:
    of_one_mind("a.json", json.dumps(value).encode())
    (problem,) = check(value).problems
    assert problem.code == "FC101"
    assert "lone surrogate" in problem.message
