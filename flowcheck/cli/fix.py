"""`flowcheck check --fix` and `--diff`: mend what can be mended, or show how."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from flowcheck.atomic import write_text
from flowcheck.cli.gather import found_files, gather, names_of
from flowcheck.cli.hiding import Hiding
from flowcheck.cli.options import CheckOptions
from flowcheck.cli.output import print_out, print_report, say, use_color
from flowcheck.cli.streams import drop
from flowcheck.config.nearest import Configurations
from flowcheck.dataclass import dataclass
from flowcheck.engine import check_sources
from flowcheck.fixes.difference import difference
from flowcheck.fixes.rounds import fix_sources
from flowcheck.reading.files import STDIN, read_once
from flowcheck.reading.packed import is_packed
from flowcheck.reading.source import Source, text_of
from flowcheck.report import Problem, Report
from flowcheck.reports import FOR_PEOPLE
from flowcheck.reports.escape import shown
from flowcheck.reports.summary import counted

_COLORS = {"+": "green", "-": "red", "@": "cyan"}


@dataclass(frozen=True)
class Change:
    """One text before and after. names: what it was checked as, more than one when links lead to
    one file. torn: settings, such as suppressions, mend it differently under different names."""

    names: list[str]
    old: Source
    new: Source
    torn: bool


def run_fixing(
    paths: tuple[str, ...], options: CheckOptions, configurations: Configurations
) -> int:
    """Check `paths`, mend what can be, write it (or show it, with `--diff`); the exit code."""
    if options.diff:
        _only_shows(options)
    found, failures = found_files(paths, options, configurations)
    for item in found:
        if is_packed(item.path):
            say(f"{item.path}: packed, so not checked here; unpack it to have it mended")
    found = [item for item in found if not is_packed(item.path)]
    named = [options.stdin_name if path == STDIN else path for path in paths]
    hiding = Hiding.of(configurations, [*named, *names_of(found, options)], options)
    stdin = sys.stdin.buffer.read() if STDIN in paths else None
    stdin_name = options.stdin_name if stdin is not None else None
    gathered = gather(found, failures, options, stdin=stdin)
    sources = gathered.sources

    def check(current: list[Source]) -> Report:
        return check_sources(
            current,
            lambda name: configurations.of(name).settings,
            failures=gathered.failures,
            skipped=gathered.skipped,
        )

    fixed = fix_sources(sources, check, hide=hiding.hidden, unsafe=options.unsafe_fixes)
    if options.verbose:
        for out in fixed.left_out:
            at = f"{out.problem.file}:{out.problem.line}:{out.problem.column}"
            say(f"{at}: {out.problem.code} is not mended: {out.why}")
    changes = list(_changes(sources, fixed.sources, stdin_name))
    if options.diff:
        return _show(changes, fixed.applied, fixed.report, options, stdin_name, stdin)
    if stdin is not None:
        _pass_on(stdin, next((c for c in changes if stdin_name in c.names), None))
    written = [c for c in changes if stdin_name in c.names or _written(c)]
    said = fixed.report
    if len(written) < len(changes):
        lost = {name for c in changes if c not in written for name in c.names}
        pairs = zip(sources, fixed.sources, strict=True)
        said = check([old if old.name in lost else new for old, new in pairs])
    report = hiding.settled(said, options)
    mended = f"Fixed {_counted(fixed.applied, written)}" if written else None
    fail_on = configurations.fail_on
    print_report(report, options, fail_on, fixed=mended, on_stderr=stdin is not None)
    return 2 if len(written) < len(changes) else configurations.exit_code(report)


def _only_shows(options: CheckOptions) -> None:
    """Refuse what would write something beside `--diff`, or print a report into it."""
    if options.format_ not in (None, *FOR_PEOPLE):
        raise click.UsageError(f"--diff prints no report; leave --format {options.format_} out")
    writing = {
        "--write-baseline": options.write_baseline,
        "--prune-baseline": options.prune_baseline,
        "--add-suppressions": options.add_suppressions,
        "--output": options.output,
        "--output-format": options.outputs,
    }
    for flag, given in writing.items():
        if given:
            raise click.UsageError(f"--diff writes nothing; leave {flag} out")


def _changes(old: list[Source], new: list[Source], stdin_name: str | None) -> Iterator[Change]:
    """What changed, links to one file together."""
    groups: dict[str, list[tuple[Source, Source]]] = {}
    for before, after in zip(old, new, strict=True):
        place = STDIN if before.name == stdin_name else os.path.realpath(before.name)
        groups.setdefault(place, []).append((before, after))
    for group in groups.values():
        before, after = group[0]
        if any(new is not old for old, new in group):
            torn = any(new.text != after.text for _, new in group)
            yield Change([source.name for source, _ in group], before, after, torn)


def _written(change: Change) -> bool:
    """Write a file; when that cannot be, say why."""
    name = change.names[0]
    try:
        problem = _write(Path(name), change)
    except OSError as error:
        problem = (error.strerror or str(error)).lower()
    if problem:
        say(f"cannot fix `{name}`: {problem}")
    return not problem


def _write(path: Path, change: Change) -> str | None:
    """Why the file must not be written, or None once it has been."""
    if change.torn:
        return f"as {' and '.join(change.names)} it is mended differently"
    mode = path.stat().st_mode
    if not stat.S_ISREG(mode):
        return "it is no regular file"
    if not mode & 0o222 or not os.access(path, os.W_OK):
        return "it is read-only"
    data = path.read_bytes()
    if text_of(data) != change.old.text:
        return "it changed while it was checked; run again"
    write_text(path, _mark(data, change.old) + change.new.text)
    return None


def _mark(data: bytes, source: Source) -> str:
    """The byte order mark of a file, which the text of its source is without."""
    return data.decode().removesuffix(source.text)


def _pass_on(data: bytes, change: Change | None) -> None:
    """What came from stdin goes to stdout, mended or as it was."""
    if change is not None:
        data = (_mark(data, change.old) + change.new.text).encode()
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:  # the report and its verdict go elsewhere
        drop(sys.stdout)


def _show(
    changes: list[Change],
    applied: tuple[Problem, ...],
    report: Report,
    options: CheckOptions,
    stdin_name: str | None,
    stdin: bytes | None,
) -> int:
    color = use_color(options.color)
    for change in changes:
        name = change.names[0]
        if stdin is not None and stdin_name in change.names:
            data = stdin
        else:
            data = b"" if read_once(name) else Path(name).read_bytes()
        mark = _mark(data, change.old)
        text = difference(shown(name), mark + change.old.text, mark + change.new.text)
        print_out(_for_terminal(text, color) if color or sys.stdout.isatty() else text, options)
    for failure in report.failures:
        say(f"{failure.file}: {failure.message}")
    if not options.quiet:
        say(f"Would fix {_counted(applied, changes)}" if changes else "Nothing to fix")
    return 2 if report.failures else int(bool(changes))


def _for_terminal(text: str, color: bool) -> str:
    """The diff with unsafe characters escaped, and coloured."""
    lines = []
    for line in text.split("\n"):
        safe = "\t".join(map(shown, line.removesuffix("\r").split("\t")))
        lines.append(click.style(safe, fg=_COLORS.get(line[:1])) if color and line else safe)
    return "\n".join(lines)


def _counted(applied: tuple[Problem, ...], changes: list[Change]) -> str:
    """`2 problems in 1 file`; a file with several names counts once."""
    names = {change.names[0] for change in changes}
    mended = sum(problem.file in names for problem in applied)
    return f"{counted(mended, 'problem')} in {counted(len(names), 'file')}"
