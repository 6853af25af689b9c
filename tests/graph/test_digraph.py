"""Order, circles and shortest ways against networkx, and the public graph of a flow."""

from __future__ import annotations

import inspect
import json
import subprocess
import sys
from typing import Any

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

import flowcheck
from flowcheck.graph.digraph import (
    Pair,
    components,
    followers,
    is_acyclic,
    topological_order,
    way_around,
)
from flowcheck.graph.flow import Flow

IDS = "abcdef"
PAIRS = st.lists(st.tuples(st.sampled_from(IDS), st.sampled_from(IDS)), max_size=12)


@given(PAIRS)
def test_order_and_components_are_those_of_networkx(pairs: list[Pair]) -> None:
    graph: nx.DiGraph[str] = nx.DiGraph(pairs)
    graph.add_nodes_from(IDS)
    circles = {
        frozenset(members)
        for members in nx.strongly_connected_components(graph)
        if len(members) > 1 or graph.has_edge(*members, *members)
    }
    assert set(components(pairs)) == circles
    assert is_acyclic(pairs) == (not circles)
    order = topological_order(IDS, pairs)
    behind = {id for members in circles for one in members for id in nx.descendants(graph, one)}
    assert set(order) == set(IDS) - behind.union(*circles)
    place = {id: number for number, id in enumerate(order)}
    assert all(place[first] < place[then] for first, then in pairs if then in place)


@given(PAIRS)
def test_a_way_around_is_a_shortest_one(pairs: list[Pair]) -> None:
    graph: nx.DiGraph[str] = nx.DiGraph(pairs)
    graph.add_nodes_from(IDS)
    for start in IDS:
        ways = [
            nx.shortest_path_length(graph, then, start) + 1
            for then in graph.successors(start)
            if nx.has_path(graph, then, start)
        ]
        way = way_around(start, followers(pairs))
        assert len(way) == min(ways, default=0)
        if way:
            assert way[0] == start
            assert all(graph.has_edge(*step) for step in zip(way, [*way[1:], start], strict=True))


def test_ties_keep_the_order_of_the_ids() -> None:
    assert topological_order("cab", [("b", "a")]) == ["c", "b", "a"]


FLOW: list[Any] = [
    {"id": "paint", "type": "custom-model", "modelId": "model_a"},
    {
        "id": "upscale",
        "type": "custom-model",
        "modelId": "model_b",
        "dependsOn": ["paint"],
        "inputs": [
            {"name": "image", "type": "file", "ref": {"node": "paint"}},
            {"name": "prompt", "type": "string", "ref": {"node": "workflow", "name": "prompt"}},
            {"name": "mask", "type": "file", "ref": {"node": "gone"}},
        ],
    },
]


def test_the_public_graph() -> None:
    graph = flowcheck.graph(FLOW)
    assert isinstance(graph, nx.DiGraph)
    assert list(graph.nodes(data="type")) == [
        ("paint", "custom-model"),
        ("upscale", "custom-model"),
    ]
    assert graph.nodes["upscale"]["pointer"] == (1,)
    assert graph.nodes["upscale"]["site"].inputs[0].name == "image"
    assert list(graph.edges(data="kinds")) == [("paint", "upscale", frozenset({"data", "depends"}))]
    edges = graph.edges["paint", "upscale"]["edges"]
    assert [(str(one.kind), one.pointer) for one in edges] == [
        ("data", (1, "inputs", 0, "ref", "node")),
        ("depends", (1, "dependsOn", 0)),
    ]
    assert [one.input and one.input.name for one in edges] == ["image", None]


@pytest.mark.parametrize(
    "value",
    [
        FLOW,
        json.dumps(FLOW),
        json.dumps(FLOW).encode(),
        {"workflows": [{"id": "wf_empty", "name": "no flow"}, {"id": "wf_a", "flow": FLOW}]},
        Flow.of(FLOW),
    ],
    ids=["parsed", "text", "bytes", "the first flow of a reply", "Flow"],
)
def test_what_the_graph_is_made_of(value: Any) -> None:
    assert list(flowcheck.graph(value).edges) == [("paint", "upscale")]


@pytest.mark.parametrize("value", ["{}", "not JSON", {"inputs": []}, None])
def test_no_flow_no_graph(value: Any) -> None:
    with pytest.raises(ValueError, match="there is no flow in it"):
        flowcheck.graph(value)


def test_loops_and_branches() -> None:
    flow = [
        {"id": "each", "type": "for-each", "loopBodyNodeIds": ["body"], "count": 2},
        {
            "id": "body",
            "type": "custom-model",
            "modelId": "m",
            "inputs": [
                {"name": "item", "type": "string", "ref": {"node": "each", "name": "text"}},
                {"name": "gate", "type": "string", "ref": {"node": "router", "equal": "a"}},
                {"name": "any", "type": "file", "ref": {"conditional": ["each", "router"]}},
            ],
        },
        {"id": "router", "type": "logic", "logicType": "if-else", "logic": {"default": "a"}},
    ]
    graph = flowcheck.graph(flow)
    assert dict(graph["each"]["body"], edges=None)["kinds"] == {"body", "data", "merge"}
    assert graph["router"]["body"]["kinds"] == {"branch", "merge"}
    assert nx.is_directed_acyclic_graph(graph)


def test_the_name_is_the_same_before_and_after_its_modules_are_loaded() -> None:
    script = (
        "import flowcheck; first = flowcheck.graph; import flowcheck.graph.flow; "
        "assert first is flowcheck.graph; print(len(flowcheck.graph([])))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("0\n", "")


def test_the_graph_is_documented() -> None:
    page = inspect.getdoc(flowcheck.graph.__call__) or ""
    assert all(f"`{name}`" in page for name in ("type", "pointer", "site", "kinds", "edges"))
    assert all(f'`"{kind}"`' in page for kind in ("data", "branch", "merge", "depends", "body"))
