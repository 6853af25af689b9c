"""Does a raw record have the shape its model asks for? A quick yes, or pydantic's reasons why not.

The quick check reads the table generated from the pydantic models, so that a well-formed flow
never waits for pydantic. Only a record that fails it is given to pydantic, whose errors become
`ShapeError`s; the faulty places are then cleared so that the rest can be checked."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from flowcheck.findings import Pointer
from flowcheck.wire.shapes import REQUIRED, SHAPES
from flowcheck.wire.spelling import canonical

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_NUMBER = (int, float)


@dataclass(frozen=True, slots=True)
class ShapeError:
    """A place whose JSON shape is wrong.

    path: from the record that was checked (camelCase keys; for a missing field its object, with
    the field's name in `field`). expected/found: JSON type names, empty for a missing field."""

    kind: Literal["missing", "type"]
    path: Pointer
    model: str
    field: str
    expected: str = ""
    found: str = ""


def json_type(value: object) -> str:
    """The JSON name of a decoded value's type."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | float):
        return "number"
    if isinstance(value, str):
        return "string"
    return "array" if isinstance(value, list) else "object"


def fits(model: str, raw: Any) -> bool:
    """Whether a canonical record has the shape of `model` (a key of `SHAPES`)."""
    if type(raw) is not dict:
        return False
    shape = SHAPES[model]
    for key in REQUIRED[model]:
        if raw.get(key) is None:
            return False
    for key, value in raw.items():
        code = shape.get(key)
        if code is None or code == "any" or value is None:
            continue
        kind = type(value)
        if code == "string":
            if kind is not str:
                return False
        elif code == "number":
            if kind not in _NUMBER:
                return False
        elif code == "boolean":
            if kind is not bool:
                return False
        elif code[0] != "[":
            if not fits(code, value):
                return False
        elif kind is not list or not _fits_items(code[1:-1], value):
            return False
    return True


def _fits_items(code: str, values: list[Any]) -> bool:
    """Whether every element that is not null has the type; loops, so that hostile nesting costs
    two stack frames a level."""
    if code == "any":
        return True
    for value in values:
        if value is None:
            continue
        if code == "string":
            if type(value) is not str:
                return False
        elif code[0] == "[":
            if type(value) is not list or not _fits_items(code[1:-1], value):
                return False
        elif not fits(code, value):
            return False
    return True


def canonical_tree(model: str, raw: Any) -> Any:
    """`raw` with camelCase keys wherever the models know fields; copies only what changes."""
    if type(raw) is not dict:
        return raw
    result = canonical(raw)
    for key, code in _NESTED[model]:
        value = result.get(key)
        if value is None:
            continue
        changed = _canonical_value(code, value)
        if changed is not value:
            if result is raw:
                result = dict(raw)
            result[key] = changed
    return result


def _canonical_value(code: str, value: Any) -> Any:
    if code[0] != "[":
        return canonical_tree(code, value)
    if type(value) is not list:
        return value
    result = value
    for index, item in enumerate(value):
        changed = _canonical_value(code[1:-1], item)
        if changed is not item:
            if result is value:
                result = list(value)
            result[index] = changed
    return result


_NESTED = {
    model: [(key, code) for key, code in fields.items() if code.strip("[]") in SHAPES]
    for model, fields in SHAPES.items()
}


def salvage(model: str, raw: Any) -> tuple[dict[str, Any] | None, list[ShapeError]]:
    """What is left of a canonical record that does not fit, and why it did not.

    A faulty optional field or array element becomes null, a faulty required string becomes `""`;
    None is returned when the record is no object at all."""
    from flowcheck.wire import models

    if type(raw) is not dict:
        return None, [ShapeError("type", (), model, "", "object", json_type(raw))]
    result = json.loads(json.dumps(raw))  # a deep copy that nesting does not exhaust
    found: list[ShapeError] = []
    validate = getattr(models, model).__pydantic_validator__.validate_python
    while True:
        errors = _errors(validate, result)
        if not errors:
            return result, found
        for error in errors:
            shape_error = _shape_error(model, result, error)
            if shape_error not in found:
                found.append(shape_error)
            _clear(result, error, shape_error)


def _errors(validate: Any, raw: Any) -> list[ErrorDetails]:
    from pydantic_core import ValidationError

    try:
        validate(raw)
    except ValidationError as error:
        return error.errors(include_url=False, include_input=False, include_context=False)
    return []


_EXPECTED = {
    "string": "string",
    "string_type": "string",
    "float_type": "number",
    "bool_type": "boolean",
    "list_type": "array",
    "model_type": "object",
    "dict_type": "object",
}


def _shape_error(model: str, raw: Any, error: ErrorDetails) -> ShapeError:
    path: Pointer = tuple(error["loc"])
    owner, value = model, raw
    for step in path[:-1]:
        value = value[step]
        if isinstance(step, str):
            owner = SHAPES[owner].get(step, "").strip("[]") or owner
    field = next((step for step in reversed(path) if isinstance(step, str)), "")
    last = path[-1]
    at = value.get(last) if isinstance(value, dict) else value[last]
    needed = owner in REQUIRED and last in REQUIRED[owner]
    if error["type"] == "missing" or (needed and at is None):
        return ShapeError("missing", path[:-1], owner, field)
    expected = _EXPECTED.get(error["type"], "a shallower nesting")
    return ShapeError("type", path, owner, field, expected, json_type(at))


def _clear(raw: Any, error: ErrorDetails, shape_error: ShapeError) -> None:
    path = error["loc"]
    value = raw
    for step in path[:-1]:
        value = value[step]
    needed = shape_error.field == path[-1] and path[-1] in REQUIRED.get(shape_error.model, ())
    value[path[-1]] = "" if needed else None
