"""What a walk passes over, and what it never passes over silently."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from flowcheck import Settings, check, check_files
from flowcheck.project.catalogue import read_models
from flowcheck.reading.documents import Kind, documents
from flowcheck.reading.source import Source
from flowcheck.settings import SettingsError

NODE = {"id": "a", "type": "custom-model", "modelId": "m"}


@pytest.mark.parametrize(
    "data",
    [
        b'{ // comment\n "strict": true }',
        b'{"a": {"b": 1,}, // c',
        b'{"epoch": 3, "loss": NaN}',
        b"",
        b" \n",
        b'{"a": 1}\n{"b": 2}\n',
        b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a2146\nsize 12345\n",
        b"[" * 600,
        b"[" * 600 + b"]" * 600,
        b'{"n": ' + b"9" * 5000 + b"}",
        b"{ nonsense",
        b'{"name": "caf\xe9"}',
        '{"a": 1}'.encode("utf-16"),
        b'{ // vscode\n "tasks": [{"label": "x", "dependsOn": ["y"]}],'
        b' "inputs": [{"id": "a", "type": "promptString"}] }',
    ],
)
def test_what_is_not_json_and_shows_no_sign_of_a_flow_is_not_for_us(data: bytes) -> None:
    assert Source.from_bytes("a.json", data, explicit=False).unrecognised
    (problem,) = check(data).problems  # a named file has to be JSON
    assert problem.code == "FC101"


@pytest.mark.parametrize(
    "data",
    [
        b'{ // comment\n "flow": [] }',
        b'{"flow": [{"id": "a", "type": "cus',
        b"{'flow': []}",
        b'[{"id": "a", "type": "for-each",}]',
        b'[{"id": "a", "inputs": [{"ref": {"node": "b"},}]}]',
        b'{"inputs": [{"name": "x", "type": "file_array",}]}',
        b'{"inputs_definition": [,]}',
        b'{"flow": [{"id": "caf\xe9"}]}',
        '{"flow": []}'.encode("utf-16"),
        b'{"a": 1}\n{"flow": []}\n',
    ],
)
def test_a_broken_flow_is_told_wherever_it_is_found(data: bytes) -> None:
    assert not Source.from_bytes("a.json", data, explicit=False).unrecognised


SURE = [
    ({"Flow": [NODE]}, "/Flow", "nodes stand under `Flow`; a workflow has them under `flow`"),
    ({"flows": [NODE]}, "/flows", "nodes stand under `flows`; a workflow has them under `flow`"),
    ({"nodes": [NODE]}, "/nodes", "nodes stand under `nodes`; a workflow has them under `flow`"),
    (
        {"flow": {"nodes": [NODE]}},
        "/flow",
        "`flow` must be an array of nodes, found an object with nodes somewhere in it",
    ),
    (
        {"flow": [[NODE]]},
        "/flow",
        "`flow` must be an array of nodes, found an array with nodes somewhere in it",
    ),
    (
        {"flows": [{"flow": [NODE]}]},
        "/flows",
        "there are nodes under `flows`, but flowcheck does not look for a flow there",
    ),
    (
        {"workflow": {"Nodes": [NODE]}},
        "/workflow/Nodes",
        "nodes stand under `Nodes`; a workflow has them under `flow`",
    ),
    (
        {"inputs": [{"name": "p", "type": "string", "prompt": True}], "nodes": [NODE]},
        "/nodes",
        "nodes stand under `nodes`; a workflow has them under `flow`",
    ),
    (
        {"data": [{"result": {"flow": [NODE]}}]},
        "/data/0/result/flow",
        "there is a flow here, but flowcheck does not look for one in this place",
    ),
    (NODE, "", "a single node; a flow is an array of nodes"),
]


@pytest.mark.parametrize(("value", "pointer", "message"), SURE)
def test_nodes_in_the_wrong_place_are_told_in_a_named_file_and_in_a_walk(
    value: Any, pointer: str, message: str, tmp_path: Path
) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps(value))
    named, walked = check_files(path), check_files(tmp_path)
    assert [(p.code, str(p.severity), p.pointer, p.message) for p in named.problems] == [
        ("FC103", "error", pointer, message)
    ]
    assert named.problems == walked.problems
    assert walked.summary.skipped == 0


@pytest.mark.parametrize(
    ("flow", "found"),
    [
        ("accessCode", "`flow` is a string"),
        (3, "`flow` is a number"),
        ({"direction": "left"}, "`flow` is an object"),
        ([{"step": 1}], "no element of `flow` looks like a node"),
        (["plan", "build"], "no element of `flow` looks like a node"),
    ],
)
def test_a_key_flow_is_never_passed_over_silently(flow: Any, found: str, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps({"flow": flow}))
    (problem,) = check_files(tmp_path).problems
    assert (problem.code, problem.severity, problem.pointer) == ("FC103", "warning", "/flow")
    assert problem.message == f"{found}: a flow is an array of objects with `id` and `type`"
    assert {p.code for p in check_files(tmp_path / "a.json").problems} <= {"FC104", "FC105"}


def test_a_log_of_flows_of_another_sort_is_one_warning(tmp_path: Path) -> None:
    lines = [json.dumps({"event": "click", "flow": "signup"})] * 5
    (tmp_path / "a.jsonl").write_text("\n".join(lines))
    assert [(p.code, p.line) for p in check_files(tmp_path).problems] == [("FC103", 1)]


@pytest.mark.parametrize(
    "value",
    [
        {"flow": None, "nodes": []},
        {"nodes": [{"id": "a", "type": "n8n-nodes-base.start", "parameters": {}}]},
        {"nodes": [{"id": "1", "type": "input", "data": {}}], "edges": []},
        {"flows": ["a", "b"], "Flow": {"x": 1}},
        {"a": {"flow": [{"step": 1}]}, "b": [{"flow": "x"}]},
    ],
)
def test_other_formats_of_graphs_are_passed_over(value: Any, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps(value))
    report = check_files(tmp_path)
    assert (report.problems, report.summary.skipped) == ((), 1)


def test_strict_in_the_library(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"name": "x"}')
    (tmp_path / "b.json").write_text("[]")
    assert check_files(tmp_path).problems == ()
    found = check_files(tmp_path, settings=Settings(strict=True)).problems
    assert [(p.code, p.file.rsplit("/", 1)[-1]) for p in found] == [
        ("FC103", "a.json"),
        ("FC108", "b.json"),
    ]


WIRED = {
    "id": "a",
    "type": "brand-new",
    "source": "x",
    "inputs": [{"name": "image", "type": "file", "ref": {"node": "b"}}],
}


def test_nodes_are_no_model_records(tmp_path: Path) -> None:
    """An input with a ref is a node's: neither a model's nor a contract's."""
    (document,) = documents([WIRED])
    assert (document.kind, document.flow_at) == (Kind.FLOW, ())
    unset = {**WIRED, "inputs": [{"name": "image", "type": "file", "ref": None}]}
    (model,) = documents([unset])  # the SDK writes unset fields as null
    assert model.kind is Kind.MODEL
    path = tmp_path / "nodes.json"
    path.write_text(json.dumps({"nodes": [WIRED]}))
    (tmp_path / "more.json").write_text(json.dumps([[WIRED]]))
    with pytest.raises(SettingsError, match="holds no model record"):
        read_models([str(tmp_path)])
    with pytest.raises(SettingsError, match="holds no model record"):
        read_models([str(path)])
