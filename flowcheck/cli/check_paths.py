"""What `flowcheck check` does once its arguments are known."""

from __future__ import annotations

import click

from flowcheck.batch.check import Batch, How, WorkerError, check_found
from flowcheck.cache.store import Store, place
from flowcheck.cli.gather import found_files
from flowcheck.cli.hiding import Hiding
from flowcheck.cli.options import CheckOptions
from flowcheck.cli.output import print_report, say
from flowcheck.cli.progress import progress
from flowcheck.cli.streams import write_stdout
from flowcheck.config.resolve import Resolved, resolve
from flowcheck.reading.files import STDIN
from flowcheck.settings import SettingsError


def check_paths(paths: tuple[str, ...], options: CheckOptions) -> int:
    """Check `paths` as the options of `flowcheck check` say; print; return the exit code."""
    try:
        return _check_paths(paths, options)
    except (SettingsError, WorkerError) as error:
        raise click.ClickException(str(error)) from error


def _check_paths(paths: tuple[str, ...], options: CheckOptions) -> int:
    resolved = resolved_for(paths, options, known=options.show_settings)
    if options.show_settings:
        from flowcheck.cli.show_settings import settings_text

        write_stdout(settings_text(resolved))
        return 0
    if options.fix or options.diff:
        from flowcheck.cli.fix import run_fixing

        return run_fixing(paths, options, resolved)
    if options.unsafe_fixes and not options.quiet:
        say("--unsafe-fixes mends nothing by itself: add --fix, or --diff to see what it would do")
    hiding = Hiding.of(resolved, options)
    batch = _checked(paths, options, resolved)
    report = hiding.settled(batch.report, options)
    print_report(report, options, resolved.fail_on)
    return report.exit_code(resolved.fail_on)


def resolved_for(paths: tuple[str, ...], options: CheckOptions, *, known: bool = False) -> Resolved:
    """The settings in force; `known` as in `resolve`."""
    return resolve(
        options.settings,
        tuple(options.stdin_name if path == STDIN else path for path in paths),
        config=options.config,
        no_config=options.no_config,
        known=known,
    )


def _checked(paths: tuple[str, ...], options: CheckOptions, resolved: Resolved) -> Batch:
    """Find, read and check the files."""
    found, failures = found_files(paths, options, resolved)
    file = None if resolved.file is None else resolved.file.path
    with progress() as step:
        store = None if options.no_cache else Store(place(file))
        how = How(stdin_name=options.stdin_name, jobs=options.jobs, store=store, step=step)
        batch = check_found(found, resolved.settings, how, failures=failures)
    if store is not None and store.refused is not None and not options.quiet:
        say(f"no cache: {store.place} {store.refused}")
    if options.verbose:
        for name in batch.skipped:
            say(f"{name}: holds no flow")
    return batch
