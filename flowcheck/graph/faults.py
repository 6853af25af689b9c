"""The places of a record that were cleared because their JSON shape is wrong."""

from __future__ import annotations

from functools import cached_property

from flowcheck.findings import Pointer


class Faults(frozenset[Pointer]):
    """Pointers of what was cleared, with quick answers about what they lie in."""

    @cached_property
    def _inside(self) -> dict[Pointer, list[Pointer]]:
        found: dict[Pointer, list[Pointer]] = {}
        for fault in self:
            for end in range(len(fault) + 1):
                found.setdefault(fault[:end], []).append(fault)
        return found

    def at_or_in(self, place: Pointer) -> bool:
        """Whether something at a place, or inside it, was cleared."""
        return bool(self) and place in self._inside

    def inside(self, place: Pointer) -> list[Pointer]:
        """What was cleared at a place or inside it, in no particular order."""
        return self._inside.get(place, []) if self else []


NO_FAULTS = Faults()
