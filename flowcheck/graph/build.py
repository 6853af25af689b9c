"""The networkx graph of a flow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import networkx as nx

from flowcheck.graph.sites import NodeSite
from flowcheck.graph.wires import Edge


def build(nodes: Mapping[str, NodeSite], edges: Iterable[Edge]) -> nx.DiGraph[str]:
    """One `DiGraph` over the nodes by id; linear in the flow. The attributes of nodes and edges
    are those that `flowcheck.graph` documents. edges: between these nodes, in document order."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(
        (id, {"type": site.type, "pointer": site.pointer, "site": site})
        for id, site in nodes.items()
    )
    between: dict[tuple[str, str], list[Edge]] = {}
    for edge in edges:
        between.setdefault((edge.source, edge.target), []).append(edge)
    graph.add_edges_from(
        (source, target, {"kinds": frozenset(edge.kind.value for edge in some), "edges": some})
        for (source, target), some in between.items()
    )
    return graph
