"""`--format full`: each problem with its source line, a caret, related places, hint and run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from flowcheck.dataclass import dataclass
from flowcheck.report import Problem, Related, Report
from flowcheck.reports.columns import broken, columns
from flowcheck.reports.escape import brief, shown
from flowcheck.reports.excerpt import Excerpt, Lines, excerpts, numbers
from flowcheck.reports.phrases import MOST_RELATED, and_more, place, run_words, where

Line = list[tuple[str, str]]
"""Pieces of an output line: (style, text). Styles are the keys of `STYLES`."""

STYLES: Final = {
    "": "",
    "error": "bold red",
    "warning": "bold yellow",
    "info": "bold cyan",
    "code": "bold",
    "dim": "bright_blue",
    "help": "bold green",
}
WIDTH: Final = 120
"""Columns of the source where no terminal says how wide it is: a file holds the same always."""


def render(report: Report, *, width: int | None = None) -> str:
    """The report as plain text. width: of the terminal, in columns; sentences break between words
    and source lines are cut to fit. None: no sentence breaks, source lines are cut to `WIDTH`."""
    return "".join("".join(text for _, text in line) + "\n" for line in lines(report, width))


def render_colored(report: Report, *, width: int | None = None) -> str:
    """As `render`, with terminal colours (rich knows the sequences)."""
    # Its styles alone: a console takes ten times as long, and as long again to import.
    from rich.color import ColorSystem
    from rich.style import Style

    styles = {name: Style.parse(words) for name, words in STYLES.items()}
    return "".join(
        "".join(
            styles[style].render(text, color_system=ColorSystem.STANDARD) for style, text in line
        )
        + "\n"
        for line in lines(report, width)
    )


def lines(report: Report, width: int | None = None) -> Iterator[Line]:
    """Every output line; a blank one after each problem."""
    for failure in report.failures:
        said = f": {shown(failure.file)}: {shown(failure.message)}"
        yield from wrapped([("error", "error"), ("", said)], width, "  ")
        yield []
    source = Lines(report.sources)
    for problem in report.problems:
        yield from _problem(problem, source, width)
        yield []


def _problem(problem: Problem, source: Lines, width: int | None) -> Iterator[Line]:
    style = problem.severity.value
    heading = [
        (style, f"{style}[{problem.code}]"),
        ("code", f" {problem.rule}"),
        ("", f": {brief(problem.message)}"),
    ]
    yield from wrapped(heading, width, "  ")
    source_lines = _source_lines(problem, source, width or WIDTH)
    gutter, indent = source_lines.gutter, f"{source_lines.gutter}   "
    inside = where(problem)
    at = place(problem) + (f" ({inside})" if inside else "")
    yield from wrapped([("dim", f"{gutter}--> "), ("", at)], width, f"{indent} ")
    if source_lines.own:
        yield [("dim", f"{gutter} |")]
        yield from _marked(source_lines.own, gutter, style, "^")
    for related in problem.related[:MOST_RELATED]:
        said = f"{brief(related.message)}: {place(problem, related)}"
        yield from wrapped([("dim", f"{gutter} = "), ("", said)], width, indent)
        if related is source_lines.related:
            yield from _marked(source_lines.there, gutter, "dim", "-")
    if len(problem.related) > MOST_RELATED:
        left = len(problem.related) - MOST_RELATED
        yield [("dim", f"{gutter} = "), ("", and_more(left))]
    words = run_words(problem)
    if words:
        run = [("dim", f"{gutter} = "), ("code", "run"), ("", f": {words}")]
        yield from wrapped(run, width, indent)
    if problem.hint:
        hint = [("dim", f"{gutter} = "), ("help", "help"), ("", f": {brief(problem.hint)}")]
        yield from wrapped(hint, width, indent)


@dataclass(frozen=True, slots=True)
class _SourceLines:
    """The source lines of a problem, and of the first place related to it that they do not show.
    gutter: as many spaces as the line numbers take."""

    gutter: str
    own: Sequence[Excerpt]
    related: Related | None = None
    there: Sequence[Excerpt] = ()


def _source_lines(problem: Problem, source: Lines, width: int) -> _SourceLines:
    lines = source.of(problem.file)
    digits = len(str(max(numbers(problem, lines), default=problem.line)))

    def room() -> int:
        return width - digits - len(" | ")

    own = list(excerpts(problem, lines, room()))
    for related in problem.related[:MOST_RELATED]:
        others = source.of(related.file or problem.file)
        shown_there = numbers(related, others)
        if not shown_there or _is_in(related, problem, own):
            continue
        if len(str(shown_there[-1])) > digits:
            digits = len(str(shown_there[-1]))
            own = list(excerpts(problem, lines, room()))
        there = list(excerpts(related, others, room()))
        return _SourceLines(" " * digits, own, related, there)
    return _SourceLines(" " * digits, own)


def _is_in(related: Related, problem: Problem, own: Sequence[Excerpt]) -> bool:
    """Whether the source lines of a problem show a related place already."""
    return related.file in (None, problem.file) and any(
        line.number == related.line and line.begin <= related.column - 1 <= line.end for line in own
    )


def _marked(shown: Sequence[Excerpt], gutter: str, style: str, mark: str) -> Iterator[Line]:
    for line in shown:
        yield [("dim", f"{line.number:>{len(gutter)}} | "), ("", line.text)]
        if line.length:
            yield [("dim", f"{gutter} | "), (style, " " * line.start + mark * line.length)]


def wrapped(line: Line, width: int | None, indent: str) -> Iterator[Line]:
    """A line as several that fit into `width` columns, all but the first behind `indent`; the
    first piece is never broken. None: as it is."""
    if width is None:
        yield line
        return
    head, *rest = line
    text = "".join(piece for _, piece in rest)
    for begin, end in broken(text, width, columns(head[1]), len(indent)):
        pieces = [] if begin else [head]
        at = 0
        for style, piece in rest:
            part = piece[max(0, begin - at) : max(0, end - at)]
            pieces += [(style, part)] if part else []
            at += len(piece)
        yield pieces if not begin else [("", indent), *pieces]
