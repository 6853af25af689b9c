"""The pieces of a JSON text that edits change: everything they do not name stays as it is, byte
for byte."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import groupby

from flowcheck.findings import Edit, Pointer
from flowcheck.reading.mended import Cut
from flowcheck.reading.spans import Span, Spans

Placed = tuple[Cut, Pointer]
"""A cut, and the edit's place; the first one's where a cut takes several things out."""


def cuts(spans: Spans, edits: Iterable[Edit]) -> list[Cut]:
    """The pieces of the text that the edits, named by exact pointers, change.

    Of a key that occurs twice the last value counts, so `replace` and `rename` mean that one, and
    `remove` takes them all; a rename also takes a null that stood under the new key. New
    text is ASCII where all the text is. KeyError for a place that does not exist, ValueError for
    one that cannot be edited that way."""
    return [cut for cut, _ in placed_cuts(spans, edits)]


def placed_cuts(spans: Spans, edits: Iterable[Edit]) -> list[Placed]:
    """As `cuts`, each with its place."""
    found: list[Placed] = []
    removed: dict[Pointer, dict[int, Pointer]] = {}
    plain = spans.text.isascii()
    for edit in edits:
        if edit.action == "replace":
            span = spans.value(edit.pointer)
            new = json.dumps(edit.value, ensure_ascii=plain)
            found.append(((span.start, span.end, new), edit.pointer))
            continue
        if not edit.pointer:
            raise ValueError(f"the whole document has nothing to {edit.action}")
        parent, step = edit.pointer[:-1], edit.pointer[-1]
        here = spans.members(parent).numbers.get(step)
        if not here:
            raise KeyError(edit.pointer)
        if edit.action == "rename":
            if isinstance(step, int):
                raise ValueError("an array's element has no key")
            key = spans.key(edit.pointer)
            new = json.dumps(edit.value, ensure_ascii=plain)
            found.append(((key.start, key.end, new), edit.pointer))
            here = [*here[:-1], *_nulls(spans, parent, str(edit.value))]
        removed.setdefault(parent, {}).update(dict.fromkeys(here, edit.pointer))
    for parent, gone in removed.items():
        found += _removals(spans, parent, gone)
    return sorted(found, key=lambda placed: placed[0])


def _nulls(spans: Spans, parent: Pointer, key: str) -> list[int]:
    """Which members of an object have the key; ValueError when one has a value."""
    found = []
    members = spans.members(parent)
    for number in members.numbers.get(key, ()):
        span = members.spans[number]
        if not spans.text[span.start : span.end].endswith("null"):
            raise ValueError(f"the object has a `{key}` already")
        found.append(number)
    return found


def _removals(spans: Spans, parent: Pointer, gone: dict[int, Pointer]) -> list[Placed]:
    """The pieces to leave out so that these members of a container go, each with one comma."""
    members = spans.members(parent).spans
    numbers = sorted(gone)
    if len(gone) == len(members):
        whole = spans.value(parent)
        return [((whole.start + 1, whole.end - 1, ""), gone[numbers[0]])]
    found: list[Placed] = []
    for _, run in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0]):
        together = [number for _, number in run]
        first, last = together[0], together[-1]
        before = members[first - 1] if first else None
        after = members[last + 1] if last + 1 < len(members) else None
        piece = _piece(spans.text, before, members[first], members[last], after)
        found.append(((*piece, ""), gone[first]))
    return found


def _piece(
    text: str, before: Span | None, first: Span, last: Span, after: Span | None
) -> tuple[int, int]:
    """From the first one that goes to what follows the last, or, at the end of a container or of a
    line with something else on it, from what stands before."""
    if before is None:
        assert after is not None, "a container that loses everything is emptied"
        return first.start, after.start
    if after is None:
        return before.end, last.end
    if not _breaks(text, before.end, first.start) and _breaks(text, last.end, after.start):
        return before.end, last.end
    return first.start, after.start


def _breaks(text: str, start: int, end: int) -> bool:
    gap = text[start:end]
    return "\n" in gap or "\r" in gap
