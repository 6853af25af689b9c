"""Why a raw record has not the shape its model asks for, in pydantic's words.

Only a record that fails the quick check of `forms` comes here. pydantic's errors become
`ShapeError`s; the faulty places are cleared so that the rest can be checked."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, Literal

from flowcheck.dataclass import dataclass
from flowcheck.findings import Pointer
from flowcheck.wire.forms import MAX_DEPTH
from flowcheck.wire.shapes import REQUIRED, SHAPES
from flowcheck.wire.spelling import canonical
from flowcheck.wording import json_type

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails


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


NESTED: Final[dict[str, list[tuple[str, str]]]] = {
    model: [(key, code) for key, code in fields.items() if code.strip("[]") in SHAPES]
    for model, fields in SHAPES.items()
}
"""Fields that hold records, with their codes."""


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
