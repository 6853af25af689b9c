"""`--add-suppressions`: write `[[suppress]]` entries, keeping the TOML file's layout."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from flowcheck.atomic import write_text
from flowcheck.config.globs import inner_names
from flowcheck.config.load import NAME, ConfigFile
from flowcheck.config.parts import parts
from flowcheck.config.resolve import Resolved
from flowcheck.report import UNUSED_SUPPRESSION, Problem, Report
from flowcheck.settings import SettingsError
from flowcheck.tree import inside, is_no_file, repository_root

REASON = "found by --add-suppressions; say here why it is meant"


def add_suppressions(report: Report, of: Callable[[str], Resolved]) -> Iterator[tuple[Path, int]]:
    """Add an entry for every problem of the report, one for each place with all its codes, to the
    configuration file of the problem's file, or to a new `flowcheck.toml` where there is none: in
    the working directory, or at the root of the repository for files elsewhere. The path of each
    file that was written and the number of entries. of: what steers the check of a file, by its
    name. Raises SettingsError when it cannot be written, or when no entry of it could match."""
    for by, part in parts(_without_unused(report), of).items():
        if by.file is not None:
            yield _add(part, by.file.path, by.file)
            continue
        for folder, there in parts(part, _new_folder).items():
            path = _new(folder)
            if os.path.lexists(path):
                raise SettingsError(f"`{path}` exists but is not in force, so nothing is added")
            yield _add(there, path, None)


def _without_unused(report: Report) -> Report:
    problems = (problem for problem in report.problems if problem.code != UNUSED_SUPPRESSION)
    return Report(problems=tuple(problems))


def new_file(name: str) -> Path:
    """Where the configuration of a file is to be made that has none."""
    return _new(_new_folder(name))


def _new_folder(name: str) -> str:
    """Where a file's configuration is to be made."""
    here = os.path.realpath(".")
    if is_no_file(name) or inside(os.path.realpath(os.path.dirname(name) or "."), here):
        return here
    folder = os.path.realpath(os.path.dirname(name))
    return repository_root(folder) or folder


def _new(folder: str) -> Path:
    return Path(NAME) if folder == os.path.realpath(".") else Path(folder, NAME)


def _add(report: Report, path: Path, file: ConfigFile | None) -> tuple[Path, int]:
    text, count = with_suppressions(report, path, file, REASON)
    try:
        write_text(path, text)
    except OSError as error:
        raise SettingsError(
            f"cannot write `{path}`: {(error.strerror or str(error)).lower()}"
        ) from error
    return path, count


def with_suppressions(
    report: Report, path: Path, file: ConfigFile | None, reason: str
) -> tuple[str, int]:
    """The text of a configuration file with an entry more for each place of a report, and how many
    these are. file: the one at `path`; None when there is none yet. Raises SettingsError when no
    entry of it could match, or there is no place for one."""
    import tomlkit
    from tomlkit.items import AoT

    for problem in report.problems:
        if not inner_names(path.parent, problem.file):
            raise SettingsError(
                f"`{problem.file}` lies outside the folder of `{path}`, where no suppression "
                "matches it; give it a configuration of its own"
            )
    document = tomlkit.parse("" if file is None else file.text)
    table = document
    for part in () if file is None else file.prefix:
        table = table[part]
    entries = table.get("suppress")
    if entries is not None and not isinstance(entries, AoT):
        raise SettingsError(
            f"cannot add to `suppress` of `{path}`: write it as `[[suppress]]` tables"
        )
    entries = tomlkit.aot() if entries is None else entries
    added = _entries(report, path.parent)
    for entry, codes in added.items():
        row = tomlkit.table()
        for key, value in entry:
            row.add(key, value)
        row.add("codes", codes)
        row.add("reason", reason)
        entries.append(row)
    if "suppress" not in table:
        table.add("suppress", entries)
    return _like(tomlkit.dumps(document), "" if file is None else file.text), len(added)


def _like(text: str, old: str) -> str:
    """The text with the line ends of the old one."""
    plain = text.replace("\r\n", "\n")
    return plain.replace("\n", "\r\n") if "\r\n" in old else plain


Entry = tuple[tuple[str, str], ...]


def _entries(report: Report, folder: Path) -> dict[Entry, list[str]]:
    found: dict[Entry, set[str]] = {}
    for problem in report.problems:
        found.setdefault(_entry(problem, folder), set()).add(problem.code)
    return {entry: sorted(codes) for entry, codes in found.items()}


def _entry(problem: Problem, folder: Path) -> Entry:
    file = ("file", _literal(inner_names(folder, problem.file)[0]))
    if problem.node is None and problem.input is None:
        return (file, ("pointer", problem.pointer))
    names = (("node", problem.node), ("input", problem.input))
    return (file, *((key, name) for key, name in names if name is not None))


def _literal(path: str) -> str:
    """A path as a glob that matches just that path."""
    escaped = "".join("\\" + c if c in "*?[]\\!#" else c for c in path)
    return "/" + escaped
