"""The typed edges of a flow, read off refs, dependsOn and loop bodies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum

from flowcheck.findings import Pointer
from flowcheck.graph.sites import InputSite, NodeSite, RefSite
from flowcheck.wire.vocabulary import WORKFLOW


class EdgeKind(StrEnum):
    """How a node hangs on another."""

    DATA = "data"  # an ordinary ref: reads an output
    BRANCH = "branch"  # a ref with `equal`: a gate
    MERGE = "merge"  # `conditional` without `equal`: whichever ran
    DEPENDS = "depends"  # dependsOn
    BODY = "body"  # a loop and a template of its body


class Edge:
    """One edge, from the node that must come first (`source`) to the one that waits (`target`)."""

    __slots__ = ("_node", "_place", "kind", "source", "target")

    def __init__(
        self,
        source: str,
        target: str,
        kind: EdgeKind,
        node: NodeSite,
        place: int | tuple[Pointer, InputSite | None],
    ) -> None:
        """node: whose record makes it. place: of the input whose ref names the source with `node`,
        or else the pointer and the input themselves."""
        self.source = source
        self.target = target
        self.kind = kind
        self._node = node
        self._place = place

    @property
    def pointer(self) -> Pointer:
        """The place that names the source (for a body edge: the entry of `loopBodyNodeIds`)."""
        if isinstance(self._place, int):
            return (*self._node.pointer, "inputs", self._place, "ref", "node")
        return self._place[0]

    @property
    def input(self) -> InputSite | None:
        """The input whose ref it is, None for dependsOn and body edges."""
        if isinstance(self._place, int):
            return self._node.input_at(self._place)
        return self._place[1]

    def __repr__(self) -> str:
        return f"Edge({self.source} → {self.target}, {self.kind})"


def ref_sources(ref: RefSite) -> Iterator[tuple[Pointer, str, EdgeKind]]:
    """Every node id a ref names, with its place and the kind of edge it makes; the reserved
    word `workflow` aside. Ids need not exist."""
    gate = ref.raw.get("equal") is not None
    node = ref.raw.get("node")
    if node is not None and node != WORKFLOW:
        yield (*ref.pointer, "node"), node, EdgeKind.BRANCH if gate else EdgeKind.DATA
    if ref.raw.get("conditional"):
        for pointer, source in ref.conditional_at:
            yield pointer, source, EdgeKind.BRANCH if gate else EdgeKind.MERGE


class PlainReads:
    """What the refs of nodes read whose refs are all plain, without an edge for each: most flows
    have no other wires, and nobody asks for one of theirs.

    sources, readers: the id that each ref names and that of its node, in the order of the nodes.
    inputs: the names that refs to `workflow` give."""

    __slots__ = ("inputs", "readers", "sources")

    def __init__(self, nodes: Iterable[NodeSite]) -> None:
        self.sources: list[str] = []
        self.readers: list[str] = []
        self.inputs: set[str | None] = set()
        for node in nodes:
            form = node.form
            if form.reads_plainly:
                for place in form.reading:
                    ref = node.raw["inputs"][place]["ref"]
                    source = ref["node"]
                    if source == WORKFLOW:
                        self.inputs.add(ref.get("name"))
                    else:
                        self.sources.append(source)
                        self.readers.append(node.id)


def edges_between(nodes: Mapping[str, NodeSite]) -> list[Edge]:
    """Every edge between two nodes, in document order. nodes: by id, all there are."""
    found = []
    for node in nodes.values():
        form = node.form
        if form.reads_plainly:
            for place in form.reading:
                source = node.raw["inputs"][place]["ref"]["node"]
                if source in nodes and source != WORKFLOW:
                    found.append(Edge(source, node.id, EdgeKind.DATA, node, place))
        if form.needs_a_look:
            found += [e for e in closer_edges(node) if e.source in nodes and e.target in nodes]
    return found


def closer_edges(node: NodeSite) -> Iterator[Edge]:
    """The edges of a node's record that its plain refs do not make, resolved or not."""
    for site in () if node.form.reads_plainly else node.every_input:
        if site.ref is not None:
            for pointer, source, kind in ref_sources(site.ref):
                yield Edge(source, node.id, kind, node, (pointer, site))
    for pointer, source in node.depends_on:
        yield Edge(source, node.id, EdgeKind.DEPENDS, node, (pointer, None))
    if node.is_loop:
        for pointer, member in node.body_ids:
            yield Edge(node.id, member, EdgeKind.BODY, node, (pointer, None))
