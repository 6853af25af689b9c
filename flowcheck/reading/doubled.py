"""Keys that Scenario's SDK doubles.

`to_json()` of a reply of the Python SDK writes the camelCase fields of records twice, once as a
field of its model and once as one that the model does not know, with the same value. (observed)"""

from __future__ import annotations

from flowcheck.findings import Pointer
from flowcheck.reading.decode import Decoded, JsonValue
from flowcheck.wire.spelling import snake


def are_the_sdks(decoded: Decoded) -> bool:
    """Whether all doubled keys of a text are as the SDK doubles them: several, each of them
    camelCase and twice the same value, and none doubled in one and single in another of the
    objects that have some."""
    if len(decoded.duplicates) < 2:
        return False
    doubled: dict[Pointer, set[str]] = {}
    for twice in decoded.duplicates:
        if twice.count != 2 or not twice.equal or snake(twice.key) == twice.key:
            return False
        doubled.setdefault(twice.pointer, set()).add(twice.key)
    names = set().union(*doubled.values())
    return all(names & _keys(decoded.value, at) <= keys for at, keys in doubled.items())


def _keys(value: JsonValue, pointer: Pointer) -> set[str]:
    """The keys of the object at a place that have a value: what is unset stands once, as null."""
    for step in pointer:
        if isinstance(value, dict):
            value = value[str(step)]
        elif isinstance(value, list):
            value = value[int(step)]
    fields = value if isinstance(value, dict) else {}
    return {key for key, given in fields.items() if given is not None}
