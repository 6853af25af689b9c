"""What a sweep wrote, and what one process says of the same records."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow.dataset as ds

import flowcheck
from tests.cache.flows import CALLEE, CALLER, FAULTY, MODEL, SOUND

RECORDS = [
    CALLER, SOUND, FAULTY, {"x": 1}, {"id": "wf_a", "name": "w", "flow": FAULTY},
    {"workflows": [CALLEE, CALLER]}, 7, {"id": "wf_b", "name": "w", "flow": []},
]  # fmt: skip
LINES = [json.dumps(value).encode() for value in RECORDS * 12]
LINES += [b'{"flow": [}', b"", b'["\xff"]', json.dumps(CALLEE).encode(), json.dumps(MODEL).encode()]
PROBLEM = ("record", "code", "severity", "message", "line", "column", "pointer", "node", "hint")


def table(output: str, name: str, filesystem: Any = None) -> list[dict[str, Any]]:
    """A table of a sweep, in the order of its records."""
    rows: list[dict[str, Any]] = (
        ds.dataset(f"{output}/{name}", format="parquet", filesystem=filesystem)
        .to_table()
        .to_pylist()
    )
    place = ("url", "record", "line", "column", "code", "message", "pointer")
    return sorted(rows, key=lambda row: [str(row.get(key)).rjust(12) for key in place])


def single(data: bytes, folder: Path) -> list[tuple[Any, ...]]:
    """The problems that `check_files`, in one process, finds in the records of a file."""
    path = folder / "single.jsonl"
    path.write_bytes(data)
    report = flowcheck.check_files([path])
    return sorted(
        (
            (
                p.line,
                p.code,
                p.severity.value,
                p.message,
                p.line,
                p.column,
                p.pointer,
                p.node,
                p.hint,
            )
            for p in report.problems
        ),
        key=repr,
    )


def swept(rows: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    """The same of the table of problems, without FC103, which a sweep tells of each record."""
    found = [tuple(row[key] for key in PROBLEM) for row in rows if row["code"] != "FC103"]
    return sorted(found, key=repr)
