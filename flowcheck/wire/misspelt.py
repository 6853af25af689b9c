"""Fields that are not missing but misspelt or misplaced: the rule on unknown fields names the
key."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from flowcheck.nearest import nearest
from flowcheck.wire.shapes import SHAPES
from flowcheck.wire.spelling import TWINS
from flowcheck.wire.vocabulary import WORKFLOW

_BESIDE = {("Node", "logic"): "Logic", ("Input", "ref"): "Ref"}
"""Fields that hold an object → its model, whose fields people write beside it."""
_KNOWN = {model: frozenset(fields) | TWINS.keys() for model, fields in SHAPES.items()}


OTHER_WORDS = frozenset({"optional"})
"""What other schemas call things; `optional` is no `options` misspelt."""


@lru_cache(maxsize=500)
def meant(model: str, key: str) -> str | None:
    """The field of `model` (of `SHAPES`) that an unknown key is nearest to, as the key spells its
    words: camelCase, or snake_case when it has an underscore or nothing else is near. None for
    words that mean something of their own, however near."""
    if key in OTHER_WORDS:
        return None
    fields = SHAPES[model]
    twins = [twin for twin, field in TWINS.items() if field in fields]
    first, second = (twins, fields) if "_" in key else (fields, twins)
    return nearest(key, first, vocabulary=True) or nearest(key, second, vocabulary=True)


def is_misspelt(model: str, raw: Mapping[str, Any], *fields: str) -> bool:
    """Whether an unknown key of a record of `model` (of `SHAPES`) is nearest to one of `fields`, or
    belongs into one of them."""
    if raw.keys() <= _KNOWN[model]:
        return False
    for key, value in raw.items():
        if value is not None and key not in _KNOWN[model]:
            field = meant(model, key)
            if field is not None and TWINS.get(field, field) in fields:
                return True
            if any(key in _inside(model, name) for name in fields):
                return True
            if model == "Ref" and key == WORKFLOW and isinstance(value, str) and "node" in fields:
                return True  # `{"workflow": "prompt"}`
    return False


def _inside(model: str, field: str) -> Mapping[str, str]:
    """The fields that belong into a field and are written beside it."""
    return SHAPES.get(_BESIDE.get((model, field), ""), {})


def stands_misspelt(model: str, raw: Any, path: tuple[str | int, ...]) -> bool:
    """Whether a field on the path is absent from its object while a misspelt key stands there, or
    the field itself beside its object."""
    if len(path) == 1 and isinstance(raw, dict) and raw.keys() <= _KNOWN[model]:
        return False  # by far the most common
    beside: frozenset[str] = frozenset()
    for step in path:
        if isinstance(step, int):
            if not isinstance(raw, list) or step >= len(raw):
                return False
            raw = raw[step]
            continue
        if not isinstance(raw, dict) or model not in SHAPES:
            return False
        value = raw.get(step)
        if value is None or value == "":
            return step in beside or is_misspelt(model, raw, step)
        inside = _inside(model, step).keys()
        beside = frozenset(key for key in inside - _KNOWN[model] if raw.get(key) is not None)
        model, raw = SHAPES[model].get(step, "").strip("[]"), value
    return False
