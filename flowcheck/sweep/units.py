"""What a sweep is made of: parts of files, planned once, the same for the same files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from io import BufferedReader, BytesIO
from typing import Any

import fsspec

from flowcheck.batch.rows import Item
from flowcheck.batch.stream.cutting import LONGEST, Part, cut, line_ends
from flowcheck.dataclass import dataclass
from flowcheck.reading.packed import (
    BLOCK,
    LINES,
    PACKED,
    PACKED_LINES,
    Unreadable,
    blocks,
    is_packed,
    packing,
    unpacked,
)
from flowcheck.settings import SettingsError
from flowcheck.sweep.store import located

PART_BYTES = 64_000_000
"""Of a file whose records can be read from the middle on; one that is packed is one part."""
WHOLE = (".json", *(f".json{packed}" for packed in PACKED))
"""Files that hold one record."""
ENDINGS = (*LINES, *PACKED_LINES, *WHOLE)
"""Files of a folder that are swept; with a column, `.parquet`."""


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
        try:
            yield from self._items()
            return
        except Unreadable as error:
            why = str(error)
        # A cluster keeps what a part ended with, and with it what every frame holds that it came
        # through: of a line without an end hundreds of MB.
        raise Unreadable(why)

    def _items(self) -> Iterator[Item]:
        if self.column is not None:
            yield from _rows(self)
        elif self.url.lower().endswith(WHOLE):
            with fsspec.open(self.url, "rb") as file:
                data = file.read()
            if self.url.lower().endswith(PACKED):
                data = unpacked(data, self.url, LONGEST)
            yield Item(self.url, 1, Part(0, data), whole=True)
        else:
            yield from _lines(self)


def plan(urls: Iterable[str], column: str | None, part_bytes: int = PART_BYTES) -> list[Unit]:
    """The parts of files, folders and globs, each file once, in the order of their names. Raises
    SettingsError for what is not there."""
    files: dict[str, dict[str, Any]] = {}
    for url in urls:
        there = _files(url, (".parquet",) if column else ENDINGS)
        if not there:
            raise SettingsError(f"`{url}`: nothing there to sweep")
        parquet = [name for name in there if name.lower().endswith(".parquet")]
        if parquet and not column:
            raise SettingsError(
                f"`{min(parquet)}` is Parquet: name the column of the records with --column"
            )
        files.update(there)
    found: list[Unit] = []
    for name, info in sorted(files.items()):
        size = int(info.get("size") or 0)
        stamp = str(info.get("ETag") or info.get("etag") or info.get("mtime") or "")
        for start, end, group in _shares(name, size, column, part_bytes):
            found.append(Unit(len(found), name, size, stamp, start, end, column, group))
    return found


def _files(url: str, endings: tuple[str, ...]) -> dict[str, dict[str, Any]]:
    """The files of a URL, with what is known of each. Of a folder those with such endings, hidden
    ones and those in hidden folders excepted, as a sweep's own."""
    fs, path = located(url)
    found: dict[str, dict[str, Any]]
    if any(sign in path for sign in "*?["):
        found = {
            n: info for n, info in fs.glob(path, detail=True).items() if info["type"] == "file"
        }
    elif fs.isdir(path):
        found = {
            name: info
            for name, info in fs.find(path, detail=True).items()
            if name.lower().endswith(endings)
            and not any(part.startswith(("_", ".")) for part in name[len(path) :].split("/"))
        }
    else:
        found = {path: fs.info(path)} if fs.exists(path) else {}
    return {fs.unstrip_protocol(name): info for name, info in found.items()}


def _shares(url: str, size: int, column: str | None, most: int) -> Iterator[tuple[int, int, int]]:
    """(start, end, group) of each part of a file."""
    if column is not None:
        row = 0
        for group, rows in enumerate(_groups(url, column)):
            yield row, row + rows, group
            row += rows
    elif is_packed(url) or not url.lower().endswith(LINES) or size <= most:
        yield 0, 0, 0
    else:
        for start in range(0, size, most):
            yield start, min(start + most, size), 0


def _groups(url: str, column: str) -> list[int]:
    """How many rows each row group of a Parquet file has. Raises SettingsError for what cannot
    hold records."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with fsspec.open(url, "rb") as file:
            read = pq.ParquetFile(file)
            if column not in read.schema_arrow.names:
                raise SettingsError(f"`{url}` has no column `{column}`")
            kind = read.schema_arrow.field(column).type
            if pa.types.is_dictionary(kind):
                kind = kind.value_type
            if not any(holds(kind) for holds in _texts(pa.types)):
                raise SettingsError(f"column `{column}` of `{url}` holds {kind}, not texts of JSON")
            return [read.metadata.row_group(n).num_rows for n in range(read.num_row_groups)]
    except pa.ArrowInvalid as error:
        raise SettingsError(f"cannot read Parquet from `{url}`: {error}") from error


def _texts(types: Any) -> tuple[Callable[[Any], bool], ...]:
    return types.is_string, types.is_large_string, types.is_binary, types.is_large_binary


def _rows(unit: Unit) -> Iterator[Item]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with fsspec.open(unit.url, "rb") as file:
            table = pq.ParquetFile(file).read_row_group(unit.group, columns=[unit.column])
    except pa.ArrowInvalid as error:
        raise Unreadable(f"not Parquet, or damaged: {error}") from error
    for number, value in enumerate(table.column(0), start=unit.start + 1):
        record = value.as_py()
        if record is not None:
            data = record.encode() if isinstance(record, str) else record
            yield Item(unit.url, number, Part(0, data), whole=True)


def _lines(unit: Unit) -> Iterator[Item]:
    """The records of a part of a file of lines."""
    before = unit.before
    with fsspec.open(unit.url, "rb") as file:
        lines = _range(file, unit) if unit.end else _all(file, unit.url)
        for line in lines:
            if not unit.start and not before and (how := packing(line)):
                raise Unreadable(f"the file is {how} data: name it `.jsonl.gz` or `.jsonl.zst`")
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
