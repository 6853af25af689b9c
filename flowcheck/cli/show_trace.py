"""What `flowcheck trace` prints."""

from __future__ import annotations

import sys

import click

from flowcheck.cli.output import use_color
from flowcheck.cli.streams import terminal_width, write_stdout
from flowcheck.cli.trace_table import lines
from flowcheck.reading.decode import collector_paused
from flowcheck.reading.files import Found, read
from flowcheck.reading.source import Source
from flowcheck.report import Failure
from flowcheck.reports.escape import dumps, shown
from flowcheck.settings import Settings
from flowcheck.tracing.run import asked_for, trace_flow, workflow_in
from flowcheck.tracing.trace import Trace, TraceError


def show_trace(
    file: str,
    run: str | None,
    takes: tuple[str, ...],
    *,
    as_json: bool,
    id: str | None,
    stdin_name: str,
    color: str,
) -> int:
    """Trace, print, and return the exit code."""
    workflow = _read(file, stdin_name)
    body = None if run is None else _read(run, stdin_name)
    try:
        with collector_paused():
            trace = _traced(workflow, body, takes, id)
    except TraceError as error:
        told = [shown(line) for line in (str(error), *error.details)]
        raise click.ClickException("\n".join(told)) from error
    if as_json:
        write_stdout(dumps(trace.to_dict(), indent=2) + "\n")
    else:
        name = workflow.name if body is None else f"{workflow.name} with {body.name}"
        table = lines(trace, name, width=terminal_width(sys.stdout), color=use_color(color))
        write_stdout("".join(f"{line}\n" for line in table))
    return 0 if trace.accepted and not trace.hangs else 1


def _traced(workflow: Source, body: Source | None, takes: tuple[str, ...], id: str | None) -> Trace:
    flow = workflow_in(workflow, id)
    asked: dict[str, str | None] = {}
    for words in takes:
        node, value = asked_for(flow, words)
        if asked.setdefault(node, value) != value:
            raise TraceError(f"`{node}` is asked to take two branches")
    return trace_flow(flow, workflow, body, asked, Settings())


def _read(file: str, stdin_name: str) -> Source:
    source = read(Found(file, explicit=True), stdin_name=stdin_name)
    if isinstance(source, Failure):
        raise click.ClickException(shown(f"{source.file}: {source.message}"))
    return source
