"""Where the report goes: stdout, files, and the lines beside it on stderr."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

import click

from flowcheck.cli.options import CheckOptions
from flowcheck.report import Report
from flowcheck.reports import concise, renderer
from flowcheck.reports.escape import shown
from flowcheck.reports.summary import statistics, summary_line

T = TypeVar("T")


def say(line: str) -> None:
    """A line for the person at the terminal, on stderr."""
    click.echo(shown(line), err=True)


def use_color(choice: str) -> bool:
    """Whether to colour stdout: the flag, then NO_COLOR, FORCE_COLOR, then whether it is a
    terminal."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout.isatty()


def write_file(path: str, write: Callable[[], T]) -> T:
    """Call a function that writes `path`; an OSError becomes an error that names it."""
    try:
        return write()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise click.ClickException(f"cannot write `{path}`: {reason}") from error


def _write_text(path: str, text: str) -> None:
    # Most runs write to stdout only.
    from flowcheck.atomic import write_text

    write_file(path, lambda: write_text(path, text))


def print_report(
    report: Report,
    options: CheckOptions,
    *,
    fixed: str | None = None,
    on_stderr: bool = False,
) -> None:
    """Write the report wherever the options of `check` want it. fixed: a line about what was
    mended, before the summary. on_stderr: stdout is taken, by the mended text."""
    output = options.output
    on_terminal = output is None and (sys.stderr if on_stderr else sys.stdout).isatty()
    format_ = options.format_ or ("full" if on_terminal else "concise")
    if format_ == "full" and output is None and use_color(options.color):
        from flowcheck.reports.full import render_colored

        text = render_colored(report)
    else:
        text = _rendered(report, format_, options)
    if output is None and on_stderr:
        click.echo(text.encode("utf-8", "backslashreplace"), nl=False, err=True)
    elif output is None:
        write_stdout(text)
    else:
        _write_text(output, text)
    for other, path in options.outputs:
        _write_text(path, _rendered(report, other, options))
    aside = on_stderr or format_ != "full" or output is not None
    if options.show_suppressed:
        for problem in report.suppressed:
            click.echo(f"suppressed: {concise.line(problem)}", err=aside)
    if options.statistics:
        click.echo(statistics(report), nl=False, err=aside)
    if fixed and not options.quiet:
        click.echo(fixed, err=aside)
    if not options.quiet:
        click.echo(summary_line(report), err=aside)


def _rendered(report: Report, format_: str, options: CheckOptions) -> str:
    """The report in a format. Suppressed problems are left out of SARIF unless asked for: GitHub
    shows them as open alerts."""
    if format_ == "sarif" and not options.show_suppressed:
        report = replace(report, suppressed=())
    return renderer(format_)(report)


def write_stdout(text: str) -> None:
    """To stdout as UTF-8, whatever the locale says."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))
    sys.stdout.buffer.flush()
