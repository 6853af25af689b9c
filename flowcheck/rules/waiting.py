"""Who waits for a branch that no run takes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from flowcheck.findings import See
from flowcheck.graph.wires import EdgeKind

if TYPE_CHECKING:
    from flowcheck.context import Context
    from flowcheck.graph.sites import NodeSite

_TOLD = 4  # readers that are told


def waiting_for(router: NodeSite, value: str, context: Context) -> Iterator[See]:
    """The nodes that wait for a value of an if/else node that it never takes: told at its case,
    they are not told on their own. None where another case or the default takes it."""
    space = context.runs.space
    literal = space.circuit.both(
        (space.lenient.of[router.id].runs, space.conditions.takes(router.id, value))
    )
    if space.possible(literal) is not False:
        return
    told = 0
    for edge in context.flow.outgoing[router.id]:
        ref = None if edge.input is None else edge.input.ref
        if edge.kind is EdgeKind.BRANCH and ref is not None and ref.equal == value:
            told += 1
            if told <= _TOLD:
                at = (*ref.pointer, "equal")
                yield See(f"`{edge.target}` waits for it, so it never runs", at)
