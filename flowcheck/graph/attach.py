"""What is known of a flow, put onto its networkx graph."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from flowcheck.report import pointer_text

if TYPE_CHECKING:
    import networkx as nx

    from flowcheck.report import Problem


def attach(graph: nx.DiGraph[str], problems: Iterable[Problem], runs: Mapping[str, Any]) -> None:
    """Set `problems` and `runs` of each node, and `problems` of each edge."""
    by_node: dict[str, list[Problem]] = {}
    for problem in problems:
        if problem.node is not None:
            by_node.setdefault(problem.node, []).append(problem)
    for id, known in graph.nodes(data=True):
        known["problems"] = tuple(by_node.get(id, ()))
        known["runs"] = runs.get(id)
    for _, target, known in graph.edges(data=True):
        places = {_whole(pointer_text(edge.pointer)) for edge in known["edges"]}
        known["problems"] = tuple(
            one for one in by_node.get(target, ()) if _whole(one.pointer) in places
        )


def _whole(pointer: str) -> str:
    """The ref that a place lies in, or the place itself."""
    before, ref, _ = pointer.partition("/ref/")
    return f"{before}/ref" if ref else pointer
