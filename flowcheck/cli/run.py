"""What `flowcheck check` does once its arguments are known."""

from __future__ import annotations

import sys
from typing import Any

import click

from flowcheck.atomic import write_text
from flowcheck.cli.check import threshold, use_color
from flowcheck.engine import check_sources
from flowcheck.findings import Severity
from flowcheck.reading.files import find, read
from flowcheck.reading.source import Source
from flowcheck.report import Failure, Report
from flowcheck.reports import renderer
from flowcheck.reports.summary import statistics, summary_line
from flowcheck.settings import Settings, SettingsError


def run_check(paths: tuple[str, ...], options: dict[str, Any]) -> int:
    """Check `paths` as the options of `flowcheck check` say; print; return the exit code."""
    try:
        settings = Settings(
            select=options["select"],
            ignore=options["ignore"],
            extend_select=options["extend_select"],
            severity=Severity(options["severity"] or "warning"),
        )
        report = _checked(paths, options, settings)
    except SettingsError as error:
        raise click.UsageError(str(error)) from error
    _print(report, options)
    return report.exit_code(threshold(options["fail_on"] or "error"))


def _checked(paths: tuple[str, ...], options: dict[str, Any], settings: Settings) -> Report:
    found, failures, _ = find(paths)
    sources: list[Source] = []
    skipped = 0
    for item in found:
        source = read(item, stdin_name=options["stdin_name"])
        if isinstance(source, Failure):
            failures.append(source)
        elif source.unrecognised and (options["skip_unrecognized"] or not item.explicit):
            skipped += 1
        else:
            sources.append(source)
    return check_sources(sources, settings, failures=failures, skipped=skipped)


def _print(report: Report, options: dict[str, Any]) -> None:
    to_file = options["output"] is not None
    format_ = options["format_"] or (
        "full" if sys.stdout.isatty() and not to_file else "concise"
    )
    if format_ == "full" and not to_file and use_color(options["color"]):
        from flowcheck.reports.full import render_colored

        text = render_colored(report)
    else:
        text = renderer(format_)(report)
    if to_file:
        try:
            write_text(options["output"], text)
        except OSError as error:
            reason = error.strerror or str(error)
            raise click.UsageError(f"cannot write `{options['output']}`: {reason}") from error
    else:
        _write(text)
    quiet = options["quiet"]
    if options["statistics"]:
        click.echo(statistics(report), nl=False, err=format_ != "full" or to_file)
    if not quiet:
        click.echo(summary_line(report), err=format_ != "full" or to_file)


def _write(text: str) -> None:
    """To stdout as UTF-8, whatever the locale says."""
    click.get_binary_stream("stdout").write(text.encode("utf-8", "backslashreplace"))
    sys.stdout.flush()
