"""`--format full`: each problem with its source line, a caret, related places, hint and run."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from flowcheck.report import Problem, Related, Report
from flowcheck.reports.escape import shown

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
    """The report with terminal colours (rich decides the sequences)."""
    from rich.console import Console
    from rich.text import Text

    console = Console(force_terminal=True, color_system="standard", width=10_000, no_color=False)
    with console.capture() as capture:
        for line in lines(report):
            text = Text()
            for style, piece in line:
                text.append(piece, style=STYLES[style] or None)
            console.print(text, soft_wrap=True, highlight=False, markup=False)
    return capture.get()


def lines(report: Report) -> Iterator[Line]:
    """Every output line; a blank one after each problem."""
    for failure in report.failures:
        yield [("error", "error"), ("", f": {shown(failure.file)}: {shown(failure.message)}")]
        yield []
    source: dict[str, list[str]] = {}
    for problem in report.problems:
        if problem.file not in source:
            source = {problem.file: _split(report.sources.get(problem.file, ""))}
        yield from _problem(problem, source[problem.file])
        yield []


def _problem(problem: Problem, source: list[str]) -> Iterator[Line]:
    style = problem.severity.value
    yield [
        (style, f"{style}[{problem.code}]"),
        ("code", f" {problem.rule}"),
        ("", f": {shown(problem.message)}"),
    ]
    gutter = " " * len(str(problem.line))
    names = [("node", problem.node), ("input", problem.input)]
    where = ", ".join(f"{word} `{shown(name)}`" for word, name in names if name)
    place = f"{shown(problem.file)}:{problem.line}:{problem.column}"
    yield [("dim", f"{gutter}--> "), ("", place + (f" ({where})" if where else ""))]
    if problem.line <= len(source):
        yield [("dim", f"{gutter} |")]
        text, start, length = _excerpt(source[problem.line - 1], problem)
        yield [("dim", f"{problem.line} | "), ("", text)]
        yield [("dim", f"{gutter} | "), (style, " " * start + "^" * length)]
    for related in problem.related:
        yield [("dim", f"{gutter} = "), ("", f"{shown(related.message)}: {_at(related, problem)}")]
    if problem.witness is not None:
        from flowcheck.runs.words import sentence

        words = sentence(problem.witness)
        if words:
            yield [("dim", f"{gutter} = "), ("code", "run"), ("", f": {shown(words)}")]
    if problem.hint:
        yield [("dim", f"{gutter} = "), ("help", "help"), ("", f": {shown(problem.hint)}")]


def _at(related: Related, problem: Problem) -> str:
    file = related.file if related.file is not None else problem.file
    return f"{shown(file)}:{related.line}:{related.column}"


def _split(text: str) -> list[str]:
    """Lines as editors count them: `\\n`, `\\r\\n` and a lone `\\r` end one."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _excerpt(line: str, problem: Problem) -> tuple[str, int, int]:
    """The part of a source line to show, and where in it (columns) the caret goes how wide."""
    first = problem.column - 1
    last = problem.end_column - 1 if problem.end_line == problem.line else len(line.rstrip())
    begin = 0
    if len(line) > WIDTH:
        begin = max(0, min(first - WIDTH // 3, len(line) - WIDTH))
    end = min(len(line), begin + WIDTH)
    head = "… " if begin else ""
    tail = " …" if end < len(line) else ""
    before = head + _printable(line[begin:first])
    marked = _printable(line[first : min(max(last, first + 1), end)])
    after = _printable(line[min(max(last, first + 1), end) : end])
    return before + marked + after + tail, _columns(before), max(1, _columns(marked))


def _printable(text: str) -> str:
    return shown(text.replace("\t", "    "))


def _columns(text: str) -> int:
    """Terminal columns of printable text."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )
