"""Check a column of records with Spark: `spark-submit examples/spark_map_in_arrow.py IN OUT`.

IN is a Parquet data set with a column `flow` that holds JSON texts; OUT gets a row per problem.
Each executor needs `pip install scenario-flowcheck pyarrow pandas`."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator

import pyarrow as pa

COLUMNS = {
    "record": pa.int64(),
    "code": pa.string(),
    "severity": pa.string(),
    "message": pa.string(),
    "pointer": pa.string(),
    "fingerprint": pa.string(),
}
DDL = "record long, " + ", ".join(f"{name} string" for name in COLUMNS if name != "record")


def check(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """What Spark runs on each share: the problems in a column of JSON texts. A record's number is
    that of its row in the batch."""
    from flowcheck.batch import check_records
    from flowcheck.batch.rows import ProblemRow

    for batch in batches:
        records = (text.as_py().encode() for text in batch.column("flow"))
        rows = [row for row in check_records(records) if isinstance(row, ProblemRow)]
        yield pa.RecordBatch.from_pylist(
            [{name: getattr(row, name) for name in COLUMNS} for row in rows],
            schema=pa.schema(list(COLUMNS.items())),
        )


def main(source: str, target: str) -> None:
    from pyspark.sql import SparkSession

    spark = SparkSession.builder.getOrCreate()
    flows = spark.read.parquet(source).select("flow").where("flow is not null")
    flows.mapInArrow(check, DDL).write.parquet(target)


if __name__ == "__main__":
    main(*sys.argv[1:])
