"""A line above an if/else node with its branches, and above a loop with its runs."""

from __future__ import annotations

from lsprotocol import types

from flowcheck.graph.flow import Flow
from flowcheck.graph.sites import NodeSite
from flowcheck.lsp.tree import Tree
from flowcheck.lsp.words import branches, iterations
from flowcheck.wording import listed


def lenses(tree: Tree) -> list[types.CodeLens]:
    """The lines of a text."""
    found = []
    for document in tree.documents:
        flow = tree.flow(document)
        for node in flow.sites:
            title = _title(node, flow)
            place = None if title is None else tree.range(document, (*node.pointer, "id"))
            if title is not None and place is not None:
                found.append(types.CodeLens(place, command=types.Command(title, "")))
    return found


def _title(node: NodeSite, flow: Flow) -> str | None:
    if node.is_logic:
        return " · ".join(branches(node, flow)).replace("`", "") or "no branch"
    if node.is_loop and node.id in flow.loops:
        body = flow.loops[node.id].body
        told = f"{iterations(node, flow)}: {listed(body, word='and')}" if body else "no body"
        return told.replace("`", "")
    return None
