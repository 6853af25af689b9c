"""Bytes to JSON values, with duplicate keys and the place of whatever is not JSON.

The C scanner of the standard library does the reading; what it lets pass although it is no JSON
(NaN, 1e400, half surrogate pairs, any depth) is looked for beside it, and a text it refuses is
read again by `careful`, which knows places and sentences. Where the text may have more keys than
its value, it is read again to notice which key an object has twice."""

from __future__ import annotations

import codecs
import gc
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from json import JSONDecoder
from typing import Final, Never

from flowcheck.dataclass import dataclass, field
from flowcheck.findings import Pointer
from flowcheck.pattern import late_pattern
from flowcheck.reading.careful import (
    MAX_DIGITS,
    MAX_NESTING,
    DecodeProblem,
    JsonValue,
    NotJson,
    lone_surrogate,
    read_carefully,
)
from flowcheck.reading.census import Forms, census, has_no_more_keys

__all__ = [
    "MAX_DIGITS",
    "MAX_NESTING",
    "DecodeProblem",
    "Decoded",
    "DuplicateKey",
    "JsonValue",
    "bad_lines",
    "collect_recent",
    "collector_paused",
    "decode",
    "decode_text",
    "decode_utf8",
]

_TOO_LONG = late_pattern(rf"[0-9]{{{MAX_DIGITS + 1}}}")


@dataclass(frozen=True, slots=True)
class DuplicateKey:
    """A key an object has more than once; the last value counts, the earlier ones are lost.

    pointer: the object. count: how often the key occurs, 2 or more. `Spans.duplicate_key` finds
    the occurrences 0 … count-1. equal: whether all its values are the same but for null fields."""

    pointer: Pointer
    key: str
    count: int
    equal: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Decoded:
    """A JSON text and its value.

    text: the whole file without byte order mark; start, end: the part of it that was read, all
    of it but for a record of a JSON Lines file. duplicates: outer objects before inner ones, else
    in the value's order; those inside a lost value are not named, for no pointer leads there.
    problem: why it is no JSON (value is then None), its offset counted from the start of `text`.
    forms: those of the nodes in the value, as far as they were found on the way."""

    text: str
    value: JsonValue
    duplicates: tuple[DuplicateKey, ...]
    problem: DecodeProblem | None
    start: int
    end: int
    forms: Forms = field(default_factory=dict, repr=False, compare=False)


def decode(data: bytes) -> Decoded:
    """Read a file's bytes: UTF-8 with or without byte order mark, one JSON value. Never raises."""
    text, problem = decode_utf8(data)
    if problem:
        return Decoded(text, None, (), problem, 0, len(text))
    return _decode(text, 0, len(text))


def decode_text(text: str, start: int = 0, end: int | None = None) -> Decoded:
    """Read a text, or the part of it that is one record of a JSON Lines file. Never raises.

    A byte order mark at the head of a whole text is dropped, and not counted in `Decoded.text`."""
    if start == 0 and end is None:
        text = text.removeprefix("\ufeff")
    end = len(text) if end is None else end
    try:
        # Only a str that was never bytes can hold half a surrogate pair as it stands.
        text[start:end].encode()
    except UnicodeEncodeError as error:
        at = start + error.start
        name = f"\\u{ord(text[at]):04x}"
        message = f"a lone surrogate `{name}` is no Unicode text"
        problem = DecodeProblem(message, at, {"kind": "lone-surrogate", "found": name})
        return Decoded(text, None, (), problem, start, end)
    return _decode(text, start, end)


def decode_utf8(data: bytes) -> tuple[str, DecodeProblem | None]:
    """The text of a file without its byte order mark, and what is not UTF-8 in it.

    With a problem the text has U+FFFD in place of bad bytes, so that its line can be shown."""
    body = data.removeprefix(codecs.BOM_UTF8)
    # A byte order mark of UTF-16 or -32, or the null that every second ASCII character has there.
    wide = data[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) or (
        len(data) > 1 and (data[0] == 0 or data[1] == 0)
    )
    if wide:
        message = "the file is UTF-16 or UTF-32, not UTF-8"
        return body.decode(errors="replace"), DecodeProblem(message, 0, {"kind": "utf-16"})
    try:
        return body.decode(), None
    except UnicodeDecodeError as error:
        return body.decode(errors="replace"), _packed(data) or _not_utf8(error)


def bad_lines(data: bytes) -> dict[int, DecodeProblem]:
    """What is not UTF-8 in a JSON Lines file, by the offset at which its line starts in the text
    that `decode_utf8` makes of the file."""
    found: dict[int, DecodeProblem] = {}
    start = 0
    for line in data.removeprefix(codecs.BOM_UTF8).split(b"\n"):
        try:
            length = len(line.decode())
        except UnicodeDecodeError as error:
            problem = _not_utf8(error)
            found[start] = DecodeProblem(problem.message, start + problem.offset, problem.args)
            length = len(line.decode(errors="replace"))
        start += length + 1
    return found


