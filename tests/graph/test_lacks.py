"""`surely_lacks`: when a rule may say that something is missing."""

from __future__ import annotations

from typing import Any

import pytest

from flowcheck.graph.flow import Flow
from flowcheck.graph.sites import NodeSite
from flowcheck.reading.source import Source
from tests.support import findings


def node_of(record: dict[str, Any]) -> NodeSite:
    value = [{"id": "n", "type": "list"} | record]
    return Flow(Source.from_value("<test>", value).documents[0]).sites[0]


@pytest.mark.parametrize("value", ["absent", None, [], [None]])
def test_what_says_nothing_is_lacking(value: Any) -> None:
    assert node_of({} if value == "absent" else {"items": value}).surely_lacks("items")


@pytest.mark.parametrize(
    "record",
    [
        {"items": ["a"]},
        {"items": 5},  # cleared for its shape
        {"items": [5]},
        {"itmes": ["a"]},  # misspelt
        {"status": "success"},  # the definition was left out
    ],
)
def test_what_may_be_meant_is_not_lacking(record: dict[str, Any]) -> None:
    assert not node_of(record).surely_lacks("items")


def test_an_abridged_node_lacks_what_a_run_itself_tells() -> None:
    node = node_of({"status": "success", "loopNodeId": "each"})
    assert node.surely_lacks("iterationIndex")
    assert not node.surely_lacks("items")


def test_inside_an_object() -> None:
    assert node_of({}).surely_lacks("logic", "transform")
    assert node_of({"logic": {"transform": " "}}).surely_lacks("logic", "transform")
    assert not node_of({"logic": {"transform": "x"}}).surely_lacks("logic", "transform")
    assert not node_of({"logic": "x"}).surely_lacks("logic", "transform")
    assert not node_of({"logic": {"transfrom": "x"}}).surely_lacks("logic", "transform")


def test_refs_and_inputs() -> None:
    ref = {"name": "a", "type": "file", "ref": {"name": "all"}}
    site = node_of({"inputs": [ref]}).inputs[0]
    assert site.ref is not None
    assert site.ref.surely_lacks("node")
    assert not site.surely_lacks("ref")
    assert site.surely_lacks("value")
    site = node_of({"inputs": [ref | {"ref": {"nod": "x"}, "vaule": 1}]}).inputs[0]
    assert site.ref is not None
    assert not site.ref.surely_lacks("node")
    assert not site.surely_lacks("value")


def test_an_abridged_router_is_not_told_to_lack_cases() -> None:
    flow = [{"id": "r", "type": "logic", "status": "success"}]
    assert findings({"jobId": "job_1", "metadata": {"flow": flow}}, "FC303") == []
