"""What a problem is known by across edits of its file: names, never positions.

A fingerprint is made of code, flow, node, input, the keys below them and the facts of the message.
Indices of lists play no part, so that nothing changes for a problem when something else is put
before it. Where all of that does not tell two problems of one file apart, their order does."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flowcheck.dataclass import replace
from flowcheck.findings import Pointer
from flowcheck.reading.documents import Document, Kind
from flowcheck.report import Problem
from flowcheck.wire.spelling import resolve

Place = tuple[str | None, ...]
"""Names and keys on the way to a problem; None for a node or input without a name."""


def identity(pointer: Pointer, document: Document | None) -> tuple[str | None, str | None, Place]:
    """Node id and input name a pointer lies in, and its place in the file by names."""
    if document is None:
        return None, None, _keys(pointer)
    place: list[str | None] = ["flow", _flow_id(document)]
    node = input = None
    flow_at, inputs_at = document.flow_at, document.inputs_at
    value: Any
    if flow_at is not None and pointer[: len(flow_at)] == flow_at and len(pointer) > len(flow_at):
        rest = pointer[len(flow_at) :]
        value, rest = _step(document.value(flow_at), rest)
        node = _text(value, "id")
        place += ["node", node]
    elif inputs_at is not None and pointer[: len(inputs_at)] == inputs_at:
        value, rest = document.value(inputs_at), pointer[len(inputs_at) :]
        if isinstance(value, dict) and rest:
            # An object of inputs by name.
            input = str(rest[0])
            place += ["inputs", input]
            value, rest = _step(value, rest)
        else:
            # A contract is a list of `inputs` for this, whatever the key it stands under.
            value, rest = {"inputs": value}, ("inputs", *rest)
    else:
        return None, None, (*place, *_keys(pointer[len(document.at) :]))
    while rest:
        if rest[0] not in ("inputs", "items") or not isinstance(value, dict):
            place += _keys(rest)
            break
        place.append(rest[0])
        value, rest = _step(value, rest)
        while rest and isinstance(rest[0], int):
            value, rest = _step(value, rest)
            name = _text(value, "name")
            input = name if name is not None else input
            place.append(name)
    return node, input, tuple(place)


def told_apart(problems: Iterable[Problem]) -> list[Problem]:
    """The problems of one file, those alike numbered in the order of the text: the first keeps
    its fingerprint."""
    seen: dict[str, int] = {}
    found = []
    for problem in sorted(problems, key=lambda problem: problem.sort_key):
        number = seen[problem.fingerprint] = seen.get(problem.fingerprint, -1) + 1
        found.append(numbered(problem, number))
    return found


def numbered(problem: Problem, number: int) -> Problem:
    """A problem of which so many are alike before it."""
    if not number:
        return problem
    import hashlib  # as in `fingerprint`

    text = f"{problem.fingerprint}#{number}"
    return replace(problem, fingerprint=hashlib.sha256(text.encode("ascii")).hexdigest()[:32])


def _flow_id(document: Document) -> str | None:
    """The id of a workflow or model, which tells the flows of one file apart. That of a job names
    one run; the next one shows the same problems."""
    return None if document.kind is Kind.JOB else _text(document.record, "id")


def _keys(pointer: Pointer) -> Place:
    return tuple(step for step in pointer if isinstance(step, str))


def _step(value: Any, rest: Pointer) -> tuple[Any, Pointer]:
    found = resolve(value, rest[:1])
    return (value[found[0]] if found else None), rest[1:]


def _text(value: Any, field: str) -> str | None:
    text = value.get(field) if isinstance(value, dict) else None
    return text if isinstance(text, str) else None
