"""How many keys the objects of a JSON value have together, which tells whether one was lost.

Of lists of nodes the forms are found on the way: a node of an ordinary form has as many keys as any
other of that form, and need not be looked into."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flowcheck.dataclass import dataclass
from flowcheck.reading.careful import MAX_NESTING
from flowcheck.wire.forms import NodeForm, node_form

Forms = Mapping[int, tuple[list[Any], list[NodeForm | None]]]
"""The `id` of a list of nodes → the list itself and the form of each entry, None for what has not
the shape of a node."""

_CONTAINERS: Final = frozenset((dict, list))
_MOST_AROUND: Final = 20
"""Levels around a list of nodes; what lies in a node of known form is never as deep as this."""
_MANY: Final = 500
"""Nodes whose memory is worth the time to share strings: a tenth of all that reading takes."""


@dataclass(frozen=True, slots=True)
class Census:
    """keys: of all objects, those that an object has twice counted once. forms: those of the nodes
    in the value."""

    keys: int
    forms: Forms


def census(value: Any) -> Census | None:
    """Count, level by level; None where there are more than MAX_NESTING levels."""
    keys = 0
    forms: dict[int, tuple[list[Any], list[NodeForm | None]]] = {}
    level: list[Any] = [value] if type(value) in _CONTAINERS else []
    for depth in range(MAX_NESTING):
        below: list[Any] = []
        for part in level:
            if type(part) is dict:
                keys += len(part)
                below += [inner for inner in part.values() if type(inner) in _CONTAINERS]
            elif depth < _MOST_AROUND and _holds_nodes(part):
                found = [node_form(entry) for entry in part]
                forms[id(part)] = (part, found)
                if len(part) > _MANY:
                    _share_types(part, found)
                known = [None if form is None else form.keys for form in found]
                keys += sum([count for count in known if count is not None])
                below += [
                    entry
                    for entry, count in zip(part, known, strict=True)
                    if count is None and type(entry) in _CONTAINERS
                ]
            else:
                below += [inner for inner in part if type(inner) in _CONTAINERS]
        if not below:
            return Census(keys, forms)
        level = below
    return None


def _share_types(nodes: list[Any], forms: list[NodeForm | None]) -> None:
    """Let nodes and inputs of one type have one string for it, which is one part in
    twenty of the memory of a flow."""
    for node, form in zip(nodes, forms, strict=True):
        if form is not None:
            node["type"] = form.type
            for given, one in zip(node.get("inputs") or (), form.inputs, strict=True):
                if one is not None:
                    given["type"] = one.type


def _holds_nodes(entries: list[Any]) -> bool:
    first = entries[0] if entries else None
    return type(first) is dict and "id" in first and "type" in first


def has_no_more_keys(text: str, keys: int) -> bool:
    """Whether a JSON text provably has no more keys than that, so that none is lost to another.

    A colon follows each key; those inside of strings only make more. Where there are some, only
    colons behind a quote or white space can follow a key. To count is ten times as fast as to ask
    at each object whether it lost a key."""
    if text.count(":") == keys:
        return True
    return sum(text.count(before + ":") for before in '" \n\r\t') == keys
