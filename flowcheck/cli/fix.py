"""`flowcheck check --fix` and `--diff`: mend what can be mended, or show how."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import click

from flowcheck.atomic import write_text
from flowcheck.batch.check import Batch, How, Under, check_found
from flowcheck.cache.remembered import Remembered
from flowcheck.cache.store import Store, Stores
from flowcheck.cli.gather import found_files, names_of
from flowcheck.cli.hiding import Hiding
from flowcheck.cli.mending import Files
from flowcheck.cli.options import CheckOptions
from flowcheck.cli.output import print_out, print_report, say, use_color
from flowcheck.cli.progress import progress
from flowcheck.cli.streams import drop
from flowcheck.config.nearest import Configurations
from flowcheck.dataclass import dataclass, replace
from flowcheck.fixes.difference import difference
from flowcheck.fixes.rounds import Fixed, fix_texts
from flowcheck.reading.files import CHANGED, STDIN, Found, read_bytes, read_once
from flowcheck.reading.mended import Mended
from flowcheck.reading.packed import is_packed
from flowcheck.report import Failure, Problem
from flowcheck.reports import FOR_PEOPLE
from flowcheck.reports.escape import shown
from flowcheck.reports.summary import counted

_COLORS = {"+": "green", "-": "red", "@": "cyan"}


@dataclass(frozen=True)
class Change:
    """What is written in one file. names: what it was checked as, more than one when links lead to
    one file. torn: settings, such as suppressions, mend it differently under different names."""

    names: list[str]
    mended: Mended
    torn: bool

    @property
    def name(self) -> str:
        """What the file is called."""
        return self.names[0]


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
    found = [_read_now(item) for item in found if not is_packed(item.path)]
    named = [options.stdin_name if path == STDIN else path for path in paths]
    hiding = Hiding.of(configurations, [*named, *names_of(found, options)], options)
    stdin = next((item.held for item in found if item.path == STDIN), None)
    stdin_name = options.stdin_name if stdin is not None else None
    files = Files(found, options.stdin_name, _checking(options, configurations, failures))
    fixed = fix_texts(files, hide=hiding.hidden, unsafe=options.unsafe_fixes)
    if options.verbose:
        for name in files.skipped:
            say(f"{name}: holds no flow")
        for out in fixed.left_out:
            at = f"{out.problem.file}:{out.problem.line}:{out.problem.column}"
            say(f"{at}: {out.problem.code} is not mended: {out.why}")
    changes = list(_changes(files, fixed.mended, stdin_name))
    if options.diff:
        return _show(changes, files, fixed, options)
    if stdin is not None:
        _pass_on(stdin, next((c for c in changes if stdin_name in c.names), None))
    written = [c for c in changes if stdin_name in c.names or _written(c)]
    said = fixed.report
    if len(written) < len(changes):
        lost = {name for c in changes if c not in written for name in c.names}
        said = files.check({name: new for name, new in fixed.mended.items() if name not in lost})
    report = hiding.settled(said, options)
    mended = f"Fixed {_counted(fixed.applied, written)}" if written else None
    fail_on = configurations.fail_on
    print_report(report, options, fail_on, fixed=mended, on_stderr=stdin is not None)
    return 2 if len(written) < len(changes) else configurations.exit_code(report)


def _read_now(item: Found) -> Found:
    """A file with what it holds when that can be read but once: rounds read it again and again."""
    if not read_once(item.path):
        return item
    held = sys.stdin.buffer.read() if item.path == STDIN else read_bytes(item)
    return item if isinstance(held, Failure) else replace(item, held=held)


def _checking(
    options: CheckOptions, configurations: Configurations, failures: list[Failure]
) -> Callable[[list[Found]], Batch]:
    """How files are checked, again and again: what stays as it is costs little."""
    stores = Stores()
    results: dict[Store | None, Remembered] = {}

    def under(name: str) -> Under:
        resolved = configurations.of(name)
        store = None if options.no_cache else stores.beside(resolved.path)
        return Under(resolved.settings, results.setdefault(store, Remembered(store)))

    def check(found: list[Found]) -> Batch:
        with progress() as step:
            how = How(stdin_name=options.stdin_name, jobs=options.jobs, step=step)
            return check_found(found, under, how, failures=failures)

    return check


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


def _changes(
    files: Files, mended: Mapping[str, Mended], stdin_name: str | None
) -> Iterator[Change]:
    """What changed, links to one file together."""
    groups: dict[str, list[str]] = {}
    for name in files.names:
        place = STDIN if name == stdin_name else os.path.realpath(name)
        groups.setdefault(place, []).append(name)
    for names in groups.values():
        new = next((mended[name] for name in names if name in mended), None)
        if new is not None:
            torn = len({files.bytes(name, mended.get(name)) for name in names}) > 1
            yield Change(names, new, torn)


def _written(change: Change) -> bool:
    """Write a file; when that cannot be, say why."""
    try:
        problem = _write(Path(change.name), change)
    except OSError as error:
        problem = (error.strerror or str(error)).lower()
    if problem:
        _cannot(change.name, problem)
    return not problem


def _cannot(name: str, problem: str) -> None:
    say(f"cannot fix `{name}`: {problem}")


def _write(path: Path, change: Change) -> str | None:
    """Why the file must not be written, or None once it has been."""
    if change.torn:
        return f"as {' and '.join(change.names)} it is mended differently"
    mode = path.stat().st_mode
    if not stat.S_ISREG(mode):
        return "it is no regular file"
    if not mode & 0o222 or not os.access(path, os.W_OK):
        return "it is read-only"
    new = change.mended.made_in(path.read_bytes())
    if new is None:
        return CHANGED
    write_text(path, new.decode())
    return None


def _pass_on(data: bytes, change: Change | None) -> None:
    """What came from stdin goes to stdout, mended or as it was."""
    new = None if change is None else change.mended.made_in(data)
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data if new is None else new)
        sys.stdout.buffer.flush()
    except BrokenPipeError:  # the report and its verdict go elsewhere
        drop(sys.stdout)


def _show(changes: list[Change], files: Files, fixed: Fixed[Mended], options: CheckOptions) -> int:
    color = use_color(options.color)
    shown_ones = []
    for change in changes:
        old = files.bytes(change.name)
        new = None if isinstance(old, Failure) else change.mended.made_in(old)
        if isinstance(old, Failure) or new is None:
            _cannot(change.name, CHANGED)
            continue
        text = difference(shown(change.name), old.decode(), new.decode())
        print_out(_for_terminal(text, color) if color or sys.stdout.isatty() else text, options)
        shown_ones.append(change)
    failures = fixed.report.failures
    for failure in failures:
        say(f"{failure.file}: {failure.message}")
    if not options.quiet:
        what = f"Would fix {_counted(fixed.applied, shown_ones)}"
        say(what if shown_ones else "Nothing to fix")
    return 2 if failures or len(shown_ones) < len(changes) else int(bool(changes))


def _for_terminal(text: str, color: bool) -> str:
    """The diff with unsafe characters escaped, and coloured."""
    lines = []
    for line in text.split("\n"):
        safe = "\t".join(map(shown, line.removesuffix("\r").split("\t")))
        lines.append(click.style(safe, fg=_COLORS.get(line[:1])) if color and line else safe)
    return "\n".join(lines)


def _counted(applied: tuple[Problem, ...], changes: list[Change]) -> str:
    """`2 problems in 1 file`; a file with several names counts once."""
    names = {change.name for change in changes}
    mended = sum(problem.file in names for problem in applied)
    return f"{counted(mended, 'problem')} in {counted(len(names), 'file')}"
