"""Read the files of a run whole, for what needs more than a report of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import click

from flowcheck.cli.options import CheckOptions
from flowcheck.cli.output import say
from flowcheck.config.resolve import Resolved
from flowcheck.reading.files import STDIN, Found, find, read
from flowcheck.report import Failure

if TYPE_CHECKING:
    from flowcheck.reading.source import Source


def found_files(
    paths: tuple[str, ...], options: CheckOptions, resolved: Resolved
) -> tuple[list[Found], list[Failure]]:
    """The files that `paths` name or hold, and what could not be found; with `--verbose` what the
    configuration leaves out is told."""
    found, failures, left_out = find(
        paths,
        resolved.excluded(),
        doubtful=options.skip_unrecognized,
        strict=resolved.settings.strict,
        stdin_name=options.stdin_name,
    )
    if options.verbose:
        for name in left_out:
            say(f"{name}: excluded by {resolved.origins['exclude']}")
    name = options.stdin_name
    if STDIN in paths and any(item.path == name for item in found):
        raise click.UsageError(f"`{name}` is also a file that is checked; use --stdin-name")
    return found, failures


@dataclass(frozen=True)
class Gathered:
    """The files of a run: sources to check, what could not be read, how many held no flow."""

    sources: list[Source]
    failures: list[Failure]
    skipped: int


def gather(
    paths: tuple[str, ...],
    options: CheckOptions,
    resolved: Resolved,
    *,
    stdin: bytes | None = None,
) -> Gathered:
    """Find and read the files. stdin: what it held, when that has been read already."""
    found, failures = found_files(paths, options, resolved)
    gathered = Gathered([], failures, 0)
    for item in found:
        held = stdin if item.path == STDIN else None
        source = read(item, stdin_name=options.stdin_name, held=held)
        if isinstance(source, Failure):
            failures.append(source)
        elif source.unrecognised and not item.explicit:
            gathered = replace(gathered, skipped=gathered.skipped + 1)
            if options.verbose:
                say(f"{item.path}: holds no flow")
        else:
            gathered.sources.append(source)
    return gathered
