"""Does a literal fit an input? The one place that decides it, for flows, models and run bodies.

`misfits` is given an input's record (camelCase keys, as `InputSite.raw`; in it a field of the
wrong shape is null) and a JSON value. It claims only what is provable:

- null, a blank string and `[]` mean none wherever they stand and are never judged; (observed)
- `minLength` and `maxLength` are characters of a string or model, items of an array; (certain)
- `min`, `max` and `allowedValues` of an array bound its items; `step` bounds nothing; (observed)
- a file or model is an id, a URL or a data URL: a string, and an object is not judged;
- bounds that contradict each other, and allowed values of another type than the input, bound
  nothing: that they are wrong is a finding of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from flowcheck.contracts.values import ScalarKey, is_none, is_number, scalar_key
from flowcheck.findings import Pointer
from flowcheck.nearest import nearest
from flowcheck.wire.vocabulary import ARRAY_TYPES, INPUT_TYPES, base_type, scalar_of
from flowcheck.wording import a_type, listed, listed_values, number, plural, quoted

Terms = Mapping[str, Any]
"""An input's record, canonical keys."""
MisfitKind = Literal[
    "scalar-for-array",
    "type",
    "not-allowed",
    "below-min",
    "above-max",
    "too-short",
    "too-long",
]

ALLOWED_VALUES_TYPES: Final = frozenset({"string", "number", "model"})
"""Item types whose `allowedValues` are judged (documented for strings and numbers)."""


@dataclass(frozen=True, slots=True)
class Misfit:
    """One way in which a value does not fit.

    path: of the faulty item inside the value, `()` for the value itself. value: the faulty value
    or item. says: a predicate to put after the value's name ("is 9, above the `max` of 5").
    limit: the bound, the number of items allowed, or the type needed; None for allowed values.
    hint: the nearest allowed value, or a list of them. sure: False where Scenario is known to let
    it pass."""

    kind: MisfitKind
    path: Pointer
    value: Any
    says: str
    limit: Any = None
    hint: str | None = None
    sure: bool = True


def misfits(terms: Terms, value: Any, *, bounds_items: bool = True) -> Iterator[Misfit]:
    """Everything that keeps `value` from fitting an input, the value's own faults before those of
    its items; at most one fault per item.

    bounds_items: False where `min` and `max` of an array say something else (a user-selection's
    bound the number of picks). Inputs of unknown type fit everything; so do the rows of an
    `inputs_array`, whose values stand in `items`."""
    spelling = terms.get("type")
    input_type = base_type(spelling) if isinstance(spelling, str) else ""
    if input_type not in INPUT_TYPES or is_none(value):
        return
    if spelling == "select":
        yield from _select_misfits(terms, value)
    elif input_type not in ARRAY_TYPES:
        yield from _scalar_misfits(terms, input_type, value, ())
        yield from _length_misfits(terms, input_type, value)
    elif not isinstance(value, list):
        scalar = scalar_key(value) is not None
        says = f"is {a_type(value)}, but {_needed(input_type)} is needed"
        yield Misfit("scalar-for-array" if scalar else "type", (), value, says, input_type)
    else:
        yield from _length_misfits(terms, input_type, value)
        item_type = scalar_of(input_type)
        if input_type != "inputs_array":
            if not bounds_items:
                terms = {**terms, "min": None, "max": None}
            allowed = allowed_keys(terms)
            for index, item in enumerate(value):
                if not is_none(item):
                    yield from _scalar_misfits(terms, item_type, item, (index,), allowed)


def of_type(input_type: str, value: Any) -> bool:
    """Whether a value, not none, may be one of a scalar input type."""
    if input_type == "number":
        return is_number(value)
    if input_type == "boolean":
        return isinstance(value, bool)
    if input_type == "string":
        return isinstance(value, str)
    return isinstance(value, str | dict)


def allowed_keys(terms: Terms) -> frozenset[ScalarKey] | None:
    """The allowed values of an input (or of the items of an array input) by their `scalar_key`;
    None when everything is allowed or the list cannot be trusted."""
    entries = allowed_entries(terms)
    item_type = scalar_of(base_type(terms["type"]))
    if not entries or item_type not in ALLOWED_VALUES_TYPES:
        return None
    keys = set()
    for entry in entries:
        key = scalar_key(entry)
        if key is None or not (terms["type"] == "select" or of_type(item_type, entry)):
            return None
        keys.add(key)
    return frozenset(keys)


