"""What suppressions and baselines hide, and what the options write of both."""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import cache, partial
from typing import TYPE_CHECKING

from flowcheck.cli.options import CheckOptions
from flowcheck.cli.output import say, write_file
from flowcheck.config.nearest import Configurations
from flowcheck.config.parts import merged, parts
from flowcheck.dataclass import dataclass
from flowcheck.report import Report
from flowcheck.reports.summary import counted

if TYPE_CHECKING:
    from pathlib import Path

    from flowcheck.config.baseline import Baseline, JudgingOf


@dataclass(frozen=True)
class Hiding:
    """What hides problems: the configurations' suppressions, and the baselines in force by their
    real paths. target: the baseline to write, or None; replaced: the one that is there. names: the
    files and folders they hold for."""

    configurations: Configurations
    baselines: dict[str, Baseline]
    target: Path | None
    replaced: Baseline | None
    names: tuple[str, ...] = ()

    @classmethod
    def of(
        cls, configurations: Configurations, names: Iterable[str], options: CheckOptions
    ) -> Hiding:
        """Read the baselines of files and folders. Raises SettingsError when one cannot be read,
        UsageError when there is none to prune."""
        names = tuple(names)
        around = configurations.around(names)
        paths = {_place(path): path for r in around if (path := r.baseline) is not None}
        target = _path(options.write_baseline) if options.write_baseline else None
        if not paths and target is None and options.prune_baseline:
            import click

            raise click.UsageError("--prune-baseline needs a baseline; name it with --baseline")
        # A baseline that is to be written need not be there yet.
        if target is not None and not target.exists():
            paths.pop(_place(target), None)
        there = target is not None and target.is_file() and target.stat().st_size > 0
        if not paths and not there:
            return cls(configurations, {}, target, None, names)
        from flowcheck.config.baseline import read_baseline

        return cls(
            configurations,
            {place: read_baseline(path) for place, path in paths.items()},
            target,
            read_baseline(target) if there and target is not None else None,
            names,
        )

    def hides_or_writes(self, options: CheckOptions) -> bool:
        """Whether the whole report has to be there before something of it can be told."""
        return (
            bool(self.baselines)
            or self.target is not None
            or options.add_suppressions
            or any(
                resolved.file is not None
                and (resolved.file.config.suppress or resolved.file.config.per_file_ignores)
                for resolved in self.configurations.around(self.names)
            )
        )

    def suppressed(self, report: Report) -> Report:
        """The report without what the configurations suppress."""
        split = parts(report, self.configurations.of)
        if all(resolved.file is None for resolved in split):
            return report
        from flowcheck.config.suppressions import suppressed

        return merged(
            report,
            (
                part if by.file is None else suppressed(part, by.file, by.settings)
                for by, part in split.items()
            ),
        )

    def baselined(self, report: Report) -> Report:
        """The report without what the baselines in force know."""
        if not self.baselines:
            return report
        from flowcheck.config.baseline import baselined

        return merged(
            report,
            (
                part if (known := self.baselines.get(place)) is None else baselined(part, known)
                for place, part in parts(report, self._baseline_of).items()
            ),
        )

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
        if self.baselines:
            self._tell_stale(report, prune=options.prune_baseline)
        return report

    def _add(self, report: Report) -> None:
        from flowcheck.config.add import add_suppressions

        said = False
        for file, count in add_suppressions(report, self.configurations.of):
            said = True
            each = "give it a reason" if count == 1 else "give each a reason"
            say(f"added {counted(count, 'suppression')} to {file}; {each}")
        if not said:
            say("no suppression to add")

    def _write(self, target: Path, report: Report) -> Report:
        from flowcheck.config.baseline import baselined, write_baseline

        before = [*self.baselines.values()] + ([] if self.replaced is None else [self.replaced])
        judging = self._judging()
        new = write_file(str(target), lambda: write_baseline(target, report, judging, before))
        say(f"wrote {counted(new.count, 'problem')} to {target}")
        return baselined(report, new)

    def _tell_stale(self, report: Report, *, prune: bool) -> None:
        """Say which entries of the baselines hide nothing any more, and take them out if asked
        to."""
        from flowcheck.config import baseline as entries

        split = parts(report, self._baseline_of)
        judging = self._judging()
        for place, baseline in self.baselines.items():
            old = entries.stale(split.get(place, Report()), baseline, judging)
            for key, count in old.items():
                times = f" ({count} times)" if count > 1 else ""
                message = baseline.entries[key].message
                say(f"stale baseline entry: {key[0]}: {key[1]} {message}{times}")
            if old and prune:
                write_file(str(baseline.path), partial(entries.prune, baseline, old))
                many = sum(old.values())
                what = "1 stale entry" if many == 1 else f"{many} stale entries"
                say(f"dropped {what} from {baseline.path}")

    def _baseline_of(self, name: str) -> str:
        path = self.configurations.of(name).baseline
        return "" if path is None else _place(path)

    def _judging(self) -> JudgingOf:
        """What the check of each file has judged."""
        from flowcheck.config.judging import Judging

        by_settings = cache(Judging)
        return lambda name: by_settings(self.configurations.of(name).settings)


def _path(named: str) -> Path:
    from pathlib import Path  # takes long to load

    return Path(named)


def _place(path: Path) -> str:
    """Where a baseline really is: several configurations may name one."""
    return os.path.realpath(path)
