"""Read a configuration file: `flowcheck.toml`, or `[tool.flowcheck]` in `pyproject.toml`."""

from __future__ import annotations

import os
from functools import cached_property
from typing import TYPE_CHECKING, Any

from flowcheck.dataclass import dataclass
from flowcheck.pattern import late_pattern
from flowcheck.settings import SettingsError
from flowcheck.tree import upward

if TYPE_CHECKING:
    from pathlib import Path

    from flowcheck.config.model import Config
    from flowcheck.config.toml_places import Places

NAME = "flowcheck.toml"
PYPROJECT = "pyproject.toml"
_WANTED = {
    "bool_type": "expected true or false",
    "dict_type": "expected a table",
    "int_type": "expected an integer",
    "list_type": "expected an array",
    "missing": "is required",
    "model_type": "expected a table",
    "string_type": "expected a string",
    "too_short": "expected at least one element",
}
"""What a value of the wrong kind should have been, in TOML's words."""
_MAY_BE_OURS = late_pattern(r"""tool["']?[ \t]*(?:[]=]|\.[ \t]*["']?flowcheck)|\\[uU]""")
"""In any text that gives something to the key `flowcheck` of the table `tool`, however spelt. A
project that only depends on flowcheck need not be parsed for every check."""


@dataclass(frozen=True)
class ConfigFile:
    """A configuration file that was read.

    path: of the file; its folder is what globs and paths in it are relative to. prefix: where
    in the TOML the keys stand (`("tool", "flowcheck")` in a pyproject). keys: those it sets."""

    path: Path
    text: str
    config: Config
    prefix: tuple[str, ...]
    keys: frozenset[str]

    @property
    def folder(self) -> Path:
        return self.path.parent

    def place(self, *path: str | int) -> tuple[int, int]:
        """1-based line and column of a key in the file."""
        from flowcheck.config.toml_places import place

        return place(self._places, (*self.prefix, *path))

    @cached_property
    def _places(self) -> Places:
        from flowcheck.config.toml_places import places

        return places(self.text)

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the file."""
        from flowcheck.config.toml_places import lines

        return lines(self.text)


def find_config(start: str | Path) -> Path | None:
    """The nearest file with a configuration, from the folder `start` upward to the root of its
    repository; None when there is none."""
    return next((found for folder in upward(start) if (found := config_in(folder))), None)


def config_in(folder: str | Path) -> Path | None:
    """The configuration file in a folder; None when there is none. `flowcheck.toml` goes before a
    `pyproject.toml` beside it."""
    # Not by Path: it raises for a folder that must not be searched.
    path = os.path.join(folder, NAME)
    return _path(path) if os.path.isfile(path) else project_in(folder)


def project_in(folder: str | Path) -> Path | None:
    """The `pyproject.toml` of a folder, when it has a table `[tool.flowcheck]`."""
    project = os.path.join(folder, PYPROJECT)
    return _path(project) if os.path.isfile(project) and _has_table(project) else None


def _path(found: str) -> Path:
    from pathlib import Path  # takes long to load; most runs have no configuration file

    return Path(found)


def _has_table(path: str) -> bool:
    try:
        with open(path, encoding="utf-8") as file:
            text = file.read()
    except (OSError, UnicodeDecodeError):
        return False
    if "flowcheck" not in text or not _MAY_BE_OURS.search(text):
        return False
    import tomllib

    try:
        return "flowcheck" in _table(tomllib.loads(text), "tool")
    except tomllib.TOMLDecodeError:
        return "[tool.flowcheck" in text


def _table(data: dict[str, Any], key: str) -> dict[str, Any]:
    """A table of a TOML document; empty when it is missing or none."""
    found = data.get(key)
    return found if isinstance(found, dict) else {}


def read_config(path: Path) -> ConfigFile:
    """Read and check a configuration file.

    Raises SettingsError, with the place, for a file that cannot be read, is no TOML, has an
    unknown key (the nearest one is named) or a value of the wrong kind."""
    text, data, prefix = read_toml(path)
    return ConfigFile(path, text, _validated(path, text, prefix, data), prefix, frozenset(data))


def read_toml(path: Path) -> tuple[str, Any, tuple[str, ...]]:
    """The text of a configuration file, what it says, unchecked, and where in the TOML that stands.

    Raises SettingsError for a file that cannot be read or is no TOML."""
    import tomllib  # like pydantic below, for runs with a configuration file only

    try:
        text = path.read_bytes().decode("utf-8-sig")  # line ends as they are
        data = tomllib.loads(text)
    except OSError as error:
        raise SettingsError(f"cannot read `{path}`: {(error.strerror or '').lower()}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: not TOML: {error}") from error
    prefix: tuple[str, ...] = ()
    if path.name == PYPROJECT:
        prefix = ("tool", "flowcheck")
        data = _table(data, "tool").get("flowcheck", {})
    return text, data, prefix


def _validated(path: Path, text: str, prefix: tuple[str, ...], data: Any) -> Config:
    from pydantic import ValidationError

    from flowcheck.config.model import Config, Suppress
    from flowcheck.config.toml_places import place, places
    from flowcheck.nearest import did_you_mean

    try:
        return Config.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
    loc = first["loc"]
    line, column = place(places(text), (*prefix, *loc))
    name = ".".join(str(step) for step in loc) or "tool.flowcheck"
    if first["type"] == "extra_forbidden":
        model = Suppress if len(loc) > 1 else Config
        known = [field.alias or key for key, field in model.model_fields.items()]
        hint = did_you_mean(str(loc[-1]), known, vocabulary=True) or f"known are {', '.join(known)}"
        raise SettingsError(f"{path}:{line}:{column}: unknown key `{name}`", hint)
    message = _WANTED.get(first["type"]) or first["msg"][:1].lower() + first["msg"][1:]
    raise SettingsError(f"{path}:{line}:{column}: `{name}`: {message}")
