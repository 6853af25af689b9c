"""Which files a check reads: named files, directory walks that honour .gitignore, stdin."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from flowcheck.report import Failure

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

    from flowcheck.reading.source import Source

SUFFIXES = (".json", ".jsonl", ".ndjson")
NEVER_WALKED = frozenset(
    {".git", ".hg", ".svn", "node_modules", ".venv", "__pycache__", ".flowcheck_cache"}
)
STDIN = "-"


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read. explicit: the user named it, so having no flow is worth a problem."""

    path: str
    explicit: bool


def find(
    paths: Iterable[str],
    excluded: Callable[[str], bool] | None = None,
    *,
    doubtful: bool = False,
) -> tuple[list[Found], list[Failure], list[str]]:
    """The files that `paths` name or hold, each once, and what could not be found.

    Directories are walked for `SUFFIXES`, links to directories not followed, what .gitignore
    files (from the repository's root down) ignore passed over. `excluded` also holds for named
    files; the third result lists those. doubtful: that a file is named does not say it holds a
    flow (`--skip-unrecognized`), so none counts as explicit."""
    found: dict[str, Found] = {}
    failures: list[Failure] = []
    left_out: list[str] = []
    for path in paths:
        if path != STDIN and not os.path.exists(path):
            failures.append(Failure(path, "no such file or directory"))
        elif path != STDIN and os.path.isdir(path):
            for name in _walk(path, failures):
                if excluded is None or not excluded(name):
                    found.setdefault(name, Found(name, explicit=False))
        elif path != STDIN and excluded is not None and excluded(path):
            left_out.append(path)
        else:
            name = path if path == STDIN else _tidy(path)
            found[name] = Found(name, explicit=not doubtful)
    return list(found.values()), failures, left_out


def read(
    found: Found, *, stdin_name: str = "<stdin>", stdin: bytes | None = None
) -> Source | Failure:
    """Read one file into a source; a failure says why it could not be read. stdin: what it held,
    when that has been read already."""
    data = read_bytes(found, stdin_name=stdin_name, stdin=stdin)
    return data if isinstance(data, Failure) else to_source(found, data, stdin_name=stdin_name)


def read_bytes(
    found: Found, *, stdin_name: str = "<stdin>", stdin: bytes | None = None
) -> bytes | Failure:
    """What one file holds; as `read`."""
    try:
        if found.path == STDIN:
            return sys.stdin.buffer.read() if stdin is None else stdin
        return Path(found.path).read_bytes()
    except OSError as error:
        return Failure(shown_name(found, stdin_name), (error.strerror or str(error)).lower())


def shown_name(found: Found, stdin_name: str = "<stdin>") -> str:
    """The name a file has in the report."""
    return stdin_name if found.path == STDIN else found.path


def to_source(found: Found, data: bytes, *, stdin_name: str = "<stdin>") -> Source:
    """The source of a file that has been read."""
    # A run that finds every result in the cache decodes nothing, so it does not load the decoder.
    from flowcheck.reading.source import Source

    return Source.from_bytes(shown_name(found, stdin_name), data, explicit=found.explicit)


def _tidy(path: str) -> str:
    """A path as shown: forward slashes, no `./` in front."""
    return os.path.normpath(path).replace(os.sep, "/")


def _walk(top: str, failures: list[Failure]) -> Iterator[str]:
    def failed(error: OSError) -> None:
        failures.append(Failure(_tidy(error.filename), (error.strerror or "unreadable").lower()))

    ignores = _Ignores(top)
    for folder, folders, files in os.walk(top, onerror=failed):
        ignores.enter(folder)
        folders[:] = sorted(
            name
            for name in folders
            if name not in NEVER_WALKED and not ignores.ignored(folder, name, is_dir=True)
        )
        for name in sorted(files):
            path = os.path.join(folder, name)
            if (
                name.lower().endswith(SUFFIXES)
                and not ignores.ignored(folder, name, is_dir=False)
                and os.path.isfile(path)
            ):
                yield _tidy(path)


class _Ignores:
    """The .gitignore files that speak about a folder, nearest last."""

    def __init__(self, top: str) -> None:
        self._specs: dict[str, GitIgnoreSpec | None] = {}
        self._root = _repository_root(os.path.abspath(top))
        folder = self._root
        self.enter(folder)
        for part in os.path.relpath(os.path.abspath(top), folder).split(os.sep):
            folder = os.path.normpath(os.path.join(folder, part))
            self.enter(folder)

    def enter(self, folder: str) -> None:
        """Read the folder's .gitignore, once."""
        folder = os.path.abspath(folder)
        path = os.path.join(folder, ".gitignore")
        if folder in self._specs:
            return
        self._specs[folder] = None
        if os.path.isfile(path):
            from pathspec import GitIgnoreSpec

            with open(path, encoding="utf-8", errors="replace") as file:
                self._specs[folder] = GitIgnoreSpec.from_lines(file)

    def ignored(self, folder: str, name: str, *, is_dir: bool) -> bool:
        """Whether the nearest .gitignore with an opinion ignores the entry."""
        folder = os.path.abspath(folder)
        path = os.path.join(folder, name)
        while True:
            spec = self._specs.get(folder)
            if spec is not None:
                relative = os.path.relpath(path, folder).replace(os.sep, "/")
                verdict = spec.check_file(relative + "/" if is_dir else relative).include
                if verdict is not None:
                    return verdict
            if folder == self._root or folder == os.path.dirname(folder):
                return False
            folder = os.path.dirname(folder)


def _repository_root(folder: str) -> str:
    """The nearest folder upward that holds `.git`, else the folder itself."""
    current = folder
    while True:
        if os.path.exists(os.path.join(current, ".git")):
            return current
        parent = os.path.dirname(current)
        if parent == current:
            return folder
        current = parent
