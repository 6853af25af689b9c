"""What was meant as a flow but stands where no flow is looked for: said, never passed over.

Nodes under `Flow`, `flows`, `nodes` or `flow.nodes`, a single node without its list, and a key
`flow` that holds nothing like nodes."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any, Final

from flowcheck.dataclass import dataclass
from flowcheck.findings import Pointer
from flowcheck.reading.recognise import holds_flow, holds_run, is_node, looks_like_nodes
from flowcheck.reading.replies import wrapped
from flowcheck.wording import json_type, listed, with_article

_NAMES: Final = frozenset({"flow", "flows", "nodes"})
"""Keys, but for their case, under which nodes are looked for."""
_DEPTH: Final = 3
"""Levels below such a key at which nodes are looked for."""
_BURIED: Final = 6
"""Levels at which a flow is looked for where no record is."""
_MOST: Final = 10_000
"""Arrays and objects searched for it."""


@dataclass(frozen=True, slots=True)
class Misplaced:
    """pointer: the key's value. sure: these are surely Scenario's nodes; else there is only the
    word `flow`, which other formats use too."""

    pointer: Pointer
    message: str
    hint: str
    sure: bool


def misplaced(root: Any, known: Collection[Pointer]) -> Misplaced | None:
    """The first such place of a decoded file; what is sure goes first. known: the places of
    records whose flow has been found."""
    if () in known:
        return None
    doubtful = None
    for at, record in _candidates(root):
        if at in known:
            continue
        for key, value in record.items():
            if value is not None and key.lower() in _NAMES and _holds_nodes(value):
                return _under_another_key((*at, key), key, value)
        if isinstance(record.get("id"), str) and at == () and is_node(record):
            message = "a single node; a flow is an array of nodes"
            return Misplaced(at, message, "put it in `[` and `]`", sure=True)
        if doubtful is None and record.get("flow") is not None:
            doubtful = _no_nodes((*at, "flow"), record["flow"])
    return doubtful


def buried(root: Any) -> Misplaced | None:
    """The first `flow` of nodes, or of records with some, that lies deeper in a decoded file than
    any record does; for files in which nothing else is found."""
    todo: list[tuple[Pointer, Any]] = [((), root)] if isinstance(root, dict | list) else []
    seen = 0
    for pointer, value in todo:  # which grows: the shallowest goes first
        seen += 1
        if seen > _MOST:
            return None
        steps = value.items() if isinstance(value, dict) else enumerate(value)
        for step, inner in steps:
            if not isinstance(inner, dict | list):
                continue
            place = (*pointer, step)
            if isinstance(step, str) and step.lower() == "flow" and _holds_nodes(inner):
                return Misplaced(
                    place,
                    "there is a flow here, but flowcheck does not look for one in this place",
                    hint="give the workflow or job record itself, or the reply that holds it",
                    sure=True,
                )
            if len(place) < _BURIED:
                todo.append((place, inner))
    return None


def is_misplaced(root: Any) -> bool:
    """Whether a file in which no record is known surely holds nodes, in the wrong place."""
    found = misplaced(root, ())
    return found is not None and found.sure


def _candidates(root: Any) -> Iterator[tuple[Pointer, dict[str, Any]]]:
    """The objects that may be records: the root, the elements of an array, the insides of
    replies."""
    if isinstance(root, list):
        for index, item in enumerate(root):
            if isinstance(item, dict):
                yield (index,), item
        return
    if not isinstance(root, dict):
        return
    yield (), root
    yield from wrapped(root, "workflow", "job")


def _holds_nodes(value: Any, depth: int = _DEPTH) -> bool:
    """Whether there are nodes, or records with some, in a value or just below it."""
    if isinstance(value, list):
        if looks_like_nodes(value):
            return True
        inner: Collection[Any] = value
    elif isinstance(value, dict):
        if is_node(value) or holds_flow(value) or holds_run(value):
            return True
        inner = value.values()
    else:
        return False
    return depth > 0 and any(_holds_nodes(item, depth - 1) for item in inner)


def _under_another_key(pointer: Pointer, key: str, value: Any) -> Misplaced:
    if key == "flow":
        return Misplaced(
            pointer,
            f"`flow` must be an array of nodes, found {with_article(json_type(value))} with nodes "
            "somewhere in it",
            hint="put the array of nodes right under `flow`",
            sure=True,
        )
    if isinstance(value, list) and looks_like_nodes(value):
        message = f"nodes stand under {listed([key])}; a workflow has them under `flow`"
        return Misplaced(pointer, message, "rename it to `flow`", sure=True)
    return Misplaced(
        pointer,
        f"there are nodes under {listed([key])}, but flowcheck does not look for a flow there",
        hint="a workflow has an array of nodes under `flow`, a list of workflows is under "
        "`workflows`",
        sure=True,
    )


def _no_nodes(pointer: Pointer, value: Any) -> Misplaced:
    found = (
        "no element of `flow` looks like a node"
        if isinstance(value, list)
        else f"`flow` is {with_article(json_type(value))}"
    )
    return Misplaced(
        pointer,
        f"{found}: a flow is an array of objects with `id` and `type`",
        hint="if this is not a file of Scenario's, leave it out with `exclude`",
        sure=False,
    )
