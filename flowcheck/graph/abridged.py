"""Nodes of a run whose definition was left out."""

from __future__ import annotations

from flowcheck.graph.sites import NodeSite

_OF_A_RUN = frozenset(
    {
        "id",
        "type",
        "status",
        "assets",
        "jobId",
        "output",
        "outputAssetIds",
        "label",
        "loopNodeId",
        "iterationIndex",
    }
)


def is_abridged(node: NodeSite) -> bool:
    """Whether a node tells only how it ran, as job records abridge nodes (certain): nothing it
    lacks is missing then."""
    if node.get("status") is None or node.faults:
        return False
    return all(value is None or field in _OF_A_RUN for field, value in node.raw.items())


def is_copy(node: NodeSite) -> bool:
    """Whether a node of a run is one iteration's copy of a body template."""
    return node.get("loopNodeId") is not None or node.faulty("loopNodeId")
