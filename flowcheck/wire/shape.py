"""Does a raw record have the shape its model asks for? A quick yes, or pydantic's reasons why not.

The quick check reads the table generated from the pydantic models, so that a well-formed flow
never waits for pydantic. Only a record that fails it is given to pydantic, whose errors become
`ShapeError`s; the faulty places are then cleared so that the rest can be checked."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, Literal

from flowcheck.dataclass import dataclass
from flowcheck.findings import Pointer
from flowcheck.wire.shapes import REQUIRED, SHAPES
from flowcheck.wire.spelling import TWINS, canonical
from flowcheck.wording import json_type

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

MAX_DEPTH: Final = 32
"""Levels of inputs within inputs that are read. Scenario has two (certain); what is nested
deeper cannot be meant, and would exhaust Python's stack and pydantic's."""


@dataclass(frozen=True, slots=True)
class ShapeError:
    """A place whose JSON shape is wrong.

    path: from the record that was checked (camelCase keys; for a missing field its object, with
    the field's name in `field`). model: the model whose `field` it is (or whose field's element).
    expected/found: JSON type names, empty for a missing field. kind `deep`: inputs nested beyond
    `MAX_DEPTH`. kind `blank`: a node's id is the empty string."""

    kind: Literal["missing", "type", "deep", "blank"]
    path: Pointer
    model: str
    field: str
    expected: str = ""
    found: str = ""


_SCALARS: Final[dict[str, tuple[type, ...]]] = {
    "string": (str,),
    "number": (int, float),
    "boolean": (bool,),
    "any": (str, int, float, bool, dict, list),
}
_PLANS: Final[dict[str, dict[str, tuple[type, ...] | str]]] = {
    model: {key: _SCALARS.get(code, code) for key, code in fields.items()}
    for model, fields in SHAPES.items()
}
"""Field → the Python types its value may have, or the code of what is inside it."""
NESTED: Final[dict[str, list[tuple[str, str]]]] = {
    model: [(key, code) for key, code in fields.items() if code.strip("[]") in SHAPES]
    for model, fields in SHAPES.items()
}
"""Fields that hold records, with their codes."""


_JUDGED: Final[dict[str, dict[tuple[object, ...], tuple[tuple[str, str], ...] | None]]] = {
    model: {} for model in SHAPES
}
"""Keys and value types of records seen before → fields whose inside must be looked at, or None
for a wrong shape. Flows repeat a few such patterns thousands of times."""
_MOST_JUDGED: Final = 1000


def fits(model: str, raw: Any, depth: int = MAX_DEPTH) -> bool:
    """Whether a record is spelled in camelCase and has the shape of `model` (a key of `SHAPES`).

    True exactly when pydantic validates it, inputs being nested no deeper than `depth`."""
    if type(raw) is not dict or depth < 0:
        return False
    pattern = (*raw, *map(type, raw.values()))
    judged = _JUDGED[model]
    if pattern in judged:
        inside = judged[pattern]
    else:
        inside = _inside(model, raw)
        # Only known keys are remembered, lest a hostile file fill the memory.
        if len(judged) < _MOST_JUDGED and raw.keys() <= _PLANS[model].keys():
            judged[pattern] = inside
    if inside is None:
        return False
    for key, code in inside:
        if code == "Ref":
            if not fits("Ref", raw[key], depth):
                return False
        elif not _fits_code(code, raw[key], depth):
            return False
    return True


def _inside(model: str, raw: dict[str, Any]) -> tuple[tuple[str, str], ...] | None:
    """The fields of a record, with their codes, that its keys and types alone do not judge; None
    when they already show a wrong shape or another spelling."""
    if any(raw.get(key) is None for key in REQUIRED[model]):
        return None
    plan = _PLANS[model]
    inside = []
    for key, value in raw.items():
        if key in TWINS:
            return None
        wanted = plan.get(key)
        if value is None or wanted is None:
            continue
        if isinstance(wanted, str):
            inside.append((key, wanted))
        elif type(value) not in wanted:
            return None
    return tuple(inside)


def _fits_code(code: str, value: Any, depth: int) -> bool:
    """Whether a value is what a code says: a record, or an array of something (`[string]`)."""
    if code[0] != "[":
        return fits(code, value, depth - 1 if code == "Input" else depth)
    if type(value) is not list:
        return False
    if code == "[Input]":
        for item in value:
            if item is None or fits("Input", item, depth - 1):
                continue
            return False
        return True
    inner = code[1:-1]
    types = _SCALARS.get(inner)
    for item in value:
        if item is None:
            continue
        if types is None:
            if not _fits_code(inner, item, depth):
                return False
        elif type(item) not in types:
            return False
    return True


