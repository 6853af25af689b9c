"""A trace as lines that a person reads."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from typing import Final

import click

from flowcheck.reports.columns import broken, columns
from flowcheck.reports.escape import brief, shown
from flowcheck.reports.summary import counted
from flowcheck.tracing.known import branch_words
from flowcheck.tracing.trace import Trace, TracedNode
from flowcheck.wording import listed

_COLORS: Final = {"runs": "green", "skipped": "bright_black", "hangs": "red", "open": "yellow"}
_WIDEST: Final = 32
"""Columns that ids may take before what is said about a node goes into the next line."""
_LONGEST_ID: Final = 100
_LEAST: Final = 24
"""Columns that what is said about a node has at least."""


def lines(trace: Trace, name: str, *, width: int | None, color: bool) -> Iterator[str]:
    """The lines, safe to show: a row for each node in order of running, then what comes of it.
    name: of what was traced. width: columns of the terminal, None for no line breaks."""
    yield shown(name)
    yield ""
    if not trace.accepted:
        yield _styled("Scenario would refuse these inputs:", "red", color)
        for reason in trace.refused:
            yield f"  {brief(reason.message)}"
        return
    yield from _rows(trace, width, color)
    if trace.nodes:
        yield ""
    hanging = [node.id for node in trace.nodes if node.outcome == "hangs"]
    if hanging:
        hang = "hangs" if len(hanging) == 1 else "hang"
        told = f"The job never completes: {_ids(hanging)} {hang}."
        yield _styled(told, "red", color)
    yield _models(trace)
    if not hanging:
        yield _outputs(trace)
    yield from _open(trace)


def _rows(trace: Trace, width: int | None, color: bool) -> Iterator[str]:
    by_id = {node.id: node for node in trace.nodes}
    nodes = [by_id[id] for id in trace.order]
    names = {node.id: brief(node.id, _LONGEST_ID) for node in nodes}
    fitting = [columns(name) for name in names.values() if columns(name) <= _WIDEST]
    broad, first = max(fitting, default=0), max((len(n.outcome) for n in nodes), default=0)
    indent = first + 2 + broad + 2
    for node in nodes:
        name, outcome = names[node.id], node.outcome
        head = f"{_styled(outcome, _COLORS[outcome], color)}{' ' * (first - len(outcome))}  {name}"
        said = _said(node, width, indent)
        if not said:
            yield head
            continue
        if columns(name) > _WIDEST:
            yield head
        else:
            yield f"{head}{' ' * (broad - columns(name))}  {said.pop(0)}"
        yield from (" " * indent + line for line in said)


def _said(node: TracedNode, width: int | None, indent: int) -> list[str]:
    """What is said about a node, as lines: its reasons."""
    texts = [reason.message for reason in node.because]
    if len(node.branches) == 1 and node.outcome == "runs":
        why = f", as {texts.pop()}" if texts else ""
        texts = [f"takes {_branches(node.branches)}{why}", *texts]
    room = None if width is None else max(_LEAST, width - indent)
    found = []
    for text in map(brief, texts):
        spans = [(0, len(text))] if room is None else broken(text, room)
        found += [text[begin:end].strip() for begin, end in spans]
    return found


def _models(trace: Trace) -> str:
    count = trace.at_least
    least = "At least " if trace.model_runs is None else ""
    told = f"{least}{counted(count, 'model run')}"
    called = [node.id for node in trace.nodes if node.type == "workflow" and node.outcome == "runs"]
    if called:
        return f"{told}, and what {_ids(called)} {'runs' if len(called) == 1 else 'run'}."
    return f"{told}."


def _outputs(trace: Trace) -> str:
    showing = [node.id for node in trace.nodes if node.contributes]
    if showing:
        return f"Outputs come from {_ids(showing)}."
    sure = " for sure" if any(node.outcome == "open" for node in trace.nodes) else ""
    return f"No node contributes outputs{sure}."


def _open(trace: Trace) -> Iterator[str]:
    """What stays open, and how to say which branch is meant."""
    by_id = {node.id: node for node in trace.nodes}
    for id in trace.open:
        branches = by_id[id].branches
        may = f"`{brief(id, _LONGEST_ID)}` may take {_branches(branches)}"
        yield f"{may}; say which, as in {_take(id, branches[0])}"


def _take(id: str, value: str | None) -> str:
    words = f"{id}={'' if value is None else value}"
    return shown(f"--take {shlex.quote(words)}")


def _branches(values: tuple[str | None, ...]) -> str:
    return shown(branch_words(values))


def _ids(ids: list[str]) -> str:
    return shown(listed(ids, word="and"))


def _styled(text: str, color: str, on: bool) -> str:
    return click.style(text, fg=color) if on else text
