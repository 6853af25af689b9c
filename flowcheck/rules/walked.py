"""What a for-each node walks: its list, and how long that is where the flow says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowcheck.findings import Pointer
from flowcheck.graph.bodies import is_empty_loop
from flowcheck.graph.flow import Flow
from flowcheck.graph.loops import Loop
from flowcheck.graph.sites import InputSite
from flowcheck.wire.misspelt import is_misspelt
from flowcheck.wire.values import is_defined

if TYPE_CHECKING:
    pass


def walked_inputs(loop: Loop) -> list[InputSite]:
    """The inputs a loop may walk: those with a ref, a value, a default or items, gates aside."""
    return [
        site
        for site in loop.node.inputs
        if (site.ref is not None and not site.ref.is_gate)
        or (
            site.ref is None
            and (is_defined(site.get("value")) or is_defined(site.get("default")) or site.items)
        )
    ]


def has_nothing_to_iterate(loop: Loop) -> bool:
    """Whether a loop has no count and provably no list to walk."""
    node = loop.node
    return (
        not walked_inputs(loop)  # most walk something, which is seen at once
        and node.surely_lacks("count")
        and not node.faulty("inputs")
        and not is_empty_loop(node)
        and not is_misspelt("Node", node.raw, "inputs")
        and not any(
            is_misspelt("Input", site.raw, "ref", "value", "default", "items")
            for site in node.inputs
        )
    )


def walked_length(loop: Loop, flow: Flow) -> tuple[int, Pointer] | None:
    """The length of the list a loop walks and where that list stands, when it is written in the
    flow: a literal array or the items of a list node. None when it is not known, or when several
    inputs bring lists of different lengths."""
    lengths = [written_length(site, flow) for site in walked_inputs(loop)]
    if not lengths or None in lengths:
        return None
    known = [length for length in lengths if length is not None]
    return known[0] if len({length for length, _ in known}) == 1 else None


def written_length(site: InputSite, flow: Flow) -> tuple[int, Pointer] | None:
    """The length of the list that an input holds or reads and where that list stands, when it is
    written in the flow."""
    if site.faulty():
        return None
    if site.ref is None:
        value = site.get("value")
        if isinstance(value, list) and value:
            return len(value), (*site.pointer, "value")
        if site.items and value is None:
            return len(site.items), (*site.pointer, "items")
        return None
    ref = site.ref
    if is_defined(site.get("value")) or site.items or ref.conditional or ref.node is None:
        return None
    node = flow.nodes.get(ref.node)
    if node is None or node.type != "list" or node.id in flow.duplicated or node.faults:
        return None
    items = node.strings("items")
    return (len(items), (*node.pointer, "items")) if items else None
