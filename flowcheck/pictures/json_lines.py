"""A JSON value as lines, and which of them a place in it takes."""

from __future__ import annotations

import json
from typing import Any, Final

_MOST: Final = 400
"""The most lines shown of a value, around the place that is marked."""


def json_lines(value: Any, place: str) -> tuple[list[str], range]:
    """The lines of a value with an indent of 2, and those that the value at a JSON pointer in it
    takes; the whole where nothing is there. Values nested too deep to show are one line."""
    try:
        text = json.dumps(value, indent=2, ensure_ascii=False)
    except RecursionError:
        return ["…"], range(1)
    lines = text.split("\n")
    begin = 0
    inside = value
    for step in place.split("/")[1:]:
        step = step.replace("~1", "/").replace("~0", "~")
        if isinstance(inside, dict) and step in inside:
            keys = list(inside)
            before = [inside[key] for key in keys[: keys.index(step)]]
            inside = inside[step]
        elif isinstance(inside, list) and step.isdecimal() and int(step) < len(inside):
            before = inside[: int(step)]
            inside = inside[int(step)]
        else:
            break
        begin += 1 + sum(_height(one) for one in before)
    end = begin + _height(inside)
    first = max(0, min(begin, end - _MOST // 2) - _MOST // 2) if len(lines) > _MOST else 0
    return lines[first : first + _MOST], range(begin - first, end - first)


def _height(value: Any) -> int:
    return json.dumps(value, indent=2).count("\n") + 1
