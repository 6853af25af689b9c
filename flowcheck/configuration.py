"""A configuration file and a baseline for the library, as the command line uses them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from flowcheck.config import baseline as known
from flowcheck.dataclass import dataclass
from flowcheck.settings import Settings, SettingsError

if TYPE_CHECKING:
    from flowcheck.config.resolve import Resolved
    from flowcheck.findings import Severity
    from flowcheck.report import Report


@dataclass(frozen=True)
class Baseline:
    """The problems that a baseline file knows.

    path: of the file."""

    path: Path
    _known: known.Baseline

    @property
    def count(self) -> int:
        """How many problems it knows."""
        return self._known.count

    def hide(self, report: Report) -> Report:
        """The report with the problems it knows moved to `Report.suppressed`."""
        return known.baselined(report, self._known)


@dataclass(frozen=True)
class Configuration:
    """A configuration file.

    path: of the file. settings: for `check_files` and the others. fail_on: for
    `Report.exit_code`; None for never. baseline: the one it names, or None."""

    path: Path
    settings: Settings
    fail_on: Severity | None
    baseline: Baseline | None
    _resolved: Resolved

    def excludes(self, path: str | os.PathLike[str]) -> bool:
        """Whether a file is not to be checked."""
        return self._resolved.excludes(os.fspath(path))

    def hide(self, report: Report) -> Report:
        """The report with what `per-file-ignores`, `[[suppress]]` and the baseline hide moved to
        `Report.suppressed`; an entry that hides nothing is a problem FC001."""
        from flowcheck.config.suppressions import suppressed

        file = self._resolved.file
        if file is not None:
            report = suppressed(report, file, self.settings)
        return report if self.baseline is None else self.baseline.hide(report)


def load_configuration(path: str | os.PathLike[str] = ".") -> Configuration:
    """Read a configuration file.

    path: the file, or where to look for the nearest one: a folder, or a file that is to be
    checked, upward to the root of its repository.

    Raises SettingsError when there is none, or it or its baseline cannot be meant."""
    from flowcheck.config.load import read_config
    from flowcheck.config.resolve import resolve

    resolved = resolve({}, read_config(_found(Path(path))))
    assert resolved.file is not None, "it was just read"
    baseline = None if resolved.baseline is None else load_baseline(resolved.baseline)
    return Configuration(
        resolved.file.path, resolved.settings, resolved.fail_on, baseline, resolved
    )


def _found(path: Path) -> Path:
    from flowcheck.config.load import find_config

    if path.suffix == ".toml":
        return path
    found = find_config(path if path.is_dir() else path.parent)
    if found is None:
        raise SettingsError(f"no configuration file for `{path}`")
    return found


def load_baseline(path: str | os.PathLike[str]) -> Baseline:
    """Read a baseline that `flowcheck check --write-baseline` wrote; its `hide` takes what it knows
    out of a report.

    Raises SettingsError when it cannot be read or is none."""
    return Baseline(Path(path), known.read_baseline(Path(path)))
