"""Fix, check again, fix what is left: until nothing that can be mended remains."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from flowcheck.dataclass import dataclass, replace
from flowcheck.findings import Fix, Severity
from flowcheck.fixes.applying import LeftOut, applied
from flowcheck.reading.source import Source
from flowcheck.report import Problem, Report, pointer_text

MAX_ROUNDS = 100
"""More rounds than any file needs: each one mends all that do not touch each other."""

Key = tuple[str, str, str]
"""File, code and fingerprint: a problem, whatever round it stands in."""
Place = tuple[str, str]
"""File and pointer."""


@dataclass(frozen=True)
class Fixed:
    """The sources after all rounds, in their order.

    applied: the problems that were mended, as they stood in the text of their round. left_out:
    those whose fix was not made although it was wanted. report: what `check` said about the last
    texts; there the problems of `left_out` have no fix."""

    sources: list[Source]
    applied: tuple[Problem, ...]
    left_out: tuple[LeftOut, ...]
    report: Report


def fix_sources(
    sources: Sequence[Source],
    check: Callable[[list[Source]], Report],
    *,
    hide: Callable[[Report], Report] = lambda report: report,
    unsafe: bool = False,
) -> Fixed:
    """Apply the fixes of the problems that `check` reports and `hide` leaves shown, round by round.

    The sources' names differ. Safe fixes go before guesses; of two that touch one place the later
    waits for the next round. A fix that cannot be made is left out, and so is a guess that brings
    an error to its own place, such as a circle of references: it was not what is meant."""
    current = list(sources)
    report = check(current)
    done: list[Problem] = []
    left: dict[Key, LeftOut] = {}
    for _ in range(MAX_ROUNDS):
        wanted = _wanted(hide(report), left, unsafe=unsafe)
        if not wanted:
            break
        new, made, impossible = _round(current, wanted)
        left |= {_key(out.problem): out for out in impossible}
        if not made:
            continue
        after = check(new)
        worse = [out for out in _worse(made, report, after) if not _is_safe(out.problem)]
        left |= {_key(out.problem): out for out in worse}
        if not worse:
            current, report = new, after
            done += made
    else:
        endless = _wanted(hide(report), left, unsafe=unsafe)
        left |= {_key(problem): LeftOut(problem, "mending has no end") for problem in endless}
    return Fixed(current, tuple(done), tuple(left.values()), _without_fixes(report, left))


def _wanted(report: Report, left: dict[Key, LeftOut], *, unsafe: bool) -> list[Problem]:
    """The problems to mend in a round: guesses only when nothing safe is left to do."""
    hidden = {(problem.file, problem.pointer) for problem in report.suppressed}
    wanted = [
        problem
        for problem in report.problems
        if problem.fix is not None
        and (unsafe or problem.fix.safe)
        and _key(problem) not in left
        and not _moves(problem.file, problem.fix, hidden)
    ]
    return [problem for problem in wanted if _is_safe(problem)] or wanted


def _round(
    current: list[Source], wanted: list[Problem]
) -> tuple[list[Source], list[Problem], list[LeftOut]]:
    """The sources after one round, what was mended and what cannot be."""
    of_file: dict[str, list[Problem]] = {}
    for problem in wanted:
        of_file.setdefault(problem.file, []).append(problem)
    new = list(current)
    made: list[Problem] = []
    left: list[LeftOut] = []
    for index, source in enumerate(current):
        if source.name in of_file:
            new[index], done, out = applied(source, of_file[source.name])
            made += done
            left += out
    return new, made, left


def _worse(made: list[Problem], before: Report, after: Report) -> Iterator[LeftOut]:
    """The fixes that brought an error to a place they edited."""
    old = {_key(problem) for problem in _errors(before)}
    touched: dict[Place, str] = {}
    for problem in _errors(after):
        if _key(problem) not in old:
            places = [(problem.file, problem.pointer)]
            places += [(near.file or problem.file, near.pointer) for near in problem.related]
            touched |= {
                (file, at): problem.code for file, pointer in places for at in _upward(pointer)
            }
    for problem in made:
        codes = [touched[place] for place in _places(problem) if place in touched]
        if codes:
            yield LeftOut(problem, f"it would bring {codes[0]}")


def _errors(report: Report) -> Iterator[Problem]:
    for problem in (*report.problems, *report.suppressed):
        if problem.severity is Severity.ERROR:
            yield problem


def _places(problem: Problem) -> Iterator[Place]:
    """What a fix has edited, as it is called afterwards."""
    for edit in problem.fix.edits if problem.fix is not None else ():
        if edit.action == "rename":
            yield problem.file, pointer_text((*edit.pointer[:-1], str(edit.value)))
        elif edit.action == "replace":
            yield problem.file, pointer_text(edit.pointer)


def _upward(pointer: str) -> Iterator[str]:
    """The pointer and those of everything around it."""
    yield pointer
    while pointer:
        pointer = pointer.rpartition("/")[0]
        yield pointer


def _moves(file: str, fix: Fix, hidden: set[Place]) -> bool:
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


def _without_fixes(report: Report, left: dict[Key, LeftOut]) -> Report:
    if not left:
        return report
    return replace(
        report,
        problems=tuple(replace(p, fix=None) if _key(p) in left else p for p in report.problems),
    )


def _key(problem: Problem) -> Key:
    return problem.file, problem.code, problem.fingerprint


def _is_safe(problem: Problem) -> bool:
    return problem.fix is not None and problem.fix.safe
