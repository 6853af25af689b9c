"""The configuration of each checked file: the nearest one upward to the root of its repository,
so that what is said of a file does not depend on which others are named."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from flowcheck.config.resolve import Resolved, resolve
from flowcheck.findings import Severity
from flowcheck.report import Report
from flowcheck.tree import is_no_file, upward

if TYPE_CHECKING:
    from pathlib import Path

    from flowcheck.config.load import ConfigFile


class Configurations:
    """What files are steered by, read when a file first asks for it.

    flags, known: as in `resolve`. config: the file that holds for all, whatever lies nearer;
    no_config: none does."""

    def __init__(
        self,
        flags: Mapping[str, Any],
        *,
        config: str | None = None,
        no_config: bool = False,
        known: bool = False,
    ) -> None:
        self._flags = flags
        self._known = known
        self._one: Resolved | None = None
        self._by_path: dict[Path | None, Resolved] = {}
        self._nearest: dict[str, Path | None] = {}
        self._by_folder: dict[str, Resolved] = {}
        if no_config:
            self._one = self._read(None)
        elif config is not None:
            from pathlib import Path

            self._one = self._read(Path(config))

    def of(self, name: str) -> Resolved:
        """What steers the check of a file, by its name; the working directory is where `<stdin>`
        lies. Raises SettingsError for a configuration that cannot be meant."""
        return self.of_folder("." if is_no_file(name) else os.path.dirname(name) or ".")

    def of_folder(self, folder: str) -> Resolved:
        """What steers the check of the files in a folder; as `of`."""
        if self._one is not None:
            return self._one
        found = self._by_folder.get(folder)
        if found is None:
            # What lies below none has that of the working directory.
            path = self._upward(os.path.abspath(folder)) or self._upward(os.path.abspath("."))
            found = self._by_folder[folder] = self._read(path)
        return found

    def around(self, paths: Iterable[str]) -> list[Resolved]:
        """What steers the checks of paths, folders among them; each once, in their order."""
        found = (self.of_folder(p) if os.path.isdir(p) else self.of(p) for p in paths)
        return list(dict.fromkeys(found))

    def fail_on(self, name: str) -> Severity | None:
        """The least severity that fails the check of a file; None for never."""
        return self.of(name).fail_on

    def exit_code(self, report: Report) -> int:
        """As `Report.exit_code`, each problem by the configuration of its file."""
        if report.failures or not report.problems:
            return 2 if report.failures else 0
        from flowcheck.reports.fail_on import fails

        return int(any(fails(problem, self.fail_on) for problem in report.problems))

    def _upward(self, start: str) -> Path | None:
        """The nearest configuration file; each folder is looked at once."""
        from flowcheck.config.load import config_in

        looked_at = []
        found = None
        for folder in upward(start):
            if folder in self._nearest:
                found = self._nearest[folder]
                break
            looked_at.append(folder)
            found = config_in(folder)
            if found is not None:
                break
        self._nearest.update(dict.fromkeys(looked_at, found))
        return found

    def _read(self, path: Path | None) -> Resolved:
        found = self._by_path.get(path)
        if found is None:
            file = None if path is None else _file(path)
            found = self._by_path[path] = resolve(self._flags, file, known=self._known)
        return found


def _file(path: Path) -> ConfigFile:
    from flowcheck.config.load import read_config

    return read_config(_shown(path))


def _shown(path: Path) -> Path:
    """The path relative to the working directory where it lies in it."""
    try:
        return path.absolute().relative_to(os.getcwd())
    except ValueError:
        return path
