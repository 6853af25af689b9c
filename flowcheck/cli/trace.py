"""`flowcheck trace`."""

from __future__ import annotations

import click

from flowcheck.cli.choices import Word
from flowcheck.cli.complete import files
from flowcheck.cli.shared import color, one_workflow, stdin_name, take


@click.command("trace", short_help="Show what a run does, node by node.")
@click.argument("file", metavar="FILE", shell_complete=files)
@click.argument("run", metavar="[RUN.json]", required=False, shell_complete=files)
@take("Let an if/else node take this branch, where the inputs do not decide")
@click.option(
    "--format",
    "format_",
    type=Word(["text", "json"]),
    default="text",
    show_default=True,
    help="Output format.",
)
@one_workflow
@stdin_name
@color
def command(
    file: str,
    run: str | None,
    takes: tuple[str, ...],
    format_: str,
    id: str | None,
    stdin_name: str,
    color: str,
) -> int:
    """Show what a run of the workflow in FILE does: which node runs, is skipped or hangs, and why;
    which branches stay open, how many models run and what contributes to the output.

    RUN.json is the body of a run (an object keyed by input name) or a job record, whose
    `metadata.input` counts. Without it nothing is known of the inputs. One of both may be `-` for
    stdin.

    Exit codes: 0 the run completes, as far as is known; 1 a node hangs, or Scenario would refuse
    the inputs; 2 the workflow itself is too wrong to tell, or a branch cannot be taken."""
    if file == run == "-":
        raise click.UsageError("FILE and RUN.json cannot both be stdin")
    from flowcheck.cli.show_trace import show_trace

    return show_trace(
        file, run, takes, as_json=format_ == "json", id=id, stdin_name=stdin_name, color=color
    )
