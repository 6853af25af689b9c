"""`flowcheck check` of large files of records: part by part, told as it goes where the format and
the configuration allow it."""

from __future__ import annotations

import sys
from collections.abc import Generator, Iterator
from contextlib import nullcontext

from flowcheck.batch.check import Under
from flowcheck.batch.stream.run import How, Stream
from flowcheck.cli.gather import names_of
from flowcheck.cli.hiding import Hiding
from flowcheck.cli.options import CheckOptions
from flowcheck.cli.output import PATTERNS, print_report, say, write_file
from flowcheck.cli.progress import progress_in_bytes
from flowcheck.cli.streams import drop, terminal_width, write_stderr, write_stdout
from flowcheck.config.nearest import Configurations
from flowcheck.dataclass import replace
from flowcheck.reading.files import Found
from flowcheck.report import Failure, Problem, Report
from flowcheck.reports import concise, jsonl
from flowcheck.reports.columns import broken_lines
from flowcheck.reports.fail_on import fails
from flowcheck.reports.summary import Tally
from flowcheck.rules.selection import Selection

STREAMED = ("concise", "jsonl")
"""Formats that are written as it goes."""


def check_stream(
    found: list[Found],
    failures: list[Failure],
    options: CheckOptions,
    configurations: Configurations,
    hiding: Hiding,
) -> int:
    """Check files part by part; print; return the exit code. Raises SettingsError for an unknown
    selector before anything is read."""
    names = names_of(found, options)
    for settings in {configurations.of(name).settings for name in names}:
        Selection.of(settings)
    format_ = options.format_
    if format_ is None:
        to_a_terminal = options.output is None and terminal_width(sys.stdout) is not None
        format_ = "full" if to_a_terminal else "concise"
    at_once = format_ in STREAMED and not options.outputs and not hiding.hides_or_writes(options)
    # A bar would stand between the lines of a report that comes to the same terminal.
    shows_bar = not (at_once and options.output is None and sys.stdout.isatty())
    with progress_in_bytes() if shows_bar else nullcontext() as step:
        how = How(options.stdin_name, options.jobs, step)
        stream = Stream(found, lambda name: Under(configurations.of(name).settings), how, failures)
        can_fail = any(configurations.fail_on(name) is not None for name in names)
        run = _Run(stream, options, configurations, can_fail=can_fail)
        if at_once:
            run.write(format_)
        else:
            report = run.collected()
    if not at_once:
        report = hiding.settled(report, options)
        run.say_what_is_lacking()
        print_report(report, run.options, configurations.fail_on)
        return 2 if run.interrupted else configurations.exit_code(report)
    run.say_what_is_lacking()
    run.print_aside()
    return run.exit_code


class _Run:
    """A check and what came of it so far. can_fail: some problem might make the exit code 1."""

    def __init__(
        self,
        stream: Stream,
        options: CheckOptions,
        configurations: Configurations,
        *,
        can_fail: bool,
    ) -> None:
        self._stream = stream
        self.options = options
        self._configurations = configurations
        self._can_fail = can_fail
        self._tally = Tally()
        self._fails = False
        self.interrupted = False
        self._left = False

    def collected(self) -> Report:
        """All that is found, as a report."""
        return self._stream.report(problem for part in self._parts() for problem in part)

    def write(self, format_: str) -> None:
        """Write what is found as it is found. A reader that went away ends the check."""
        texts = self._texts(format_)
        if self.options.output is not None:
            from flowcheck.atomic import write_texts

            path = self.options.output
            write_file(path, lambda: write_texts(path, texts))
            return
        try:
            for text in texts:
                write_stdout(text)
        except BrokenPipeError:
            texts.close()
            drop(sys.stdout)
            self._left = not self._stream.complete
        except KeyboardInterrupt:
            texts.close()
            self.interrupted = True

    def _texts(self, format_: str) -> Generator[str, None, None]:
        told: list[Failure] = []
        if format_ == "concise" and not self._look():
            told = list(self._stream.failures)
            yield concise.render(Report(failures=tuple(told)))
        for part in self._parts():
            for problem in part:
                self._tally.add(problem)
                self._fails = self._fails or fails(problem, self._configurations.fail_on)
            if part:
                yield self._rendered(format_, Report(problems=part))
        late = tuple(failure for failure in self._stream.failures if failure not in told)
        yield self._rendered(format_, Report(failures=late))

    def _look(self) -> bool:
        """Look through the files; whether that was interrupted."""
        try:
            self._stream.look()
        except KeyboardInterrupt:
            self.interrupted = True
        return self.interrupted

    def _parts(self) -> Iterator[tuple[Problem, ...]]:
        if self.interrupted:
            return
        try:
            yield from self._stream.results()
        except KeyboardInterrupt:
            self.interrupted = True

    def _rendered(self, format_: str, report: Report) -> str:
        if format_ == "concise":
            return concise.render(report, notes=self.options.verbose)
        return jsonl.render(report)

    def say_what_is_lacking(self) -> None:
        """What the report does not cover."""
        if self.interrupted and not self._stream.summary.files:
            say("interrupted before anything was checked")
            self.options = replace(self.options, quiet=True)  # there is nothing to sum up
        elif self.interrupted:
            say("interrupted: what follows counts what was checked until then")
        elif self._left and not self.options.quiet:
            say("nobody reads on: what follows counts what was checked until then")
        if self.options.verbose:
            for name in self._stream.skipped:
                say(f"{name}: holds no flow")
        if not self.options.quiet:
            for name in self._stream.blind:
                say(
                    f"{name}: can be read but once, so its records are checked without each other; "
                    "name what they call with --workflows, and their models with --models"
                )

    def print_aside(self) -> None:
        """The lines beside a report that was written as it came."""
        tally = self._tally
        tally.failures = self._stream.failures
        tally.summary = self._stream.summary
        lines = tally.statistics().splitlines() if self.options.statistics else []
        if not self.options.quiet:
            lines += broken_lines(tally.line(PATTERNS), terminal_width(sys.stderr))
        write_stderr("".join(f"{line}\n" for line in lines))

    @property
    def exit_code(self) -> int:
        if self.interrupted or self._stream.failures:
            return 2
        if self._left and not self._fails and self._can_fail:
            return 2  # nobody knows
        return int(self._fails)
