"""`--format full`: each problem with its source line, a caret, related places, hint and run."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from flowcheck.report import Problem, Report
from flowcheck.reports.escape import brief, shown, shown_characters
from flowcheck.reports.phrases import MOST_RELATED, and_more, place, run_words, where

Line = list[tuple[str, str]]
"""Pieces of an output line: (style, text). Styles are the keys of `STYLES`."""

STYLES = {
    "": "",
    "error": "bold red",
    "warning": "bold yellow",
    "info": "bold cyan",
    "code": "bold",
    "dim": "bright_blue",
    "help": "bold green",
}
WIDTH = 120
"""Columns of source shown of one line; longer lines are cut around the place."""


def render(report: Report) -> str:
    """The report as plain text."""
    return "".join("".join(text for _, text in line) + "\n" for line in lines(report))


def render_colored(report: Report) -> str:
    """The report with terminal colours (rich knows the sequences)."""
    # Its styles alone: a console takes ten times as long, and as long again to import.
    from rich.color import ColorSystem
    from rich.style import Style

    styles = {name: Style.parse(words) for name, words in STYLES.items()}
    return "".join(
        "".join(
            styles[style].render(text, color_system=ColorSystem.STANDARD) for style, text in line
        )
        + "\n"
        for line in lines(report)
    )


def lines(report: Report) -> Iterator[Line]:
    """Every output line; a blank one after each problem."""
    for failure in report.failures:
        yield [("error", "error"), ("", f": {shown(failure.file)}: {shown(failure.message)}")]
        yield []
    source: dict[str, list[str]] = {}
    for problem in report.problems:
        if problem.file not in source:
            text = report.sources.get(problem.file)
            source = {problem.file: [] if text is None else _split(text)}
        yield from _problem(problem, source[problem.file])
        yield []


def _problem(problem: Problem, source: list[str]) -> Iterator[Line]:
    style = problem.severity.value
    yield [
        (style, f"{style}[{problem.code}]"),
        ("code", f" {problem.rule}"),
        ("", f": {brief(problem.message)}"),
    ]
    numbers = _lines_shown(problem, source)
    gutter = " " * len(str(max(numbers, default=problem.line)))
    inside = where(problem)
    yield [("dim", f"{gutter}--> "), ("", place(problem) + (f" ({inside})" if inside else ""))]
    if numbers:
        yield [("dim", f"{gutter} |")]
    for number in numbers:
        text, start, length = _excerpt(source[number - 1], problem, number)
        yield [("dim", f"{number:>{len(gutter)}} | "), ("", text)]
        if number == problem.line:
            yield [("dim", f"{gutter} | "), (style, " " * start + "^" * length)]
    for related in problem.related[:MOST_RELATED]:
        text = f"{brief(related.message)}: {place(problem, related)}"
        yield [("dim", f"{gutter} = "), ("", text)]
    if len(problem.related) > MOST_RELATED:
        left = len(problem.related) - MOST_RELATED
        yield [("dim", f"{gutter} = "), ("", and_more(left))]
    words = run_words(problem)
    if words:
        yield [("dim", f"{gutter} = "), ("code", "run"), ("", f": {words}")]
    if problem.hint:
        yield [("dim", f"{gutter} = "), ("help", "help"), ("", f": {brief(problem.hint)}")]


def _lines_shown(problem: Problem, source: list[str]) -> list[int]:
    """1-based numbers of the source lines to show: the first one of the place; with the next when
    it only opens an object or an array, with the one before when it is blank (the file's end)."""
    number = problem.line
    if number > len(source):
        return []
    line = source[number - 1]
    opening = line[problem.column - 1 : problem.column + WIDTH].rstrip()
    if problem.end_line > number and opening in ("{", "["):
        return [number, number + 1] if number < len(source) else [number]
    blank = not line or line.isspace()
    return [number - 1, number] if blank and number > 1 else [number]


def _split(text: str) -> list[str]:
    r"""Lines as editors count them: `\n`, `\r\n` and a lone `\r` end one."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _excerpt(line: str, problem: Problem, number: int) -> tuple[str, int, int]:
    """The part of a source line to show, and where in it (columns) the caret goes how wide."""
    first = problem.column - 1 if number == problem.line else 0
    begin = max(0, min(first - WIDTH // 3, len(line) - WIDTH))
    end = min(len(line), begin + WIDTH)
    last = problem.end_column - 1
    if problem.end_line > number:
        # A place of several lines is marked to the end of its first one.
        last = begin + len(line[begin:end].rstrip())
    behind = min(max(last, first + 1), end)
    characters = ["    " if c == "\\u0009" else c for c in shown_characters(line[begin:end])]
    before = ("… " if begin else "") + "".join(characters[: first - begin])
    marked = "".join(characters[first - begin : behind - begin])
    after = "".join(characters[behind - begin :]) + (" …" if end < len(line) else "")
    return before + marked + after, columns(before), max(1, columns(marked))


def columns(text: str) -> int:
    """Terminal columns of printable text."""
    if text.isascii():
        return len(text)
    return sum(
        0
        if unicodedata.category(c) in ("Mn", "Me")
        else 2
        if unicodedata.east_asian_width(c) in "WF"
        else 1
        for c in text
    )
