"""`--add-suppressions`: write `[[suppress]]` entries, keeping the TOML file's layout."""

from __future__ import annotations

from pathlib import Path

from flowcheck.atomic import write_text
from flowcheck.config.load import NAME, ConfigFile
from flowcheck.report import UNUSED_SUPPRESSION, Problem, Report
from flowcheck.settings import SettingsError
from flowcheck.tree import relative

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
        row.add("reason", REASON)
        entries.append(row)
    if added:
        if "suppress" not in table:
            table.add("suppress", entries)
        try:
            write_text(path, _like(tomlkit.dumps(document), "" if file is None else file.text))
        except OSError as error:
            raise SettingsError(
                f"cannot write `{path}`: {(error.strerror or str(error)).lower()}"
            ) from error
    return path, len(added)


def _like(text: str, old: str) -> str:
    """The text with the line ends of the old one."""
    plain = text.replace("\r\n", "\n")
    return plain.replace("\n", "\r\n") if "\r\n" in old else plain


Entry = tuple[tuple[str, str], ...]


def _entries(report: Report, folder: Path) -> dict[Entry, list[str]]:
    found: dict[Entry, set[str]] = {}
    for problem in report.problems:
        if problem.code != UNUSED_SUPPRESSION:
            found.setdefault(_entry(problem, folder), set()).add(problem.code)
    return {entry: sorted(codes) for entry, codes in found.items()}


def _entry(problem: Problem, folder: Path) -> Entry:
    file = ("file", _literal(relative(problem.file, folder)))
    if problem.node is None and problem.input is None:
        return (file, ("pointer", problem.pointer))
    names = (("node", problem.node), ("input", problem.input))
    return (file, *((key, name) for key, name in names if name is not None))


def _literal(path: str) -> str:
    """A path as a glob that matches just that path."""
    escaped = "".join("\\" + c if c in "*?[]\\!#" else c for c in path)
    return "/" + escaped
