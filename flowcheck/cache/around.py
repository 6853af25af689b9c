"""The files around a checked one that what is kept of it rests on."""

from __future__ import annotations

from collections.abc import Iterable

from flowcheck.cache.checked import Checked
from flowcheck.cache.keys import contents, digest_of
from flowcheck.cache.store import Entry
from flowcheck.settings import Settings

Content = tuple[str, str]
"""A file's name and the digest of its bytes."""


class Around:
    """Digests of the files that are checked together, and of the workflows that settings name.
    files: all of them; models: those that hold model records."""

    def __init__(self, files: Iterable[Content], models: Iterable[Content]) -> None:
        self._models = digest_of(models)
        self._files = digest_of(files)
        self._with_named: dict[tuple[str, ...], str] = {}

    def holds(self, entry: Entry, settings: Settings) -> bool:
        """Whether what was kept is still true."""
        return entry.models == self._models and (
            not entry.checked.calls or entry.files == self._called(settings)
        )

    def entry(self, checked: Checked, settings: Settings) -> Entry:
        """What is to be kept."""
        files = self._called(settings) if checked.calls else self._files
        return Entry(checked, self._models, files)

    def _called(self, settings: Settings) -> str:
        """Of all that a call may lead to. Read when something calls, which most files do not."""
        named = settings.workflows
        if not named:
            return self._files
        if named not in self._with_named:
            self._with_named[named] = digest_of((self._files, contents(named)))
        return self._with_named[named]
