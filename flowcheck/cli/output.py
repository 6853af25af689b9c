"""Where the report goes: stdout, files, and the lines beside it on stderr."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from flowcheck.cli.options import CheckOptions
from flowcheck.cli.streams import drop, terminal_width, write_stderr, write_stdout
from flowcheck.dataclass import replace
from flowcheck.reading.files import SUFFIXES
from flowcheck.report import Report
from flowcheck.reports import renderer
from flowcheck.reports.columns import broken_lines
from flowcheck.reports.summary import counted, statistics, summary_line

if TYPE_CHECKING:
    from flowcheck.reports.fail_on import FailOn

T = TypeVar("T")
PATTERNS = [f"*{suffix}" for suffix in SUFFIXES]
"""Which files of a folder are checked."""


def say(line: str) -> None:
    """A line for the person at the terminal, on stderr."""
    from flowcheck.reports.escape import shown

    write_stderr(shown(line) + "\n")


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
        import click

        raise click.ClickException(f"cannot write `{path}`: {reason}") from error


def _write_text(path: str, text: str) -> None:
    # Most runs write to stdout only.
    from flowcheck.atomic import write_text

    write_file(path, lambda: write_text(path, text))


def print_report(
    report: Report,
    options: CheckOptions,
    fail_on: FailOn,
    *,
    fixed: str | None = None,
    on_stderr: bool = False,
) -> None:
    """Write the report wherever the options of `check` want it. fail_on: the least severity that
    fails the check, None for never; or what tells it by a file's name. fixed: a line
    about what was mended, before the summary. on_stderr: stdout is taken, by the mended text."""
    output = options.output
    width = None if output is not None else terminal_width(sys.stderr if on_stderr else sys.stdout)
    format_ = options.format_ or ("concise" if width is None else "full")
    if format_ == "full" and output is None:
        from flowcheck.reports import full

        render = full.render_colored if use_color(options.color) else full.render
        text = render(report, width=width)
    else:
        text = _rendered(report, format_, options, fail_on)
    for other, path in options.outputs:
        if other == "html":  # made from the files, not from the report alone
            continue
        _write_text(path, _rendered(report, other, options, fail_on))
    if output is not None:
        _write_text(output, text)
    elif on_stderr:
        write_stderr(text)
    else:
        print_out(text, options)
    on_stderr = on_stderr or format_ != "full" or output is not None
    width = terminal_width(sys.stderr if on_stderr else sys.stdout)
    aside = "".join(f"{line}\n" for line in _aside(report, options, fixed, width))
    if on_stderr:
        write_stderr(aside)
    else:
        print_out(aside, options)


def print_out(text: str, options: CheckOptions) -> None:
    """To stdout. A reader that went away does not change what the check found; a watch has nobody
    left to tell and ends."""
    try:
        write_stdout(text)
    except BrokenPipeError:
        if options.watch:
            raise
        drop(sys.stdout)


def _aside(
    report: Report, options: CheckOptions, fixed: str | None, width: int | None
) -> list[str]:
    """The lines beside the report: what is hidden, counts, what was mended, the summary. width: of
    the terminal they go to."""
    lines = []
    if options.show_suppressed:
        from flowcheck.reports import concise

        lines += [f"suppressed: {concise.line(problem)}" for problem in report.suppressed]
    if options.statistics:
        lines += statistics(report).splitlines()
    if not options.quiet:
        lines += [fixed] if fixed else []
        lines += broken_lines(summary_line(report, PATTERNS), width)
    return lines


def _rendered(report: Report, format_: str, options: CheckOptions, fail_on: FailOn) -> str:
    """The report in a format. Suppressed problems are left out of SARIF unless asked for: GitHub
    shows them as open alerts."""
    if format_ == "junit":
        from flowcheck.reports import junit

        return junit.render(report, fail_on)
    if format_ == "sarif":
        from flowcheck.reports import sarif

        if not options.show_suppressed:
            report = replace(report, suppressed=())
        left_out = sarif.left_out(report)
        if left_out:
            say(
                f"SARIF takes {sarif.MOST_RESULTS:,} results: "
                f"{counted(left_out, 'problem')} of the least severity left out"
            )
    if format_ == "concise":
        if not report.problems and not report.failures:
            return ""  # a clean check loads nothing that makes text of problems
        from flowcheck.reports import concise

        return concise.render(report, notes=options.verbose)
    return renderer(format_)(report)
