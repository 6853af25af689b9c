"""What can be written at a place: names that exist, words Scenario knows, fields of the type."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any, Final

from lsprotocol import types

from flowcheck.expressions.overloads import MACROS, functions
from flowcheck.findings import Pointer
from flowcheck.graph.flow import Flow
from flowcheck.graph.sites import InputSite
from flowcheck.lsp.completion_words import Word, fields_at, words_at
from flowcheck.lsp.known import Home, Known
from flowcheck.lsp.tree import Spot, Tree
from flowcheck.lsp.words import wire

_WORD: Final = re.compile(r"[_a-zA-Z][_a-zA-Z0-9]*\Z")
_REST: Final = re.compile(r"[_a-zA-Z0-9]*")
_TYPED: Final = re.compile(r"[^\s{}\[\],:\"]*\Z")


@dataclass(frozen=True, slots=True)
class _Hole:
    """Where something may be written. start, end: what it replaces. path: of the value, or with
    `at_key` of the object that gets a field."""

    start: int
    end: int
    path: Pointer
    at_key: bool


def completion(known: Known, tree: Tree, offset: int) -> types.CompletionList | None:
    """What can be written at an offset; None where nothing is known to fit."""
    spot = tree.spot(offset)
    if spot is None or spot.document is None:
        return None
    home = known.home(spot.document)
    hole = _hole(tree, spot, offset)
    if hole is None:
        return None
    if not hole.at_key and hole.path[-1:] in (("condition",), ("transform",)):
        return _of_expression(tree, home, hole, offset)
    words = fields_at(home, hole.path) if hole.at_key else words_at(known, home, hole.path)
    colon = hole.at_key and not re.match(r"\s*:", tree.text[hole.end :])
    items = [
        _item(tree, word, hole, number, ": " if colon else "") for number, word in enumerate(words)
    ]
    return types.CompletionList(is_incomplete=False, items=items) if items else None


def _hole(tree: Tree, spot: Spot, offset: int) -> _Hole | None:
    value = _value(spot)
    start, end = tree.span(spot.record, spot.pointer, at_key=spot.at_key)
    path = spot.path
    in_string = tree.text[start : start + 1] == '"' and start < offset <= end
    closed = end - start > 1 and tree.text[end - 1] == '"'
    if in_string and not (closed and offset == end):
        return _Hole(start, end, path[:-1] if spot.at_key else path, spot.at_key)
    if isinstance(value, str) and not spot.at_key and in_string:
        return None  # behind a text that is complete
    typed = _TYPED.search(tree.text, 0, offset)
    begin = offset if typed is None else typed.start()
    before = tree.text[:begin].rstrip()
    mark = before[-1:]
    at = tree.spot(len(before) - (mark != ","))
    if at is None or at.document is not spot.document:
        return None
    if mark == ":":
        return _Hole(begin, offset, at.path, at_key=False)
    around = at.pointer if isinstance(_value(at), dict | list) else at.pointer[:-1]
    container = _value_of(at.record.decoded.value, around)
    if mark in ("{", ",") and isinstance(container, dict):
        return _Hole(begin, offset, camel_of(at, around), at_key=True)
    if mark in ("[", ",") and isinstance(container, list):
        return _Hole(begin, offset, (*camel_of(at, around), len(container)), at_key=False)
    return None


def camel_of(spot: Spot, pointer: Pointer) -> Pointer:
    """A pointer above a spot in camelCase."""
    return spot.path[: len(pointer)]


def _value(spot: Spot) -> Any:
    return _value_of(spot.record.decoded.value, spot.pointer)


def _value_of(root: Any, pointer: Pointer) -> Any:
    for step in pointer:
        root = root[step]
    return root


def _item(tree: Tree, word: Word, hole: _Hole, number: int, behind: str) -> types.CompletionItem:
    text = word.text if word.plain else json.dumps(word.text, ensure_ascii=False)
    return types.CompletionItem(
        word.text,
        kind=word.kind,
        detail=word.detail or None,
        documentation=word.meaning or None,
        sort_text=f"{number:04}",
        filter_text=text,
        text_edit=types.TextEdit(tree.positions.range(hole.start, hole.end), text + behind),
    )


# Expressions


def _of_expression(tree: Tree, home: Home, hole: _Hole, offset: int) -> types.CompletionList | None:
    node = next(
        (n for n in tree.flow(home.document).sites if hole.path[: len(n.pointer)] == n.pointer),
        None,
    )
    if node is None or tree.text[hole.start : hole.start + 1] != '"':
        return None
    before = tree.text[hole.start + 1 : offset]
    typed = _WORD.search(before)
    begin = offset - (len(typed[0]) if typed else 0)
    rest = _REST.match(tree.text, offset)
    place = tree.positions.range(begin, rest.end() if rest else offset)
    member = tree.text[hole.start + 1 : begin].rstrip().endswith(".")
    flow = tree.flow(home.document)
    variables = (
        ()
        if member
        else (
            (site.name, types.CompletionItemKind.Variable, _held(site, flow))
            for site in node.inputs
            if _WORD.match(site.name)
        )
    )
    calls = ((name, types.CompletionItemKind.Function, shape) for name, shape in _functions(member))
    items = [
        types.CompletionItem(
            name,
            kind=kind,
            detail=detail or None,
            sort_text=f"{number:04}",
            text_edit=types.TextEdit(place, name),
        )
        for number, (name, kind, detail) in enumerate((*variables, *calls))
    ]
    return types.CompletionList(is_incomplete=False, items=items)


def _held(site: InputSite, flow: Flow) -> str:
    return "" if site.ref is None else wire(site.ref, flow).replace("`", "")


def _functions(member: bool) -> list[tuple[str, str]]:
    """The functions there are, alone or behind a point."""
    found = {name: "function" for is_member, name in functions() if is_member == member}
    macros = MACROS if member else ("has",)
    return sorted({**found, **dict.fromkeys(macros, "macro")}.items())
