"""What a file most likely means to be when somebody says it is Scenario's but nothing in it is
sure: a broken flow must be told what is broken, not that it is none."""

from __future__ import annotations

from typing import Any, NamedTuple

from flowcheck.findings import Pointer
from flowcheck.reading.recognise import contract_field, contract_in, entries_of
from flowcheck.reading.replies import wrapped


class Likeness(NamedTuple):
    """A record that looks like one: `kind` is a `Kind` value, the pointers as in `Document`."""

    kind: str
    at: Pointer
    flow: Pointer | None
    inputs: Pointer | None


def likenesses(root: Any) -> list[Likeness]:
    """The records a decoded file seems to hold: an array of objects with an id or a type, an
    object with `flow`, `metadata.flow` or `inputs` of named things, alone or in a reply."""
    if isinstance(root, list):
        return [Likeness("flow", (), (), None)] if any(map(_like_a_node, root)) else []
    if not isinstance(root, dict):
        return []
    whole = _like_a_record(root, ())
    if whole is not None:
        return [whole]
    found = [_like_a_record(value, at) for at, value in wrapped(root, "workflow", "job")]
    return [likeness for likeness in found if likeness is not None]


def _like_a_node(value: Any) -> bool:
    return isinstance(value, dict) and (
        isinstance(value.get("id"), str) or isinstance(value.get("type"), str)
    )


def _like_a_record(record: dict[str, Any], at: Pointer) -> Likeness | None:
    field = contract_field(record)
    inputs = None if field is None else (*at, field)
    if record.get("flow") is not None:
        return Likeness("workflow", at, (*at, "flow"), inputs)
    metadata = record.get("metadata")
    if isinstance(metadata, dict) and metadata.get("flow") is not None:
        return Likeness("job", at, (*at, "metadata", "flow"), None)
    if any(map(_like_an_input, entries_of(contract_in(record)))):
        return Likeness("contract", at, None, inputs)
    return None


def _like_an_input(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and isinstance(value.get("name"), str)
        and isinstance(value.get("type"), str)
    )
