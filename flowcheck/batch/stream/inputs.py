"""The files of a check as parts, looked at once or several times."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, suppress
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from flowcheck.batch.stream.cutting import Part, cut
from flowcheck.reading.decode import decode_utf8
from flowcheck.reading.files import STDIN, Found, read_once, shown_name
from flowcheck.reading.packed import BLOCK, Readable, Unreadable, blocks, holds_lines, is_packed

LARGE = 8_000_000
"""Bytes from which on a file of records is not held in memory. Of what can be read but once so
much is: what fits is looked through before it is checked, as other files are."""

Tell = Callable[[int], None]
"""Told how many bytes more have been read."""


def has_large(found: Iterable[Found], stdin_name: str = "<stdin>") -> bool:
    """Whether one of the files is better checked part by part."""
    inputs = (Input(item, stdin_name) for item in found)
    return any(file.large for file in inputs)


class Input:
    """A file to check.

    one_text: it has no records that could be told apart. endless: it can be read but once and is
    too large to be held, so that it cannot be looked through first."""

    def __init__(self, found: Found, stdin_name: str) -> None:
        self.found = found
        self.name = shown_name(found, stdin_name)
        self.one_text = not holds_lines(self.name)
        self.endless = False
        self._once = read_once(found.path)
        self._file: BinaryIO | None = None
        self._head = b""

    @property
    def size(self) -> int:
        """In bytes, as it lies there; 0 when that cannot be told."""
        if self._once:
            return 0 if self.endless else len(self._head)
        with suppress(OSError):
            return os.path.getsize(self.found.path)
        return 0

    @property
    def large(self) -> bool:
        """Whether it is better checked part by part."""
        once = self._once and os.path.exists(self.found.path)
        once = once or self.found.path == STDIN
        return not self.one_text and (once or is_packed(self.name) or self.size > LARGE)

    def first_parts(self, tell: Tell) -> Iterator[Part]:
        """The parts to be looked at first: all, or the first of what is endless. Raises Unreadable
        and OSError."""
        if self._once:
            self._file = self._opened()
            self._head = _read(self._file, sys.maxsize if self.one_text else LARGE)
            self.endless = len(self._head) >= LARGE and not self.one_text
        if not self.endless:
            yield from self.parts(tell)
            return
        # What the head ends with may be half a record, or half a packed block.
        head = self._head if is_packed(self.name) else self._head[: self._head.rfind(b"\n") + 1]
        seen = 0
        with suppress(Unreadable):
            for part in cut(blocks(_Pieces(head, None, tell), self.name)):
                yield part
                seen += len(part.data)
                if seen >= LARGE:
                    return

    def parts(self, tell: Tell) -> Iterator[Part]:
        """Every part, in order; one even of an empty file. Raises Unreadable and OSError."""
        if self._once:
            yield from self._cut(_Pieces(self._head, self._file if self.endless else None, tell))
            return
        with closing(self._opened()) as file:
            yield from self._cut(_Pieces(b"", file, tell))

    def _cut(self, pieces: _Pieces) -> Iterator[Part]:
        if self.one_text and not holds_lines(self.name):
            yield Part(0, pieces.read())
            return
        unpacked = blocks(pieces, self.name)
        first = next(unpacked, b"")
        if not _is_one_text(first):
            yield from cut(chain([first], unpacked))
            return
        # UTF-16 has no line ends that could be seen in its bytes, and what is packed under a name
        # that does not say so has none: they are told as one text.
        self.one_text = True
        whole = bytearray(first)
        while len(whole) < LARGE and (block := next(unpacked, b"")):
            whole += block
        yield Part(0, bytes(whole))

    def _opened(self) -> BinaryIO:
        return sys.stdin.buffer if self.found.path == STDIN else Path(self.found.path).open("rb")


class _Pieces:
    """What was read before, then the rest of a file."""

    def __init__(self, head: bytes, rest: Readable | None, tell: Tell) -> None:
        self._head = memoryview(head)
        self._rest = rest
        self._tell = tell

    def read(self, size: int = -1) -> bytes:
        if size < 0:
            return b"".join(iter(lambda: self.read(BLOCK), b""))
        if self._head:
            data = bytes(self._head[:size])
            self._head = self._head[size:]
        else:
            data = b"" if self._rest is None else self._rest.read(size)
        self._tell(len(data))
        return data


def _read(file: Readable, most: int) -> bytes:
    """So many bytes, fewer only of a file that ends before."""
    data = bytearray()
    while len(data) < most and (block := file.read(min(BLOCK, most - len(data)))):
        data += block
    return bytes(data)


def _is_one_text(start: bytes) -> bool:
    """Whether a file that begins so is UTF-16, UTF-32 or packed."""
    problem = decode_utf8(start[:4])[1]
    return problem is not None and problem.args["kind"] != "utf-8"
