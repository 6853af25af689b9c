"""`flowcheck schema`."""

from __future__ import annotations

import click

from flowcheck.cli.complete import schema
from flowcheck.cli.streams import write_stdout
from flowcheck.nearest import did_you_mean
from flowcheck.shipped_schemas import load, names


@click.command("schema", short_help="Print a JSON Schema.")
@click.argument("name", shell_complete=schema)
def command(name: str) -> None:
    """Print the JSON Schema (2020-12) NAME: flow, workflow, job, model, report,
    trace, config."""
    if name not in names():
        hint = did_you_mean(name, names())
        message = f"no schema is called `{name}`"
        raise click.UsageError(f"{message}; {hint or 'there are ' + ', '.join(names())}")
    write_stdout(load(name))
