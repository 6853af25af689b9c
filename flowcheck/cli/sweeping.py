"""What `flowcheck sweep` does once its arguments are known."""

from __future__ import annotations

from typing import Any

import click

from flowcheck.cli.output import say
from flowcheck.cli.progress import progress_in_bytes
from flowcheck.cli.streams import write_stdout
from flowcheck.dataclass import dataclass
from flowcheck.findings import Severity
from flowcheck.reports.escape import brief, shown
from flowcheck.reports.summary import counted
from flowcheck.rules.selection import Selection
from flowcheck.settings import Settings, SettingsError

_NEEDED = ("dask", "distributed", "fsspec", "pyarrow", "zstandard")
MOST_RULES = 10
"""Rules the summary shows."""


@dataclass(frozen=True, slots=True)
class Options:
    """As the command line gives them: None and `()` for what is not given."""

    urls: tuple[str, ...]
    output: str
    scheduler: str | None
    jobs: int | None
    column: str | None
    part_size: int
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    severity: str | None
    fail_on: str | None
    models: tuple[str, ...]
    workflows: tuple[str, ...]

    @property
    def settings(self) -> Settings:
        return Settings(
            select=self.select,
            ignore=self.ignore,
            severity=Severity(self.severity or Severity.WARNING),
            models=self.models,
            workflows=self.workflows,
        )


def run_sweep(options: Options) -> int:
    """Sweep, print the summary; the exit code."""
    try:
        from flowcheck.sweep.run import SchedulerLostError, Wanted, sweep
        from flowcheck.sweep.store import store_errors
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in _NEEDED:
            raise
        raise click.ClickException(
            f"`sweep` needs {error.name}: pip install 'scenario-flowcheck[cluster]'"
        ) from error
    wanted = Wanted(
        urls=options.urls,
        output=options.output,
        scheduler=options.scheduler,
        jobs=options.jobs,
        column=options.column,
        part_bytes=options.part_size,
    )
    try:
        settings = options.settings
        Selection.of(settings)
        with progress_in_bytes() as step:
            swept = sweep(wanted, settings, step)
    except SettingsError as error:
        raise click.ClickException(str(error)) from error
    except ImportError as error:  # of a file system that fsspec knows and has not
        raise click.ClickException(str(error)) from error
    except store_errors() as error:
        raise click.ClickException(f"{type(error).__name__}: {error}") from error
    except SchedulerLostError as error:
        raise click.ClickException(
            f"{error}: the same command takes it up where it is now"
        ) from error
    except KeyboardInterrupt:
        say("interrupted: the same command takes it up where it is now")
        return 2
    write_stdout(summary_text(swept.told))
    for part, why in sorted(swept.lost.items()):
        say(f"{part}: {why}")
    if swept.lost:
        say(f"{counted(len(swept.lost), 'part')} not checked; run the same command to try again")
    return _exit_code(swept.told, options.fail_on or "error", lost=bool(swept.lost))


def summary_text(told: dict[str, Any]) -> str:
    """What was found, by rule, most frequent first, with an example of each."""
    counts = told["counts"]
    words = ("error", "warning", "info")
    found = ", ".join(counted(counts[word], word) for word in words if counts.get(word))
    lines = [
        f"Found {found or 'no problems'} in {counted(counts.get('records', 0), 'record')} "
        f"({counted(counts.get('documents', 0), 'document')}, "
        f"{counted(counts.get('nodes', 0), 'node')})"
    ]
    rules = sorted(told["rules"].items(), key=lambda item: (-item[1]["count"], item[0]))
    width = max((len(str(rule["count"])) for _, rule in rules), default=1)
    for key, rule in rules[:MOST_RULES]:
        lines.append(f"{rule['count']:>{width}}  {key}  {rule['rule']}")
        url, record, pointer, message = rule["examples"][0]
        lines.append(f"{'':{width}}  {shown(f'{url}:{record}{pointer}')}: {brief(message)}")
    if len(rules) > MOST_RULES:
        lines.append(f"{'':{width}}  … and {len(rules) - MOST_RULES} more")
    if counts.get("failed"):
        lines.append(f"{counted(counts['failed'], 'record')} not fully checked:")
        lines += [f"  {shown(f'{url}:{n}')}: {brief(why)}" for url, n, why in told["failures"]]
    return "".join(f"{line}\n" for line in lines)


def _exit_code(told: dict[str, Any], fail_on: str, *, lost: bool) -> int:
    if lost or told["counts"].get("failed"):
        return 2
    if fail_on == "never":
        return 0
    least = Severity(fail_on).rank
    return int(any(told["counts"].get(s.value) and s.rank >= least for s in Severity))
