"""Follow one run through a workflow."""

from __future__ import annotations

from collections.abc import Mapping

from flowcheck.graph.flow import Flow
from flowcheck.graph.loops import Loop
from flowcheck.rules.outputs import contributing
from flowcheck.rules.walked import walked_length
from flowcheck.runs.space import RunSpace
from flowcheck.tracing.given import Given
from flowcheck.tracing.known import Known
from flowcheck.tracing.reasons import reasons
from flowcheck.tracing.trace import Trace, TracedNode
from flowcheck.wire.vocabulary import NON_PRODUCING

_NO_MODEL = NON_PRODUCING | {"workflow"}


def follow(told: Flow, given: Given, takes: Mapping[str, str | None], *, budget: int) -> Trace:
    """Trace a run of a flow in which every node has a verdict.

    told: the flow as it stands in its file; given: the same with what the run has put in. takes:
    the branches asked for. budget: as `Settings.solver_budget`; what is not decided within it is
    open. Raises TraceError for a branch that the run cannot take."""
    known = Known(told, given, takes, budget=budget)
    shows = contributing(told)
    nodes = tuple(_node(known, id, shows=id in shows) for id in told.nodes)
    least, exact = _model_runs(known)
    return Trace(
        accepted=True,
        model_runs=least if exact else None,
        at_least=least,
        nodes=nodes,
        order=tuple(known.space.order),
        open=tuple(known.open),
    )


def verdictless(flow: Flow) -> list[str]:
    """The nodes that the run model says nothing about, in the order of the flow."""
    order = set(RunSpace(flow, budget=0).order)
    return [id for id in flow.nodes if id not in order]


def _node(known: Known, id: str, *, shows: bool) -> TracedNode:
    node, runs = known.told.nodes[id], known.outcome[id] == "runs"
    return TracedNode(
        id,
        node.type,
        known.outcome[id],
        branch=known.branch(id) if runs else None,
        branches=known.branches.get(id, ()),
        because=reasons(known, node),
        contributes=shows and runs,
    )


def _model_runs(known: Known) -> tuple[int, bool]:
    """How many models run at least, and whether no more do."""
    least, exact = 0, True
    for id, outcome in known.outcome.items():
        if known.told.nodes[id].type in _NO_MODEL:
            continue
        if outcome != "runs":
            exact = exact and outcome != "open"
            continue
        times = 1
        for loop in known.given.loops_around.of(id):
            length = _length(loop, known.given)
            exact = exact and length is not None
            times *= length or 1
        least += times
    return least, exact


def _length(loop: Loop, flow: Flow) -> int | None:
    if loop.count is not None or loop.node.get("count") is not None:
        return loop.count
    walked = walked_length(loop, flow)
    return None if walked is None else walked[0]
