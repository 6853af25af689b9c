"""What suppressions and the baseline hide, and what the options write of both."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flowcheck.cli.options import CheckOptions
from flowcheck.cli.output import say, write_file
from flowcheck.config.resolve import Resolved
from flowcheck.report import Report
from flowcheck.reports.summary import counted
from flowcheck.settings import Settings

if TYPE_CHECKING:
    from flowcheck.config.baseline import Baseline


@dataclass(frozen=True)
class Hiding:
    """What hides problems: the configuration's suppressions, and the baseline in force. target:
    the baseline to write, or None; replaced: the one that is there."""

    resolved: Resolved
    baseline: Baseline | None
    target: Path | None
    replaced: Baseline | None

    @classmethod
    def of(cls, resolved: Resolved, options: CheckOptions) -> Hiding:
        """Read the baseline. Raises SettingsError when it cannot be read, UsageError when there is
        none to prune."""
        path = resolved.baseline
        target = Path(options.write_baseline) if options.write_baseline else None
        if path is None and target is None and options.prune_baseline:
            raise click.UsageError("--prune-baseline needs a baseline; name it with --baseline")
        # A baseline that is to be written need not be there yet.
        wanted = path is not None and not (path == target and not path.exists())
        there = target is not None and target.is_file() and target.stat().st_size > 0
        if not wanted and not there:
            return cls(resolved, None, target, None)
        from flowcheck.config.baseline import read_baseline

        return cls(
            resolved,
            read_baseline(path) if wanted and path is not None else None,
            target,
            read_baseline(target) if there and target is not None else None,
        )

    def suppressed(self, report: Report) -> Report:
        """The report without what the configuration suppresses."""
        if self.resolved.file is None:
            return report
        from flowcheck.config.suppressions import suppressed

        return suppressed(report, self.resolved.file, self.resolved.settings)

    def baselined(self, report: Report) -> Report:
        """The report without what the baseline in force knows."""
        if self.baseline is None:
            return report
        from flowcheck.config.baseline import baselined

        return baselined(report, self.baseline)

    def hidden(self, report: Report) -> Report:
        """The report without what either hides."""
        return self.baselined(self.suppressed(report))

    def settled(self, report: Report, options: CheckOptions) -> Report:
        """As `hidden`, and everything written that the options ask to write; a baseline that is
        written hides what it knows."""
        report = self.suppressed(report)
        if options.add_suppressions:
            self._add(report)
        if self.target is not None:
            return self._write(self.target, report)
        report = self.baselined(report)
        if self.baseline is not None:
            _tell_stale(report, self.baseline, self.resolved.settings, prune=options.prune_baseline)
        return report

    def _add(self, report: Report) -> None:
        from flowcheck.config.add import add_suppressions

        path, count = add_suppressions(report, self.resolved.file)
        if count:
            each = "give it a reason" if count == 1 else "give each a reason"
            say(f"added {counted(count, 'suppression')} to {path}; {each}")
        else:
            say("no suppression to add")

    def _write(self, target: Path, report: Report) -> Report:
        from flowcheck.config.baseline import baselined, write_baseline

        settings = self.resolved.settings
        before = [known for known in (self.baseline, self.replaced) if known is not None]
        new = write_file(str(target), lambda: write_baseline(target, report, settings, before))
        say(f"wrote {counted(new.count, 'problem')} to {target}")
        return baselined(report, new)


def _tell_stale(report: Report, baseline: Baseline, settings: Settings, *, prune: bool) -> None:
    """Say which entries of the baseline hide nothing any more, and take them out if asked to."""
    from flowcheck.config import baseline as entries

    old = entries.stale(report, baseline, settings)
    for key, count in old.items():
        times = f" ({count} times)" if count > 1 else ""
        message = baseline.entries[key].message
        say(f"stale baseline entry: {key[0]}: {key[1]} {message}{times}")
    if old and prune:
        write_file(str(baseline.path), lambda: entries.prune(baseline, old))
        many = sum(old.values())
        what = "1 stale entry" if many == 1 else f"{many} stale entries"
        say(f"dropped {what} from {baseline.path}")
