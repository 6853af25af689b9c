"""Which fixes go together in one round: those of which none touches what another one edits."""

from __future__ import annotations

from collections.abc import Hashable

from flowcheck.findings import Edit, Fix, Pointer
from flowcheck.wire.spelling import TWINS


class Chosen:
    """The places that the fixes of one round have taken, of several records."""

    def __init__(self) -> None:
        self._taken: set[tuple[Hashable, Pointer]] = set()
        self._above: set[tuple[Hashable, Pointer]] = set()

    def take(self, record: Hashable, fix: Fix) -> bool:
        """Take the places of a fix, all of them or, when one is taken, none; say whether.

        A place is taken with everything inside it, in both spellings; a new key is a place."""
        places = [(record, place) for edit in fix.edits for place in _places(edit)]
        if not all(map(self._is_free, places)):
            return False
        for _, place in places:
            self._taken.add((record, place))
            self._above.update((record, place[:depth]) for depth in range(len(place) + 1))
        return True

    def _is_free(self, place: tuple[Hashable, Pointer]) -> bool:
        record, pointer = place
        return place not in self._above and not any(
            (record, pointer[:depth]) in self._taken for depth in range(len(pointer) + 1)
        )


def _places(edit: Edit) -> list[Pointer]:
    names = [edit.pointer]
    if edit.action == "rename":
        names.append((*edit.pointer[:-1], str(edit.value)))
    return [tuple(TWINS.get(s, s) if isinstance(s, str) else s for s in at) for at in names]
