"""Where every value and key stands in a document's text; written apart from flowcheck's own way."""

from __future__ import annotations

import json
from typing import Any

Place = tuple[int, int]


def placed(value: Any) -> tuple[str, dict[str, Place], dict[str, Place]]:
    """The text of a document, indented by 2, and by pointer the 1-based line and column in code
    points of each value and of each object member's key."""
    lines = [""]
    values: dict[str, Place] = {}
    keys: dict[str, Place] = {}

    def put(text: str) -> None:
        lines[-1] += text

    def here() -> Place:
        return len(lines), len(lines[-1]) + 1

    def write(value: Any, pointer: str, depth: int) -> None:
        values[pointer] = here()
        if not isinstance(value, dict | list) or not value:
            put(json.dumps(value, ensure_ascii=False))
            return
        is_object = isinstance(value, dict)
        put("{" if is_object else "[")
        items = value.items() if is_object else enumerate(value)
        for number, (key, item) in enumerate(items):
            if number:
                put(",")
            lines.append("  " * (depth + 1))
            inner = f"{pointer}/{str(key).replace('~', '~0').replace('/', '~1')}"
            if is_object:
                keys[inner] = here()
                put(json.dumps(key, ensure_ascii=False) + ": ")
            write(item, inner, depth + 1)
        lines.append("  " * depth)
        put("}" if is_object else "]")

    write(value, "", 0)
    return "\n".join(lines), values, keys
