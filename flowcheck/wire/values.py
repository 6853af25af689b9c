"""JSON values as Scenario looks at them: which are equal, which count as given, of which type they
are, and what an input may be chosen from. The one answer to each of these questions."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import Any

from flowcheck.wire.vocabulary import ARRAY_TYPES, INPUT_TYPES

ScalarKey = tuple[str, object]
_REF_FIELDS = frozenset({"node", "name", "conditional", "equal"})


def is_defined(value: Any) -> bool:
    """Whether a value counts as given: not null, no blank string, not `[]`; `false` and 0 count.
    (observed)"""
    if isinstance(value, str):
        return bool(value.strip())
    return value is not None and value != []


def says_nothing(value: Any) -> bool:
    """Whether a field might as well be absent: null, a blank string, a list of nothing but
    nulls, for null means absent everywhere."""
    if isinstance(value, list):
        return all(item is None for item in value)
    return not is_defined(value)


def is_number(value: Any) -> bool:
    """Whether a decoded value is a JSON number (Python's bool is none)."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def of_type(input_type: str, value: Any) -> bool:
    """Whether a value that counts as given may be one of an input type, in its main spelling. Of an
    array only that it is one; a file or model is an id, a URL or an object nobody judges; an
    unknown type takes everything."""
    if input_type == "number":
        return is_number(value)
    if input_type == "boolean":
        return isinstance(value, bool)
    if input_type == "string":
        return isinstance(value, str)
    if input_type in ARRAY_TYPES:
        return isinstance(value, list)
    return input_type not in INPUT_TYPES or isinstance(value, str | dict)


def is_wire(value: Any) -> bool:
    """Whether a value is built like a `ref`, and was surely meant as one."""
    if not isinstance(value, dict) or not value.keys() <= _REF_FIELDS:
        return False
    return isinstance(value.get("node"), str) or isinstance(value.get("conditional"), list)


def scalar_key(value: Any) -> ScalarKey | None:
    """A key under which two scalars are equal exactly when JSON calls them equal: `true` is not
    1, 1 is 1.0. None for null, arrays and objects."""
    if isinstance(value, bool):
        return ("boolean", value)
    if isinstance(value, int | float):
        return ("number", value)
    if isinstance(value, str):
        return ("string", value)
    return None


def json_key(value: Any) -> Hashable:
    """A hashable that is equal for equal JSON values only, arrays and objects among them. Deep
    nesting costs no stack."""
    if not isinstance(value, list | dict):
        return scalar_key(value)
    tokens: list[Hashable] = []
    waiting = [value]
    while waiting:
        part = waiting.pop()
        if isinstance(part, list):
            tokens.append(("list", len(part)))
            waiting += reversed(part)
        elif isinstance(part, dict):
            keys = sorted(part)
            tokens.append(("dict", tuple(keys)))
            waiting += [part[key] for key in reversed(keys)]
        else:
            tokens.append(scalar_key(part))
    return tuple(tokens)


def same_json(a: Any, b: Any) -> bool:
    """JSON equality: `true` is not 1, 1 equals 1.0, arrays and objects compare deeply."""
    pairs = [(a, b)]
    while pairs:
        left, right = pairs.pop()
        if isinstance(left, bool) or isinstance(right, bool):
            if left is not right:
                return False
        elif isinstance(left, list) and isinstance(right, list):
            if len(left) != len(right):
                return False
            pairs += zip(left, right, strict=True)
        elif isinstance(left, dict) and isinstance(right, dict):
            if left.keys() != right.keys():
                return False
            pairs += [(value, right[key]) for key, value in left.items()]
        elif left != right:
            return False
    return True


def among(value: Any, values: Iterable[Any]) -> bool:
    """Whether a value is one of these by JSON equality."""
    return any(same_json(value, other) for other in values)


def choices(raw: Mapping[str, Any]) -> list[Any] | None:
    """The `allowedValues` of an input's record; where they are absent, the `options` of a
    `select` (observed), an option being a scalar or an object with `value`. None without either."""
    allowed = raw.get("allowedValues")
    if allowed is not None:
        return list(allowed)
    options = raw.get("options")
    if raw.get("type") != "select" or not isinstance(options, list):
        return None
    return [o.get("value", o) if isinstance(o, dict) else o for o in options]
