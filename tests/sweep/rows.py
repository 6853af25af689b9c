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


EXACT = (
    "line", "column", "end_line", "end_column", "code", "rule", "severity", "message", "hint",
    "pointer", "node", "input", "args", "related", "witness", "fix", "certainty",
)  # fmt: skip


def exactly(problem: flowcheck.Problem, file: str, url: str) -> tuple[Any, ...]:
    """A problem as a row of the table has it, its related places under the URL of the file."""
    told = problem.to_dict()
    for name in ("args", "related", "witness", "fix"):
        text = json.dumps(told[name], separators=(",", ":"))
        told[name] = text.replace(json.dumps(file), json.dumps(url))
    told["end_line"], told["end_column"] = problem.end_line, problem.end_column
    for name in ("witness", "fix"):
        told[name] = None if told[name] == "null" else told[name]
    return tuple(told[name] for name in EXACT)


def swept(rows: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    """The same of the table of problems, without FC103, which a sweep tells of each record."""
    found = [tuple(row[key] for key in PROBLEM) for row in rows if row["code"] != "FC103"]
    return sorted(found, key=repr)
