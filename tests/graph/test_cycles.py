"""Cycles against networkx and brute force, on random graphs."""

from __future__ import annotations

import random
import time
from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flowcheck.graph import digraph as module
from flowcheck.graph.cycles import Cycle, cycles
from flowcheck.graph.flow import Flow
from flowcheck.reading.source import Source
from tests.support import findings, raw_findings

Wires = list[tuple[int, int]]


def flow_of(wires: Wires, size: int) -> list[Any]:
    """Models 0 … size-1; a wire (a, b) is a ref of b to a."""
    nodes: list[Any] = [
        {"id": f"n{i}", "type": "custom-model", "modelId": "m", "inputs": []} for i in range(size)
    ]
    for number, (source, target) in enumerate(wires):
        ref = {"node": f"n{source}"}
        nodes[target]["inputs"].append({"name": f"i{number}", "type": "file", "ref": ref})
    return nodes


def cycles_of(value: Any) -> list[Cycle]:
    return cycles(Flow(Source.from_value("<test>", value).documents[0]))


def girth(graph: nx.DiGraph[str]) -> int:
    """Length of the shortest cycle, by brute force: each wire and the way back."""
    lengths = []
    for source, target in graph.edges:
        try:
            lengths.append(nx.shortest_path_length(graph, target, source) + 1)
        except nx.NetworkXNoPath:
            continue
    return min(lengths)


wires = st.integers(2, 9).flatmap(
    lambda size: st.tuples(
        st.lists(st.tuples(st.integers(0, size - 1), st.integers(0, size - 1)), max_size=24).map(
            lambda pairs: [(a, b) for a, b in pairs if a != b]
        ),
        st.just(size),
    )
)


@settings(max_examples=150, deadline=None)
@given(wires)
def test_one_shortest_cycle_for_each_component(drawn: tuple[Wires, int]) -> None:
    pairs, size = drawn
    found = cycles_of(flow_of(pairs, size))
    graph: nx.DiGraph[str] = nx.DiGraph([(f"n{a}", f"n{b}") for a, b in pairs])
    components = {frozenset(c) for c in nx.strongly_connected_components(graph) if len(c) > 1}
    assert {cycle.members for cycle in found} == components
    assert len(found) == len(components)
    for cycle in found:
        assert len(cycle.path) == girth(graph.subgraph(cycle.members))
        assert cycle.path[0] == min(cycle.path)
        steps = zip(cycle.path, (*cycle.path[1:], cycle.path[0]), strict=True)
        assert [(edge.source, edge.target) for edge in cycle.edges] == list(steps)


@settings(max_examples=60, deadline=None)
@given(wires, st.randoms(use_true_random=False))
def test_order_of_nodes_does_not_matter(drawn: tuple[Wires, int], rng: random.Random) -> None:
    nodes = flow_of(*drawn)
    before = [cycle.path for cycle in cycles_of(nodes)]
    rng.shuffle(nodes)
    assert [cycle.path for cycle in cycles_of(nodes)] == before


@settings(max_examples=60, deadline=None)
@given(wires, st.data())
def test_dag_has_none_and_a_back_edge_makes_one(
    drawn: tuple[Wires, int], data: st.DataObject
) -> None:
    pairs, size = drawn
    forward = sorted({(min(pair), max(pair)) for pair in pairs})
    assert findings(flow_of(forward, size), "FC208", "FC209") == []
    if forward:
        graph = nx.DiGraph(forward)
        ancestor, descendant = data.draw(
            st.sampled_from([(a, b) for a in graph for b in sorted(nx.descendants(graph, a))])
        )
        closed = flow_of([*forward, (descendant, ancestor)], size)
        [(code, finding)] = raw_findings(closed, "FC208", "FC209")
        assert code == "FC209"
        assert {f"n{ancestor}", f"n{descendant}"} <= set(finding.args["cycle"])


def test_every_edge_is_related_and_the_place_closes_the_circle() -> None:
    [(_, finding)] = raw_findings(flow_of([(0, 1), (1, 2), (2, 0)], 3), "FC209")
    assert finding.message == "`n0 → n1 → n2 → n0` is a cycle: none of these nodes can ever run"
    assert finding.pointer == (0, "inputs", 0, "ref", "node")
    assert [(r.message, r.pointer) for r in finding.related] == [
        ("`n1` reads `n0`", (1, "inputs", 0, "ref", "node")),
        ("`n2` reads `n1`", (2, "inputs", 0, "ref", "node")),
        ("`n0` reads `n2`", (0, "inputs", 0, "ref", "node")),
    ]
    assert finding.hint == "remove one of these wires"


def test_long_cycle_is_shortened_and_the_rest_counted() -> None:
    size = 40
    ring = [(i, (i + 1) % size) for i in range(size)]
    [(_, finding)] = raw_findings(flow_of(ring, size), "FC209")
    assert "→ … 29 more … →" in finding.message
    assert len(finding.related) == size
    chord = [*ring, (5, 3)]
    [(_, finding)] = raw_findings(flow_of(chord, size), "FC209")
    assert finding.args["cycle"] == ["n3", "n4", "n5"]
    assert finding.hint == "remove one of these wires; 37 more nodes in circles with them"


def test_body_edges_and_item_reads_are_no_wires() -> None:
    nodes = [
        {"id": "each", "type": "for-each", "loopBodyNodeIds": ["paint"], "count": 2},
        {
            "id": "paint",
            "type": "custom-model",
            "modelId": "m",
            "inputs": [{"name": "x", "type": "string", "ref": {"node": "each", "name": "text0"}}],
        },
    ]
    assert cycles_of(nodes) == []


def test_search_within_its_budget_is_still_a_cycle(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SEARCH_BUDGET", 1)
    rng = random.Random(7)
    pairs = [(i, (i + 1) % 30) for i in range(30)]
    pairs += [
        (a, b) for a, b in ((rng.randrange(30), rng.randrange(30)) for _ in range(9)) if a != b
    ]
    [cycle] = cycles_of(flow_of(pairs, 30))
    steps = zip(cycle.path, (*cycle.path[1:], cycle.path[0]), strict=True)
    assert all((int(a[1:]), int(b[1:])) in pairs for a, b in steps)


@pytest.mark.parametrize("chords", [0, 9_000])
def test_large_component_is_quick(chords: int) -> None:
    size = 10_000
    pairs = [(i, (i + 1) % size) for i in range(size)]
    pairs += [(i, i + 2) for i in range(chords)]
    flow = Flow(Source.from_value("<test>", flow_of(pairs, size)).documents[0])
    start = time.process_time()
    [cycle] = cycles(flow)
    assert len(cycle.members) == size
    assert time.process_time() - start < 6
