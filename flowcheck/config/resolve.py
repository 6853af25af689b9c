"""Flags over file over defaults: the settings in force, and where each came from."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flowcheck.docs_url import base
from flowcheck.findings import Severity
from flowcheck.settings import Settings, SettingsError
from flowcheck.tree import is_no_file

if TYPE_CHECKING:
    from flowcheck.config.load import ConfigFile


@dataclass(frozen=True)
class Resolved:
    """Everything a run of `check` is steered by.

    fail_on: None for never. baseline: its file, or None. origins: setting → where it came from
    (`default`, a flag, or the configuration file with its line)."""

    settings: Settings
    file: ConfigFile | None
    fail_on: Severity | None
    baseline: Path | None
    origins: Mapping[str, str]

    def excluded(self) -> Excluded | None:
        """The test for files the configuration excludes; None when it excludes nothing."""
        if self.file is None or not self.file.config.exclude:
            return None
        return Excluded(self.file)


class Excluded:
    """Whether the configuration excludes a path."""

    def __init__(self, file: ConfigFile) -> None:
        from flowcheck.config.globs import Globs

        self._globs = Globs(file.config.exclude, file.folder)

    def __call__(self, path: str) -> bool:
        return self._globs.match(path)


def resolve(
    flags: Mapping[str, Any],
    paths: Iterable[str],
    *,
    config: str | None,
    no_config: bool,
    known: bool = True,
) -> Resolved:
    """Put flags, the configuration file and the defaults together.

    flags: values the user gave, by field name (`select`, `severity`, `fail_on`, `models`,
    `baseline` …); None and `()` mean not given. `select`, `severity`, `fail_on` and `baseline`
    replace the file's; `ignore`, `extend_select` and `models` add to it. Without `config` the
    nearest file upward from the paths' common folder is read, else from the working directory.
    Paths such as `<stdin>` are nowhere. known: whether the flags' selectors are held against the
    rules at once, which loads them; the check does it anyway. Raises SettingsError."""
    given = {key: value for key, value in flags.items() if value not in (None, ())}
    file = _file(list(paths), config, no_config)
    values, origins = _from_file(file)
    for key, value in given.items():
        flag = "--" + key.replace("_", "-")
        if key in ("ignore", "extend_select", "models"):
            inherited = values.get(key, ())
            values[key] = (*inherited, *value)
            origins[key] = f"{origins[key]} and {flag}" if inherited else flag
        else:
            values[key] = value
            origins[key] = flag
    fail_on = values.pop("fail_on", "error")
    baseline = values.pop("baseline", None)
    if "severity" in values:
        values["severity"] = Severity(values["severity"])
    settings = Settings(**values)
    if known:
        from flowcheck.rules.selection import Selection

        Selection.of(settings)  # an unknown selector is an error even when unused
    return Resolved(
        settings=settings,
        file=file,
        fail_on=None if fail_on == "never" else Severity(fail_on),
        baseline=None if baseline is None else Path(baseline),
        origins=origins,
    )


def _file(paths: list[str], config: str | None, no_config: bool) -> ConfigFile | None:
    if no_config:
        return None
    if config is not None:
        found: Path | None = Path(config)
    else:
        found = _nearest(_common_folder(paths)) or _nearest(Path.cwd())
    if found is None:
        return None
    from flowcheck.config.load import read_config

    return read_config(_shown(found))


def _nearest(folder: Path) -> Path | None:
    from flowcheck.config.load import find_config

    return find_config(folder)


def _shown(path: Path) -> Path:
    """The path relative to the working directory where it lies in it."""
    try:
        return path.absolute().relative_to(Path.cwd())
    except ValueError:
        return path


def _common_folder(paths: list[str]) -> Path:
    folders = [
        os.path.abspath(path if os.path.isdir(path) else os.path.dirname(path) or ".")
        for path in paths
        if path != "-" and not is_no_file(path)
    ]
    try:
        return Path(os.path.commonpath(folders)) if folders else Path.cwd()
    except ValueError:  # different drives
        return Path.cwd()


def _from_file(file: ConfigFile | None) -> tuple[dict[str, Any], dict[str, str]]:
    if file is None:
        return {}, {}
    config = file.config
    values: dict[str, Any] = {}
    origins: dict[str, str] = {}

    def origin(key: str) -> str:
        line, _ = file.place(key)
        return f"{file.path}:{line}"

    for key in file.keys:
        name = key.replace("-", "_")
        if name in ("exclude", "per_file_ignores", "suppress"):
            origins[name] = origin(key)
            continue
        value = getattr(config, name)
        if name == "severity":
            name, value = "severities", _severities(file)
        elif name in ("select", "ignore", "extend_select"):
            value = tuple(value)
            _known(file, key, value)
        elif name == "docs_url":
            value = _address(file, value)
        elif name == "models":
            value = tuple(str(file.folder / path) for path in value)
        elif name == "baseline" and value is not None:
            value = str(file.folder / value)
        values[name] = value
        origins[name] = origin(key)
    for glob in config.exclude:
        _sound(file, glob, "exclude", alone=glob == config.exclude[0])
    for glob, words in config.per_file_ignores.items():
        _sound(file, glob, "per-file-ignores", glob)
        _known(file, "per-file-ignores", tuple(words), glob)
    for index, entry in enumerate(config.suppress):
        _sound(file, entry.file, "suppress", index, "file")
        _known(file, "suppress", tuple(entry.codes), index, "codes")
    return values, origins


def _known(file: ConfigFile, key: str, words: tuple[str, ...], *more: str | int) -> None:
    """Raise SettingsError, with its place, for a selector that matches no rule."""
    from flowcheck.rules.registry import matching
    from flowcheck.rules.selection import selector_hint

    for word in words:
        if not matching(word):
            line, column = file.place(key, *more)
            raise SettingsError(
                f"{file.path}:{line}:{column}: no rule matches `{word}`",
                selector_hint(word),
            )


def _sound(file: ConfigFile, glob: str, *key: str | int, alone: bool = True) -> None:
    """Raise SettingsError, with its place, for a glob that can match nothing."""
    from flowcheck.config.globs import fault

    wrong = fault(glob, alone=alone)
    if wrong is not None:
        line, column = file.place(*key)
        raise SettingsError(f"{file.path}:{line}:{column}: the glob `{glob}` {wrong}")


def _address(file: ConfigFile, address: str | None) -> str | None:
    """Raise SettingsError, with its place, for what is no address."""
    try:
        return base(address)
    except ValueError as error:
        line, column = file.place("docs-url")
        raise SettingsError(f"{file.path}:{line}:{column}: `docs-url`: {error}") from None


def _severities(file: ConfigFile) -> dict[str, Severity]:
    for word in file.config.severity:
        _known(file, "severity", (word,), word)
    return {word: Severity(severity) for word, severity in file.config.severity.items()}
