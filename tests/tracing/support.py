"""Small workflows to trace."""

from __future__ import annotations

from typing import Any

import flowcheck
from tests.runs.support import gate, given, input_, node, record


def router(id: str, *cases: tuple[str, str], default: str | None = None, inputs: Any = ()) -> Any:
    logic: dict[str, Any] = {"cases": [{"condition": c, "value": v} for c, v in cases]}
    if default is not None:
        logic["default"] = default
    return node(id, *inputs, type="logic", logicType="if-else", logic=logic)


MODE = input_("mode", allowedValues=["fast", "best"], required={"always": True})
ROUTER = router("router", ("mode == 'best'", "2"), default="1", inputs=[given("mode", "mode")])
SPLIT = record(
    [
        ROUTER,
        node("draft", gate("router", "1"), modelId="m"),
        node("render", gate("router", "2"), modelId="m"),
    ],
    MODE,
)


def outcomes(trace: flowcheck.Trace) -> dict[str, str]:
    return {node.id: node.outcome for node in trace.nodes}


def why(trace: flowcheck.Trace, id: str) -> list[str]:
    (node,) = (node for node in trace.nodes if node.id == id)
    return [reason.message for reason in node.because]
