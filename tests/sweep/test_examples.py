"""The examples for other engines."""

from __future__ import annotations

import json
import os
import runpy
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cache.flows import CALLEE, FAULTY

EXAMPLES = Path(__file__).parents[2] / "examples"
TEXTS = [json.dumps(FAULTY), json.dumps(CALLEE), "{"]
FOUND = [(1, "FC702"), (3, "FC101")]


def test_what_ray_runs() -> None:
    check = runpy.run_path(str(EXAMPLES / "ray_map_batches.py"))["check"]
    found = check({"flow": TEXTS})
    assert list(zip(found["record"], found["code"], strict=True)) == FOUND
    assert {len(column) for column in found.values()} == {2}


def test_what_spark_runs() -> None:
    pa = pytest.importorskip("pyarrow", reason="needs pyarrow: make cluster-test")
    check = runpy.run_path(str(EXAMPLES / "spark_map_in_arrow.py"))["check"]
    (batch,) = check([pa.RecordBatch.from_pydict({"flow": TEXTS})])
    assert [(row["record"], row["code"]) for row in batch.to_pylist()] == FOUND


def test_on_spark(tmp_path: Path) -> None:
    pytest.importorskip("pyspark", reason="needs pyspark and pandas")
    pytest.importorskip("pandas", reason="needs pyspark and pandas")
    if shutil.which("java") is None:
        pytest.skip("needs Java")
    pa = pytest.importorskip("pyarrow", reason="needs pyarrow: make cluster-test")
    import pyarrow.parquet as pq

    pq.write_table(pa.table({"flow": TEXTS}), tmp_path / "in.parquet")
    command = [sys.executable, str(EXAMPLES / "spark_map_in_arrow.py")]
    subprocess.run(
        [*command, str(tmp_path / "in.parquet"), str(tmp_path / "out")],
        check=True,
        capture_output=True,
        env={**os.environ, "PYSPARK_PYTHON": sys.executable},
    )
    rows = pq.read_table(tmp_path / "out").to_pylist()
    assert sorted((row["record"], row["code"]) for row in rows) == FOUND
