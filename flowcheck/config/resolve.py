"""Flags over file over defaults: the settings in force where one configuration holds, and where
each came from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from flowcheck.dataclass import dataclass
from flowcheck.docs_url import base
from flowcheck.findings import Severity
from flowcheck.settings import Overrides, Settings, SettingsError

if TYPE_CHECKING:
    from pathlib import Path

    from flowcheck.config.globs import Globs
    from flowcheck.config.load import ConfigFile

_RULES = ("select", "ignore", "extend_select")


@dataclass(frozen=True, eq=False)
class Resolved:
    """Everything the check of a file is steered by; one for each configuration.

    file: the configuration file, or None. fail_on: None for never. baseline: its file, or None.
    exclude: globs of files that are not checked. origins: setting → where it came from (`default`,
    a flag, or the configuration file with its line)."""

    settings: Settings
    file: ConfigFile | None
    fail_on: Severity | None
    baseline: Path | None
    exclude: tuple[str, ...]
    origins: Mapping[str, str]
    _globs: Globs | None

    @property
    def path(self) -> Path | None:
        """Of the configuration file."""
        return None if self.file is None else self.file.path

    def excludes(self, path: str) -> bool:
        """Whether a path is not to be checked."""
        return self._globs is not None and self._globs.match(path)


def resolve(flags: Mapping[str, Any], file: ConfigFile | None, *, known: bool = True) -> Resolved:
    """Put flags, a configuration file and the defaults together.

    flags: values the user gave, by field name (`select`, `severity`, `fail_on`, `models`,
    `baseline` …); None and `()` mean not given. They replace the file's, apart from `ignore` and
    `extend_select` without `select`: these are `Settings.overrides` where the file chooses rules.
    Globs of `exclude` are relative to the working directory. known: whether the flags' selectors
    are held against the rules at once, which loads them; the check does it anyway. Raises
    SettingsError."""
    given = {key: value for key, value in flags.items() if value not in (None, ())}
    values, origins = _from_file(file)
    exclude, folder = tuple(values.pop("exclude", ())), None if file is None else file.folder
    if "exclude" in given:
        exclude, folder = given.pop("exclude"), None
        origins["exclude"] = "--exclude"
        for glob in exclude:
            _flags_sound(glob, alone=glob == exclude[0])
    _choose(given, values, origins)
    for key, value in given.items():
        values[key] = value
        origins[key] = "--" + key.replace("_", "-")
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
        baseline=None if baseline is None else _path(baseline),
        exclude=exclude,
        origins=origins,
        _globs=_globs(exclude, folder),
    )


def _choose(given: dict[str, Any], values: dict[str, Any], origins: dict[str, str]) -> None:
    """Let flags choose among what the file chooses. Takes what it settles out of `given`."""
    if "select" in given:
        for key in _RULES:
            values.pop(key, None)
            origins.pop(key, None)
    elif any(values.get(key) for key in _RULES):
        told = {key: given.pop(key) for key in _RULES if key in given}
        if told:
            values["overrides"] = Overrides(**told)


def _path(named: str) -> Path:
    from pathlib import Path  # takes long to load

    return Path(named)


def _globs(patterns: tuple[str, ...], folder: Path | None) -> Globs | None:
    """folder: what they are relative to; None for the working directory."""
    if not patterns:
        return None
    from flowcheck.config.globs import Globs

    return Globs(patterns, _path(".") if folder is None else folder)


def _flags_sound(glob: str, *, alone: bool) -> None:
    """Raise SettingsError for a glob of the command line that can match nothing."""
    from flowcheck.config.globs import fault

    wrong = fault(glob, alone=alone)
    if wrong is not None:
        raise SettingsError(f"--exclude: the glob `{glob}` {wrong}")


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
        if name in ("per_file_ignores", "suppress"):
            origins[name] = origin(key)
            continue
        value = getattr(config, name)
        if name == "severity":
            name, value = "severities", _severities(file)
        elif name == "min_severity":
            name = "severity"
        elif name in _RULES:
            value = tuple(value)
            _known(file, key, value)
        elif name == "docs_url":
            value = _address(file, value)
        elif name in ("models", "workflows"):
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
