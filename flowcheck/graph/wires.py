"""The typed edges of a flow, read off refs, dependsOn and loop bodies."""

from __future__ import annotations

from collections.abc import Iterator
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
    """One edge, from the node that must come first (`source`) to the one that waits (`target`).

    pointer: the place that names the source (for a body edge: the entry of `loopBodyNodeIds`).
    input: the input whose ref it is, None for dependsOn and body edges."""

    __slots__ = ("input", "kind", "pointer", "source", "target")

    def __init__(
        self, source: str, target: str, kind: EdgeKind, pointer: Pointer, input: InputSite | None
    ) -> None:
        self.source = source
        self.target = target
        self.kind = kind
        self.pointer = pointer
        self.input = input

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


def node_edges(node: NodeSite) -> Iterator[Edge]:
    """Every edge a node's own record makes, resolved or not."""
    for site in node.every_input:
        ref = site.ref
        if ref is None:
            continue
        raw = ref.raw
        if not raw.get("conditional") and raw.get("equal") is None:  # most are plain
            source = raw.get("node")
            if source is not None and source != WORKFLOW:
                pointer = (*site.pointer, "ref", "node")
                yield Edge(source, node.id, EdgeKind.DATA, pointer, site)
        else:
            for pointer, source, kind in ref_sources(ref):
                yield Edge(source, node.id, kind, pointer, site)
    for pointer, source in node.depends_on:
        yield Edge(source, node.id, EdgeKind.DEPENDS, pointer, None)
    if node.is_loop:
        for pointer, member in node.body_ids:
            yield Edge(node.id, member, EdgeKind.BODY, pointer, None)
