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

from collections.abc import Iterable, Iterator, Mapping, Set
from typing import Any, Final, Literal

from flowcheck.dataclass import dataclass
from flowcheck.findings import Pointer
from flowcheck.hints import Hint, about_quotes
from flowcheck.nearest import Suggestions
from flowcheck.wire.values import ScalarKey, choices, is_defined, of_type, scalar_key
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


def misfits(terms: Terms, value: Any, *, bounds_items: bool = True) -> Iterable[Misfit]:
    """Everything that keeps `value` from fitting an input: the number of its items, then at most
    one fault per item; of a value that is no array at most one.

    bounds_items: False where `min` and `max` of an array say something else (a user-selection's
    bound the number of picks). Inputs of unknown type fit everything; so do the rows of an
    `inputs_array`, whose values stand in `items`."""
    return () if _plainly_fits(terms, value) else _misfits(terms, value, bounds_items)


def _plainly_fits(terms: Terms, value: Any) -> bool:
    """A quick yes for most strings and numbers; False decides nothing."""
    sort, input_type = type(value), terms.get("type")
    if sort is str and input_type == "string":
        low, high, size = terms.get("minLength"), terms.get("maxLength"), len(value)
    elif (sort is int or sort is float) and input_type == "number":
        low, high, size = terms.get("min"), terms.get("max"), value
    else:
        return False
    allowed = terms.get("allowedValues")
    return (
        (allowed is None or value in allowed)
        and (low is None or size >= low)
        and (high is None or size <= high)
    )


def _misfits(terms: Terms, value: Any, bounds_items: bool) -> Iterator[Misfit]:
    spelling = terms.get("type")
    input_type = base_type(spelling) if isinstance(spelling, str) else ""
    if input_type not in INPUT_TYPES or not is_defined(value):
        return
    allowed = allowed_of(terms)
    if input_type not in ARRAY_TYPES:
        misfit = _misfit(terms, input_type, value, (), allowed)
        if misfit is not None:
            yield misfit
        elif isinstance(value, str) and input_type in ("string", "model"):
            yield from _length_misfits(terms, value, len(value), len(value), "character")
    elif not isinstance(value, list):
        yield _no_array(input_type, value)
    else:
        given = [(index, item) for index, item in enumerate(value) if is_defined(item)]
        yield from _item_count_misfits(terms, value)
        if input_type != "inputs_array":
            if not bounds_items:
                terms = {**terms, "min": None, "max": None}
            for index, item in given:
                misfit = _misfit(terms, scalar_of(input_type), item, (index,), allowed)
                if misfit is not None:
                    yield misfit


_LENGTHS: Final = frozenset({"minLength", "maxLength", "minItems", "maxContains"})


def misfits_at(terms: Terms, value: Any, places: Mapping[Pointer, Set[str]]) -> Iterator[Misfit]:
    """What the keywords of its JSON Schema that refuse a value, or items of it, have against it:
    of each place all of the lengths, else what comes first. places: `()` or the index of an item,
    in their order → keywords."""
    input_type, allowed = base_type(terms["type"]), allowed_of(terms)
    for path, keywords in places.items():
        if path:
            item_type, item = scalar_of(input_type), value[path[0]]
            yield from _one(_misfit(terms, item_type, item, path, allowed))
        elif input_type in ARRAY_TYPES and not isinstance(value, list):
            yield _no_array(input_type, value)
        elif keywords <= _LENGTHS and isinstance(value, list):
            yield from _item_count_misfits(terms, value)
        elif keywords <= _LENGTHS:
            yield from _length_misfits(terms, value, len(value), len(value), "character")
        else:
            yield from _one(_misfit(terms, input_type, value, (), allowed))


def _one(misfit: Misfit | None) -> Iterator[Misfit]:
    assert misfit is not None, "the schema refuses what fits"
    yield misfit


def _no_array(input_type: str, value: Any) -> Misfit:
    kind: MisfitKind = "type" if isinstance(value, dict) else "scalar-for-array"
    says = f"is {a_type(value)}, but {_needed(input_type)} is needed"
    return Misfit(kind, (), value, says, input_type)


