"""`flowcheck check`."""

from __future__ import annotations

from typing import Any

import click

from flowcheck.cli.choices import Word, words
from flowcheck.cli.complete import files, output, rules
from flowcheck.cli.options import CheckOptions
from flowcheck.cli.plain import LEVELS
from flowcheck.cli.shared import color, stdin_name
from flowcheck.reports import FORMATS


def _outputs(
    _: click.Context, __: click.Parameter, values: tuple[str, ...]
) -> tuple[tuple[str, str], ...]:
    """`sarif=out.sarif` → a format and a file."""
    pairs = []
    for value in values:
        format_, equals, file = value.partition("=")
        if format_ not in (*FORMATS, "html") or not equals or not file:
            known = ", ".join((*FORMATS, "html"))
            raise click.BadParameter(f"`{value}` is not FORMAT=FILE with a format of {known}")
        pairs.append((format_, file))
    return tuple(pairs)


@click.command("check", short_help="Lint flows in files, directories or stdin.")
@click.argument("paths", nargs=-1, metavar="[PATH]...", shell_complete=files)
@stdin_name
@click.option(
    "--format",
    "format_",
    type=Word(FORMATS),
    help="Output format; full on a terminal, concise otherwise.",
)
@click.option(
    "--output",
    metavar="FILE",
    shell_complete=files,
    help="Write the report to FILE instead of stdout.",
)
@click.option(
    "--output-format",
    "outputs",
    multiple=True,
    metavar="FORMAT=FILE",
    callback=_outputs,
    shell_complete=output,
    help="Write the report to FILE in FORMAT as well, `html` for a page with pictures; repeatable.",
)
@click.option(
    "--select",
    multiple=True,
    metavar="RULES",
    callback=words,
    shell_complete=rules,
    help="Run only these rules: codes, prefixes or names, comma-separated and repeatable.",
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
    "--extend-select",
    multiple=True,
    metavar="RULES",
    callback=words,
    shell_complete=rules,
    help="Run these rules as well; info rules can be named too.",
)
@click.option(
    "--severity",
    type=Word(LEVELS),
    help="Least severity shown.  [default: warning]",
)
@click.option(
    "--fail-on",
    type=Word([*LEVELS, "never"]),
    help="Least severity that makes the exit code 1.  [default: error]",
)
@click.option(
    "--config",
    metavar="FILE",
    shell_complete=files,
    help="Read this configuration file for every file.",
)
@click.option("--no-config", is_flag=True, help="Read no configuration file.")
@click.option("--show-settings", is_flag=True, help="Print the settings in force and stop.")
@click.option(
    "--baseline", metavar="FILE", shell_complete=files, help="Hide the problems this file knows."
)
@click.option(
    "--write-baseline",
    metavar="FILE",
    shell_complete=files,
    help="Write what is found to a baseline file.",
)
@click.option("--prune-baseline", is_flag=True, help="Drop stale entries from the baseline.")
@click.option(
    "--add-suppressions",
    is_flag=True,
    help="Add a [[suppress]] entry to the configuration file for each problem found.",
)
@click.option("--show-suppressed", is_flag=True, help="List what suppressions and baseline hide.")
@click.option(
    "--models",
    multiple=True,
    metavar="PATH",
    shell_complete=files,
    help="Model records to check nodes against: a file or folder; repeatable.",
)
@click.option(
    "--workflows",
    multiple=True,
    metavar="PATH",
    shell_complete=files,
    help="Workflows that nodes call, to be read and not checked: a file or folder; repeatable.",
)
@click.option(
    "--exclude",
    multiple=True,
    metavar="GLOBS",
    shell_complete=files,
    callback=words,
    help="Files that are never checked, not even when named; comma-separated and repeatable.",
)
@click.option("--fix", is_flag=True, help="Mend what can be mended safely, in the files.")
@click.option(
    "--unsafe-fixes",
    is_flag=True,
    help="With --fix or --diff: guesses too, such as the nearest match of an unknown name.",
)
@click.option("--diff", is_flag=True, help="Show what --fix would change, and write nothing.")
@click.option(
    "--jobs",
    "-j",
    metavar="N",
    type=click.IntRange(min=1),
    help="Processes that check files.  [default: 1; all processors when there is much to check]",
)
@click.option("--no-cache", is_flag=True, help="Neither read nor write the result cache.")
@click.option(
    "--skip-unrecognized",
    is_flag=True,
    help="Pass over named files that hold no flow, instead of FC103.",
)
@click.option(
    "--strict",
    is_flag=True,
    help="Files in directories must hold flows too: FC103 instead of passing over.",
)
@color
@click.option("--quiet", "-q", is_flag=True, help="Print problems only, no summary.")
@click.option(
    "--verbose",
    "-v",
    is_flag=True,
    help="Say on stderr what is passed over and why; concise: hints too.",
)
@click.option("--watch", "-w", is_flag=True, help="Check again whenever a file changes.")
@click.option("--statistics", is_flag=True, help="Count the problems of each rule and severity.")
def command(paths: tuple[str, ...], **options: Any) -> int:
    """Lint flows in files and directories (default: the current one); `-` reads stdin.

    Directories are walked for .json, .jsonl and .ndjson files, the latter two packed as .gz or .zst
    too; .gitignore is honoured and files that hold no flow are passed over."""
    wanted = CheckOptions(**options)
    if wanted.strict and wanted.skip_unrecognized:
        raise click.UsageError("--strict and --skip-unrecognized exclude each other")
    if wanted.no_config and wanted.add_suppressions:
        raise click.UsageError("--add-suppressions needs a configuration; leave --no-config out")
    if wanted.watch:
        from flowcheck.cli.watch import watch_check

        return watch_check(paths or (".",), wanted)
    from flowcheck.cli.check_paths import check_paths

    return check_paths(paths or (".",), wanted)
