"""Options that mean the same in several commands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from flowcheck.cli.choices import Word
from flowcheck.cli.complete import branch, files

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


def take(help: str) -> Callable[[Any], Any]:
    """`--take`, which chooses branches of a run. help: what becomes of that run."""
    return click.option(
        "--take",
        "takes",
        multiple=True,
        metavar="NODE=VALUE",
        shell_complete=branch,
        help=f"{help}; repeatable.",
    )
