"""Options that mean the same in several commands."""

from __future__ import annotations

import click

from flowcheck.cli.choices import Word
from flowcheck.cli.complete import files

stdin_name = click.option(
    "--stdin-name",
    metavar="NAME",
    shell_complete=files,
    default="<stdin>",
    help="The name shown for `-`.",
)
color = click.option(
    "--color",
    type=Word(["auto", "always", "never"]),
    default="auto",
    help="Colours; auto honours NO_COLOR and FORCE_COLOR.",
)
one_workflow = click.option(
    "--id", metavar="ID", help="The workflow meant, when FILE holds several."
)
