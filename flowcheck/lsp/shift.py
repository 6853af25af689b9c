"""Two texts that differ in a few places, and where an offset of the one is in the other."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

Change = tuple[int, int, str]
"""Start and end in the first text, and what stands there in the second."""


class Shift:
    """The way between a text and the one that the changes make of it.

    changes: in order, none overlapping another."""

    def __init__(self, changes: Iterable[Change] = ()) -> None:
        self.changes = list(changes)
        self._here = [start for start, _, _ in self.changes]
        self._there: list[int] = []
        self._grown: list[int] = []
        grown = 0
        for start, end, new in self.changes:
            self._there.append(start + grown)
            grown += len(new) - (end - start)
            self._grown.append(grown)

    def apply(self, text: str) -> str:
        """The second text, of the first."""
        pieces: list[str] = []
        at = 0
        for start, end, new in self.changes:
            pieces += (text[at:start], new)
            at = end
        return "".join((*pieces, text[at:]))

    def there(self, offset: int) -> int:
        """The offset in the second text; before what was inserted at that very place."""
        index = bisect_right(self._here, offset) - 1
        if index >= 0 and self.changes[index][0] == self.changes[index][1] == offset:
            while index and self._here[index - 1] == offset:
                index -= 1
            return self._there[index]
        if index < 0:
            return offset
        start, end, new = self.changes[index]
        if offset < end:
            return self._there[index] + min(offset - start, len(new))
        return offset + self._grown[index]

    def here(self, offset: int) -> int:
        """The offset in the first text; what was inserted lies where it was inserted."""
        index = bisect_right(self._there, offset) - 1
        if index < 0:
            return offset
        start, end, new = self.changes[index]
        inside = offset - self._there[index]
        if inside < len(new):
            return min(start + inside, end)
        return offset - self._grown[index]


def between(old: str, new: str) -> Shift:
    """The way from a text to another, as one change: what lies between their common head and their
    common tail."""
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    if head == len(old) == len(new):
        return Shift()
    return Shift([(head, len(old) - tail, new[head : len(new) - tail])])


def _common(one: str, other: str) -> int:
    """How many characters two texts have in common at their head."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low
