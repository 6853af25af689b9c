"""`flowcheck sweep`."""

from __future__ import annotations

from typing import Any

import click

from flowcheck.cli import check
from flowcheck.cli.complete import files

_SHARED = ("select", "ignore", "severity", "fail_on", "models", "workflows")
"""The options of `check` that mean the same here."""


@click.command(
    "sweep",
    params=[option for option in check.command.params if option.name in _SHARED],
    short_help="Check a whole store of records on one machine or many.",
)
@click.argument("urls", nargs=-1, required=True, metavar="URL...", shell_complete=files)
@click.option(
    "--output",
    required=True,
    metavar="URL",
    shell_complete=files,
    help="Folder for the tables; one with a sweep that was interrupted is taken up again.",
)
@click.option(
    "--scheduler",
    metavar="ADDRESS",
    help="A running Dask cluster.  [default: one started on this machine]",
)
@click.option(
    "--jobs",
    "-j",
    metavar="N",
    type=click.IntRange(min=1),
    help="Processes of the cluster that is started.  [default: all processors]",
)
@click.option(
    "--column",
    metavar="NAME",
    help="The files are Parquet, and this column holds a record in each row.",
)
@click.option(
    "--part-size",
    metavar="BYTES",
    type=click.IntRange(min=1_000),
    default=64_000_000,
    show_default=True,
    help="How much of a file one task checks.",
)
def command(urls: tuple[str, ...], **options: Any) -> int:
    """Check every record of files, folders and globs once, and write what is found as two Parquet
    tables.

    URLs are those of fsspec: local paths, s3://, gs://, az://. JSON Lines (packed or not), JSON,
    and a column of Parquet files are read; models and workflows lie on this machine. Needs the
    extra `cluster`. Configuration files are not read: a store has none."""
    from flowcheck.cli.sweeping import Options, run_sweep

    return run_sweep(Options(urls=urls, **options))
