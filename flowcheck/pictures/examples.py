"""The problems of a flow as the page tells them, their example runs painted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from flowcheck.graph.flow import Flow
from flowcheck.pictures.build import scene_of
from flowcheck.pictures.html import Told
from flowcheck.pictures.painted import Painted, painted_trace
from flowcheck.pictures.scene import Scene
from flowcheck.reading.source import Source
from flowcheck.report import Problem, pointer_text
from flowcheck.settings import Settings
from flowcheck.tracing.run import trace_flow
from flowcheck.tracing.trace import TraceError

_MOST: Final = 50
"""The most example runs that are worked out for one page."""


def example_run(flow: Flow, source: Source, problem: Problem, settings: Settings) -> Painted:
    """The example run of a problem, as far as its branches and values decide what happens.

    Raises TraceError when there is none, or nothing can be told of it."""
    witness = problem.witness
    if witness is None:
        raise TraceError(f"{problem.code}@{problem.node} has no example run")
    takes = {id: value for id, value in witness.branches.items() if id in flow.nodes}
    trace = trace_flow(flow, source, None, takes, settings)
    name = f"Painted: an example run of {problem.code}@{problem.node}"
    return painted_trace(trace, name, witness)


def told(
    flow: Flow,
    source: Source,
    problems: Sequence[Problem],
    settings: Settings,
    changed: Callable[[Scene], Scene],
) -> list[Told]:
    """The problems, each with its node and, the first ones, with the example run painted. changed:
    what is done to a scene before it is drawn."""
    keys = {id: f"n{place}" for place, id in enumerate(flow.nodes)}
    found = []
    left = _MOST
    for problem in problems:
        node = flow.nodes.get(problem.node or "")
        run = None
        if node is not None and problem.witness is not None and problem.witness.shown and left:
            left -= 1
            try:
                painted = example_run(flow, source, problem, settings)
            except TraceError:  # an error elsewhere forbids to tell what happens
                painted = None
            if painted is not None:
                run = changed(scene_of(flow, problems, painted, title=""))
        if node is None:
            found.append(Told(problem, None, None, "", None))
            continue
        at = pointer_text(node.pointer)
        raw = flow.document.value(node.pointer)
        found.append(Told(problem, keys[node.id], raw, problem.pointer.removeprefix(at), run))
    return found