def allowed_entries(terms: Terms) -> list[Any]:
    """What an input allows, blanks aside; `options` of a `select` counts where `allowedValues` is
    absent, an option being a scalar or an object with a `value`."""
    entries = terms.get("allowedValues")
    if entries is None and terms.get("type") == "select":
        options = terms.get("options")
        options = options if isinstance(options, list) else []
        entries = [o.get("value", o) if isinstance(o, dict) else o for o in options]
    return [entry for entry in entries or () if not is_none(entry)]


def _needed(input_type: str) -> str:
    if input_type in ARRAY_TYPES:
        return "an array"
    return {"file": "an asset id", "model": "a model id"}.get(input_type, f"a {input_type}")


def _select_misfits(terms: Terms, value: Any) -> Iterator[Misfit]:
    allowed = allowed_keys(terms)
    key = scalar_key(value)
    if allowed is not None and key is not None and key not in allowed:
        yield _not_allowed(terms, value, ())


def _scalar_misfits(
    terms: Terms,
    item_type: str,
    value: Any,
    path: Pointer,
    allowed: frozenset[ScalarKey] | None = None,
) -> Iterator[Misfit]:
    key = scalar_key(value)
    if not of_type(item_type, value):
        # Allowed by name: then the type, or the list, is what is wrong.
        listed_too = item_type in ALLOWED_VALUES_TYPES and key is not None
        if not listed_too or all(scalar_key(entry) != key for entry in allowed_entries(terms)):
            says = f"is {a_type(value)}, but {_needed(item_type)} is needed"
            yield Misfit("type", path, value, says, item_type)
        return
    if not path:
        allowed = allowed_keys(terms)
    if allowed is not None and key is not None and key not in allowed:
        yield _not_allowed(terms, value, path)
    elif item_type == "number":
        yield from _bound_misfits(terms, value, path)


def _not_allowed(terms: Terms, value: Any, path: Pointer) -> Misfit:
    entries = allowed_entries(terms)
    words = [entry for entry in entries if isinstance(entry, str)]
    near = nearest(value, words) if isinstance(value, str) else None
    hint = (
        f"allowed: {listed_values(entries)}" if near is None else f"did you mean {listed([near])}?"
    )
    says = f"is {quoted(value)}, which is not one of its `allowedValues`"
    return Misfit("not-allowed", path, value, says, hint=hint)


def _bound_misfits(terms: Terms, value: float, path: Pointer) -> Iterator[Misfit]:
    low, high = terms.get("min"), terms.get("max")
    if low is not None and high is not None and low > high:
        return
    if low is not None and value < low:
        says = f"is {number(value)}, below the `min` of {number(low)}"
        # Recorded answers accept what is below a `min` of 0.
        yield Misfit("below-min", path, value, says, low, sure=low != 0)
    if high is not None and value > high:
        says = f"is {number(value)}, above the `max` of {number(high)}"
        yield Misfit("above-max", path, value, says, high)


def _length_misfits(terms: Terms, input_type: str, value: Any) -> Iterator[Misfit]:
    low, high = terms.get("minLength"), terms.get("maxLength")
    if low is not None and high is not None and low > high:
        return
    if isinstance(value, list):
        # Items that mean none may or may not count: each bound gets the benefit of the doubt.
        least, most, noun = sum(not is_none(item) for item in value), len(value), "item"
    elif isinstance(value, str) and input_type in ("string", "model"):
        least, most, noun = len(value), len(value), "character"
    else:
        return
    if low is not None and most < low:
        says = f"has {plural(most, noun)}, fewer than the `minLength` of {number(low)}"
        yield Misfit("too-short", (), value, says, low)
    if high is not None and 0 <= high < least:
        says = f"has {plural(least, noun)}, more than the `maxLength` of {number(high)}"
        yield Misfit("too-long", (), value, says, high)
