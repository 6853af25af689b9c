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


def is_abridged(node: NodeSite, *, in_job: bool = False) -> bool:
    """Whether a node tells only how it ran, as job records abridge nodes (certain): nothing it
    lacks is missing then. in_job: it is known to be a job's, even should its status be lost."""
    if not (in_job or node.get("status") is not None or node.faulty("status")):
        return False
    depth = len(node.pointer)
    if any(fault[depth] not in _OF_A_RUN for fault in node.faults):
        return False
    return all(value is None or field in _OF_A_RUN for field, value in node.raw.items())


def is_copy(node: NodeSite) -> bool:
    """Whether a node of a run is one iteration's copy of a body template."""
    return node.get("loopNodeId") is not None or node.faulty("loopNodeId")
