"""What fixes would change, as a unified diff that `patch` and `git apply` understand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher

from flowcheck.pattern import late_pattern

_LINE = late_pattern(r"[^\n]*\n|[^\n]+")
_CONTEXT = 3
_MOST_COMPARED = 2000
"""Lines without a landmark that are compared one by one; more are replaced as a whole."""

Change = tuple[int, int, int, int]
"""Lines of the old text, first and past the last, and the lines of the new that replace them."""


def difference(name: str, old: str, new: str) -> str:
    r"""The diff of two texts under one name, with three lines of context; "" when they are equal.

    Only `\n` ends a line, as in `patch`: a `\r` before it is part of the line."""
    before, after = _LINE.findall(old), _LINE.findall(new)
    out: list[str] = []
    for hunk in _hunks(list(_changes(before, after))):
        at = max(hunk[0][0] - _CONTEXT, 0)
        end = min(hunk[-1][1] + _CONTEXT, len(before))
        new_at = hunk[0][2] - (hunk[0][0] - at)
        new_end = hunk[-1][3] + (end - hunk[-1][1])
        out.append(f"@@ -{_range(at, end)} +{_range(new_at, new_end)} @@\n")
        for start, stop, new_start, new_stop in hunk:
            out += [f" {line}" for line in before[at:start]]
            out += [f"-{line}" for line in before[start:stop]]
            out += [f"+{line}" for line in after[new_start:new_stop]]
            at = stop
        out += [f" {line}" for line in before[at:end]]
    if not out:
        return ""
    marked = (s if s.endswith("\n") else f"{s}\n\\ No newline at end of file\n" for s in out)
    return "".join((f"--- {name}\n", f"+++ {name}\n", *marked))


def _changes(before: list[str], after: list[str]) -> Iterator[Change]:
    """What differs, in order. Lines that are unique in both texts are the landmarks (ids are), so
    that the slow comparison only sees the few lines between two of them."""
    at = new_at = 0
    for i, j in [*_landmarks(before, after), (len(before), len(after))]:
        while at < i and new_at < j and before[at] == after[new_at]:
            at, new_at = at + 1, new_at + 1
        end, new_end = i, j
        while end > at and new_end > new_at and before[end - 1] == after[new_end - 1]:
            end, new_end = end - 1, new_end - 1
        if max(end - at, new_end - new_at) > _MOST_COMPARED:
            yield at, end, new_at, new_end
        elif (at, new_at) != (end, new_end):
            matcher = SequenceMatcher(None, before[at:end], after[new_at:new_end], autojunk=False)
            for tag, a, b, c, d in matcher.get_opcodes():
                if tag != "equal":
                    yield at + a, at + b, new_at + c, new_at + d
        at, new_at = i, j


def _landmarks(before: list[str], after: list[str]) -> Iterator[tuple[int, int]]:
    """Where both texts have a line that neither repeats, as far as the order is the same."""
    counts, new_counts = Counter(before), Counter(after)
    places = {line: j for j, line in enumerate(after) if new_counts[line] == 1}
    last = -1
    for i, line in enumerate(before):
        j = places.get(line, -1)
        if j > last and counts[line] == 1:
            last = j
            yield i, j


def _hunks(changes: list[Change]) -> Iterator[list[Change]]:
    """Changes whose contexts touch stand in one hunk."""
    hunk: list[Change] = []
    for change in changes:
        if hunk and change[0] - hunk[-1][1] > 2 * _CONTEXT:
            yield hunk
            hunk = []
        hunk.append(change)
    if hunk:
        yield hunk


def _range(start: int, end: int) -> str:
    """Lines start … end-1 (0-based) as the head of a hunk names them."""
    length = end - start
    if length == 1:
        return f"{start + 1}"
    return f"{start + 1 if length else start},{length}"
