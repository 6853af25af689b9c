"""What a sweep is made of: parts of files, planned once, the same for the same files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BufferedReader, BytesIO
from typing import Any

import fsspec
from fsspec.core import url_to_fs

from flowcheck.batch.rows import Item
from flowcheck.batch.stream.cutting import LONGEST, Part, cut, line_ends
from flowcheck.dataclass import dataclass
from flowcheck.reading.packed import BLOCK, LINES, Unreadable, blocks, is_packed
from flowcheck.settings import SettingsError

PART_BYTES = 64_000_000
"""Of a file whose records can be read from the middle on; one that is packed is one part."""
ENDINGS = ("*.jsonl", "*.ndjson", "*.jsonl.gz", "*.ndjson.gz", "*.jsonl.zst", "*.ndjson.zst")
"""Files of a folder that are swept, beside `*.json` and, with a column, `*.parquet`."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A part of a file.

    start, end: bytes of a file of lines (the lines that begin there), or rows of a row group;
    end 0 for all of the file. group: of a Parquet file. before: lines above it, where they are
    known. stamp: changes when the file does."""

    index: int
    url: str
    size: int
    stamp: str
    start: int = 0
    end: int = 0
    column: str | None = None
    group: int = 0
    before: int = 0

    def items(self) -> Iterator[Item]:
        """Its records. Raises OSError and Unreadable."""
        if self.column is not None:
            yield from _rows(self)
        elif self.url.lower().endswith(".json"):
            with fsspec.open(self.url, "rb") as file:
                yield Item(self.url, 1, Part(0, file.read()), whole=True)
        else:
            yield from _lines(self)


def plan(urls: Iterable[str], column: str | None, part_bytes: int = PART_BYTES) -> list[Unit]:
    """The parts of files, folders and globs. Raises SettingsError for what is not there."""
    found: list[Unit] = []
    for url in urls:
        files = sorted(_files(url, column).items())
        if not files:
            raise SettingsError(f"`{url}`: nothing there to sweep")
        for name, info in files:
            size = int(info.get("size") or 0)
            stamp = str(info.get("ETag") or info.get("etag") or info.get("mtime") or "")
            for start, end, group in _shares(name, size, column, part_bytes):
                found.append(Unit(len(found), name, size, stamp, start, end, column, group))
    if len({(unit.url, unit.start, unit.group) for unit in found}) < len(found):
        raise SettingsError("a file is named twice")
    return found


def _files(url: str, column: str | None) -> dict[str, dict[str, Any]]:
    fs, path = url_to_fs(url)
    if not any(sign in path for sign in "*?[") and fs.isdir(path):
        endings = ("*.parquet",) if column else (*ENDINGS, "*.json")
        names = [n for ending in endings for n in fs.glob(f"{path.rstrip('/')}/**/{ending}")]
    elif any(sign in path for sign in "*?["):
        names = fs.glob(path)
    else:
        names = [path] if fs.exists(path) else []
    return {
        fs.unstrip_protocol(name): fs.info(name)
        for name in names
        if not any(part.startswith(("_", ".")) for part in name.split("/")[-2:-1])
    }


def _shares(url: str, size: int, column: str | None, most: int) -> Iterator[tuple[int, int, int]]:
    """(start, end, group) of each part of a file."""
    if column is not None:
        import pyarrow.parquet as pq

        with fsspec.open(url, "rb") as file:
            read = pq.ParquetFile(file)
            if column not in read.schema_arrow.names:
                raise SettingsError(f"`{url}` has no column `{column}`")
            row = 0
            for group in range(read.num_row_groups):
                rows = read.metadata.row_group(group).num_rows
                yield row, row + rows, group
                row += rows
    elif is_packed(url) or not url.lower().endswith(LINES) or size <= most:
        yield 0, 0, 0
    else:
        for start in range(0, size, most):
            yield start, min(start + most, size), 0


def _rows(unit: Unit) -> Iterator[Item]:
    import pyarrow.parquet as pq

    with fsspec.open(unit.url, "rb") as file:
        table = pq.ParquetFile(file).read_row_group(unit.group, columns=[unit.column])
        for number, value in enumerate(table.column(0), start=unit.start + 1):
            record = value.as_py()
            if record is not None:
                data = record.encode() if isinstance(record, str) else bytes(record)
                yield Item(unit.url, number, Part(0, data), whole=True)


def _lines(unit: Unit) -> Iterator[Item]:
    """The records of a part of a file of lines."""
    before = unit.before
    with fsspec.open(unit.url, "rb") as file:
        lines = _range(file, unit) if unit.end else _all(file, unit.url)
        for line in lines:
            if line.strip(b" \t\r\n"):
                yield Item(unit.url, before + 1, Part(before, line))
            before += line_ends(line)


def _all(file: Any, url: str) -> Iterator[bytes]:
    for part in cut(blocks(file, url)):
        yield from BytesIO(part.data)


def _range(file: Any, unit: Unit) -> Iterator[bytes]:
    """The lines that begin in a range of bytes."""
    place = unit.start
    if place:
        file.seek(place - 1)
    # Not every file system's own `readline` takes a limit.
    buffered = BufferedReader(file, BLOCK)
    if place:
        place += len(_line(buffered)) - 1
    while place < unit.end:
        line = _line(buffered)
        if not line:
            return
        place += len(line)
        yield line


def _line(file: BufferedReader) -> bytes:
    line = file.readline(LONGEST)
    if len(line) >= LONGEST:
        raise Unreadable(f"a line has more than {LONGEST:,} bytes")
    return line