def _item_count_misfits(terms: Terms, value: list[Any]) -> Iterator[Misfit]:
    # Items that mean none may or may not count: each bound gets the benefit of the doubt.
    return _length_misfits(terms, value, sum(map(is_defined, value)), len(value), "item")


@dataclass(slots=True)
class Allowed:
    """What an input, or each item of an array input, may be.

    entries: as written, blanks aside. keys: their `scalar_key`s. binding: whether a value outside
    is wrong; False when the list is empty, holds another type, or means nothing on the input."""

    entries: list[Any]
    keys: frozenset[ScalarKey | None]
    binding: bool
    _texts: Suggestions | None = None

    def hint(self, value: Any) -> str:
        """The nearest allowed value, or a list of them."""
        if self._texts is None:
            self._texts = Suggestions(entry for entry in self.entries if isinstance(entry, str))
        near = self._texts.match(value) if isinstance(value, str) else None
        if near is not None:
            return Hint(f"did you mean {listed([near])}?", suggestion=near)
        return Hint(f"allowed: {listed_values(self.entries)}", known=self.entries)


_ANYTHING: Final = Allowed([], frozenset(), False)


def allowed_of(terms: Terms) -> Allowed:
    """The allowed values of an input by its record, which has a `type`. `options` of a `select`
    counts where `allowedValues` is absent, an option being a scalar or an object with `value`."""
    is_select = terms["type"] == "select"
    entries = choices(terms)
    if entries is None:
        return _ANYTHING
    entries = [entry for entry in entries or () if is_defined(entry)]
    item_type = scalar_of(base_type(terms["type"]))
    if not entries or item_type not in ALLOWED_VALUES_TYPES:
        return _ANYTHING
    keys = frozenset(map(scalar_key, entries))
    trusted = is_select or all(of_type(item_type, entry) for entry in entries)
    return Allowed(entries, keys, trusted and None not in keys)


def _needed(input_type: str) -> str:
    if input_type in ARRAY_TYPES:
        return "an array"
    return {"file": "an asset id", "model": "a model id"}.get(input_type, f"a {input_type}")


def _misfit(
    terms: Terms, item_type: str, value: Any, path: Pointer, allowed: Allowed
) -> Misfit | None:
    """What is wrong with a value or item of a scalar type, its length aside."""
    key = scalar_key(value)
    is_listed = key is not None and key in allowed.keys
    # Other layers' `select` may hold any scalar; and where a value of another type is allowed by
    # name, the type, or the list, is what is wrong.
    if terms["type"] != "select" and not of_type(item_type, value):
        if is_listed:
            return None
        says = f"is {a_type(value)}, but {_needed(item_type)} is needed"
        return Misfit("type", path, value, says, item_type, about_quotes(item_type, value))
    if allowed.binding and key is not None and not is_listed:
        says = f"is {quoted(value)}, which is not one of its `allowedValues`"
        return Misfit("not-allowed", path, value, says, hint=allowed.hint(value))
    return _bound_misfit(terms, value, path) if item_type == "number" else None


def _bound_misfit(terms: Terms, value: float, path: Pointer) -> Misfit | None:
    low, high = terms.get("min"), terms.get("max")
    if low is not None and high is not None and low > high:
        return None
    if low is not None and value < low:
        says = f"is {number(value)}, below the `min` of {number(low)}"
        # Recorded answers accept what is below a `min` of 0.
        return Misfit("below-min", path, value, says, low, sure=low != 0)
    if high is not None and value > high:
        says = f"is {number(value)}, above the `max` of {number(high)}"
        return Misfit("above-max", path, value, says, high)
    return None


def _length_misfits(terms: Terms, value: Any, least: int, most: int, noun: str) -> Iterator[Misfit]:
    """least, most: the number of characters or items, as the reader of the value may count."""
    low, high = terms.get("minLength"), terms.get("maxLength")
    if low is not None and high is not None and low > high:
        return
    if low is not None and most < low:
        says = f"has {plural(most, noun)}, fewer than the `minLength` of {number(low)}"
        yield Misfit("too-short", (), value, says, low)
    if high is not None and 0 <= high < least:
        says = f"has {plural(least, noun)}, more than the `maxLength` of {number(high)}"
        yield Misfit("too-long", (), value, says, high)
