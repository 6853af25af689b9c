"""Read the files of a run whole, for what needs more than a report of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowcheck.cli.options import CheckOptions
from flowcheck.cli.output import say
from flowcheck.config.nearest import Configurations
from flowcheck.dataclass import dataclass, replace
from flowcheck.reading.files import STDIN, Found, find, read, shown_name
from flowcheck.report import Failure

if TYPE_CHECKING:
    from flowcheck.reading.source import Source


def found_files(
    paths: tuple[str, ...], options: CheckOptions, configurations: Configurations
) -> tuple[list[Found], list[Failure]]:
    """The files that `paths` name or hold, and what could not be found; with `--verbose` what the
    configurations leave out is told."""
    named = [options.stdin_name if path == STDIN else path for path in paths]
    configurations.around(named)
    found, failures, left_out = find(
        paths,
        lambda name: configurations.of(name).excludes(name),
        doubtful=options.skip_unrecognized,
        stdin_name=options.stdin_name,
    )
    if options.verbose:
        for name in left_out:
            say(f"{name}: excluded by {configurations.of(name).origins['exclude']}")
    name = options.stdin_name
    if STDIN in paths and any(item.path == name for item in found):
        import click

        raise click.UsageError(f"`{name}` is also a file that is checked; use --stdin-name")
    if not found:  # an unknown selector is an error even when unused
        options.configurations(known=True).around(named)
    if not options.skip_unrecognized:
        found = [_strictly(item, configurations) for item in found]
    return found, failures


def _strictly(item: Found, configurations: Configurations) -> Found:
    """A file found in a folder counts as named where the configuration is strict."""
    if item.explicit or not configurations.of(item.path).settings.strict:
        return item
    return replace(item, explicit=True)


def names_of(found: list[Found], options: CheckOptions) -> list[str]:
    """The names of files in the report."""
    return [shown_name(item, options.stdin_name) for item in found]


@dataclass(frozen=True)
class Gathered:
    """The files of a run: sources to check, what could not be read, how many held no flow."""

    sources: list[Source]
    failures: list[Failure]
    skipped: int


def gather(
    found: list[Found],
    failures: list[Failure],
    options: CheckOptions,
    *,
    stdin: bytes | None = None,
) -> Gathered:
    """Read the files that were found. failures: what was not. stdin: what it held, when that has
    been read already."""
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
