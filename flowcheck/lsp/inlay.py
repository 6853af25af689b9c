"""The type that a ref brings, shown behind it."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types

from flowcheck.graph.flow import Flow
from flowcheck.graph.sites import InputSite, NodeSite, RefSite
from flowcheck.lsp.tree import Tree
from flowcheck.rules.walked import walked_inputs
from flowcheck.wire.vocabulary import FILE_TYPES, scalar_of

_MOST_STEPS = 8


def hints(tree: Tree, range: types.Range) -> list[types.InlayHint]:
    """What the refs in a range bring, as far as it is known."""
    found = []
    for document in tree.documents:
        flow = tree.flow(document)
        for site in (site for node in flow.sites for site in node.every_input):
            brought = None if site.ref is None else type_of(site.ref, flow)
            if site.ref is None or brought is None:
                continue
            place = tree.range(document, site.ref.pointer)
            if place is not None and range.start.line <= place.end.line <= range.end.line:
                found.append(
                    types.InlayHint(
                        place.end,
                        f": {brought}",
                        kind=types.InlayHintKind.Type,
                        padding_left=True,
                    )
                )
    return found


def input_type(site: InputSite) -> str:
    """The type of an input as people say it: `file (image)`."""
    return f"{site.type} ({site.kind})" if site.type in FILE_TYPES else site.type


def type_of(ref: RefSite, flow: Flow, steps: int = _MOST_STEPS) -> str | None:
    """The type of what a ref brings; None where that is not written in the flow."""
    if ref.from_contract:
        site = flow.contract_input(ref.name) if ref.name is not None else None
        return None if site is None or not site.type else input_type(site)
    found = {_of_node(node, ref, flow, steps) for node in flow.sources(ref)}
    return found.pop() if len(found) == 1 else None


def _of_node(node: NodeSite | None, ref: RefSite, flow: Flow, steps: int) -> str | None:
    if node is None:
        return None
    if node.type == "list":
        return "string_array"
    if node.is_logic and not ref.is_gate:
        return "string"
    if node.is_loop and ref.name is not None and node.id in flow.loops:
        return _item(node, ref.name, flow, steps)
    return None


def _item(loop: NodeSite, name: str, flow: Flow, steps: int) -> str | None:
    """The type of an item of a loop: one of the list that its input walks."""
    for site in walked_inputs(flow.loops[loop.id]):
        if site.name == name:
            return next(_scalars(site, flow, steps), None)
    return None


def _scalars(site: InputSite, flow: Flow, steps: int) -> Iterator[str]:
    if site.is_array:
        scalar = scalar_of(site.type)
        yield f"{scalar} ({site.kind})" if scalar in FILE_TYPES else scalar
    elif site.ref is not None and steps:
        brought = type_of(site.ref, flow, steps - 1)
        if brought is not None:
            yield brought.replace("_array", "")
