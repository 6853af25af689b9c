"""The generated files are up to date, and the schemas say what the models say."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from flowcheck import check
from flowcheck.findings import Fix, Severity, Witness
from flowcheck.report import Failure, Problem, Related, Report, Summary
from flowcheck.shipped_schemas import load, names
from flowcheck.wire import models, record_schemas
from flowcheck.wire.shape import fits
from tests.wire.test_shape import JSON, record

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


@settings(max_examples=100, deadline=None)
@given(st.lists(record("Node") | st.none() | JSON, max_size=2))
def test_flow_schema_and_models_agree(flow: list[Any]) -> None:
    fitting = all(node is None or fits("Node", node) for node in flow)
    assert FLOW.is_valid(flow) == fitting
    assert WORKFLOW.is_valid({"flow": flow, "other": 1}) == fitting


@settings(max_examples=60, deadline=None)
@given(st.lists(record("Input") | JSON, max_size=2))
def test_contract_schema_and_models_agree(inputs: list[Any]) -> None:
    fitting = all(value is None or fits("Input", value) for value in inputs)
    assert MODEL.is_valid({"id": "m", "inputs": inputs}) == fitting
    assert WORKFLOW.is_valid({"inputs": inputs, "flow": None}) == fitting


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.text(max_size=2), record("Input") | JSON, max_size=2))
def test_contract_by_name_schema_and_check_agree(inputs: dict[str, Any]) -> None:
    told = {p.code for p in check({"inputs": inputs, "hasFlow": True, "flow": []}).problems}
    fitting = "FC105" not in told and not (
        "FC104" in told and any(v is not None and v.get("type") is None for v in inputs.values())
    )
    for key in ("inputs", "inputsDefinition", "inputs_definition"):
        assert WORKFLOW.is_valid({key: inputs}) == fitting


FLOW, WORKFLOW, JOB, MODEL = map(validator, ("flow", "workflow", "job", "model"))
REPORT = validator("report")


def test_a_job_schema_takes_the_abridged_nodes_of_the_docs() -> None:
    node = {"id": "a", "status": "success", "assets": [{"assetId": "x", "url": "u"}]}
    assert JOB.is_valid({"metadata": {"flow": [node]}})
    assert not FLOW.is_valid([node])


def test_words_are_offered_but_open() -> None:
    types = json.loads(load("flow"))["$defs"]["Node"]["properties"]["type"]
    assert "user-selection" in types["anyOf"][0]["enum"]
    assert FLOW.is_valid([{"id": "a", "type": "not-yet-known", "count": None}])


# The SDK's dump is in snake_case; the schemas describe the wire.
ON_THE_WIRE = [path for path in SAMPLES if path.stem != "sdk-dump"]


@pytest.mark.parametrize("path", ON_THE_WIRE, ids=lambda path: path.stem)
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
        fix=Fix("leave it out", (), True),
    )
    made = Report((problem,), (Failure("x.json", "no"),), Summary(files=1)).to_dict()
    assert list(REPORT.iter_errors(made)) == []
    made["problems"][0]["line"] = 0
    assert not REPORT.is_valid(made)
