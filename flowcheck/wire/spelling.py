"""The two spellings of every wire name: camelCase (the API) and snake_case (the SDK's dump).

scenario-sdk's `model_dump()` writes snake_case, `api_model_id` for `modelId`, and every unset
field as null, so both spellings can stand side by side. (certain)"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from flowcheck.findings import Pointer
from flowcheck.pattern import late_pattern
from flowcheck.wire.shapes import SHAPES

_HUMP = late_pattern(r"(?<!^)([A-Z])")


def snake(camel: str) -> str:
    """The snake_case spelling of a camelCase name."""
    return _HUMP.sub(r"_\1", camel).lower()


_RECORD = (
    *("editorInfo", "inputsDefinition", "hasFlow", "workflowId", "workflowJobId"),
    *("assetIds", "jobId", "jobType"),
)
_REQUIRED = ("ifDefined", "ifNotDefined", "conditionalValues")


@cache
def _twins() -> dict[str, str]:
    names = sorted({field for fields in SHAPES.values() for field in fields})
    found = {snake(name): name for name in (*names, *_RECORD, *_REQUIRED) if snake(name) != name}
    return found | {"api_model_id": "modelId", "api_model_types": "modelTypes"}


TWINS: dict[str, str] = _twins()
"""snake_case spelling → camelCase name, of every known field whose spellings differ."""

_SPELLINGS: dict[str, list[str]] = {}
for _snake, _camel in TWINS.items():
    _SPELLINGS.setdefault(_camel, []).append(_snake)


def canonical(raw: dict[str, Any]) -> dict[str, Any]:
    """`raw` with camelCase keys: itself when nothing is to do, else a shallow copy.

    A non-null value wins over null; of two different values the camelCase one wins, else the first
    (that they differ is told by FC102)."""
    if TWINS.keys().isdisjoint(raw):
        return raw
    result: dict[str, Any] = {}
    for key, value in raw.items():
        name = TWINS.get(key, key)
        if result.get(name) is None or (key == name and value is not None):
            result[name] = value
    return result


def spelled(raw: dict[str, Any], name: str) -> str | None:
    """The key under which `raw` holds the field `name`, the one whose value `canonical` takes; None
    when it holds no spelling of it."""
    if raw.get(name) is not None:
        return name
    given = [twin for twin in _SPELLINGS.get(name, ()) if raw.get(twin) is not None]
    if given:
        return given[0] if len(given) == 1 else min(given, key=list(raw).index)
    return next((key for key in (name, *_SPELLINGS.get(name, ())) if key in raw), None)


def spellings(key: str) -> list[str]:
    """Every spelling of the field that a key spells, the key among them."""
    name = TWINS.get(key, key)
    return [name, *_SPELLINGS.get(name, ())]


def resolve(root: Any, pointer: Iterable[str | int]) -> Pointer:
    """The pointer as the document spells it: camelCase keys replaced by the twin that is there.

    The result always exists in `root`; the part that does not exist is dropped."""
    found: list[str | int] = []
    value = root
    for step in pointer:
        if isinstance(value, dict) and isinstance(step, str):
            key = step if step in value and value[step] is not None else spelled(value, step)
            if key is None:
                break
            found.append(key)
            value = value[key]
        elif isinstance(value, list) and isinstance(step, int) and -1 < step < len(value):
            found.append(step)
            value = value[step]
        else:
            break
    return tuple(found)
