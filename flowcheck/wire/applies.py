"""Which fields of a node, and which options of an input, mean something on which types.

Documented by Scenario's SDK (certain): elsewhere they do nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flowcheck.wire.vocabulary import ARRAY_TYPES, FILE_TYPES, NODE_TYPES

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

_STRING: Final = frozenset({"string"})
_NUMBERS: Final = frozenset({"number", "number_array"})
_BOUNDED: Final = ARRAY_TYPES | {"number"}
_LENGTHY: Final = ARRAY_TYPES | {"string", "model"}
_MODELS: Final = frozenset({"model", "model_array"})
_SUB_INPUTS: Final = frozenset({"inputs_array"})
INPUT_OPTIONS: Final[Mapping[str, frozenset[str]]] = {
    "allowedValues": frozenset({"string", "string_array", *_NUMBERS, *_MODELS}),
    "backgroundBehavior": FILE_TYPES,
    "color": _STRING,
    "inputs": _SUB_INPUTS,
    "items": _SUB_INPUTS,
    "kind": FILE_TYPES,
    "maskFrom": frozenset({"file"}),
    "max": _BOUNDED,
    "maxDuration": FILE_TYPES,
    "maxLength": _LENGTHY,
    "maxSize": FILE_TYPES,
    "min": _BOUNDED,
    "minDuration": FILE_TYPES,
    "minLength": _LENGTHY,
    "modelTypes": _MODELS,
    "parent": FILE_TYPES,
    "placeholder": _STRING,
    "prompt": _STRING,
    "promptSpark": _STRING,
    "step": _NUMBERS,
}
"""Option → the input types it is documented for, a little wider where documents disagree."""
