"""The branches that a file's if/else nodes have, for who completes a command line."""

from __future__ import annotations

from collections.abc import Iterator

from flowcheck.reading.files import Found, read
from flowcheck.report import Failure
from flowcheck.runs.branches import possible_values
from flowcheck.tracing.run import workflow_in
from flowcheck.tracing.trace import TraceError


def branches_in(file: str, id: str | None) -> Iterator[tuple[str, str]]:
    """Each if/else node of the workflow in a file, with each value it names; nothing where there
    is no such workflow."""
    source = read(Found(file, explicit=True), stdin_name="<stdin>")
    if isinstance(source, Failure):
        return
    try:
        flow = workflow_in(source, id)
    except TraceError:
        return
    for node in flow.nodes.values():
        if node.is_logic:
            yield from ((node.id, value) for value in possible_values(node) if value is not None)
