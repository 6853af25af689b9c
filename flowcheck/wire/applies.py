"""Which fields of a node mean something on which types of node.

Documented by Scenario's SDK (certain): elsewhere these fields do nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flowcheck.wire.vocabulary import NODE_TYPES

_WITHOUT_MODEL: Final = frozenset(
    {"list", "logic", "transform", "for-each", "user-approval", "user-selection", "workflow"}
)
NODE_FIELDS: Final[Mapping[str, frozenset[str]]] = {
    "count": frozenset({"for-each"}),
    "loopBodyNodeIds": frozenset({"for-each"}),
    "items": frozenset({"list", "user-selection"}),
    "logic": frozenset({"logic", "transform"}),
    "logicType": frozenset({"logic"}),
    "modelId": frozenset(NODE_TYPES.keys() - _WITHOUT_MODEL),
    "workflowId": frozenset({"workflow"}),
}
"""Field of a node → the known node types it is for; every other field is for all of them."""
LOGIC_FIELDS: Final[Mapping[str, str]] = {
    "cases": "logic",
    "default": "logic",
    "transform": "transform",
}
"""Field of `logic` → the node type it is for."""
ITERATION_FIELDS: Final = ("iterationIndex", "loopNodeId")
"""Fields that a run sets on the copies it makes of a loop's body: a definition has none."""
