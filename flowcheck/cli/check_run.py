"""`flowcheck check-run`."""

from __future__ import annotations

from typing import Any

import click

from flowcheck.cli import check
from flowcheck.cli.complete import files
from flowcheck.cli.options import CheckOptions
from flowcheck.cli.shared import one_workflow

_SHARED = (
    "stdin_name",
    "format_",
    "output",
    "outputs",
    "select",
    "ignore",
    "extend_select",
    "severity",
    "fail_on",
    "config",
    "no_config",
    "color",
    "quiet",
    "statistics",
)
"""The options of `check` that mean the same here."""


@click.command(
    "check-run",
    params=[option for option in check.command.params if option.name in _SHARED],
    short_help="Would Scenario accept these run inputs?",
)
@click.argument("file", metavar="FILE", shell_complete=files)
@click.argument("run", metavar="RUN.json", shell_complete=files)
@one_workflow
def command(file: str, run: str, id: str | None, **options: Any) -> int:
    """Judge the run inputs in RUN.json by the inputs of the workflow in FILE.

    RUN.json is the body of a run (an object keyed by input name) or a job record, whose
    `metadata.input` is judged. One of both may be `-` for stdin. Exit code 2 when there is nothing
    to judge: no contract in FILE, a job without inputs."""
    if file == run == "-":
        raise click.UsageError("FILE and RUN.json cannot both be stdin")
    from flowcheck.cli.check_body import check_body

    return check_body(file, run, id, CheckOptions(**options))
