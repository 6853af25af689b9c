"""Small flows for the tests of the run model."""

from __future__ import annotations

from typing import Any

from flowcheck.graph.flow import Flow
from flowcheck.reading.source import Source
from flowcheck.runs.model import RunModel

BUDGET = 20_000


def input_(name: str, type: str = "string", **fields: Any) -> dict[str, Any]:
    return {"name": name, "type": type, **fields}


def reads(source: str, name: str = "image", **fields: Any) -> dict[str, Any]:
    """An ordinary ref to a node."""
    return input_(name, "file", ref={"node": source}, **fields)


def gate(source: str, value: str, name: str = "gate") -> dict[str, Any]:
    return input_(name, ref={"node": source, "equal": value})


def merge(*sources: str, name: str = "merged") -> dict[str, Any]:
    return input_(name, "file", ref={"conditional": list(sources)})


def given(input: str, name: str = "text", **fields: Any) -> dict[str, Any]:
    """A ref to a workflow input."""
    return input_(name, ref={"node": "workflow", "name": input}, **fields)


def node(id: str, *inputs: dict[str, Any], type: str = "custom-model", **fields: Any) -> Any:
    return {"id": id, "type": type, "inputs": list(inputs), **fields}


def router(id: str, *values: str, default: str | None = "1", inputs: Any = ()) -> Any:
    """An if/else node whose conditions ask of an input of its own, which nobody knows."""
    cases = [{"condition": f"x == '{value}'", "value": value} for value in values]
    logic = {"cases": cases, "default": default}
    x = input_("x", "inputs_array", items=[[input_("part", value="any")]])
    return node(id, x, *inputs, type="logic", logicType="if-else", logic=logic)


def flow_of(value: Any) -> Flow:
    return Flow(Source.from_value("<test>", value).documents[0])


def model_of(value: Any, budget: int = BUDGET) -> RunModel:
    return RunModel(flow_of(value), budget=budget)


def record(nodes: list[Any], *inputs: dict[str, Any]) -> dict[str, Any]:
    return {"inputs": list(inputs), "flow": nodes}
