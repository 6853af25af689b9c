"""`flowcheck check --watch`: check again when something the check reads has changed."""

from __future__ import annotations

import gc
import os
import sys
import time
from collections.abc import Callable, Hashable, Iterable, Iterator
from pathlib import Path

import click

from flowcheck.cli.check_paths import check_paths
from flowcheck.cli.options import CheckOptions
from flowcheck.cli.output import say
from flowcheck.config.load import NAME, PYPROJECT
from flowcheck.config.resolve import Resolved
from flowcheck.reading.files import STDIN, find
from flowcheck.settings import SettingsError
from flowcheck.tree import walk

INTERVAL = 0.5
"""Seconds between two looks."""

State = tuple[Hashable, ...]
"""What is seen of the files at one look; equal while nothing changes."""


def watch_check(paths: tuple[str, ...], options: CheckOptions) -> int:
    """Check, then again on every change until Ctrl-C; the exit code of the last check."""
    if STDIN in paths:
        raise click.UsageError("--watch needs files; stdin cannot change")
    once = {
        "--show-settings": options.show_settings,
        "--add-suppressions": options.add_suppressions,
        "--prune-baseline": options.prune_baseline,
    }
    for flag, given in once.items():
        if given:
            raise click.UsageError(f"--watch checks again and again; leave {flag} out")
    code = watch(lambda: _once(paths, options), lambda: state(paths, options), _ticks())
    say("")
    return code


def watch(check: Callable[[], int], look: Callable[[], State], ticks: Iterable[None]) -> int:
    """Check once, then at each tick that sees something changed; the last exit code. The ticks
    end the watch when they run out or when they are interrupted."""
    seen = look()
    code = check()
    try:
        for _ in ticks:
            now = look()
            if now != seen:
                seen = now
                code = check()
                gc.collect()
    except KeyboardInterrupt:
        pass  # how a watch ends
    return code


def state(paths: tuple[str, ...], options: CheckOptions) -> State:
    """Times and sizes of the files a check would read, the settings' own among them."""
    configurations = options.configurations(known=True)
    try:
        found, failures, _ = find(
            paths,
            lambda name: configurations.of(name).excludes(name),
            doubtful=options.skip_unrecognized,
        )
        around = configurations.around([*paths, *(item.path for item in found)])
    except SettingsError as error:
        # Told by the check; wait for the files that may mend it.
        return (str(error), *map(_stamp, _that_may_mend(paths, options)))
    except OSError as error:  # a folder went away while it was walked
        return (str(error),)
    files = [item.path for item in found]
    for resolved in around:
        files += _settings_files(resolved)
        for path in (*resolved.settings.models, *resolved.settings.workflows):
            files += _files_in(path)
    written = _written(options)
    return (tuple(failures), *(_stamp(f) for f in files if os.path.abspath(f) not in written))


def _written(options: CheckOptions) -> set[str]:
    """Files that a check writes itself: their change is no reason for another."""
    named = [
        options.output,
        options.write_baseline,
        *(file for _, file in options.outputs),
    ]
    return {os.path.abspath(file) for file in named if file}


def _that_may_mend(paths: tuple[str, ...], options: CheckOptions) -> list[str]:
    """The files of settings, wherever they may be."""
    named = [name for name in (options.config, options.baseline) if name]
    folders = {Path.cwd(), *(Path(path).absolute().parent for path in paths)}
    folders.update(
        Path(folder).absolute() for path in paths if os.path.isdir(path) for folder in _below(path)
    )
    upward = sorted({up for folder in folders for up in (folder, *folder.parents)})
    return [str(up / name) for up in upward for name in (NAME, PYPROJECT)] + named


def _below(folder: str) -> Iterator[str]:
    yield folder
    yield from dict.fromkeys(inner for inner, _ in walk(folder))


def _settings_files(resolved: Resolved) -> list[str]:
    found = [] if resolved.file is None else [str(resolved.file.path)]
    return found + ([] if resolved.baseline is None else [str(resolved.baseline)])


def _files_in(path: str) -> list[str]:
    if not os.path.isdir(path):
        return [path]
    return [os.path.join(folder, name) for folder, name in walk(path)]


def _stamp(path: str) -> tuple[str, int, int]:
    try:
        status = os.stat(path)
    except OSError:
        return path, -1, -1
    return path, status.st_mtime_ns, status.st_size


def _once(paths: tuple[str, ...], options: CheckOptions) -> int:
    """One check. What is wrong with the settings is told and may be mended while we watch."""
    if sys.stdout.isatty():
        click.clear()
    try:
        code = check_paths(paths, options)
    except click.ClickException as error:
        error.show()
        code = 2
    say(f"{time.strftime('%H:%M:%S')} watching for changes; Ctrl-C ends")
    return code


def _ticks() -> Iterator[None]:
    while True:
        time.sleep(INTERVAL)
        yield
