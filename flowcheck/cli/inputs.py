"""`flowcheck inputs`."""

from __future__ import annotations

import click

from flowcheck.cli.complete import files
from flowcheck.cli.shared import stdin_name


@click.command("inputs", short_help="Show what a workflow or model asks of a run.")
@click.argument("file", metavar="FILE", shell_complete=files)
@click.option("--schema", is_flag=True, help="Print a JSON Schema of the run inputs instead.")
@click.option("--id", metavar="ID", help="Only the workflow or model with this id.")
@stdin_name
def command(file: str, schema: bool, id: str | None, stdin_name: str) -> None:
    """Show the inputs of the workflows and models in FILE (`-` reads stdin): type, kind of asset,
    when it is required, default, allowed values and bounds.

    With --schema, the same as a JSON Schema (2020-12) that accepts a run's inputs exactly when
    `check-run` finds no error in them and knows every one."""
    from flowcheck.cli.show_inputs import show_inputs

    show_inputs(file, schema=schema, id=id, stdin_name=stdin_name)
