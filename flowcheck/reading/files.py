"""Which files a check reads: named files, directory walks that honour .gitignore, stdin."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from flowcheck.dataclass import dataclass
from flowcheck.reading.packed import PACKED_LINES, Unreadable, is_packed, unpacked
from flowcheck.report import Failure
from flowcheck.tree import is_no_file, repository_root, walk

if TYPE_CHECKING:
    from flowcheck.gitignore import Patterns
    from flowcheck.reading.mended import Mended
    from flowcheck.reading.source import Source

SUFFIXES = (".json", ".jsonl", ".ndjson")
"""Of files that a walk looks into, and those of `PACKED_LINES`."""
STDIN = "-"
CHANGED = "it changed while it was checked; run again"
MOST_UNPACKED = 2**30
"""Bytes that a packed file may have where it is read whole."""


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read. explicit: the user named it, so having no flow is worth a problem. held: what
    it holds, of one that can be read but once. mended: what it is read with instead of pieces."""

    path: str
    explicit: bool
    held: bytes | None = None
    mended: Mended | None = None


def find(
    paths: Iterable[str],
    excluded: Callable[[str], bool] | None = None,
    *,
    doubtful: bool = False,
    strict: bool = False,
    stdin_name: str = "<stdin>",
) -> tuple[list[Found], list[Failure], list[str]]:
    """The files that `paths` name or hold, each once, and what could not be found; both in the
    order of their names, so that nothing depends on the order of `paths`: of two records of one
    id it is the same that counts.

    Directories are walked for `SUFFIXES`, links to directories not followed, what .gitignore
    files (from the repository's root down) ignore passed over. A file that is named in two
    spellings goes by the first. `excluded` also holds for named files, and for stdin by the name
    it goes by; the third result lists those. doubtful: that a file is named does not say it holds
    a flow (`--skip-unrecognized`), so none counts as explicit. strict: those in directories count
    as explicit too, unless files are doubtful."""
    found: dict[str, Found] = {}
    failures: list[Failure] = []
    left_out: list[str] = []
    place = _Places()
    for path in paths:
        shown = stdin_name if path == STDIN else path
        if path != STDIN and not os.path.exists(path):
            failures.append(Failure(path, "no such file or directory"))
        elif path != STDIN and os.path.isdir(path):
            for name in _walk(path, failures):
                if excluded is None or not excluded(name):
                    found.setdefault(place(name), Found(name, explicit=strict and not doubtful))
        elif excluded is not None and not is_no_file(shown) and excluded(shown):
            left_out.append(shown)
        elif path == STDIN:
            found[STDIN] = Found(STDIN, explicit=not doubtful)
        else:
            name = _tidy(path)
            known = found.get(place(name))
            found[place(name)] = Found(known.path if known else name, explicit=not doubtful)
    failures.sort(key=lambda failure: (failure.file, failure.message))
    return sorted(found.values(), key=lambda file: shown_name(file, stdin_name)), failures, left_out


class _Places:
    """Where files really lie, whatever links lead to their folders: a file's own name stays, for
    a link to a file is another file of a repository."""

    def __init__(self) -> None:
        self._folders: dict[str, str] = {}

    def __call__(self, path: str) -> str:
        folder, name = os.path.split(path)
        real = self._folders.get(folder)
        if real is None:
            real = self._folders[folder] = os.path.realpath(folder)
        return os.path.join(real, name)


def read(
    found: Found, *, stdin_name: str = "<stdin>", held: bytes | None = None
) -> Source | Failure:
    """Read one file into a source; a failure says why it could not be read. held: what it holds,
    when that has been read already."""
    data = read_bytes(found, stdin_name=stdin_name, held=held)
    return data if isinstance(data, Failure) else to_source(found, data, stdin_name=stdin_name)


