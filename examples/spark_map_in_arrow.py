"""Check a column of records with Spark: `spark-submit examples/spark_map_in_arrow.py IN OUT`.

IN is a Parquet data set with a column `id` and a column `flow` that holds JSON texts; OUT gets a
row per problem, with the id of its record. Each executor needs
`pip install scenario-flowcheck pyarrow pandas`."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator

import pyarrow as pa

COLUMNS = ("id", "code", "severity", "message", "pointer", "fingerprint")
SCHEMA = pa.schema([(name, pa.string()) for name in COLUMNS])
DDL = ", ".join(f"{name} string" for name in COLUMNS)


def check(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """What Spark runs on each share: the problems in a column of JSON texts."""
    from flowcheck.batch import check_records
    from flowcheck.batch.rows import ProblemRow

    for batch in batches:
        ids = batch.column("id").to_pylist()
        records = (text.as_py().encode() for text in batch.column("flow"))
        rows = [row for row in check_records(records) if isinstance(row, ProblemRow)]
        yield pa.RecordBatch.from_pylist(
            [
                {"id": ids[row.record - 1], **{name: getattr(row, name) for name in COLUMNS[1:]}}
                for row in rows
            ],
            schema=SCHEMA,
        )


def main(source: str, target: str) -> None:
    from pyspark.sql import SparkSession

    spark = SparkSession.builder.getOrCreate()
    flows = spark.read.parquet(source).selectExpr("string(id) AS id", "flow")
    flows = flows.where("flow is not null")
    flows.mapInArrow(check, DDL).write.parquet(target)


if __name__ == "__main__":
    main(*sys.argv[1:])
