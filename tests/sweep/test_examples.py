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
TEXTS = [None, json.dumps(FAULTY), json.dumps(CALLEE), "{"]
IDS = ["none", "faulty", "sound", "broken"]
ENGINES = "make cluster-test ENGINES='pyspark pandas ray'"
FOUND = [("broken", "FC101"), ("faulty", "FC702")]


def test_what_ray_runs() -> None:
    check = runpy.run_path(str(EXAMPLES / "ray_map_batches.py"))["check"]
    found = check({"id": IDS, "flow": TEXTS})
    assert sorted(zip(found["id"], found["code"], strict=True)) == FOUND
    assert {len(column) for column in found.values()} == {2}


def test_what_spark_runs() -> None:
    pa = pytest.importorskip("pyarrow", reason="needs pyarrow: make cluster-test")
    check = runpy.run_path(str(EXAMPLES / "spark_map_in_arrow.py"))["check"]
    (batch,) = check([pa.RecordBatch.from_pydict({"id": IDS[1:], "flow": TEXTS[1:]})])
    assert sorted((row["id"], row["code"]) for row in batch.to_pylist()) == FOUND


def _run(example: str, folder: Path) -> None:
    """Run an example and look at what it wrote."""
    pa = pytest.importorskip("pyarrow", reason="needs pyarrow: make cluster-test")
    import pyarrow.parquet as pq

    pq.write_table(pa.table({"id": IDS, "flow": TEXTS}), folder / "in.parquet")
    done = subprocess.run(
        [sys.executable, str(EXAMPLES / example), str(folder / "in.parquet"), str(folder / "out")],
        capture_output=True,
        text=True,
        cwd=folder,
        env={**os.environ, "PYSPARK_PYTHON": sys.executable, "RAY_USAGE_STATS_ENABLED": "0"},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    rows = pq.read_table(folder / "out").to_pylist()
    assert sorted((row["id"], row["code"]) for row in rows) == FOUND


def test_on_spark(tmp_path: Path) -> None:
    for name in ("pyspark", "pandas"):
        pytest.importorskip(name, reason=f"needs {name}: {ENGINES}")
    if shutil.which("java") is None:
        pytest.skip("needs Java")
    _run("spark_map_in_arrow.py", tmp_path)


def test_on_ray(tmp_path: Path) -> None:
    pytest.importorskip("ray", reason=f"needs ray: {ENGINES}")
    _run("ray_map_batches.py", tmp_path)
