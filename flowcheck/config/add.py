"""`--add-suppressions`: write `[[suppress]]` entries, keeping the TOML file's layout."""

from __future__ import annotations

import os
from pathlib import Path

from flowcheck.atomic import write_text
from flowcheck.config.load import NAME, ConfigFile
from flowcheck.config.suppressions import UNUSED_CODE
from flowcheck.report import Problem, Report
from flowcheck.settings import SettingsError

REASON = "found by --add-suppressions; say here why it is meant"


def add_suppressions(report: Report, file: ConfigFile | None) -> tuple[Path, int]:
    """Add an entry for every problem of the report, one for each place with all its codes, to
    the configuration file, or to a new `flowcheck.toml` in the working directory. The file's path
    and the number of entries. Raises SettingsError when it cannot be written."""
    import tomlkit
    from tomlkit.items import AoT

    path = Path(NAME) if file is None else file.path
    document = tomlkit.parse("" if file is None else file.text)
    table = document
    for part in () if file is None else file.prefix:
        table = table[part]
    entries = table.get("suppress")
    if not isinstance(entries, AoT):
        entries = tomlkit.aot()
    added = _entries(report, path.parent)
    for entry, codes in added.items():
        row = tomlkit.table()
        for key, value in entry:
            row.add(key, value)
        row.add("codes", codes)
        row.add("reason", REASON)
        entries.append(row)
    if added:
        if "suppress" not in table:
            table.add("suppress", entries)
        try:
            write_text(path, tomlkit.dumps(document))
        except OSError as error:
            raise SettingsError(f"cannot write `{path}`: {error.strerror}") from error
    return path, len(added)


Entry = tuple[tuple[str, str], ...]


def _entries(report: Report, folder: Path) -> dict[Entry, list[str]]:
    found: dict[Entry, set[str]] = {}
    for problem in report.problems:
        if problem.code != UNUSED_CODE:
            found.setdefault(_entry(problem, folder), set()).add(problem.code)
    return {entry: sorted(codes) for entry, codes in found.items()}


def _entry(problem: Problem, folder: Path) -> Entry:
    relative = os.path.relpath(os.path.abspath(problem.file), os.path.abspath(folder))
    file = ("file", _literal(relative.replace(os.sep, "/")))
    if problem.node is None and problem.input is None:
        return (file, ("pointer", problem.pointer))
    names = (("node", problem.node), ("input", problem.input))
    return (file, *((key, name) for key, name in names if name is not None))


def _literal(path: str) -> str:
    """A path as a glob that matches just that path."""
    escaped = "".join("\\" + c if c in "*?[]\\!#" else c for c in path)
    return "/" + escaped
