"""What `flowcheck check` does once its arguments are known."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from flowcheck.batch.run import Batch, How, WorkerError, check_found
from flowcheck.cache.store import Store, place
from flowcheck.cli.gather import found_files
from flowcheck.cli.output import print_report, say, write_file
from flowcheck.cli.progress import progress
from flowcheck.config.resolve import Resolved, resolve
from flowcheck.report import Report
from flowcheck.reports.summary import counted
from flowcheck.settings import SettingsError


def run_check(paths: tuple[str, ...], options: dict[str, Any]) -> int:
    """Check `paths` as the options of `flowcheck check` say; print; return the exit code."""
    try:
        return _run(paths, options)
    except (SettingsError, WorkerError) as error:
        raise click.ClickException(str(error)) from error


def _run(paths: tuple[str, ...], options: dict[str, Any]) -> int:
    resolved = resolved_for(paths, options, known=options["show_settings"])
    if options["show_settings"]:
        from flowcheck.cli.show_settings import settings_text

        click.echo(settings_text(resolved), nl=False)
        return 0
    if options["fix"] or options["diff"]:
        from flowcheck.cli.fix import run_fixing

        return run_fixing(paths, options, resolved)
    batch = _checked(paths, options, resolved)
    report = hidden(batch.report, resolved, list(batch.names), options)
    print_report(report, options)
    return report.exit_code(resolved.fail_on)


def resolved_for(
    paths: tuple[str, ...], options: dict[str, Any], *, known: bool = False
) -> Resolved:
    """The settings in force; `known` as in `resolve`."""
    flags = ("select", "ignore", "extend_select", "severity", "fail_on", "models", "baseline")
    return resolve(
        {key: options[key] for key in flags},
        paths,
        config=options["config"],
        no_config=options["no_config"],
        known=known,
    )


def _checked(paths: tuple[str, ...], options: dict[str, Any], resolved: Resolved) -> Batch:
    """Find, read and check the files."""
    found, failures = found_files(paths, options, resolved)
    file = None if resolved.file is None else resolved.file.path
    with progress() as step:
        how = How(
            stdin_name=options["stdin_name"],
            jobs=options["jobs"],
            store=None if options["no_cache"] else Store(place(file)),
            step=step,
        )
        batch = check_found(found, resolved.settings, how, failures=failures)
    if options["verbose"]:
        for name in batch.skipped:
            say(f"{name}: holds no flow")
    return batch


def hidden(report: Report, resolved: Resolved, names: list[str], options: dict[str, Any]) -> Report:
    """The report after suppressions and baseline; writes what the options ask to write."""
    if resolved.file is not None:
        from flowcheck.config.suppressions import suppressed

        report = suppressed(report, resolved.file, resolved.settings, names)
    if options["add_suppressions"]:
        from flowcheck.config.add import add_suppressions

        path, count = add_suppressions(report, resolved.file)
        if count:
            each = "give it a reason" if count == 1 else "give each a reason"
            say(f"added {counted(count, 'suppression')} to {path}; {each}")
        else:
            say("no suppression to add")
    return _baselined(report, resolved.baseline, names, options)


def _baselined(
    report: Report, path: Path | None, names: list[str], options: dict[str, Any]
) -> Report:
    """The report without what the baseline knows, the one being written included."""
    target = Path(options["write_baseline"]) if options["write_baseline"] else None
    if path is None and target is None:
        if options["prune_baseline"]:
            raise click.UsageError("--prune-baseline needs a baseline; name it with --baseline")
        return report
    from flowcheck.config.baseline import baselined, prune, read_baseline, stale, write_baseline

    # A baseline that is to be written need not be there yet.
    missing = path is None or (path == target and not path.exists())
    baseline = None if missing or path is None else read_baseline(path)
    if target is not None:
        new = write_file(
            str(target), lambda: write_baseline(target, report.problems, names, baseline)
        )
        say(f"wrote {counted(sum(new.counts.values()), 'problem')} to {target}")
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
        many = sum(old.values())
        entries = "1 stale entry" if many == 1 else f"{many} stale entries"
        say(f"dropped {entries} from {baseline.path}")
    return report
