"""Files that are read block by block: gzip and zstd unpacked on the way, never more than a block
at a time, so that a small file that unpacks to a huge one costs no memory."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Protocol, cast

LINES = (".jsonl", ".ndjson")
PACKED = (".gz", ".zst")
PACKED_LINES = tuple(f"{lines}{packed}" for lines in LINES for packed in PACKED)
"""Packed files that are read; a packed `.json` is not."""
BLOCK = 65_536
_SIGNS = ((b"\x1f\x8b", "gzip"), (b"\x28\xb5\x2f\xfd", "zstd"))
"""What packed files begin with, which no UTF-8 does."""
_BITE = 1_024
"""Bytes of zstd unpacked at a time. Each may become 32,768."""
_LARGEST_WINDOW = 2**27
"""Bytes that a zstd frame may ask to be kept; what `zstd` itself allows."""


class Readable(Protocol):
    """What bytes can be read from, in order."""

    def read(self, size: int = -1, /) -> bytes:
        """So many bytes, or all that are left."""


class Unreadable(Exception):
    """A file that cannot be read, or no further; the message says why."""


def holds_lines(name: str) -> bool:
    """Whether a file of that name holds one record a line, packed or not."""
    return name.lower().endswith((*LINES, *PACKED_LINES))


def is_packed(name: str) -> bool:
    """Whether a file of that name has to be unpacked."""
    return name.lower().endswith(PACKED_LINES)


def packing(start: bytes) -> str | None:
    """How a file is packed that begins so, whatever its name says; None for one that is not."""
    return next((how for sign, how in _SIGNS if start.startswith(sign)), None)


def blocks(file: Readable, name: str) -> Iterator[bytes]:
    """What a file holds, in order, none of it empty. name: tells how it is packed.

    Raises Unreadable for what is packed wrongly or cut off, OSError for what cannot be read."""
    if is_packed(name):
        yield from _unpacking(file, name)
    else:
        yield from iter(lambda: file.read(BLOCK), b"")


def unpacked(data: bytes, name: str, most: int) -> bytes:
    """What a packed file holds, all at once. name: ends in one of `PACKED`. Raises Unreadable as
    `blocks` does, and for more than `most` bytes."""
    from io import BytesIO

    whole = bytearray()
    for block in _unpacking(BytesIO(data), name):
        whole += block
        if len(whole) > most:
            raise Unreadable(f"unpacks to more than {most:,} bytes")
    return bytes(whole)


def _unpacking(file: Readable, name: str) -> Iterator[bytes]:
    return _gunzipped(file) if name.lower().endswith(".gz") else _unzstd(file)


def _gunzipped(file: Readable) -> Iterator[bytes]:
    import gzip
    import zlib

    try:
        with gzip.GzipFile(fileobj=cast(IO[bytes], file), mode="rb") as inner:
            # On the way to a whole block, `read` may meet damage and lose what it has unpacked.
            yield from iter(lambda: inner.read1(BLOCK), b"")
    except EOFError as error:
        raise Unreadable("the gzip data ends too early") from error
    except (gzip.BadGzipFile, zlib.error) as error:
        raise Unreadable("not gzip data, or damaged") from error


def _unzstd(file: Readable) -> Iterator[bytes]:
    try:
        from zstandard import ZstdDecompressor, ZstdError
    except ImportError as error:
        raise Unreadable(
            "zstd needs the package zstandard: pip install 'scenario-flowcheck[zstd]'"
        ) from error
    frames = ZstdDecompressor(max_window_size=_LARGEST_WINDOW)
    rest = b""
    frame = None
    try:
        while bite := rest or file.read(_BITE):
            if frame is None:
                frame = frames.decompressobj()
            block = frame.decompress(bite)
            rest = frame.unused_data
            if frame.eof:
                frame = None
            if block:
                yield block
    except ZstdError as error:
        raise Unreadable("not zstd data, or damaged") from error
    if frame is not None:
        raise Unreadable("the zstd data ends too early")