def read_bytes(
    found: Found, *, stdin_name: str = "<stdin>", held: bytes | None = None
) -> bytes | Failure:
    """What one file holds, unpacked and mended; as `read`."""
    if held is not None:
        return held
    data = _held(found, stdin_name)
    if found.mended is None or isinstance(data, Failure):
        return data
    mended = found.mended.made_in(data)
    return Failure(shown_name(found, stdin_name), CHANGED) if mended is None else mended


def _held(found: Found, stdin_name: str) -> bytes | Failure:
    """What one file holds, unpacked."""
    if found.held is not None:
        return found.held
    name = shown_name(found, stdin_name)
    try:
        if found.path == STDIN:
            data = sys.stdin.buffer.read()
        else:
            with open(found.path, "rb") as file:
                data = file.read()
        return unpacked(data, name, MOST_UNPACKED) if is_packed(name) else data
    except OSError as error:
        return Failure(name, (error.strerror or str(error)).lower())
    except Unreadable as error:
        return Failure(name, str(error))


def read_once(path: str) -> bool:
    """Whether a path can be read a single time only: stdin, a pipe, what a shell's `<(…)` gives."""
    return path == STDIN or not (os.path.isfile(path) or os.path.isdir(path))


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


def flow_files(
    top: str,
    failed: Callable[[OSError], None] | None = None,
    left_out: Callable[[str, str, bool], bool] | None = None,
) -> Iterator[str]:
    """The files below a folder that may hold flows or models, sorted; links to files count.
    left_out: told folder, name and whether that is a folder; failed: as in `walk`."""
    skip = None if left_out is None else lambda folder, name: left_out(folder, name, True)
    for folder, name in walk(top, failed=failed, left_out=skip):
        path = os.path.join(folder, name)
        if (
            name.lower().endswith((*SUFFIXES, *PACKED_LINES))
            and (left_out is None or not left_out(folder, name, False))
            and os.path.isfile(path)
        ):
            yield path


def _walk(top: str, failures: list[Failure]) -> Iterator[str]:
    def failed(error: OSError) -> None:
        failures.append(Failure(_tidy(error.filename), (error.strerror or "unreadable").lower()))

    ignores = _Ignores(top, failed)
    if not ignores.everything:
        for path in flow_files(top, failed, ignores.ignored):
            yield _tidy(path)


class _Ignores:
    """The .gitignore files that speak about what lies below a folder.

    everything: the folder itself, or one that it lies in, is ignored."""

    def __init__(self, top: str, failed: Callable[[OSError], None]) -> None:
        self._failed = failed
        self._top = top
        self._patterns: dict[str, Patterns | None] = {}
        folder = os.path.abspath(top)
        self._root = repository_root(folder) or folder
        relative = os.path.relpath(folder, self._root)
        self.everything = False
        folder = self._root
        for name in () if relative == os.curdir else relative.split(os.sep):
            self.everything = self.everything or self.ignored(folder, name, True)
            folder = os.path.join(folder, name)

    def ignored(self, folder: str, name: str, is_folder: bool) -> bool:
        """Whether the nearest .gitignore with an opinion ignores an entry of a folder."""
        from flowcheck.gitignore import parts

        folder = os.path.abspath(folder)
        path = parts(name)
        while True:
            if folder not in self._patterns:
                self._patterns[folder] = self._read(folder)
            patterns = self._patterns[folder]
            if patterns is not None:
                verdict = patterns.verdict(path, is_folder=is_folder)
                if verdict is not None:
                    return verdict
            above = os.path.dirname(folder)
            if folder in (self._root, above):
                return False
            path = [*parts(os.path.basename(folder)), *path]
            folder = above

    def _read(self, folder: str) -> Patterns | None:
        """The patterns of a folder's own .gitignore; git follows no link there."""
        path = os.path.join(folder, ".gitignore")
        try:
            if not stat.S_ISREG(os.lstat(path).st_mode):
                return None
        except OSError:
            return None
        try:
            from flowcheck.gitignore import read_patterns

            with open(path, "rb") as file:
                return read_patterns(file.read())
        except OSError as error:
            self._failed(error)
            return None
