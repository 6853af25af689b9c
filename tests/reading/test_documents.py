"""Every record Scenario sends or takes is found, and ordinary JSON is left alone."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scenario_sdk.types import JobRetrieveResponse, ModelRetrieveResponse, WorkflowRetrieveResponse

from flowcheck.reading.documents import Kind, documents
from flowcheck.report import pointer_text
from tests.wire.test_shape import respelt

NODE: dict[str, Any] = {"id": "generate", "type": "custom-model", "modelId": "model_flux"}
RUN = {**NODE, "status": "success", "assets": [{"assetId": "asset_1", "url": "u"}]}
INPUTS: list[Any] = [{"name": "prompt", "type": "string", "required": {"always": True}}]
WORKFLOW: dict[str, Any] = {"id": "wf_1", "name": "Portrait", "inputs": INPUTS, "flow": [NODE]}
JOB: dict[str, Any] = {
    "jobId": "job_1",
    "jobType": "workflow",
    "metadata": {"input": {"prompt": "a cat"}, "flow": [RUN]},
}
MODEL: dict[str, Any] = {
    "id": "model_1",
    "custom": True,
    "capabilities": ["txt2img"],
    "trainingImagesNumber": 0,
    "inputs": INPUTS,
}
EXPORT: dict[str, Any] = {"name": "Portrait", "inputs": INPUTS, "editorInfo": {"nodes": []}}
SDK_WORKFLOW = {
    **WORKFLOW,
    **dict.fromkeys(("authorId", "createdAt", "description", "ownerId", "updatedAt"), ""),
    "shortDescription": "",
    "editorInfo": {},
    "hasFlow": True,
    "privacy": "private",
    "status": "ready",
    "tagSet": [],
}
SDK_JOB = {
    **JOB,
    **dict.fromkeys(("createdAt", "updatedAt"), ""),
    "progress": 1,
    "status": "success",
    "statusHistory": [],
}
SDK_MODEL = {
    **MODEL,
    **dict.fromkeys(("createdAt", "updatedAt"), ""),
    "collectionIds": [],
    "exampleAssetIds": [],
    "privacy": "public",
    "source": "scenario",
    "status": "trained",
    "tags": [],
    "type": "custom",
}


def found(value: Any) -> list[tuple[str, str, str | None, str | None]]:
    """(kind, record, flow, inputs) of every document, places as pointer texts."""
    return [
        (
            str(document.kind),
            pointer_text(document.at),
            None if document.flow_at is None else pointer_text(document.flow_at),
            None if document.inputs_at is None else pointer_text(document.inputs_at),
        )
        for document in documents(value)
    ]


W = ("workflow", "", "/flow", "/inputs")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ([NODE], [("flow", "", "", None)]),
        ([], [("flow", "", "", None)]),
        ([{"id": "a", "status": "success", "assets": []}], [("flow", "", "", None)]),
        ([{"id": "new", "type": "brand-new", "dependsOn": ["a"]}], [("flow", "", "", None)]),
        ([{"id": "a", "type": "customModel"}], [("flow", "", "", None)]),
        ([{"id": "a", "modelId": "m"}], [("flow", "", "", None)]),
        ([5, {"type": "user-approval"}], [("flow", "", "", None)]),
        (WORKFLOW, [W]),
        ({"flow": [NODE]}, [("workflow", "", "/flow", None)]),
        ({"flow": []}, [("workflow", "", "/flow", None)]),
        ({"flow": {}}, [("workflow", "", "/flow", None)]),
        ({"flow": {"generate": NODE}}, [("workflow", "", "/flow", None)]),
        ({**WORKFLOW, "flow": "x"}, [W]),
        ({**WORKFLOW, "flow": [5]}, [W]),
        ({**WORKFLOW, "inputs": "x"}, [W]),
        ({**WORKFLOW, "inputs": None}, [("workflow", "", "/flow", None)]),
        (
            {"workflow": WORKFLOW},
            [("workflow", "/workflow", "/workflow/flow", "/workflow/inputs")],
        ),
        (
            {"workflow": WORKFLOW, "job": JOB, "creditsCost": 3},
            [
                ("workflow", "/workflow", "/workflow/flow", "/workflow/inputs"),
                ("job", "/job", "/job/metadata/flow", None),
            ],
        ),
        (
            {"workflows": [WORKFLOW, {"id": "w", "name": "no flow"}, WORKFLOW]},
            [
                ("workflow", "/workflows/0", "/workflows/0/flow", "/workflows/0/inputs"),
                ("workflow", "/workflows/2", "/workflows/2/flow", "/workflows/2/inputs"),
            ],
        ),
        (JOB, [("job", "", "/metadata/flow", None)]),
        ({"job": JOB}, [("job", "/job", "/job/metadata/flow", None)]),
        ({"jobs": [JOB]}, [("job", "/jobs/0", "/jobs/0/metadata/flow", None)]),
        ({"jobs": [{**JOB, "metadata": {}}]}, []),
        (MODEL, [("model", "", None, "/inputs")]),
        ({**MODEL, "inputs": None}, [("model", "", None, None)]),
        ({"model": MODEL}, [("model", "/model", None, "/model/inputs")]),
        ({"models": [MODEL]}, [("model", "/models/0", None, "/models/0/inputs")]),
        (
            {"job": JOB, "model": MODEL},
            [
                ("job", "/job", "/job/metadata/flow", None),
                ("model", "/model", None, "/model/inputs"),
            ],
        ),
        (EXPORT, [("authoring", "", None, "/inputs")]),
        ({**EXPORT, "flow": None}, [("authoring", "", None, "/inputs")]),
        ({**EXPORT, "flow": [NODE]}, [W]),
        ({"inputs": INPUTS}, [("contract", "", None, "/inputs")]),
        (
            [WORKFLOW, JOB],
            [
                ("workflow", "/0", "/0/flow", "/0/inputs"),
                ("job", "/1", "/1/metadata/flow", None),
            ],
        ),
        (
            [{"workflow": WORKFLOW}],
            [("workflow", "/0/workflow", "/0/workflow/flow", "/0/workflow/inputs")],
        ),
    ],
)
def test_every_wrapper(value: Any, expected: Any) -> None:
    assert found(value) == expected


@pytest.mark.parametrize(
    "value", [WORKFLOW, JOB, MODEL, EXPORT, [NODE], {"workflow": WORKFLOW}, {"jobs": [JOB]}]
)
def test_snake_case_is_found_in_the_same_places(value: Any) -> None:
    assert found(respelt(value)) == found(value)


@pytest.mark.parametrize(
    ("model", "value"),
    [
        (WorkflowRetrieveResponse, {"workflow": SDK_WORKFLOW}),
        (JobRetrieveResponse, {"job": SDK_JOB}),
        (ModelRetrieveResponse, {"model": SDK_MODEL}),
    ],
)
def test_the_sdk_dumps_are_found(model: Any, value: Any) -> None:
    made = model.model_validate(value)
    assert found(made.model_dump(mode="json")) == found(value)
    assert found(made.to_dict(mode="json")) == found(value)
    assert len(found(value)) == 1


def test_a_model_of_no_more_than_a_name_a_type_and_plain_inputs_is_found() -> None:
    plain = {
        "id": "m",
        "name": "M",
        "type": "custom",
        "inputs": [{"name": "prompt", "type": "string"}],
    }
    for value in (plain, {"model": plain}, {"models": [plain]}, [plain, plain]):
        assert {one.kind for one in documents(value)} == {Kind.MODEL}
    for other in (
        {**plain, "type": "plugin"},
        {**plain, "inputs": [{"name": "prompt", "type": "string", "internalType": "string"}]},
        {**plain, "inputs": [{"name": "a", "type": "string", "ref": {"node": "b"}}]},
    ):
        assert Kind.MODEL not in {one.kind for one in documents([other])}


ABI = {
    "type": "function",
    "name": "setName",
    "inputs": [{"internalType": "string", "name": "name", "type": "string"}],
    "outputs": [],
    "stateMutability": "nonpayable",
}


@pytest.mark.parametrize(
    "value",
    [
        {"name": "app", "version": "1.0.0", "scripts": {"flow": "flow check"}, "flow": "^0.2"},
        {"compilerOptions": {"strict": True}, "include": ["src"]},
        {"type": "FeatureCollection", "features": [{"type": "Feature", "id": "a"}]},
        [{"type": "Feature", "id": "a", "geometry": {"type": "Point", "coordinates": [1, 2]}}],
        {"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object"},
        ABI,
        [ABI],
        {"abi": [ABI]},
        [{"id": "1", "name": "Ada"}, {"id": "2", "name": "Grace"}],
        [{"id": "1", "name": "Ada", "type": "admin", "status": "active"}],
        {"id": "1", "name": "Ada"},
        [{"type": "articles", "id": "1"}],
        [{"id": "a1", "type": "inject", "z": "tab", "wires": [["b2"]]}],
        {"nodes": [{"id": "a", "type": "start", "inputs": []}], "edges": []},
        {"flow": ["plan", "build", "ship"]},
        {"flow": "accessCode", "scopes": {}},
        {"flow": {"direction": "left"}},
        {"flow": [{"step": 1}]},
        {"metadata": {"flow": "x"}},
        {"jobs": {"build": {"steps": []}}},
        {"job": "build", "model": "x", "workflow": {"name": "ci", "on": "push"}},
        {"id": "gpt", "capabilities": ["chat"], "source": "hub", "inputs": ["text"]},
        {"inputs": {"token": {"required": True}}},
        {
            "id": "9c6d",
            "friendlyName": "Copy",
            "inputs": [{"name": "src", "type": "string", "defaultValue": "", "required": True}],
        },
        {"inputs": [{"name": "image", "type": "IMAGE", "link": 3}]},
        {"editorInfo": "vim"},
        "flow",
        7,
        None,
        {},
    ],
)
def test_ordinary_json_holds_nothing(value: Any) -> None:
    assert found(value) == []


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["flow", "inputs", "id", "type", "metadata", "workflow", "jobs", "name", "x"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@settings(max_examples=200, deadline=None)
@given(JSON)
def test_any_json_is_read_and_every_place_exists(value: Any) -> None:
    for document in documents(value):
        assert document.value(document.at) is document.record
        for at in (document.flow_at, document.inputs_at):
            assert at is None or document.value(at) is not None
            assert at is None or at[: len(document.at)] == document.at
        assert (document.kind is Kind.JOB) <= document.is_job


def test_a_bare_list_is_a_run_when_a_node_has_a_status() -> None:
    (run,), (definition,) = documents([NODE, RUN]), documents([NODE, {**NODE, "status": None}])
    assert run.is_job
    assert not definition.is_job


def test_keys_tell_documents_apart() -> None:
    keys = [d.key for d in documents({"workflows": [WORKFLOW, WORKFLOW]}, file="a.json", line=3)]
    assert keys == ["a.json#3/workflows/0", "a.json#3/workflows/1"]
