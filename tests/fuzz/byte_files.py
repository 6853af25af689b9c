"""Damaged byte files: what a disk, an editor, a pipe or another encoding makes of a text."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from random import Random

import zstandard

from tests.fuzz.bases import some_text

_PIECES = (
    *(b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\x00", b"\xff", b"\xc3", b"\xed\xa0\x80"),
    *(b"\xc0\xaf", b"\xf4\x90\x80\x80", b"\xf0\x9f\x98", b"\x80", b"\x1b[0m", b"\x7f", b"\x1a"),
    *(b"{", b"}", b"[", b"]", b",", b":", b'"', b"\\", b"\n", b"\r", b"\r\n", b"\t", b" ", b"'"),
    *(b"//", b"/*", b"*/", b"# x\n", b"NaN", b"-Infinity", b"1e999", b"-", b"01", b"1.", b".5"),
    *(b"+1", b"0x1", b"null", b"nul", b"True", b"undefined", b'"\\ud800"', b'"\\u12', b'"\\x"'),
    *(b'"flow":', b'"flow":[]', b'"id":"a",', b"{}", b"[]", b"\xe2\x80\xa8", b"\xc2\x85", b"\x0c"),
    *(b"\xc2\xa0", b"\xe3\x80\x80", b'"":', b",,", b"]}", b"}{", b"][", b'" "', b"-0", b"1E+2"),
    *(b"9" * 400, b"9" * 5000, b"0." + b"1" * 400, b'"' + b"a" * 3000 + b'"'),
)
_WIDE = ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be")
_OTHER = ("latin-1", "cp1252", "utf-7", "utf-8-sig", "cp037", "shift_jis", "gb18030")
_LINE_ENDS = (b"\r\n", b"\r", b"\n\r", b"\xe2\x80\xa8", b"\xc2\x85", b"\x0b", b"\x0c", b"")
_KEY = re.compile(rb'"(\w+)":')


def damaged(rng: Random) -> tuple[str, bytes]:
    """A name and what a file of that name holds."""
    share = rng.random()
    if share < 0.82:
        return "a.json", garbled(rng, some_text(rng).encode())
    if share < 0.83:
        return "a.json", _deep(rng)
    if share < 0.95:
        return rng.choice(("a.jsonl", "a.ndjson", "A.JSONL")), _lines(rng)
    return _packed(rng)


def garbled(rng: Random, data: bytes) -> bytes:
    """Bytes with one to five things that happen to files."""
    for _ in range(rng.choice((1, 1, 1, 2, 3, 5))):
        data = rng.choice(_WAYS)(rng, data)
    return data


def _at(rng: Random, data: bytes) -> int:
    return rng.randint(0, len(data))


def _flip(rng: Random, data: bytes) -> bytes:
    if not data:
        return b"\x00"
    at = rng.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << rng.randrange(8)]) + data[at + 1 :]


def _cut(rng: Random, data: bytes) -> bytes:
    return data[: _at(rng, data)] if rng.random() < 0.8 else data[_at(rng, data) :]


def _lose(rng: Random, data: bytes) -> bytes:
    at = _at(rng, data)
    return data[:at] + data[at + rng.choice((1, 1, 2, 7, 40)) :]


def _insert(rng: Random, data: bytes) -> bytes:
    at = _at(rng, data)
    return data[:at] + rng.choice(_PIECES) + data[at:]


def _overwrite(rng: Random, data: bytes) -> bytes:
    at, piece = _at(rng, data), rng.choice(_PIECES)
    return data[:at] + piece + data[at + len(piece) :]


def _splice(rng: Random, data: bytes) -> bytes:
    other = some_text(rng).encode()
    return data[: _at(rng, data)] + other[_at(rng, other) :]


def _repeat(rng: Random, data: bytes) -> bytes:
    start = _at(rng, data)
    end = start + rng.choice((1, 5, 30, 200))
    return data[:end] + data[start:]


def _recode(rng: Random, data: bytes) -> bytes:
    encoding = rng.choice((*_WIDE, *_OTHER))
    return data.decode(errors="replace").encode(encoding, errors="replace")


def _misread(rng: Random, data: bytes) -> bytes:
    """UTF-8 that was taken for something else, and saved."""
    return data.decode("latin-1").encode()


def _end_lines(rng: Random, data: bytes) -> bytes:
    return data.replace(b"\n", rng.choice(_LINE_ENDS), rng.choice((-1, 1, 3)))


def _comment(rng: Random, data: bytes) -> bytes:
    places = [at for at, byte in enumerate(data) if byte in b",{["]
    at = rng.choice(places) + 1 if places else 0
    return (
        data[:at] + rng.choice((b"// a\n", b"/* a */", b"# a\n", b"/*", b"--", b"//")) + data[at:]
    )


def _trail(rng: Random, data: bytes) -> bytes:
    places = [at for at, byte in enumerate(data) if byte in b"}]"]
    at = rng.choice(places) if places else len(data)
    return data[:at] + rng.choice((b",", b", ", b",\n", b";")) + data[at:]


def _key_again(rng: Random, data: bytes) -> bytes:
    """A key that is in the object already, escaped at times, or another one by its name."""
    keys = list(_KEY.finditer(data))
    if not keys:
        return data
    before, key = rng.choice(keys), rng.choice(keys)[1]
    if rng.random() < 0.2:
        key = b"\\u%04x" % key[0] + key[1:]
    value = rng.choice((b"null", b"1", b'"a"', b"[]", b"{}", b'{"a":1,"a":2}'))
    return data[: before.start()] + b'"%b":%b,' % (key, value) + data[before.start() :]


def _quote(rng: Random, data: bytes) -> bytes:
    return data.replace(b'"', b"'", rng.choice((-1, 1, 2, 7)))


_WAYS: tuple[Callable[[Random, bytes], bytes], ...] = (
    *(_flip, _flip, _cut, _lose, _insert, _insert, _overwrite, _splice, _repeat, _recode),
    *(_misread, _end_lines, _comment, _trail, _key_again, _key_again, _quote),
)


def _deep(rng: Random) -> bytes:
    """Brackets in brackets, some of them never closed."""
    deep = rng.choice((10, 100, 499, 500, 501, 501, 2_000, 2_000, 20_000))
    opening, inner, closing = rng.choice(
        (
            (b"[", b"", b"]"),
            (b'{"a":', b"1", b"}"),
            (b'{"flow":[', b"", b"]}"),
            (b'{"id":"a","type":"list","inputs":[', b"", b"]}"),
            (b'[{"name":"a","items":[', b"", b"]}]"),
        )
    )
    closed = rng.choice((deep, deep, deep - 1, deep + 1, 0))
    around = rng.choice((b"%b", b'{"flow":[%b]}', b'{"inputs":%b,"flow":[]}'))
    return around % (opening * deep + inner + closing * closed)


def _lines(rng: Random) -> bytes:
    """JSON Lines, some of them broken, all of it damaged at times."""
    lines = []
    for _ in range(rng.choice((0, 1, 2, 2, 3, 4))):
        line = some_text(rng).encode()
        if rng.random() < 0.95:
            line = line.replace(b"\n", b" ")
        if rng.random() < 0.4:
            line = garbled(rng, line)
        lines.append(line)
        if rng.random() < 0.1:
            lines.append(rng.choice((b"", b" ", b"\r", b"null", b"[]", b"{", b"\xff", b"\x0c")))
    data = rng.choice((b"\n", b"\n", b"\n", b"\r\n", b"\n\n")).join(lines)
    data += rng.choice((b"", b"\n", b"\r\n", b"\n\n \n"))
    return garbled(rng, data) if rng.random() < 0.2 else data


def _packed(rng: Random) -> tuple[str, bytes]:
    """A packed file of records, cut, spliced or garbled."""
    ending = rng.choice((".gz", ".zst"))
    pack: Callable[[bytes], bytes] = (
        (lambda data: gzip.compress(data, 1, mtime=0)) if ending == ".gz" else _zstd
    )
    data = pack(_lines(rng))
    match rng.randrange(8):
        case 0:
            data = data[: _at(rng, data)]
        case 1:
            data += pack(_lines(rng))
        case 2:
            other = pack(_lines(rng))
            data = data[: _at(rng, data)] + other[_at(rng, other) :]
        case 3:
            data += rng.choice((b"\x00" * 20, b"x", b"\x1f\x8b", b"(\xb5/\xfd", b"{}"))
        case 4:
            data = pack(data)
        case 5:
            data = b""
        case _:
            for _ in range(rng.choice((1, 1, 4))):
                data = _flip(rng, data)
    return f"a.jsonl{ending}", data


def _zstd(data: bytes) -> bytes:
    return zstandard.ZstdCompressor(level=1).compress(data)
