"""The properties of a JSON Schema in both spellings, camelCase and the SDK's snake_case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flowcheck.wire.spelling import spellings


def both(definition: str, properties: Mapping[str, Any]) -> dict[str, Any]:
    """`properties` with their snake_case twins behind them, which editors check but do not offer.

    definition: the entry of `$defs` they stand in. A property that is `True` or one reference has
    twins that are the same."""
    twins: dict[str, Any] = {}
    for name, schema in properties.items():
        twin: Any = {"$ref": f"#/$defs/{definition}/properties/{name}", "doNotSuggest": True}
        if schema is True or schema.keys() == {"$ref"}:
            twin = schema if schema is True else {**schema, "doNotSuggest": True}
        twins |= dict.fromkeys(spellings(name)[1:], twin)
    return {**properties, **twins}
