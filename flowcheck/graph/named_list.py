"""What is declared by name in one list, and what is asked of the list as a whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from typing import Generic, Protocol, TypeVar

from flowcheck.findings import Pointer
from flowcheck.graph.faults import Faults
from flowcheck.nearest import Suggestions
from flowcheck.wire.vocabulary import FILE_TYPES


class Named(Protocol):
    """An input, as far as its list looks at it."""

    @property
    def name(self) -> str: ...

    @property
    def type(self) -> str: ...

    def faulty(self, *path: str | int) -> bool: ...


S = TypeVar("S", bound=Named)


def by_name(inputs: Iterable[S]) -> dict[str, S]:
    """Declared inputs by name, the first of repeated ones, in list order."""
    found: dict[str, S] = {}
    for site in inputs:
        found.setdefault(site.name, site)
    return found


def repeated_names(inputs: Iterable[Named]) -> frozenset[str]:
    """The names that several declare: nobody knows which declaration counts."""
    counts = Counter(site.name for site in inputs)
    return frozenset(name for name, count in counts.items() if count > 1)


class NamedList(list[S]):
    """Inputs that are each other's siblings, found by name without a search.

    at: the pointer of their list; faults: of the record it stands in. What is found out of a list
    is kept apart: there are as many lists as nodes, and few are asked anything."""

    __slots__ = ("_faults", "_found", "at")

    def __init__(self, at: Pointer, faults: Faults) -> None:
        super().__init__()
        self.at = at
        self._faults = faults
        self._found: _Found[S] | None = None

    @property
    def _known(self) -> _Found[S]:
        if self._found is None:
            self._found = _Found(self, self.at, self._faults)
        return self._found

    def named(self, name: str) -> list[S]:
        """The inputs of that name, in list order."""
        return self._known.by_name.get(name, [])

    @property
    def names_lost(self) -> bool:
        """Whether an entry or its name could not be read, so that a name may be that input's."""
        return self._known.names_lost

    @property
    def unclear(self) -> bool:
        """Whether some name is lost or blank, or some type lost."""
        return self._known.unclear

    @property
    def suggestions(self) -> Suggestions:
        """Nearest matches among the names."""
        return self._known.suggestions

    @property
    def file_names(self) -> Suggestions:
        """Nearest matches among the names of inputs that take files."""
        return self._known.file_names


class _Found(Generic[S]):
    """What a list was asked for, as `NamedList` says."""

    def __init__(self, sites: list[S], at: Pointer, faults: Faults) -> None:
        self._sites = sites
        self._at = at
        self._faults = faults

    @cached_property
    def by_name(self) -> dict[str, list[S]]:
        found: dict[str, list[S]] = {}
        for site in self._sites:
            found.setdefault(site.name, []).append(site)
        return found

    @cached_property
    def names_lost(self) -> bool:
        depth = len(self._at)
        return any(
            len(fault) <= depth + 1 or fault[depth + 1] == "name"
            for fault in self._faults.inside(self._at)
        )

    @cached_property
    def unclear(self) -> bool:
        return self.names_lost or any(
            site.faulty("name") or site.faulty("type") or not site.name.strip()
            for site in self._sites
        )

    @cached_property
    def suggestions(self) -> Suggestions:
        return Suggestions(self.by_name)

    @cached_property
    def file_names(self) -> Suggestions:
        return Suggestions(site.name for site in self._sites if site.type in FILE_TYPES)
