"""A flow as typed views over its document, its wires, loops and networkx graph.

The package can be called: `flowcheck.graph(flow)` is that graph."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from types import MappingProxyType, ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import networkx as nx

    from flowcheck.report import Problem


class CallablePackage(ModuleType):
    """A package that is a public function too: once any module in it is imported, Python binds
    `flowcheck.graph` to the package, so the function cannot be another object."""

    def __call__(
        self,
        flow: Any,
        *,
        problems: Iterable[Problem] = (),
        runs: Mapping[str, Any] = MappingProxyType({}),
    ) -> nx.DiGraph[str]:
        """The flow as a networkx `DiGraph`: what waits for what, with types.

        flow: whatever `check` accepts (bytes, str, parsed JSON, scenario-sdk objects), or an
        already parsed `Flow`; of several documents the first one with a flow. Every node that can
        be read is there, in the order of the flow, whatever is wrong with it; a wire to a node
        that does not exist is not.

        Nodes are ids, with the attributes `type` (of the node, as written), `pointer` (its place
        in the document, a tuple of keys and indices) and `site` (its typed view). An edge leads
        from what comes first to what waits for it, one for each pair, with the attributes `kinds`
        (a frozenset of `"data"`: an ordinary ref, `"branch"`: a ref with `equal`, `"merge"`: one
        of `conditional`, `"depends"`: `dependsOn`, `"body"`: a loop and a node of its body) and
        `edges` (the list of typed edges, in document order, each with `source`, `target`, `kind`,
        the `pointer` of what names the source, and the `input` it is a ref of, or None). Workflow
        inputs are no nodes.

        problems: what `check` found in it. Each node then has the attribute `problems`, a tuple of
        those that lie in it, and each edge one of those that lie at the ref or the entry it is.
        runs: what `run_model` says of it, or anything else by node id: the attribute `runs` of a
        node, None for one that is not there.

        A flow in which nothing waits for itself (FC208, FC209, FC402, FC412)
        makes an acyclic graph.

        Raises ValueError when there is no flow in it."""
        from flowcheck.graph.attach import attach
        from flowcheck.graph.build import build
        from flowcheck.graph.flow import Flow

        read = Flow.of(flow)
        graph = build(read.nodes, read.edges)
        attach(graph, problems, runs)
        return graph


sys.modules[__name__].__class__ = CallablePackage
