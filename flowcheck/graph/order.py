"""The topological order of a flow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowcheck.graph.wires import EdgeKind

if TYPE_CHECKING:
    from flowcheck.graph.flow import Flow


def topological_order(flow: Flow) -> list[str]:
    """Kahn's algorithm over the ordering wires and the loop → template edges; linear.

    networkx has the same, but loading it costs a small check more than everything else
    together; `Flow.graph` is there for what needs more than an order."""
    waits = dict.fromkeys(flow.nodes, 0)
    after: dict[str, list[str]] = {id: [] for id in flow.nodes}
    for edge in flow.edges:
        if edge.kind is EdgeKind.BODY or not flow.is_item_read(edge):
            waits[edge.target] += 1
            after[edge.source].append(edge.target)
    order = [id for id, count in waits.items() if count == 0]
    for id in order:
        for reader in after[id]:
            waits[reader] -= 1
            if waits[reader] == 0:
                order.append(reader)
    return order
