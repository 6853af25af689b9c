"""Records from which fields were left out on purpose: nothing they lack is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

OF_A_RUN: Final = frozenset(
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
"""The fields that tell how a node ran."""


def is_abridged(raw: Mapping[str, Any], cleared: Iterable[str | int]) -> bool:
    """Whether the record of a run's node tells only how it ran, as job records abridge nodes
    (certain). cleared: the fields of which something was cleared for its shape."""
    return OF_A_RUN.issuperset(cleared) and all(
        value is None or field in OF_A_RUN for field, value in raw.items()
    )
