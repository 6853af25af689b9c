"""Fields that are not missing but misspelt: another rule names the key."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flowcheck.nearest import nearest
from flowcheck.wire.shapes import SHAPES
from flowcheck.wire.spelling import TWINS

_KNOWN = {model: frozenset(fields) | TWINS.keys() for model, fields in SHAPES.items()}


def is_misspelt(model: str, raw: Mapping[str, Any], *fields: str) -> bool:
    """Whether an unknown key of a record of `model` (of `SHAPES`) is nearest to one of `fields`."""
    if raw.keys() <= _KNOWN[model]:
        return False
    return any(
        value is not None and key not in _KNOWN[model] and nearest(key, SHAPES[model]) in fields
        for key, value in raw.items()
    )
