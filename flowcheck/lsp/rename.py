"""Give a name another one, everywhere it stands."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from lsprotocol import types

from flowcheck.expressions.names import variables
from flowcheck.expressions.parse import parse
from flowcheck.fixes.resolving import same_places
from flowcheck.graph.sites import NodeSite
from flowcheck.lsp.known import Found, Known
from flowcheck.lsp.names import Name
from flowcheck.lsp.navigation import range_of
from flowcheck.lsp.tree import Tree
from flowcheck.lsp.uris import uri_of
from flowcheck.wire.vocabulary import WORKFLOW
from flowcheck.wording import listed

_VARIABLE = re.compile(r"[_a-zA-Z][_a-zA-Z0-9]*")
_READS_VARIABLES = frozenset({"logic", "transform"})
_MAY_RENAME = _READS_VARIABLES | {"for-each"}


class Refusal(ValueError):
    """Why a name cannot be given another one."""


def renamable(known: Known, tree: Tree, offset: int) -> types.Range | None:
    """The name at an offset that can be given another one; None when there is none.

    Raises Refusal for a name that somebody else gives: what a model declares."""
    found = known.at(tree, offset)
    if not found:
        return None
    _may(known, found)
    return range_of(found[0])


def renamed(new: str, known: Known, tree: Tree, offset: int) -> types.WorkspaceEdit | None:
    """The edits that give the name at an offset another one, in every file that knows it.

    Raises Refusal when it cannot have that one."""
    found = known.at(tree, offset)
    if not found:
        return None
    _may(known, found)
    alike = known.alike(found)
    for home, name in dict.fromkeys((home, place.name) for home, place in alike):
        _free(home.tree, {place.name for place in home.places}, name, new)
        _fits(home.tree.flow(home.document).nodes.get(name.of), name, new)
    edits: dict[str, dict[tuple[int, int], types.TextEdit]] = {}
    for one in alike:
        there = edits.setdefault(uri_of(one[0].tree.name), {})
        for span, edit in _edits(one, new):
            there[span] = edit
    return types.WorkspaceEdit(changes={uri: list(some.values()) for uri, some in edits.items()})


def _edits(found: Found, new: str) -> Iterator[tuple[tuple[int, int], types.TextEdit]]:
    """The edits at a place, in both spellings of its keys where both are there."""
    home, place = found
    tree = home.tree
    exact = tree.exact(home.document, place.pointer)
    if exact is None:
        return
    record = tree.record_of(home.document)
    for pointer in same_places(home.document.root, exact):
        span = tree.span(record, pointer, at_key=place.at_key, within=place.within)
        text = json.dumps(new, ensure_ascii=False)
        if place.within is not None:
            text = text[1:-1]
        yield span, types.TextEdit(tree.positions.range(*span), text)


def _may(known: Known, found: list[Found]) -> None:
    for home, place in found:
        name = place.name
        node = home.tree.flow(home.document).nodes.get(name.of)
        if name.kind != "variable" or node is None or node.type in _MAY_RENAME:
            continue
        called = home.called_by(node.id)
        if called is None:
            raise Refusal(f"`{name.text}` is the name that the model of `{name.of}` gives it")
        if not any(place.name.kind == "input" for _, place in known.alike(found)):
            raise Refusal(f"the workflow `{called}`, which gives it its name, is not known here")


def _free(tree: Tree, there: set[Name], name: Name, new: str) -> None:
    if not new.strip():
        raise Refusal("a name cannot be blank")
    if name.kind == "node" and new == WORKFLOW:
        raise Refusal("`workflow` always means the workflow's inputs")
    if new != name.text and Name(name.kind, new, name.of) in there:
        of = f" of `{name.of}`" if name.of else ""
        word = {"node": "node", "input": "workflow input", "branch": "branch", "variable": "input"}
        raise Refusal(f"there is a {word[name.kind]} `{new}`{of} already")
    if name.kind == "node" and new != name.text:
        for one in there:
            if one.kind == "branch" and one.text == new:
                raise Refusal(f"there is a branch `{new}` of `{one.of}`, which would name the node")


def _fits(node: NodeSite | None, name: Name, new: str) -> None:
    if name.kind != "variable" or node is None or node.type not in _READS_VARIABLES:
        return
    if not _VARIABLE.fullmatch(new) or _read_in(new) != [new]:
        raise Refusal(f"expressions cannot read an input that is called `{new}`")
    for text in _expressions(node):
        before = _read_in(text)
        if name.text in before:
            after = _read_in(_with_name(text, name.text, new))
            if after != [new if one == name.text else one for one in before]:
                raise Refusal(f"`{new}` means something else in {listed([text])}")


def _expressions(node: NodeSite) -> Iterator[str]:
    yield from (case["condition"] for _, case in node.cases if case["condition"])
    if node.logic.get("transform"):
        yield node.logic["transform"]


def _read_in(text: str) -> list[str]:
    """The variables that an expression reads, in its order."""
    tree = parse(text).tree
    return [] if tree is None else [one.name for one in variables(tree)]


def _with_name(text: str, name: str, new: str) -> str:
    tree = parse(text).tree
    for one in reversed(() if tree is None else variables(tree)):
        if one.name == name and text[one.start : one.end] == name:
            text = text[: one.start] + new + text[one.end :]
    return text