def _packed(data: bytes) -> DecodeProblem | None:
    from flowcheck.reading.packed import packing

    how = packing(data)
    if how is None:
        return None
    return DecodeProblem(f"the file is {how} data, not JSON", 0, {"kind": "packed", "found": how})


def _not_utf8(error: UnicodeDecodeError) -> DecodeProblem:
    name = f"0x{error.object[error.start]:02x}"
    at = len(error.object[: error.start].decode())
    return DecodeProblem(f"byte {name} is not UTF-8", at, {"kind": "utf-8", "found": name})


@contextmanager
def collector_paused() -> Iterator[None]:
    """Hold the cyclic collector off while many containers are made, the largest cost of loading."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def collect_recent() -> None:
    """Give back what was made since the last time and lies in circles, of which flows are full.
    What has stayed since then is not looked through: done again and again, that would take the
    square of what a check finds, or as long as the program around it is large."""
    gc.collect(1)


def _decode(text: str, start: int, end: int) -> Decoded:
    part = text if end - start == len(text) else text[start:end]
    doubled = _Doubled()
    try:
        with collector_paused():
            value, forms = _load(part, doubled)
    except NotJson as error:
        found = error.problem
        problem = DecodeProblem(found.message, start + found.offset, found.args)
        return Decoded(text, None, (), problem, start, end)
    return Decoded(text, value, tuple(doubled.places(value)), None, start, end, forms)


def _load(text: str, doubled: _Doubled) -> tuple[JsonValue, Forms]:
    """The value of a text by the fast way if that can be trusted, else by the careful one."""
    try:
        value: JsonValue = _PLAIN.decode(text)
        counted = census(value)
        if counted is None:
            return read_carefully(text, doubled.build), {}
        forms = counted.forms
        if not has_no_more_keys(text, counted.keys):
            noticing = JSONDecoder(
                object_pairs_hook=doubled.build, parse_float=_finite, parse_constant=_constant
            )
            value, forms = noticing.decode(text), {}
    except (ValueError, RecursionError):
        # RecursionError also comes from a caller far down Python's stack: no fault of the text.
        return read_carefully(text, doubled.build), {}
    unbounded = not 0 < sys.get_int_max_str_digits() <= MAX_DIGITS
    if lone_surrogate(text) is not None or (unbounded and _TOO_LONG.search(text)):
        return read_carefully(text, doubled.build), {}
    return value, forms


def _finite(digits: str) -> float:
    value = float(digits)
    if value - value != 0:
        raise ValueError("too large")
    return value


def _constant(name: str) -> Never:
    raise ValueError(name)


_PLAIN: Final = JSONDecoder(parse_float=_finite, parse_constant=_constant)


class _Doubled:
    """Builds objects and remembers those that have a key twice."""

    def __init__(self) -> None:
        # The objects are held here, so that no other can take over their id.
        self.objects: dict[int, tuple[dict[str, JsonValue], list[tuple[str, JsonValue]]]] = {}

        def build(pairs: list[tuple[str, JsonValue]]) -> dict[str, JsonValue]:
            value = dict(pairs)
            if len(value) != len(pairs):
                self.objects[id(value)] = (value, pairs)
            return value

        # A plain function: it is called for every object, and a method would cost a tenth more.
        self.build = build

    def places(self, root: JsonValue) -> Iterator[DuplicateKey]:
        if not self.objects:
            return
        todo: list[tuple[Pointer, dict[str, JsonValue] | list[JsonValue]]] = []
        if isinstance(root, (dict, list)):
            todo.append(((), root))
        while todo:
            pointer, value = todo.pop()
            if id(value) in self.objects:
                kept, pairs = self.objects[id(value)]
                differing = {key for key, given in pairs if not _same(given, kept[key])}
                for key, count in Counter(key for key, _ in pairs).items():
                    if count > 1:
                        yield DuplicateKey(pointer, key, count, key not in differing)
            members: Iterable[tuple[str | int, JsonValue]] = (
                value.items() if isinstance(value, dict) else enumerate(value)
            )
            inner = [((*pointer, step), v) for step, v in members if isinstance(v, (dict, list))]
            todo += reversed(inner)


def _same(one: JsonValue, other: JsonValue) -> bool:
    """Whether two values of a key are the same; a null field is an absent one. Values nested deeper
    than Python's stack are taken for different."""
    try:
        if isinstance(one, dict) and isinstance(other, dict):
            return all(_same(one.get(key), other.get(key)) for key in one.keys() | other.keys())
        if isinstance(one, list) and isinstance(other, list):
            return len(one) == len(other) and all(map(_same, one, other))
        return isinstance(one, bool) is isinstance(other, bool) and one == other
    except RecursionError:
        return False
