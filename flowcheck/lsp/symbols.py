"""A text's outline: the workflow's inputs, and its nodes, those of a loop's body below the loop."""

from __future__ import annotations

from lsprotocol import types

from flowcheck.findings import Pointer
from flowcheck.graph.flow import Flow
from flowcheck.graph.sites import InputSite, NodeSite
from flowcheck.lsp.inlay import input_type
from flowcheck.lsp.tree import Tree
from flowcheck.reading.documents import Document

_KINDS = {
    "for-each": types.SymbolKind.Array,
    "list": types.SymbolKind.Constant,
    "logic": types.SymbolKind.Enum,
    "transform": types.SymbolKind.Operator,
    "user-approval": types.SymbolKind.Event,
    "user-selection": types.SymbolKind.Event,
    "workflow": types.SymbolKind.Module,
}
DEEPEST = 32
"""Levels of loops in an outline."""


def symbols(tree: Tree) -> list[types.DocumentSymbol]:
    """The outline of a text; of several documents, one below the other."""
    outlines = [(document, _outline(tree, document)) for document in tree.documents]
    if len(outlines) == 1:
        return outlines[0][1]
    found = []
    for document, inner in outlines:
        id = document.record.get("id") if isinstance(document.record, dict) else None
        name = id if isinstance(id, str) and id.strip() else str(document.kind)
        whole = _symbol(tree, document, name, types.SymbolKind.File, document.at, None)
        if whole is not None:
            whole.children = inner
            found.append(whole)
    return found


def _outline(tree: Tree, document: Document) -> list[types.DocumentSymbol]:
    flow = tree.flow(document)
    found = [_input(tree, document, site) for site in flow.contract or ()]
    below: dict[str | None, list[NodeSite]] = {}
    for node in flow.sites:
        below.setdefault(_home(node, flow), []).append(node)
    done: set[str] = set()
    found += [_node(tree, document, node, below, done) for node in below.get(None, ())]
    return [one for one in found if one is not None]


def _home(node: NodeSite, flow: Flow) -> str | None:
    """The innermost loop that a node lies in; None outside, where bodies run in a circle, and where
    loops are nested deeper than anybody means."""
    loops = [loop.node.id for loop in flow.loops_around.of(node.id)]
    if not loops or len(loops) > DEEPEST or flow.loops_around.circle(loops[0]):
        return None
    return max(loops, key=lambda id: len(flow.loops_around.of(id)))


def _node(
    tree: Tree,
    document: Document,
    node: NodeSite,
    below: dict[str | None, list[NodeSite]],
    done: set[str],
) -> types.DocumentSymbol | None:
    kind = _KINDS.get(node.type, types.SymbolKind.Function)
    called = node.get("modelId") or node.get("workflowId")
    detail = f"{node.type} {called}" if called else node.type
    found = _symbol(tree, document, node.id, kind, node.pointer, (*node.pointer, "id"), detail)
    if found is not None and node.id not in done:
        done.add(node.id)
        inner = (_node(tree, document, one, below, done) for one in below.get(node.id, ()))
        found.children = [one for one in inner if one is not None]
    return found


def _input(tree: Tree, document: Document, site: InputSite) -> types.DocumentSymbol | None:
    own = (*site.pointer, "name")
    name = own if tree.exact(document, own) is not None else None
    return _symbol(
        tree, document, site.name, types.SymbolKind.Variable, site.pointer, name, input_type(site)
    )


def _symbol(
    tree: Tree,
    document: Document,
    name: str,
    kind: types.SymbolKind,
    at: Pointer,
    own: Pointer | None,
    detail: str | None = None,
) -> types.DocumentSymbol | None:
    """An entry. at: the whole; own: the place of its name, or None for its beginning."""
    whole = tree.range(document, at)
    if whole is None:
        return None
    selected = None if own is None else tree.range(document, own)
    return types.DocumentSymbol(
        name if name.strip() else "?",
        kind,
        whole,
        selected or types.Range(whole.start, whole.start),
        detail=detail,
    )
