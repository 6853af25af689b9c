"""A stream of bytes cut into parts of whole lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flowcheck.dataclass import dataclass
from flowcheck.reading.packed import Unreadable

PART = 262_144
"""Bytes of a part, about: enough that handing it on costs little beside checking it."""
LONGEST = 2**28
"""Bytes that a record may have. One without an end must not fill the memory."""


@dataclass(frozen=True, slots=True)
class Part:
    """Some whole lines of a file. before: the lines above it, as editors count them."""

    before: int
    data: bytes


def cut(blocks: Iterable[bytes]) -> Iterator[Part]:
    """The parts of a file, in order, about `PART` bytes each; one even of an empty file.

    Raises Unreadable at a line that is longer than `LONGEST`, and whatever reading raises; what was
    read before is handed out first."""
    held = bytearray()
    before = 0
    searched = 0
    try:
        for block in blocks:
            held += block
            while len(held) >= PART:
                end = held.find(b"\n", max(PART - 1, searched)) + 1
                if not end:
                    searched = len(held)
                    if searched > LONGEST:
                        line = before + line_ends(held) + 1
                        raise Unreadable(f"line {line} has more than {LONGEST:,} bytes")
                    break
                part = Part(before, bytes(held[:end]))
                yield part
                before += line_ends(part.data)
                del held[:end]
                searched = 0
    except (Unreadable, OSError):
        end = held.rfind(b"\n") + 1
        if end:
            yield Part(before, bytes(held[:end]))
        raise
    if held or not before:
        yield Part(before, bytes(held))


def line_ends(data: bytes | bytearray) -> int:
    r"""How many lines end in it: `\n`, `\r\n` and a lone `\r` each end one."""
    return data.count(b"\n") + data.count(b"\r") - data.count(b"\r\n")
