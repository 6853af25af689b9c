"""What `flowcheck check-run` does once its arguments are known."""

from __future__ import annotations

import click

from flowcheck.cli.options import CheckOptions
from flowcheck.cli.output import print_report
from flowcheck.engine import check_run_sources
from flowcheck.reading.files import STDIN, Found, read
from flowcheck.report import Failure, Report
from flowcheck.settings import Settings, SettingsError


def check_body(file: str, run: str, id: str | None, options: CheckOptions) -> int:
    """Judge the run inputs in `run` by the contract in `file`; print; return the exit code."""
    if any(format_ == "html" for format_, _ in options.outputs):
        raise click.UsageError(
            "html shows flows, and these are run inputs: see `flowcheck graph --run`"
        )
    # The run inputs are what is checked; where they lie decides about the configuration.
    name = options.stdin_name if run == STDIN else run
    try:
        resolved = options.configurations(known=True).of(name)
    except SettingsError as error:
        raise click.ClickException(str(error)) from error
    report = _checked(file, run, id, resolved.settings, options.stdin_name)
    print_report(report, options, resolved.fail_on)
    return report.exit_code(resolved.fail_on)


def _checked(file: str, run: str, id: str | None, settings: Settings, stdin_name: str) -> Report:
    workflow = read(Found(file, explicit=True), stdin_name=stdin_name)
    if isinstance(workflow, Failure):
        return Report(failures=(workflow,))
    body = read(Found(run, explicit=True), stdin_name=stdin_name)
    if isinstance(body, Failure):
        return Report(failures=(body,))
    return check_run_sources(workflow, body, settings, id=id)
