"""`flowcheck check`."""

from __future__ import annotations

import os
import sys
from typing import Any

import click

from flowcheck.findings import Severity
from flowcheck.reports import FORMATS

LEVELS = ("error", "warning", "info")


def _words(_: click.Context, __: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """Comma-separated and repeatable: `--select FC2,FC301 --select never-runs`."""
    return tuple(word.strip() for value in values for word in value.split(",") if word.strip())


@click.command("check", short_help="Lint flows in files, directories or stdin.")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("--stdin-name", metavar="NAME", default="<stdin>", help="The name shown for `-`.")
@click.option(
    "--format",
    "format_",
    type=click.Choice(FORMATS),
    help="Output format; full on a terminal, concise otherwise.",
)
@click.option("--output", metavar="FILE", help="Write the report to FILE instead of stdout.")
@click.option(
    "--select",
    multiple=True,
    metavar="RULES",
    callback=_words,
    help="Run only these rules: codes, prefixes or names, comma-separated and repeatable.",
)
@click.option(
    "--ignore", multiple=True, metavar="RULES", callback=_words, help="Leave these rules out."
)
@click.option(
    "--extend-select",
    multiple=True,
    metavar="RULES",
    callback=_words,
    help="Run these too, info rules among them.",
)
@click.option(
    "--severity",
    type=click.Choice(LEVELS),
    help="Least severity shown.  [default: warning]",
)
@click.option(
    "--fail-on",
    type=click.Choice([*LEVELS, "never"]),
    help="Least severity that makes the exit code 1.  [default: error]",
)
@click.option("--no-config", is_flag=True, help="Read no configuration file.")
@click.option("--no-cache", is_flag=True, help="Neither read nor write the result cache.")
@click.option(
    "--skip-unrecognized",
    is_flag=True,
    help="Pass over named files that hold no flow, instead of FC103.",
)
@click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    help="Colours; auto honours NO_COLOR and FORCE_COLOR.",
)
@click.option("--quiet", "-q", is_flag=True, help="Print problems only, no summary.")
@click.option("--statistics", is_flag=True, help="Count the problems of each rule.")
def command(paths: tuple[str, ...], **options: Any) -> int:
    """Lint flows in files and directories (default: the current one); `-` reads stdin.

    Directories are walked for .json, .jsonl and .ndjson files; .gitignore is honoured and files
    that hold no flow are passed over."""
    from flowcheck.cli.run import run_check

    return run_check(paths or (".",), options)


def use_color(choice: str) -> bool:
    """Whether to colour stdout: the flag, then NO_COLOR, FORCE_COLOR, then whether it is a
    terminal."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout.isatty()


def threshold(fail_on: str) -> Severity | None:
    """The severity of a `--fail-on` word; None for `never`."""
    return None if fail_on == "never" else Severity(fail_on)
