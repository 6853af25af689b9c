"""Records as flat rows; nothing heavy is needed for them."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

import flowcheck
from flowcheck.batch import check_records
from flowcheck.batch.rows import DocumentRow, ProblemRow
from tests.cache.flows import CALLEE, CALLER, FAULTY, MODEL


def test_a_row_for_every_document_and_every_problem() -> None:
    records = [
        json.dumps(FAULTY).encode(),
        b"{",
        json.dumps({"workflows": [CALLEE, {"id": "wf_a", "name": "w", "flow": FAULTY}]}).encode(),
        json.dumps(MODEL).encode(),
    ]
    found = list(check_records(records))
    documents = [row for row in found if isinstance(row, DocumentRow)]
    assert [(d.record, d.pointer, d.kind, d.id, d.nodes, d.errors) for d in documents] == [
        (1, "", "flow", None, 1, 1),
        (2, "", None, None, 0, 1),
        (3, "/workflows/0", "workflow", "wf_inner", 1, 0),
        (3, "/workflows/1", "workflow", "wf_a", 1, 1),
        (4, "", "model", "model_flux", 0, 0),
    ]
    problems = [row for row in found if isinstance(row, ProblemRow)]
    assert [(p.record, p.code, p.pointer) for p in problems] == [
        (1, "FC702", "/0"),
        (2, "FC101", ""),
        (3, "FC702", "/workflows/1/flow/0"),
    ]
    (expected,) = flowcheck.check(FAULTY).problems
    assert (problems[0].message, json.loads(problems[0].args)) == (expected.message, expected.args)


def test_it_is_pure_and_lazy() -> None:
    records = [json.dumps(CALLER).encode(), json.dumps(CALLEE).encode()]
    assert list(check_records(records)) == list(check_records(iter(records)))
    with pytest.raises(flowcheck.SettingsError):
        next(check_records(records, settings=flowcheck.Settings(select=("FC999",))))


def test_check_loads_nothing_of_a_cluster() -> None:
    script = (
        "import sys, flowcheck; flowcheck.check([]); import flowcheck.batch.rows; "
        "print([m for m in ('dask', 'distributed', 'fsspec', 'pyarrow') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"