def canonical_tree(model: str, raw: Any, depth: int = MAX_DEPTH) -> Any:
    """`raw` with camelCase keys wherever the models know fields; copies only what changes.

    What is nested deeper than `depth` stays as it is."""
    if type(raw) is not dict or depth < 0:
        return raw
    result = canonical(raw)
    for key, code in NESTED[model]:
        value = result.get(key)
        if value is None:
            continue
        changed = _canonical_value(code, value, depth)
        if changed is not value:
            if result is raw:
                result = dict(raw)
            result[key] = changed
    return result


def _canonical_value(code: str, value: Any, depth: int) -> Any:
    if code[0] != "[":
        return canonical_tree(code, value, depth - 1 if code == "Input" else depth)
    if type(value) is not list:
        return value
    result = value
    for index, item in enumerate(value):
        changed = _canonical_value(code[1:-1], item, depth)
        if changed is not item:
            if result is value:
                result = list(value)
            result[index] = changed
    return result


def salvage(model: str, raw: Any) -> tuple[dict[str, Any] | None, list[ShapeError]]:
    """What is left of a canonical record that does not fit, and why it did not.

    A faulty optional field or array element becomes null, a faulty required string becomes `""`;
    None is returned when the record is no object at all. The record itself is not changed."""
    from flowcheck.wire import models

    if type(raw) is not dict:
        return None, [ShapeError("type", (), model, "", "object", json_type(raw))]
    result: dict[str, Any] = json.loads(json.dumps(raw))  # a copy that nesting does not exhaust
    found: list[ShapeError] = []
    _cut(model, result, (), MAX_DEPTH, found)
    validate = getattr(models, model).__pydantic_validator__.validate_python
    for error in _errors(validate, result):
        shape_error = _shape_error(model, result, error)
        found.append(shape_error)
        _clear(result, error, shape_error)
    return result, found


def _cut(
    model: str, record: dict[str, Any], path: Pointer, depth: int, found: list[ShapeError]
) -> None:
    """Clear, in place, the inputs that stand within more than `depth` others."""
    for key, code in NESTED[model]:
        if not code.endswith(("Input]", "Input]]")):
            continue
        rows: Any = record.get(key)
        places = [((*path, key), rows)]
        if code == "[[Input]]":
            places = [((*path, key, i), row) for i, row in _elements(rows)]
        for at, row in places:
            for index, item in _elements(row):
                if type(item) is not dict:
                    continue
                if depth == 0:
                    row[index] = None
                    found.append(ShapeError("deep", (*at, index), model, key))
                else:
                    _cut("Input", item, (*at, index), depth - 1, found)


def _elements(value: Any) -> list[tuple[int, Any]]:
    return list(enumerate(value)) if type(value) is list else []


def _errors(validate: Any, raw: Any) -> list[ErrorDetails]:
    from pydantic_core import ValidationError

    try:
        validate(raw)
    except ValidationError as error:
        return error.errors(include_url=False, include_input=False, include_context=False)
    return []


_EXPECTED: Final = {
    "string_type": "string",
    "float_type": "number",
    "bool_type": "boolean",
    "list_type": "array",
    "model_type": "object",
}
"""pydantic's error types, all that the models can raise but `missing`, and what they ask for."""


def _shape_error(model: str, raw: Any, error: ErrorDetails) -> ShapeError:
    path: Pointer = tuple(error["loc"])
    # An array's elements belong to the field that holds the array.
    *outer, field = (step for step in path if isinstance(step, str))
    owner = model
    for step in outer:
        owner = SHAPES[owner][step].strip("[]")
    at = raw
    for place in path:
        at = at[place] if isinstance(place, int) else at.get(place)
    if error["type"] == "missing" or (at is None and path[-1] in REQUIRED[owner]):
        return ShapeError("missing", path[:-1], owner, field)
    return ShapeError("type", path, owner, field, _EXPECTED[error["type"]], json_type(at))


def _clear(raw: Any, error: ErrorDetails, shape_error: ShapeError) -> None:
    path = error["loc"]
    value = raw
    for step in path[:-1]:
        value = value[step]
    needed = path[-1] in REQUIRED[shape_error.model]
    value[path[-1]] = "" if needed else None
