"""Sentences that several formats share; every one is safe to show."""

from __future__ import annotations

from typing import Final

from flowcheck.report import Problem, Related
from flowcheck.reports.escape import LONGEST_NAME, brief, shown
from flowcheck.run_sentence import sentence

MOST_RELATED: Final = 8
"""The most related places of a problem that a person is shown."""


def where(problem: Problem) -> str:
    """The node and the input a problem lies in: "node `draw`, input `image`", or nothing."""
    names = [("node", problem.node), ("input", problem.input)]
    return ", ".join(f"{word} `{brief(name, LONGEST_NAME)}`" for word, name in names if name)


def place(problem: Problem, related: Related | None = None) -> str:
    """`file:line:column` of a problem or of a place related to it."""
    at = problem if related is None else related
    return f"{path(at.file or problem.file)}:{at.line}:{at.column}"


def path(file: str) -> str:
    """A file name at the beginning of a line. `::` there is a command to some CI runners."""
    return shown(f"./{file}" if file.startswith(("::", "##")) else file)


def run_words(problem: Problem) -> str | None:
    """The example run of a problem: "when `image` is not given"; None when it has none, when
    nothing has to be decided for the fault to show, and when the message tells it already."""
    witness = problem.witness
    if witness is None or witness.told or not witness.shown:
        return None
    return f"when {brief(sentence(witness))}"


def details(problem: Problem) -> list[str]:
    """What belongs to a message, a line each: related places, the example run, the hint."""
    related = problem.related[:MOST_RELATED]
    lines = [f"{brief(r.message)}: {place(problem, r)}" for r in related]
    if len(problem.related) > MOST_RELATED:
        lines.append(and_more(len(problem.related) - MOST_RELATED))
    run = run_words(problem)
    lines += [f"run: {run}"] if run else []
    return [*lines, f"help: {brief(problem.hint)}"] if problem.hint else lines


def and_more(number: int) -> str:
    """What stands for the related places that are left out."""
    return f"… and {number} more"
