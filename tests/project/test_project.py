"""Documents checked together: who is found by which id."""

from __future__ import annotations

import sys
from subprocess import run
from typing import Any

from flowcheck.engine import check_each
from flowcheck.project.project import Project
from flowcheck.reading.source import Source
from flowcheck.settings import Settings

FLOW = [{"id": "m", "type": "custom-model", "modelId": "model_a", "inputs": []}]


def project(*values: Any) -> Project:
    sources = [Source.from_value(f"{n}.json", value) for n, value in enumerate(values)]
    return Project.of(sources, Settings())


def workflow(id: str, *inputs: Any, **fields: Any) -> dict[str, Any]:
    return {"id": id, "inputs": list(inputs), "flow": FLOW, **fields}


def test_workflows_are_known_by_id_whatever_wraps_them() -> None:
    made = project(
        {"workflow": workflow("a")},
        {"workflows": [workflow("b"), workflow("c")]},
        {"workflow": workflow("d"), "job": {"jobId": "d2", "metadata": {"flow": FLOW}}},
    )
    assert made.workflow_ids == ["a", "b", "c", "d"]
    found = made.workflow("c")
    assert found is not None
    assert (found.file, found.at) == ("1.json", ("workflows", 1))


def test_update_bodies_jobs_and_node_lists_are_nobodys_sub_workflow() -> None:
    job = {"jobId": "j", "id": "j", "metadata": {"workflowId": "a", "flow": FLOW}}
    made = project({"inputs": [], "flow": FLOW}, {"job": job}, FLOW, workflow(" "))
    assert made.workflow_ids == []


def test_first_record_with_a_flow_stands_for_its_id() -> None:
    without = {"id": "a", "inputs": [{"name": "x", "type": "file_array", "kind": "image"}]}
    made = project(without, workflow("a", name="first"), workflow("a", name="second"))
    found = made.workflow("a")
    assert found is not None
    assert found.record["name"] == "first"


def test_contract_is_known_as_long_as_all_records_agree() -> None:
    x = {"name": "x", "type": "string"}
    y = {"name": "y", "type": "string"}
    made = project(
        *(workflow("same", x, y), workflow("same", y, {**x, "default": None, "min_length": None})),
        *(workflow("differ", x), workflow("differ", {**x, "required": {"always": True}})),
        *(workflow("untold", inputs=None), workflow("told", x), workflow("told", inputs=None)),
    )
    same, told = made.workflow_contract("same"), made.workflow_contract("told")
    assert same is not None
    assert list(same.by_name) == ["x", "y"]
    assert made.workflow_contract("differ") is None
    assert made.workflow_contract("untold") is None
    assert told is not None
    assert made.workflow_contract("nobody") is None


def test_nothing_is_built_for_flows_that_call_nobody() -> None:
    source = Source.from_value("a.json", [{"id": "l", "type": "list", "items": ["a"]}])
    made = Project.of([source], Settings())
    (judged,) = check_each([source], Settings(), made)
    assert judged.nodes == 1
    assert made._called == {}
    assert "_workflows" not in vars(made)
    assert "circles" not in vars(made)


def test_calls_without_a_circle_do_not_load_networkx() -> None:
    script = (
        "import sys, flowcheck\n"
        "node = {'id': 'n', 'type': 'workflow', 'workflowId': 'b', 'inputs': []}\n"
        "leaf = {'id': 'p', 'type': 'generate-prompt', 'inputs': []}\n"
        "flows = [{'id': 'a', 'inputs': [], 'flow': [node]},"
        " {'id': 'b', 'inputs': [], 'flow': [leaf]}]\n"
        "assert flowcheck.check(flows).problems == ()\n"
        "print('networkx' in sys.modules)\n"
    )
    done = run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
