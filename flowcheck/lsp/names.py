"""Every place of a document that says a name: of a node, a workflow input, a branch, an input of a
node. What goes to its definition, lists its references and renames it all look here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from flowcheck.expressions.names import variables
from flowcheck.expressions.parse import parse
from flowcheck.expressions.words import is_bare_word
from flowcheck.findings import Pointer
from flowcheck.graph.flow import Flow
from flowcheck.graph.sites import InputList, InputSite, NodeSite, RefSite
from flowcheck.reading.documents import Document

Kind = Literal["node", "input", "branch", "variable"]


@dataclass(frozen=True, slots=True)
class Name:
    """What is named.

    kind: a `node`, an `input` of the workflow (or model), a `branch` (a value that an if/else node
    may take), or a `variable`: an input of a node, which is also what its expressions read and, of
    a for-each, the item its body reads. of: the node that a branch or a variable belongs to."""

    kind: Kind
    text: str
    of: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a name stands. pointer: in camelCase. at_key: it is the key. within: code points inside
    the string, of a variable in an expression. defines: it is the name's own place. node: the node
    it stands in, None in the contract."""

    name: Name
    pointer: Pointer
    at_key: bool = False
    within: tuple[int, int] | None = None
    defines: bool = False
    node: str | None = None


def places(flow: Flow, document: Document) -> Iterator[Place]:
    """Every place of a document, in its order but for the contract, which comes first."""
    if flow.contract is not None:
        keyed = isinstance(document.inputs, dict)
        yield from _of_contract(flow.contract, keyed=keyed)
    for node in flow.sites:
        yield Place(Name("node", node.id), (*node.pointer, "id"), defines=True, node=node.id)
        for pointer, id in _listed(node):
            yield Place(Name("node", id), pointer, node=node.id)
        for site in node.every_input:
            if site.ref is not None:
                yield from _of_ref(site.ref, node, flow)
        for site in node.inputs:
            name = Name("variable", site.name, node.id)
            yield Place(name, (*site.pointer, "name"), defines=True, node=node.id)
            for place, sibling, at_key in _siblings(site):
                yield Place(Name("variable", sibling, node.id), place, at_key, node=node.id)
        yield from _of_logic(node)


def _of_contract(contract: InputList, *, keyed: bool) -> Iterator[Place]:
    for site in contract:
        at = site.pointer if keyed else (*site.pointer, "name")
        yield Place(Name("input", site.name), at, keyed, defines=True)
        for place, sibling, at_key in _siblings(site):
            yield Place(Name("input", sibling), place, at_key)


def _listed(node: NodeSite) -> Iterator[tuple[Pointer, str]]:
    yield from node.depends_on
    yield from node.body_ids
    loop = node.get("loopNodeId")
    if loop is not None:
        yield (*node.pointer, "loopNodeId"), loop


def _of_ref(ref: RefSite, node: NodeSite, flow: Flow) -> Iterator[Place]:
    source = ref.node
    if ref.from_contract:
        if ref.name is not None:
            yield Place(Name("input", ref.name), (*ref.pointer, "name"), node=node.id)
    elif source is not None:
        yield Place(Name("node", source), (*ref.pointer, "node"), node=node.id)
        loop = flow.nodes.get(source)
        if loop is not None and loop.is_loop and ref.name is not None:
            item = Name("variable", ref.name, source)
            yield Place(item, (*ref.pointer, "name"), node=node.id)
    for pointer, id in ref.conditional_at:
        yield Place(Name("node", id), pointer, node=node.id)
    if ref.equal is not None:
        for router in flow.sources(ref):
            if router is not None and router.is_logic:
                name = Name("branch", ref.equal, router.id)
                yield Place(name, (*ref.pointer, "equal"), node=node.id)


def _siblings(site: InputSite) -> Iterator[tuple[Pointer, str, bool]]:
    """The places in which an input names those beside it; whether it is the key."""
    for _, sibling, pointer in site.requirement.mentions:
        yield pointer, sibling, isinstance(pointer[-1], str)
    mask = site.get("maskFrom")
    if mask is not None:
        yield (*site.pointer, "maskFrom"), mask, False


def _of_logic(node: NodeSite) -> Iterator[Place]:
    if node.is_logic:
        for pointer, case in node.cases:
            if case["condition"]:
                yield from _of_expression(node, (*pointer, "condition"), case["condition"])
            value = Name("branch", case["value"], node.id)
            yield Place(value, (*pointer, "value"), defines=True, node=node.id)
        default = node.logic.get("default")
        if default is not None:
            at = (*node.pointer, "logic", "default")
            yield Place(Name("branch", default, node.id), at, defines=True, node=node.id)
    elif node.type == "transform" and node.logic.get("transform"):
        at = (*node.pointer, "logic", "transform")
        yield from _of_expression(node, at, node.logic["transform"])


def _of_expression(node: NodeSite, pointer: Pointer, text: str) -> Iterator[Place]:
    names = frozenset(site.name for site in node.inputs)
    if pointer[-1] == "condition" and is_bare_word(text, names):
        return
    tree = parse(text).tree
    for one in variables(tree) if tree is not None else ():
        if text[one.start : one.end] == one.name:
            name = Name("variable", one.name, node.id)
            yield Place(name, pointer, within=(one.start, one.end), node=node.id)
