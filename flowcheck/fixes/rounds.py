"""Fix, check again, fix what is left: until nothing that can be mended remains."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Generic, Protocol, TypeVar

from flowcheck.dataclass import dataclass, replace
from flowcheck.findings import Fix, Severity
from flowcheck.fixes.applying import Applied, LeftOut, applied
from flowcheck.reading.source import Record, Source
from flowcheck.report import Problem, Report, pointer_text

MAX_ROUNDS = 100
"""More rounds than any file needs: each one mends all that do not touch each other."""

Key = tuple[str, str, str]
"""File, code and fingerprint: a problem, whatever round it stands in."""
Place = tuple[str, str]
"""File and pointer."""
NOT_UTF_8 = "not all of the file is UTF-8"
Held = TypeVar("Held")
"""A text that was mended, however it is held on to."""


class Texts(Protocol[Held]):
    """What is mended: texts that are checked together, each known by its name."""

    def check(self, mended: Mapping[str, Held]) -> Report:
        """The report of all texts, some of them mended."""

    def source(self, name: str, mended: Held | None, report: Report) -> Source | str:
        """A text, mended already or not, as it was when the report was made; or why it must stay
        as it is."""

    def hold(self, mended: Held | None, source: Source, new: Applied) -> Held:
        """Hold on to a text that is mended once more. source: as it was before."""


@dataclass(frozen=True)
class Fixed(Generic[Held]):
    """The texts that were mended, after all rounds.

    applied: the problems that were mended, as they stood in the text of their round. left_out:
    those whose fix was not made although it was wanted. report: what the check said about the last
    texts; there the problems of `left_out` have no fix."""

    mended: Mapping[str, Held]
    applied: tuple[Problem, ...]
    left_out: tuple[LeftOut, ...]
    report: Report


def fix_sources(
    sources: Sequence[Source],
    check: Callable[[list[Source]], Report],
    *,
    hide: Callable[[Report], Report] = lambda report: report,
    unsafe: bool = False,
) -> Fixed[Source]:
    """As `fix_texts`, with sources in memory. Their names differ."""
    return fix_texts(_Sources(sources, check), hide=hide, unsafe=unsafe)


def fix_texts(
    texts: Texts[Held],
    *,
    hide: Callable[[Report], Report] = lambda report: report,
    unsafe: bool = False,
) -> Fixed[Held]:
    """Apply the fixes of the problems that a check reports and `hide` leaves shown, round by round.

    Safe fixes go before guesses; of two that touch one place the later waits for the next round. A
    fix that cannot be made is left out, and so is a guess that brings an error to its own place,
    such as a circle of references: it was not what is meant. One text at a time is looked into."""
    current: dict[str, Held] = {}
    report = texts.check(current)
    done: list[Problem] = []
    left: dict[Key, LeftOut] = {}
    for _ in range(MAX_ROUNDS):
        wanted = _wanted(hide(report), left, unsafe=unsafe)
        if not wanted:
            break
        new, made, impossible = _round(texts, current, report, wanted)
        left |= {_key(out.problem): out for out in impossible}
        if not made:
            continue
        after = texts.check(new)
        worse = [out for out in _worse(made, report, after) if not _is_safe(out.problem)]
        left |= {_key(out.problem): out for out in worse}
        if not worse:
            current, report = new, after
            done += made
    else:
        endless = _wanted(hide(report), left, unsafe=unsafe)
        left |= {_key(problem): LeftOut(problem, "mending has no end") for problem in endless}
    return Fixed(current, tuple(done), tuple(left.values()), _without_fixes(report, left))


class _Sources:
    """Sources in memory; one that is mended is another source."""

    def __init__(self, sources: Sequence[Source], check: Callable[[list[Source]], Report]) -> None:
        self._sources = {source.name: source for source in sources}
        self._check = check

    def check(self, mended: Mapping[str, Source]) -> Report:
        return self._check(list({**self._sources, **mended}.values()))

    def source(self, name: str, mended: Source | None, report: Report) -> Source | str:
        source = mended or self._sources[name]
        return NOT_UTF_8 if any(map(_is_garbled, source.records)) else source

    def hold(self, mended: Source | None, source: Source, new: Applied) -> Source:
        return new.source


def _is_garbled(record: Record) -> bool:
    problem = record.decoded.problem
    return problem is not None and problem.args.get("kind") in ("utf-8", "utf-16", "packed")


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
    texts: Texts[Held], current: Mapping[str, Held], report: Report, wanted: list[Problem]
) -> tuple[dict[str, Held], list[Problem], list[LeftOut]]:
    """The texts mended after one round, what was mended in it and what cannot be. report: of the
    texts so far."""
    of_file: dict[str, list[Problem]] = {}
    for problem in wanted:
        of_file.setdefault(problem.file, []).append(problem)
    mended = dict(current)
    made: list[Problem] = []
    left: list[LeftOut] = []
    for name, problems in of_file.items():
        source = texts.source(name, current.get(name), report)
        if isinstance(source, str):
            left += [LeftOut(problem, source) for problem in problems]
            continue
        new = applied(source, problems)
        if new.made:
            mended[name] = texts.hold(current.get(name), source, new)
        made += new.made
        left += new.left_out
    return mended, made, left


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
