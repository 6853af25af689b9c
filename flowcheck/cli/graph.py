"""`flowcheck graph`."""

from __future__ import annotations

from typing import Any

import click

from flowcheck.cli import check
from flowcheck.cli.choices import Word
from flowcheck.cli.complete import files
from flowcheck.cli.shared import one_workflow, stdin_name, take

_SHARED = (
    "select",
    "ignore",
    "extend_select",
    "severity",
    "config",
    "no_config",
    "baseline",
    "models",
    "workflows",
)
"""The options of `check` that mean the same here."""


@click.command(
    "graph",
    params=[option for option in check.command.params if option.name in _SHARED],
    short_help="Draw a flow with its problems painted on.",
)
@click.argument("file", metavar="FILE", shell_complete=files)
@click.option(
    "--format",
    "format_",
    type=Word(["mermaid", "dot", "svg", "html"]),
    help="Format of the picture.  [default: by the ending of --output, else mermaid]",
)
@click.option(
    "--output",
    metavar="FILE",
    shell_complete=files,
    help="Write the picture to FILE instead of stdout.",
)
@click.option("--fold", is_flag=True, help="Draw each loop as one box.")
@click.option(
    "--run",
    metavar="RUN.json",
    shell_complete=files,
    help="Paint the run with these inputs, as `trace` tells it.",
)
@take("Paint a run in which an if/else node takes this branch")
@click.option(
    "--witness", metavar="CODE@NODE", help="Paint the example run of this problem of a node."
)
@one_workflow
@stdin_name
def command(
    file: str,
    format_: str | None,
    output: str | None,
    fold: bool,
    run: str | None,
    takes: tuple[str, ...],
    witness: str | None,
    id: str | None,
    stdin_name: str,
    **options: Any,
) -> int:
    """Draw the workflow in FILE (`-` reads stdin) with its problems painted on the nodes and wires
    they belong to.

    mermaid and dot need nothing; svg and html (a page to look around in) need the extra `pictures`.
    Exit codes: 0 the picture is drawn, whatever it shows, 2 there is nothing to draw, or the run
    cannot be painted."""
    if witness is not None and (run is not None or takes):
        raise click.UsageError("--witness paints a run of its own: leave out --run and --take")
    if file == run == "-":
        raise click.UsageError("FILE and RUN.json cannot both be stdin")
    from flowcheck.cli.draw import Wanted, draw
    from flowcheck.cli.options import CheckOptions

    wanted = Wanted(format_, output, fold, run, takes, witness, id)
    draw(file, wanted, CheckOptions(stdin_name=stdin_name, **options))
    return 0
