"""What a place of a flow means: where it goes, when it runs, what it holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lsprotocol import types

from flowcheck.expressions.words import is_bare_word
from flowcheck.graph.sites import InputSite, NodeSite
from flowcheck.lsp import words
from flowcheck.lsp.fields import meaning
from flowcheck.lsp.inlay import input_type, type_of
from flowcheck.lsp.known import Home, Known
from flowcheck.lsp.names import Place
from flowcheck.lsp.tree import Spot, Tree
from flowcheck.project.workflows import called_workflow
from flowcheck.reports.escape import shown
from flowcheck.rules.walked import walked_inputs
from flowcheck.runs.api import Reader
from flowcheck.wording import listed, quoted

MOST_NODES: Final = 500
"""Nodes of a flow up to which it is asked when a node runs while the pointer rests on it."""
_EXPRESSIONS: Final = frozenset({"condition", "transform"})


def hover(known: Known, tree: Tree, offset: int) -> types.Hover | None:
    """What is said of a place of a text; None where there is nothing to say."""
    spot = tree.spot(offset)
    if spot is None or spot.document is None:
        return None
    home = known.home(spot.document)
    places = home.at(spot, offset)
    told = [line for place in places for line in _of_name(place, home, known)]
    told += _of_spot(spot, home, named=bool(places))
    if not told:
        return None
    within = places[0].within if places else None
    start, end = tree.span(spot.record, spot.pointer, at_key=spot.at_key, within=within)
    content = types.MarkupContent(types.MarkupKind.Markdown, _joined(told))
    return types.Hover(content, tree.positions.range(start, end))


def _joined(told: list[str]) -> str:
    """Paragraphs, those of a list below each other. What comes from a file steers no editor."""
    text = ""
    for part in dict.fromkeys(shown(part) for part in told if part):
        in_list = part.startswith("- ") and text.rpartition("\n")[2].startswith("- ")
        text += ("" if not text else "\n" if in_list else "\n\n") + part
    return text


def _of_name(place: Place, home: Home, known: Known) -> Iterator[str]:
    name, flow = place.name, home.tree.flow(home.document)
    if name.kind == "node":
        node = flow.nodes.get(name.text)
        if node is None:
            yield f"no node is called {listed([name.text])}"
        else:
            yield from _of_node(node, home)
    elif name.kind == "input":
        site = flow.contract_input(name.text)
        if site is not None:
            yield f"workflow input {listed([site.name])}: {words.declared(site)}"
            if not site.requirement.always and not site.requirement.empty:
                yield words.required(site.requirement)
            yield from _readers(place, home)
    elif name.kind == "branch":
        router = flow.nodes[name.of]
        yield f"branch {listed([name.text])} of {listed([router.id])}"
        yield from _of_branch(router, name.text, home)
    else:
        yield from _of_variable(place, home, known)


def _of_node(node: NodeSite, home: Home) -> Iterator[str]:
    flow = home.tree.flow(home.document)
    called = node.get("modelId") or called_workflow(node)
    yield f"node {listed([node.id])}: {node.type}" + (f", {listed([called])}" if called else "")
    loops = flow.loops_around.get(node.id)
    if loops:
        yield f"in the body of {listed([loop.node.id for loop in loops], word='and')}"
    if node.is_loop and node.id in flow.loops:
        yield words.iterations(node, flow)
    if node.is_logic:
        yield from (f"- {line}" for line in words.branches(node, flow))
    yield _when(node, home)
    readers = list(dict.fromkeys(edge.target for edge in flow.outgoing.get(node.id, ())))
    if readers:
        yield f"awaited by {listed(readers, word='and')}"


def _when(node: NodeSite, home: Home) -> str:
    flow = home.tree.flow(home.document)
    if len(flow.nodes) > MOST_NODES or node.id in flow.duplicated or flow.is_job:
        return ""
    return words.runs(Reader(home.tree.runs(home.document)).node(node.id))


def _of_branch(router: NodeSite, value: str, home: Home) -> Iterator[str]:
    for _, case in router.cases:
        if case["value"] == value:
            yield f"taken when {listed([case['condition']])} is the first that holds"
    if router.logic.get("default") == value:
        yield "taken when no case holds"
    waiting = words.readers_of(router, value, home.tree.flow(home.document))
    yield f"{listed(waiting, word='and')} waits for it" if waiting else "nobody waits for it"


def _of_variable(place: Place, home: Home, known: Known) -> Iterator[str]:
    name, flow = place.name, home.tree.flow(home.document)
    node = flow.nodes.get(name.of)
    site = None if node is None else next((s for s in node.inputs if s.name == name.text), None)
    if node is None or site is None:
        yield f"{listed([name.of])} has no input {listed([name.text])}"
        return
    loop = flow.loops.get(node.id)
    if loop is not None and site in walked_inputs(loop):
        yield f"item {listed([site.name])} of the loop {listed([node.id])}: one of what it walks"
        yield words.iterations(node, flow)
    else:
        yield f"input {listed([site.name])} of {listed([node.id])}: {input_type(site)}"
    yield from _holds(site, home)
    for home_of, other in known.alike([(home, place)]):
        if other.name.kind == "input" and other.defines and home_of is not home:
            declared = home_of.tree.flow(home_of.document).contract_input(other.name.text)
            if declared is not None:
                yield f"declared there: {words.declared(declared)}"


def _holds(site: InputSite, home: Home) -> Iterator[str]:
    flow = home.tree.flow(home.document)
    if site.ref is not None:
        brought = type_of(site.ref, flow)
        yield words.wire(site.ref, flow) + (f", a {brought}" if brought else "")
    elif site.get("value") is not None:
        yield f"holds {quoted(site.get('value'))}"
    if not site.requirement.empty:
        yield words.required(site.requirement)


def _readers(place: Place, home: Home) -> Iterator[str]:
    readers = [one.node for one in home.by_name[place.name] if one.node is not None]
    if readers:
        yield f"read by {listed(dict.fromkeys(readers), word='and')}"


def _of_spot(spot: Spot, home: Home, *, named: bool) -> Iterator[str]:
    """What is said of fields, whatever name they hold. named: whether it is in a name."""
    site = _input_at(spot, home)
    path = spot.path
    if site is not None:
        rest = path[len(site.pointer) :]
        if rest[:1] == ("ref",) and site.ref is not None and (spot.at_key or rest[-1:] == ("ref",)):
            yield from _holds(site, home)
        if rest[:1] == ("required",) and not site.requirement.empty:
            yield f"{listed([site.name])} is {words.required(site.requirement)}"
    if path[-1:] and path[-1] in _EXPRESSIONS and not spot.at_key:
        yield from _of_expression(spot, home, variables=not named)
    yield from meaning(spot, home)


def _input_at(spot: Spot, home: Home) -> InputSite | None:
    """The innermost input around a spot."""
    flow = home.tree.flow(home.document)
    sites = [site for node in flow.sites for site in node.every_input]
    sites += flow.contract or []
    around = [site for site in sites if spot.path[: len(site.pointer)] == site.pointer]
    return max(around, key=lambda site: len(site.pointer), default=None)


def _of_expression(spot: Spot, home: Home, *, variables: bool) -> Iterator[str]:
    """The branch that an expression's truth leads to, and what its variables hold."""
    flow = home.tree.flow(home.document)
    path = spot.path
    node = next((n for n in flow.sites if path[: len(n.pointer)] == n.pointer), None)
    if node is None:
        return
    here = {p.name.text for p in home.places if p.pointer == path and p.name.kind == "variable"}
    for pointer, case in node.cases:
        if path[:-1] == pointer:
            yield f"if it is the first case that holds, {listed([node.id])} takes " + (
                listed([case["value"]]) if case["value"] else "nothing"
            )
            if is_bare_word(case["condition"], {site.name for site in node.inputs}):
                yield "plain words: what is compared with, no expression"
    held = [s for s in node.inputs if s.name in here]
    for site in held if variables else ():
        yield f"- {listed([site.name])} " + ", ".join(_holds(site, home))
