"""What an input may be chosen from, in either spelling."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


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
