"""Fix, check again, fix what is left: until nothing that can be mended remains."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from flowcheck.findings import Edit, Fix
from flowcheck.fixes.choosing import Chosen
from flowcheck.fixes.splicing import cuts, spliced
from flowcheck.reading.source import Source
from flowcheck.report import Problem, Report, pointer_text

MAX_ROUNDS = 100
"""More rounds than any file needs: each one mends all that do not touch each other."""


class FixError(RuntimeError):
    """A fix that cannot be right: a bug in flowcheck. Nothing has been written then."""


@dataclass(frozen=True)
class Fixed:
    """The sources after all rounds, in their order, and the problems that were mended, as they
    stood in the text of their round. report: what `check` said about the last texts."""

    sources: list[Source]
    applied: tuple[Problem, ...]
    report: Report


def fix_sources(
    sources: Sequence[Source], check: Callable[[list[Source]], Report], *, unsafe: bool = False
) -> Fixed:
    """Apply the fixes of the problems that `check` reports (not of those it has as suppressed),
    round by round.

    The sources' names differ. Of two fixes that touch one place the later waits for the next
    round, a safe one going first. Raises FixError when a text would no longer decode, or when there
    is no end to it."""
    current = list(sources)
    applied: list[Problem] = []
    for _ in range(MAX_ROUNDS):
        report = check(current)
        hidden = {(problem.file, problem.pointer) for problem in report.suppressed}
        wanted: dict[str, list[Problem]] = {}
        for problem in report.problems:
            fix = problem.fix
            if fix and (fix.safe or unsafe) and not _moves(problem.file, fix, hidden):
                wanted.setdefault(problem.file, []).append(problem)
        if not wanted:
            return Fixed(current, tuple(applied), report)
        for index, source in enumerate(current):
            if source.name in wanted:
                current[index], done = _fixed(source, wanted[source.name])
                applied += done
    codes = ", ".join(sorted({problem.code for problem in applied}))
    raise FixError(f"the fixes of {codes} do not come to an end in {MAX_ROUNDS} rounds")


def _fixed(source: Source, problems: Iterable[Problem]) -> tuple[Source, list[Problem]]:
    """One round on one text: the new source, and the problems whose fixes went in (at least the
    first one's)."""
    chosen = Chosen()
    done: list[Problem] = []
    edits: dict[int, list[Edit]] = {}
    lines = [record.line or 0 for record in source.records]
    for problem in sorted(problems, key=lambda p: not (p.fix is None or p.fix.safe)):
        # A record of JSON Lines reaches over further lines where lone carriage returns end some.
        record = bisect_right(lines, problem.line) - 1
        if problem.fix is not None and chosen.take(record, problem.fix):
            edits.setdefault(record, []).extend(problem.fix.edits)
            done.append(problem)
    pieces = []
    for record, several in edits.items():
        try:
            pieces += cuts(source.spans(source.records[record].line), several)
        except (KeyError, ValueError) as error:
            raise FixError(f"{source.name}: an edit cannot be made: {error}") from error
    text = spliced(source.text, pieces)
    new = Source.from_text(source.name, text, explicit=source.explicit)
    if _broken(new) != _broken(source):
        codes = ", ".join(sorted({problem.code for problem in done}))
        raise FixError(f"{source.name}: fixing {codes} would leave text that is not JSON")
    return new, done


def _moves(file: str, fix: Fix, hidden: set[tuple[str, str]]) -> bool:
    """Whether a fix takes an element out of an array before a hidden problem: that one is known by
    its index, would be shown afterwards, and be mended although it is to stay."""
    for edit in fix.edits if hidden else ():
        step = edit.pointer[-1] if edit.action == "remove" else None
        if isinstance(step, int):
            array = pointer_text(edit.pointer[:-1]) + "/"
            indices = (
                pointer.removeprefix(array).partition("/")[0]
                for name, pointer in hidden
                if name == file and pointer.startswith(array)
            )
            if any(index.isdecimal() and int(index) > step for index in indices):
                return True
    return False


def _broken(source: Source) -> list[bool]:
    return [record.decoded.problem is not None for record in source.records]
