"""The two tables a sweep writes, as Parquet files; `docs/scale.md` describes them."""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Iterable
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from flowcheck.batch.rows import DocumentRow, ProblemRow, Row

VERSION = 1
"""Of the schema; in the files' metadata as `flowcheck.sweep`. Columns may be added within one."""
_TYPES = {"str": pa.string(), "str | None": pa.string(), "int": pa.int64()}


def schema(kind: type[Row]) -> pa.Schema:
    """The Arrow schema of a kind of row."""
    columns = [
        pa.field(field.name, _TYPES[str(field.type)], nullable="None" in str(field.type))
        for field in dataclasses.fields(kind)
    ]
    return pa.schema(columns, metadata={"flowcheck.sweep": str(VERSION)})


class Tables:
    """Gathers rows as two Parquet files."""

    def __init__(self) -> None:
        self._kinds: dict[type[Row], _Table] = {
            DocumentRow: _Table(schema(DocumentRow)),
            ProblemRow: _Table(schema(ProblemRow)),
        }

    def add(self, rows: Iterable[Row]) -> None:
        for row in rows:
            self._kinds[type(row)].add(row)

    def files(self) -> dict[str, bytes]:
        """Folder → what the file in it holds."""
        return {
            "documents": self._kinds[DocumentRow].data(),
            "problems": self._kinds[ProblemRow].data(),
        }


class _Table:
    MOST = 20_000

    def __init__(self, columns: pa.Schema) -> None:
        self._schema = columns
        self._names = columns.names
        self._rows: list[dict[str, Any]] = []
        self._buffer = io.BytesIO()
        self._writer = pq.ParquetWriter(self._buffer, columns, compression="zstd")

    def add(self, row: Row) -> None:
        self._rows.append({name: getattr(row, name) for name in self._names})
        if len(self._rows) >= self.MOST:
            self._write()

    def _write(self) -> None:
        self._writer.write_table(pa.Table.from_pylist(self._rows, self._schema))
        self._rows.clear()

    def data(self) -> bytes:
        self._write()
        self._writer.close()
        return self._buffer.getvalue()
