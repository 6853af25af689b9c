"""What an entry rests on, as digests: the program, the settings, a file, and files around it."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable

from flowcheck._version import __version__
from flowcheck.reading.files import flow_files
from flowcheck.settings import Settings

LIBRARIES = ("cel_python-", "jsonschema-", "networkx-", "pydantic-", "python_sat-")
"""What judges a flow beside our own code; another version may find something else."""
DISTRIBUTION = "scenario_flowcheck-"
PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def digest(data: bytes) -> str:
    """The name of some content."""
    import hashlib  # takes long to load; a check without cache does without

    return hashlib.sha256(data).hexdigest()


def digest_of(parts: Iterable[object]) -> str:
    """The name of strings, numbers, None and lists of them."""
    return digest(json.dumps(list(parts), ensure_ascii=True).encode("ascii"))


class RunKeys:
    """The parts of keys that rest on the program and on settings, each made once."""

    def __init__(self) -> None:
        self._program: str | None = None
        self._by_settings: dict[Settings, str] = {}

    def of(self, settings: Settings) -> str:
        """What every entry of files checked under these settings rests on."""
        if self._program is None:
            self._program = _program()
        found = self._by_settings.get(settings)
        if found is None:
            found = self._by_settings[settings] = run_key(settings, self._program)
        return found


def run_key(settings: Settings, program: str | None = None) -> str:
    """What every entry of a run rests on. Selectors count as they were written, so that no rule
    has to be loaded to understand them. program: what stands for the code, when known already.

    Model files that cannot be read count as absent; the check itself says what is wrong. The
    called workflows of the settings count with the files around (see `Around`)."""
    return digest_of(
        (
            program or _program(),
            settings.select,
            settings.ignore,
            settings.extend_select,
            (settings.overrides.ignore, settings.overrides.extend_select),
            settings.severity.value,
            sorted((code, severity.value) for code, severity in settings.severities.items()),
            settings.max_nodes,
            settings.max_runs,
            settings.solver_budget,
            settings.strict,
            settings.docs_url,
            contents(settings.models),
            settings.workflows,
        )
    )


def _program() -> str:
    """What stands for the code that judges."""
    return digest_of((__version__, sys.version_info[:2], _libraries(), _code_stamp()))


def file_key(run: str, name: str, explicit: bool, content: str) -> str:
    """The name of the entry of one file. content: the digest of its bytes."""
    return digest_of((run, name, explicit, content))


def contents(paths: Iterable[str]) -> list[tuple[str, list[tuple[str, str | None]]]]:
    """The digests of the files that paths name or hold; None for one that cannot be read."""
    found = []
    for path in paths:
        files = flow_files(path) if os.path.isdir(path) else (path,)
        found.append((path, [(file, _content(file)) for file in files]))
    return found


def _content(path: str) -> str | None:
    try:
        with open(path, "rb") as file:
            return digest(file.read())
    except OSError:
        return None


def _libraries() -> list[str]:
    """Installed versions, by the names of their metadata folders: nothing has to be imported."""
    found: list[str] = []
    for folder in sys.path:
        try:
            names = os.listdir(folder or ".")
        except OSError:
            continue  # a zip file, or not there
        found += sorted(
            name for name in names if name.startswith(LIBRARIES) and name.endswith("-info")
        )
    return found


def _code_stamp() -> list[object]:
    """What tells this code from other code of the same version: of an installed package the
    digests that were noted when it was installed, else (a checkout, where code changes while the
    version stays) sizes and times of its files."""
    noted = _noted()
    if noted:
        return [*noted]
    found: list[object] = []
    folders = [PACKAGE]
    while folders:
        with os.scandir(folders.pop()) as entries:
            for entry in entries:
                if entry.name.endswith((".py", ".json")):
                    status = entry.stat()
                    found.append([entry.path, status.st_size, status.st_mtime_ns])
                elif "." not in entry.name and entry.name != "__pycache__":
                    folders.append(entry.path)
    return sorted(found, key=str)


def _noted() -> list[str]:
    """The lines about our code in the list of installed files; none when there is no such list."""
    site, package = os.path.split(PACKAGE)
    try:
        names = sorted(name for name in os.listdir(site) if name.startswith(DISTRIBUTION))
    except OSError:
        return []
    for name in names:
        try:
            with open(os.path.join(site, name, "RECORD"), encoding="utf-8") as file:
                lines = [line for line in file if line.startswith(f"{package}/")]
        except (OSError, UnicodeDecodeError):
            continue  # another kind of metadata
        code = sorted(line.rstrip() for line in lines if ",sha256=" in line and ".py," in line)
        if code:
            return code
    return []
