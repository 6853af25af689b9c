"""The networkx graph of a flow."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx

if TYPE_CHECKING:
    from flowcheck.graph.flow import Flow


def build(flow: Flow) -> nx.DiGraph[str]:
    """One `DiGraph` over every node that could be read; linear in the flow.

    Node attribute `site`: the NodeSite. Edge attribute `edges`: the typed edges from the one to
    the other (a node can wait on another in several ways)."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from((id, {"site": site}) for id, site in flow.nodes.items())
    for edge in flow.edges:
        data = graph.get_edge_data(edge.source, edge.target)
        if data is None:
            graph.add_edge(edge.source, edge.target, edges=[edge])
        else:
            data["edges"].append(edge)
    return graph
