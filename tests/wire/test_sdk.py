"""Our models against the newest scenario-sdk: fields, words, and real objects."""

from __future__ import annotations

import json
import typing
from pathlib import Path
from typing import Any

import pytest
from scenario_sdk.types import (
    JobRetrieveResponse,
    ModelRetrieveResponse,
    WorkflowRetrieveResponse,
    job_retrieve_response,
    model_retrieve_response,
    workflow_retrieve_response,
    workflow_update_params,
)

from flowcheck.wire import vocabulary as words
from flowcheck.wire.shapes import REQUIRED, SHAPES
from tests.support import findings

RETRIEVED: Any = workflow_retrieve_response
RUN: Any = job_retrieve_response
MODEL: Any = model_retrieve_response
UPDATE: Any = workflow_update_params
SAMPLES = Path(__file__).parent.parent.parent / "samples"


def fields(model: Any) -> dict[str, Any]:
    """Wire name → annotation of an SDK model or TypedDict."""
    if hasattr(model, "model_fields"):
        return {f.alias or name: f.annotation for name, f in model.model_fields.items()}
    return {
        _alias(hint) or name: hint
        for name, hint in typing.get_type_hints(model, include_extras=True).items()
    }


def _alias(hint: Any) -> str | None:
    for part in (hint, *typing.get_args(hint)):
        for meta in getattr(part, "__metadata__", ()):
            if getattr(meta, "alias", None):
                return str(meta.alias)
    return None


def literals(annotation: Any) -> set[str]:
    """Every word of the Literals inside an annotation."""
    if typing.get_origin(annotation) is typing.Literal:
        return set(typing.get_args(annotation))
    return {word for inner in typing.get_args(annotation) for word in literals(inner)}


RUN_ONLY = {"status", "jobId", "assets", "output"}
# Fields we know beyond the newest SDK's: of older versions, of jobs, or seen in live records.
NODE_EXTRA = {"label", "outputAssetIds"}
JSON_SCHEMA = {"array", "enum", "maxItems", "maximum", "minItems", "minimum"}
INPUT_EXTRA = {"options"} | JSON_SCHEMA
OF_NODES_ONLY = {"ref", "value", "items"}


@pytest.mark.parametrize(
    ("ours", "theirs", "extra"),
    [
        ("Node", RUN.JobMetadataFlow, NODE_EXTRA),
        ("Node", RETRIEVED.WorkflowFlow, NODE_EXTRA | RUN_ONLY),
        ("Node", UPDATE.Flow, NODE_EXTRA | RUN_ONLY),
        ("Input", RETRIEVED.WorkflowFlowInput, INPUT_EXTRA),
        ("Input", RETRIEVED.WorkflowFlowInputItem, INPUT_EXTRA | {"items"}),
        ("Input", RETRIEVED.WorkflowInput, INPUT_EXTRA | OF_NODES_ONLY),
        ("Input", RUN.JobMetadataFlowInput, INPUT_EXTRA),
        ("Input", UPDATE.FlowInput, INPUT_EXTRA),
        ("Input", UPDATE.Input, INPUT_EXTRA | OF_NODES_ONLY),
        ("Input", MODEL.ModelInput, INPUT_EXTRA | OF_NODES_ONLY),
        ("Ref", RETRIEVED.WorkflowFlowInputRef, set()),
        ("Ref", UPDATE.FlowInputItemRef, set()),
        ("Logic", RETRIEVED.WorkflowFlowLogic, set()),
        ("Case", RETRIEVED.WorkflowFlowLogicCase, set()),
        ("Asset", RUN.JobMetadataFlowAsset, set()),
    ],
)
def test_field_lists(ours: str, theirs: Any, extra: set[str]) -> None:
    known = set(SHAPES[ours])
    assert known - set(fields(theirs)) == extra
    assert set(fields(theirs)) - known == set()


def required(model: Any) -> set[str]:
    return {f.alias or name for name, f in model.model_fields.items() if f.is_required()}


