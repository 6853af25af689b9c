"""What `flowcheck check` does once its arguments are known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowcheck.batch.check import Batch, How, Under, WorkerError, check_found
from flowcheck.cli.gather import found_files, names_of
from flowcheck.cli.hiding import Hiding
from flowcheck.cli.options import CheckOptions
from flowcheck.cli.output import print_report, say
from flowcheck.cli.progress import progress
from flowcheck.cli.streams import write_stdout
from flowcheck.config.nearest import Configurations
from flowcheck.reading.files import STDIN, Found
from flowcheck.reading.packed import holds_lines
from flowcheck.report import Failure
from flowcheck.settings import SettingsError

if TYPE_CHECKING:
    from flowcheck.cache.store import Stores


def check_paths(paths: tuple[str, ...], options: CheckOptions) -> int:
    """Check `paths` as the options of `flowcheck check` say; print; return the exit code."""
    try:
        return _check_paths(paths, options)
    except (SettingsError, WorkerError) as error:
        import click

        raise click.ClickException(str(error)) from error


def _check_paths(paths: tuple[str, ...], options: CheckOptions) -> int:
    configurations = options.configurations(known=options.show_settings)
    named = tuple(options.stdin_name if path == STDIN else path for path in paths)
    if options.show_settings:
        from flowcheck.cli.show_settings import settings_text

        found, _ = found_files(paths, options, configurations)
        write_stdout(settings_text(configurations, named, names_of(found, options)))
        return 0
    if options.fix or options.diff:
        if any(format_ == "html" for format_, _ in options.outputs):
            import click

            raise click.UsageError("html shows files as they are: leave out --fix and --diff")
        from flowcheck.cli.fix import run_fixing

        return run_fixing(paths, options, configurations)
    if options.unsafe_fixes and not options.quiet:
        say("--unsafe-fixes mends nothing by itself: add --fix, or --diff to see what it would do")
    found, failures = found_files(paths, options, configurations)
    hiding = Hiding.of(configurations, [*named, *names_of(found, options)], options)
    pages = any(format_ == "html" for format_, _ in options.outputs)
    if not pages and any(holds_lines(name) for name in names_of(found, options)):
        from flowcheck.batch.stream.inputs import has_large

        if has_large(found, options.stdin_name):
            from flowcheck.cli.check_stream import check_stream

            return check_stream(found, failures, options, configurations, hiding)
    batch = _checked(found, failures, options, configurations)
    report = hiding.settled(batch.report, options)
    if pages:
        from flowcheck.cli.report_page import write_pages

        write_pages(report, found, options, configurations)
    print_report(report, options, configurations.fail_on)
    return configurations.exit_code(report)


def _stores() -> Stores:
    from flowcheck.cache.store import Stores

    return Stores()


def _checked(
    found: list[Found],
    failures: list[Failure],
    options: CheckOptions,
    configurations: Configurations,
) -> Batch:
    """Read and check the files."""
    stores = None if options.no_cache else _stores()

    def under(name: str) -> Under:
        resolved = configurations.of(name)
        return Under(resolved.settings, None if stores is None else stores.beside(resolved.path))

    with progress() as step:
        how = How(stdin_name=options.stdin_name, jobs=options.jobs, step=step)
        batch = check_found(found, under, how, failures=failures)
    if stores is not None and not options.quiet:
        for refusal in stores.refusals():
            say(f"no cache: {refusal}")
    if options.verbose:
        for name in batch.skipped:
            say(f"{name}: holds no flow")
    return batch
