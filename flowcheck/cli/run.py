"""What `flowcheck check` does once its arguments are known."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import click

from flowcheck.cli.output import print_report, say, write_file
from flowcheck.config.resolve import Resolved, resolve
from flowcheck.engine import check_sources
from flowcheck.reading.files import find, read
from flowcheck.reading.source import Source
from flowcheck.report import Failure, Report
from flowcheck.settings import Settings, SettingsError


@dataclass(frozen=True)
class Gathered:
    """The files of a run: sources to check, what could not be read, how many held no flow."""

    sources: list[Source]
    failures: list[Failure]
    skipped: int


def run_check(paths: tuple[str, ...], options: dict[str, Any]) -> int:
    """Check `paths` as the options of `flowcheck check` say; print; return the exit code."""
    try:
        return _run(paths, options)
    except SettingsError as error:
        raise click.UsageError(str(error)) from error


def _run(paths: tuple[str, ...], options: dict[str, Any]) -> int:
    flags = ("select", "ignore", "extend_select", "severity", "fail_on", "models", "baseline")
    resolved = resolve(
        {key: options[key] for key in flags},
        paths,
        config=options["config"],
        no_config=options["no_config"],
    )
    if options["show_settings"]:
        from flowcheck.cli.show_settings import settings_text

        click.echo(settings_text(resolved), nl=False)
        return 0
    gathered = gather(paths, options, resolved)
    report = checked(gathered, resolved.settings)
    names = [source.name for source in gathered.sources]
    report = _hidden(report, resolved, names, options)
    print_report(report, options)
    return report.exit_code(resolved.fail_on)


def gather(paths: tuple[str, ...], options: dict[str, Any], resolved: Resolved) -> Gathered:
    """Find and read the files."""
    found, failures, left_out = find(paths, resolved.excluded())
    if options["verbose"]:
        for name in left_out:
            say(f"{name}: excluded by {resolved.origins['exclude']}")
    gathered = Gathered([], failures, 0)
    for item in found:
        source = read(item, stdin_name=options["stdin_name"])
        if isinstance(source, Failure):
            failures.append(source)
        elif source.unrecognised and (options["skip_unrecognized"] or not item.explicit):
            gathered = replace(gathered, skipped=gathered.skipped + 1)
            if options["verbose"]:
                say(f"{item.path}: holds no flow")
        else:
            gathered.sources.append(source)
    return gathered


def checked(gathered: Gathered, settings: Settings) -> Report:
    """The report on what was gathered, before anything is hidden."""
    return check_sources(
        gathered.sources, settings, failures=gathered.failures, skipped=gathered.skipped
    )


def _hidden(
    report: Report, resolved: Resolved, names: list[str], options: dict[str, Any]
) -> Report:
    """The report after suppressions and baseline; writes what the options ask to write."""
    if resolved.file is not None:
        from flowcheck.config.suppressions import suppressed

        report = suppressed(report, resolved.file, resolved.settings, names)
    if options["add_suppressions"]:
        from flowcheck.config.add import add_suppressions

        path, count = add_suppressions(report, resolved.file)
        say(f"added {count} suppressions to {path}; give each a reason")
    return _baselined(report, resolved.baseline, names, options)


def _baselined(
    report: Report, path: Path | None, names: list[str], options: dict[str, Any]
) -> Report:
    """The report without what the baseline knows, the one being written included."""
    from flowcheck.config.baseline import baselined, prune, read_baseline, stale, write_baseline

    target = Path(options["write_baseline"]) if options["write_baseline"] else None
    if path is None and target is None:
        if options["prune_baseline"]:
            raise click.UsageError("--prune-baseline needs a baseline; name it with --baseline")
        return report
    # A baseline that is to be written need not be there yet.
    missing = path is None or (path == target and not path.exists())
    baseline = None if missing or path is None else read_baseline(path)
    if target is not None:
        new = write_file(
            str(target), lambda: write_baseline(target, report.problems, names, baseline)
        )
        say(f"wrote {sum(new.counts.values())} problems to {target}")
        return baselined(report, new)
    assert baseline is not None
    report = baselined(report, baseline)
    old = stale(report, baseline, names)
    for key, count in old.items():
        times = f" ({count} times)" if count > 1 else ""
        message = baseline.messages.get(key, "")
        say(f"stale baseline entry: {key[0]}: {key[1]} {message}{times}")
    if old and options["prune_baseline"]:
        write_file(str(baseline.path), lambda: prune(baseline, old))
        say(f"dropped {sum(old.values())} stale entries from {baseline.path}")
    return report
