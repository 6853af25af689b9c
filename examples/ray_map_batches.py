"""Check a column of records with Ray: `python examples/ray_map_batches.py IN OUT`.

IN is a Parquet data set with a column `id` and a column `flow` that holds JSON texts; OUT gets a
row per problem, with the id of its record. Each worker needs `pip install scenario-flowcheck`."""

from __future__ import annotations

import sys
from typing import Any

COLUMNS = ("code", "severity", "message", "pointer", "fingerprint")


def check(batch: dict[str, Any]) -> dict[str, list[Any]]:
    """What Ray runs on each batch: the problems in a column of JSON texts."""
    from flowcheck.batch import check_records
    from flowcheck.batch.rows import ProblemRow

    both = zip(batch["id"], batch["flow"], strict=True)
    there = [(id, text) for id, text in both if text is not None]
    rows = check_records(text.encode() for _, text in there)
    found = [row for row in rows if isinstance(row, ProblemRow)]
    return {
        "id": [there[row.record - 1][0] for row in found],
        **{name: [getattr(row, name) for row in found] for name in COLUMNS},
    }


def main(source: str, target: str) -> None:
    import ray

    read = ray.data.read_parquet(source, columns=["id", "flow"])
    read.map_batches(check).write_parquet(target)


if __name__ == "__main__":
    main(*sys.argv[1:])
