"""`flowcheck sweep`."""

from __future__ import annotations

import click

from flowcheck.cli.choices import Word, words
from flowcheck.cli.complete import files, rules


@click.command("sweep", short_help="Check a whole store of records on one machine or many.")
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
@click.option(
    "--select",
    multiple=True,
    metavar="RULES",
    callback=words,
    shell_complete=rules,
    help="Run only these rules.",
)
@click.option(
    "--ignore",
    multiple=True,
    metavar="RULES",
    callback=words,
    shell_complete=rules,
    help="Leave these rules out.",
)
@click.option(
    "--severity",
    type=Word(("error", "warning", "info")),
    default="warning",
    show_default=True,
    help="Least severity written.",
)
@click.option(
    "--fail-on",
    type=Word(("error", "warning", "info", "never")),
    default="error",
    show_default=True,
    help="Least severity that makes the exit code 1.",
)
@click.option(
    "--models",
    multiple=True,
    metavar="PATH",
    shell_complete=files,
    help="Model records on this machine to check nodes against; repeatable.",
)
@click.option(
    "--workflows",
    multiple=True,
    metavar="PATH",
    shell_complete=files,
    help="Workflows on this machine that nodes call; repeatable.",
)
def command(
    urls: tuple[str, ...],
    output: str,
    scheduler: str | None,
    jobs: int | None,
    column: str | None,
    part_size: int,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    severity: str,
    fail_on: str,
    models: tuple[str, ...],
    workflows: tuple[str, ...],
) -> int:
    """Check every record of files, folders and globs once, and write what is found as two Parquet
    tables.

    URLs are those of fsspec: local paths, s3://, gs://, az://. JSON Lines (packed or not), JSON,
    and a column of Parquet files are read. Needs the extra `cluster`. Configuration files are not
    read: a store has none."""
    from flowcheck.cli.sweeping import Options, run_sweep

    return run_sweep(
        Options(
            urls=urls,
            output=output,
            scheduler=scheduler,
            jobs=jobs,
            column=column,
            part_size=part_size,
            select=select,
            ignore=ignore,
            severity=severity,
            fail_on=fail_on,
            models=models,
            workflows=workflows,
        )
    )