@pytest.mark.parametrize(
    ("ours", "theirs", "relaxed"),
    [
        ("Node", RETRIEVED.WorkflowFlow, set()),
        # The docs abridge a job's node; a rule asks for its status.
        ("Node", RUN.JobMetadataFlow, {"status"}),
        ("Input", RETRIEVED.WorkflowFlowInput, set()),
        ("Input", MODEL.ModelInput, set()),
        ("Ref", RETRIEVED.WorkflowFlowInputRef, set()),
        ("Case", RETRIEVED.WorkflowFlowLogicCase, set()),
        # Kept records are stripped of signed addresses.
        ("Asset", RUN.JobMetadataFlowAsset, {"assetId", "url"}),
    ],
)
def test_required_fields(ours: str, theirs: Any, relaxed: set[str]) -> None:
    assert required(theirs) - set(REQUIRED[ours]) == relaxed
    assert set(REQUIRED[ours]) <= required(theirs)


REMOVED_MODEL_TYPES = {
    "sd-1_5",
    "sd-1_5-composition",
    "sd-1_5-lora",
    "sd-xl",
    "sd-xl-composition",
    "sd-xl-lora",
}


@pytest.mark.parametrize(
    ("ours", "theirs", "field", "older"),
    [
        (words.NODE_TYPES, RETRIEVED.WorkflowFlow, "type", set()),
        (words.NODE_TYPES, UPDATE.Flow, "type", set()),
        (words.NODE_TYPES, RUN.JobMetadataFlow, "type", set()),
        (words.NODE_STATUSES, RUN.JobMetadataFlow, "status", set()),
        (words.LOGIC_TYPES, RETRIEVED.WorkflowFlow, "logicType", set()),
        (words.INPUT_TYPES, RETRIEVED.WorkflowFlowInput, "type", set()),
        (words.KINDS, RETRIEVED.WorkflowFlowInput, "kind", set()),
        (words.BACKGROUND_BEHAVIORS, MODEL.ModelInput, "backgroundBehavior", set()),
        (words.MODEL_TYPES, MODEL.ModelInput, "modelTypes", REMOVED_MODEL_TYPES),
        (words.WORKFLOW_STATUSES, RETRIEVED.Workflow, "status", set()),
        (words.OPERATORS, MODEL.ModelInputRequiredConditional, "operator", set()),
    ],
)
def test_words(ours: Any, theirs: Any, field: str, older: set[str]) -> None:
    assert set(ours) - literals(fields(theirs)[field]) == older
    assert literals(fields(theirs)[field]) - set(ours) == set()


def completed(record: dict[str, Any], model: Any) -> dict[str, Any]:
    """The record with an empty value for every field the SDK insists on."""
    empty: dict[Any, Any] = {str: "", bool: False, float: 0, list: [], dict: {}}
    more = {}
    for name, field in model.model_fields.items():
        if field.is_required() and record.get(field.alias or name) is None:
            kind = typing.get_origin(field.annotation) or field.annotation
            words_ = sorted(literals(field.annotation)) if kind is typing.Literal else []
            more[field.alias or name] = words_[0] if words_ else empty[kind]
    return {**record, **more}


def built(value: Any) -> Any:
    """A sample as an object of the SDK."""
    if isinstance(value, list):
        value = {"workflow": {"flow": value, "inputs": []}}
    if "job" in value:
        record = completed(value["job"], RUN.Job)
        return JobRetrieveResponse.model_validate({"job": record})
    if "model" in value:
        record = completed(value["model"], MODEL.Model)
        return ModelRetrieveResponse.model_validate({"model": record})
    record = completed(value.get("workflow", value), RETRIEVED.Workflow)
    return WorkflowRetrieveResponse.model_validate({"workflow": record})


@pytest.mark.parametrize(
    "path",
    [path for path in sorted(SAMPLES.glob("*.json")) if path.stem != "sdk-dump"],
    ids=lambda path: path.stem,
)
def test_what_the_sdk_makes_of_samples_has_the_right_shape(path: Path) -> None:
    value = json.loads(path.read_text("utf-8"))
    # The SDK pages through a list reply and hands out its records.
    records = [value]
    if "workflows" in value:
        records = value["workflows"]
    for made in map(built, records):
        for dump in (made.model_dump(mode="json"), made.to_dict(mode="json"), made):
            assert findings(dump, "FC104", "FC105", "FC106", "FC107") == []
