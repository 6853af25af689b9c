"""A smaller input that fails in the same way."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from tests.fuzz.inputs import Input
from tests.fuzz.running import fault_of


def shrunk(one: Input) -> Input:
    """The smallest input that is found to fail at the same place. Raises ValueError for one that
    does not fail."""
    rarely = next((r for r in (1_000_000, 1) if fault_of(one, r) is not None), None)
    fault = None if rarely is None else fault_of(one, rarely)
    if rarely is None or fault is None:
        raise ValueError(f"{one.seed} does not fail")

    def fails(data: bytes) -> bool:
        found = fault_of(replace(one, data=data), rarely)
        return found is not None and found.what == fault.what

    data = one.data
    if one.sort == "documents":
        data = _smaller_value(data, fails)
    return replace(one, data=_smaller_bytes(data, fails))


def _smaller_value(data: bytes, fails: Callable[[bytes], bool]) -> bytes:
    """Members and elements left out, inner values put in place of outer ones."""
    try:
        root = json.loads(data)
    except ValueError:
        return data
    text = json.dumps(root).encode()
    if not fails(text):
        return data
    again = True
    while again:
        again = False
        for smaller in _variants(root):
            text = json.dumps(smaller).encode()
            if fails(text):
                root, data, again = smaller, text, True
                break
    return data


def _variants(value: Any) -> Iterator[Any]:
    """The value with one thing less, large things first."""
    if isinstance(value, dict):
        for key in value:
            yield {other: inner for other, inner in value.items() if other != key}
        for key, inner in value.items():
            for smaller in _variants(inner):
                yield {**value, key: smaller}
    elif isinstance(value, list):
        for at in range(len(value)):
            yield value[:at] + value[at + 1 :]
        for at, inner in enumerate(value):
            for smaller in _variants(inner):
                yield [*value[:at], smaller, *value[at + 1 :]]
    elif isinstance(value, str) and len(value) > 1:
        yield value[: len(value) // 2]
        yield value[len(value) // 2 :]


def _smaller_bytes(data: bytes, fails: Callable[[bytes], bool]) -> bytes:
    """Pieces cut out, halves first."""
    size = len(data) // 2
    while size:
        at = 0
        while at < len(data):
            smaller = data[:at] + data[at + size :]
            if smaller != data and fails(smaller):
                data = smaller
            else:
                at += size
        size //= 2
    return data
