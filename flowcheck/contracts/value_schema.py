"""What fits an input, said in JSON Schema: the same judgement as `contracts.literals` makes."""

from __future__ import annotations

from math import ceil, floor
from typing import Any, Final

from flowcheck.contracts.literals import Allowed, Terms, allowed_of
from flowcheck.wire.values import of_type, scalar_key
from flowcheck.wire.vocabulary import ARRAY_TYPES, INPUT_TYPES, base_type, scalar_of

Schema = dict[str, Any]

_SPACE = r"\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
"""What counts as blank, written out: engines disagree about what `\\s` means."""
NONE: Final[Schema] = {"$ref": "#/$defs/none"}
GIVEN: Final[Schema] = {"$ref": "#/$defs/given"}
DEFINITIONS: Final[Schema] = {
    "none": {
        "description": "Counts as not given: null, a blank string, an empty array.",
        "type": ["null", "string", "array"],
        "pattern": f"^[{_SPACE}]*$",
        "maxItems": 0,
    },
    "given": {"description": "Counts as given.", "not": NONE},
}
_JSON_TYPES: Final = {"number": "number", "boolean": "boolean", "string": "string"}
_ASSET: Final = ["string", "object"]
"""A file or model is an id or a URL; what an object in its place may say is not judged."""
_LARGEST: Final = 2**53
"""Counts beyond are not exact in every reader of JSON, and no value reaches them."""


def value_schema(terms: Terms, *, needed: bool) -> Schema:
    """The values an input takes, by its record; needed: whether those that mean none are refused.

    Refuses what `misfits` is sure about, nothing else: so `min` is left out where it is 0, which
    Scenario is known to let pass below, and an input of unknown type takes everything."""
    spelling = terms.get("type")
    input_type = base_type(spelling) if isinstance(spelling, str) else ""
    if input_type not in INPUT_TYPES:
        return dict(GIVEN) if needed else {}
    allowed = allowed_of(terms)
    if input_type in ARRAY_TYPES:
        schema = _array(terms, input_type, allowed)
        if needed:
            schema["minItems"] = max(1, schema.get("minItems", 0))
    else:
        schema = _scalar(terms, input_type, allowed)
        if input_type in ("string", "model"):
            schema |= _lengths(terms, "minLength", "maxLength")
        if needed and spelling == "select":
            schema |= GIVEN
        elif needed and input_type not in ("number", "boolean") and "enum" not in schema:
            schema["pattern"] = f"[^{_SPACE}]"
    return schema if needed or not schema else {"anyOf": [schema, NONE]}


def _array(terms: Terms, input_type: str, allowed: Allowed) -> Schema:
    schema: Schema = {"type": "array"}
    if input_type != "inputs_array":
        item = _scalar(terms, scalar_of(input_type), allowed)
        schema["items"] = {"anyOf": [item, NONE]}
    lengths = _lengths(terms, "minItems", "maxContains")
    if "maxContains" in lengths:
        # Items that mean none may or may not count: only those that surely do are limited.
        schema |= {"contains": GIVEN, "minContains": 0}
    return schema | lengths


def _scalar(terms: Terms, item_type: str, allowed: Allowed) -> Schema:
    entries = list({scalar_key(entry): entry for entry in allowed.entries}.values())
    bounds = _bounds(terms) if item_type == "number" else {}
    if terms["type"] == "select":
        if not allowed.binding:
            return bounds
        return {"anyOf": [{"enum": entries}, {"type": ["array", "object"]}], **bounds}
    kind = _JSON_TYPES.get(item_type, _ASSET)
    if allowed.binding:
        listed: Schema = {"enum": entries}
        if kind is _ASSET:
            listed = {"anyOf": [listed, {"type": "object"}]}
        return listed | bounds
    others = [e for e in entries if scalar_key(e) is not None and not of_type(item_type, e)]
    if others:
        return {"anyOf": [{"type": kind}, {"enum": others}], **bounds}
    return {"type": kind, **bounds}


def _bounds(terms: Terms) -> Schema:
    low, high = terms.get("min"), terms.get("max")
    if low is not None and high is not None and low > high:
        return {}
    schema: Schema = {}
    if low:
        schema["minimum"] = low
    elif low is not None:
        schema["x-scenario-min"] = low
    if high is not None:
        schema["maximum"] = high
    return schema


def _lengths(terms: Terms, least: str, most: str) -> Schema:
    low, high = terms.get("minLength"), terms.get("maxLength")
    if low is not None and high is not None and low > high:
        return {}
    schema: Schema = {}
    if low is not None and low > 0:
        schema[least] = min(ceil(low), _LARGEST)
    if high is not None and 0 <= high < _LARGEST:
        schema[most] = floor(high)
    return schema
