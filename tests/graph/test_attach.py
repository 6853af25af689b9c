"""The networkx graph with problems and outcomes on it."""

from __future__ import annotations

import flowcheck
from tests.pictures.support import HANGS


def test_problems_lie_on_nodes_and_edges() -> None:
    graph = flowcheck.graph(HANGS, problems=flowcheck.check(HANGS).problems)
    assert [p.code for p in graph.nodes["up"]["problems"]] == ["FC309"]
    assert graph.nodes["draft"]["problems"] == ()
    assert [p.code for p in graph.edges["draft", "up"]["problems"]] == ["FC309"]
    assert graph.edges["router", "draft"]["problems"] == ()


def test_outcomes_lie_on_nodes() -> None:
    graph = flowcheck.graph(HANGS, runs=flowcheck.run_model(HANGS))
    assert {id: known["runs"].runs for id, known in graph.nodes(data=True)} == {
        "router": "always",
        "draft": "sometimes",
        "up": "sometimes",
    }


def test_without_them_nothing_is_known() -> None:
    graph = flowcheck.graph(HANGS)
    assert graph.nodes["up"]["problems"] == ()
    assert graph.nodes["up"]["runs"] is None
