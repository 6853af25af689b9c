"""The generated files are up to date, and the schemas say what the models say."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from flowcheck import RULES, check
from flowcheck.findings import Fix, Severity, TextEdit, Witness
from flowcheck.report import Failure, Problem, Related, Report, Summary
from flowcheck.shipped_schemas import load, names
from flowcheck.wire import meanings, models, record_schemas, vocabulary
from flowcheck.wire.required_reader import RULE_KINDS
from tests.support import findings

ROOT = Path(__file__).parent.parent.parent
SAMPLES = sorted((ROOT / "samples").glob("*.json"))


def validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads(load(name)))


def test_generated_files_are_up_to_date() -> None:
    assert Path(models.__file__).with_name("shapes.py").read_text("utf-8") == (
        record_schemas.shapes_source()
    ), "run `make schemas`"
    for name in record_schemas.NAMES:
        path = ROOT / "schemas" / f"{name}.schema.json"
        assert path.read_text("utf-8") == record_schemas.schema_text(name), "run `make schemas`"


def test_the_module_writes_every_schema(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "flowcheck.wire.record_schemas", str(tmp_path / "new")]
    subprocess.run(command, cwd=ROOT, check=True, timeout=60)
    written = {path.name: path.read_text("utf-8") for path in (tmp_path / "new").iterdir()}
    assert written == {f"{name}.schema.json": load(name) for name in record_schemas.NAMES}


def test_names_and_load() -> None:
    assert set(record_schemas.NAMES) <= set(names())
    assert names() == sorted(names())
    with pytest.raises(KeyError):
        load("../pyproject")


def test_schema_files_need_no_pydantic() -> None:
    code = "import sys; from flowcheck.shipped_schemas import load; load('flow'); "
    code += "sys.exit('pydantic' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, timeout=60)


@pytest.mark.parametrize("name", sorted(record_schemas.NAMES))
def test_each_is_a_schema_with_title_and_description(name: str) -> None:
    schema = json.loads(load(name))
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"].endswith("2020-12/schema")
    assert schema["title"]
    assert schema["description"]
    assert "http" not in json.dumps(schema).replace(schema["$schema"], "")


FLOW, WORKFLOW, JOB, MODEL = map(validator, ("flow", "workflow", "job", "model"))
REPORT = validator("report")


def test_a_job_schema_takes_the_abridged_nodes_of_the_docs() -> None:
    node = {"id": "a", "status": "success", "assets": [{"assetId": "x", "url": "u"}]}
    assert JOB.is_valid({"metadata": {"flow": [node]}})
    assert not FLOW.is_valid([node])


def test_unknown_words_are_refused_but_not_what_they_may_have() -> None:
    node = {"id": "a", "type": "not-yet-known", "count": 2, "items": ["x"], "modelId": "m"}
    assert [error.path[-1] for error in FLOW.iter_errors([node])] == ["type"]
    record = {"id": "w", "status": "not-yet-known", "newField": 1, "flow": []}
    assert WORKFLOW.is_valid(record)


def test_a_node_has_the_fields_of_its_type() -> None:
    node = {"id": "a", "type": "list", "items": ["x"]}
    assert FLOW.is_valid([node])
    for foreign in ({"count": 2}, {"loop_body_node_ids": ["b"]}, {"logic": {"default": "1"}}):
        assert not FLOW.is_valid([node | foreign])
    empty = {"count": None, "loopBodyNodeIds": [], "logic": {}, "modelId": "", "api_model_id": None}
    assert FLOW.is_valid([node | empty])
    cases = {"cases": [{"condition": "a", "value": "2"}]}
    assert FLOW.is_valid([{"id": "a", "type": "logic", "logicType": "if-else", "logic": cases}])
    assert not FLOW.is_valid([{"id": "a", "type": "transform", "logic": cases}])


def test_an_input_has_the_options_of_its_type() -> None:
    def valid(**options: Any) -> bool:
        return MODEL.is_valid({"inputs": [{"name": "x", **options}]})

    assert valid(type="file", kind="video", maxDuration=3)
    assert not valid(type="string", kind="video")
    assert not valid(type="file", max_length=3)
    assert valid(type="select", options=["a"], placeholder="b")
    assert valid(type="integer", min=1, step=1, placeholder="", color=False, kind=None)
    assert not valid(type="brand-new", kind="video")
    assert [e.path[-1] for e in MODEL.iter_errors({"inputs": [{"name": "x", "type": "new"}]})] == [
        "type"
    ]


def test_schemas_try_no_alternatives() -> None:
    # Quick for validators without a compiler, and clear in editors: `if` picks one alternative.
    text = json.dumps(json.loads(load("flow")))
    assert not any(f'"{word}"' in text for word in ("anyOf", "oneOf", "unevaluatedProperties"))


def test_only_runs_have_iterations() -> None:
    copy = {"id": "a", "type": "list", "status": "success", "loopNodeId": "b", "iterationIndex": 0}
    assert JOB.is_valid({"metadata": {"flow": [copy]}})
    assert FLOW.is_valid([copy])
    assert len(list(WORKFLOW.iter_errors({"flow": [copy]}))) == 2


def parts(schema: Any) -> Iterator[dict[str, Any]]:
    """Every schema in a schema."""
    if isinstance(schema, dict):
        yield schema
        for key in ("items", "additionalProperties", "if", "then", "else"):
            yield from parts(schema.get(key))
        for key in ("properties", "$defs"):
            for inner in schema.get(key, {}).values():
                yield from parts(inner)
        for key in ("anyOf", "allOf"):
            for inner in schema.get(key, ()):
                yield from parts(inner)


@pytest.mark.parametrize("name", sorted({*record_schemas.NAMES} - {"report", "trace"}))
def test_every_field_and_word_is_described(name: str) -> None:
    schema = json.loads(load(name))
    for part in parts(schema):
        if "enumDescriptions" in part:
            assert len(part["enumDescriptions"]) == len(part["enum"])
        if part.get("$ref"):
            place: Any = schema
            for step in part["$ref"].removeprefix("#/").split("/"):
                place = place[step]
    for definition in schema["$defs"].values():
        for field, described in definition.get("properties", {}).items():
            bare = described is True or "description" in described or "$ref" in described
            assert bare, field
            assert "\n" not in str(described), field


@pytest.mark.parametrize("name", ["flow", "workflow", "job"])
def test_whole_nodes_that_are_offered_are_sound(name: str) -> None:
    offered = json.loads(load(name))["$defs"]["Node"]["defaultSnippets"]
    assert [snippet["label"] for snippet in offered] == list(vocabulary.NODE_TYPES)
    text = json.dumps([{**snippet["body"], "status": "success"} for snippet in offered])
    for index in range(len(offered)):
        text = text.replace('"$1"', f'"node{index}"', 1)
    flow = json.loads(text.replace("$2", "node0"))
    assert list(FLOW.iter_errors(flow)) == []
    codes = [code for code in RULES if code[:3] in ("FC1", "FC7")]
    told = {code for code, _, _ in findings(flow, *codes)}
    assert told <= {"FC707"}, "a whole flow may have more to say about an approval"


def test_every_word_has_a_meaning() -> None:
    for mapping in ("NODE_TYPES", "NODE_STATUSES", "KINDS", "LOGIC_TYPES", "OPERATORS"):
        assert list(getattr(meanings, mapping)) == list(getattr(vocabulary, mapping))


def test_the_rules_of_required_are_those_that_are_read() -> None:
    properties = json.loads(load("flow"))["$defs"]["Required"]["properties"]
    assert tuple(key for key in properties if "_" not in key) == RULE_KINDS


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_samples_validate(path: Path) -> None:
    value = json.loads(path.read_text("utf-8"))
    kinds = {"workflow": WORKFLOW, "job": JOB, "model": MODEL}
    if isinstance(value, list):
        assert FLOW.is_valid(value)
        return
    records = [(kind, value[kind]) for kind in kinds if kind in value]
    records += [("workflow", item) for item in value.get("workflows", ())]
    for kind, item in records or [("workflow", value)]:
        assert [error.message for error in kinds[kind].iter_errors(item)] == []


def test_real_reports_validate() -> None:
    report = check(b'{"flow": [{"id": "a", "id": "b", "type": "nodel"}, 5], "inputs": [{}]}')
    assert report.problems
    assert list(REPORT.iter_errors(report.to_dict())) == []


def test_a_report_with_everything_validates() -> None:
    related = Related("there", "/flow/0", 1, 2, 3, 4, file="b.json")
    witness = Witness(("p",), ("q",), {"p": [1]}, {"router": None, "other": "2"})
    problem = Problem(
        code="FC204",
        rule="unknown-node",
        severity=Severity.ERROR,
        message="m",
        hint=None,
        file="a.json",
        line=1,
        column=1,
        end_line=1,
        end_column=2,
        pointer="/flow/0/a~1b~0",
        node="a",
        input=None,
        args={"missing": "x"},
        related=(related,),
        witness=witness,
        fingerprint="0" * 32,
        url="https://example.org",
        fix=Fix("leave it out", (), True, (TextEdit("/flow/0", 1, 1, 2, 1, "x"),)),
        certainty="observed",
    )
    made = Report((problem,), (Failure("x.json", "no"),), Summary(files=1)).to_dict()
    assert list(REPORT.iter_errors(made)) == []
    made["problems"][0]["fix"]["edits"][0]["endLine"] = 0
    assert not REPORT.is_valid(made)
    made["problems"][0]["fix"] = None
    assert REPORT.is_valid(made)
    made["problems"][0]["line"] = 0
    assert not REPORT.is_valid(made)
