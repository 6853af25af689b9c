"""How boxes are told apart: by a letter and a shape for each type, and a word for each state."""

from __future__ import annotations

from typing import Final, Literal

from flowcheck.dataclass import dataclass
from flowcheck.pictures.scene import Box, Mark, State

Shape = Literal["box", "diamond", "stack", "loop", "approval", "call", "slant", "pill"]


@dataclass(frozen=True, slots=True)
class Symbol:
    """letter: one or two characters that stand for the type. shape: of the box."""

    letter: str
    shape: Shape


_NODES: Final = {
    "logic": Symbol("?", "diamond"),
    "list": Symbol("L", "stack"),
    "for-each": Symbol("∀", "loop"),
    "user-approval": Symbol("✓", "approval"),
    "user-selection": Symbol("S", "approval"),
    "workflow": Symbol("W", "call"),
    "transform": Symbol("ƒ", "slant"),
}
_MODEL: Final = Symbol("M", "box")
_PILL: Final = {"input": Symbol("→", "pill"), "output": Symbol("◎", "pill")}
STATES: Final[dict[State, str]] = {
    "runs": "runs",
    "skipped": "skipped",
    "hangs": "HANGS",
    "open": "open",
    "may hang": "MAY HANG",
    "never runs": "NEVER RUNS",
}
"""The word for each state, so that colour alone says nothing."""
_RANK: Final = {"error": 0, "warning": 1, "info": 2}


def symbol_of(box: Box) -> Symbol:
    """The symbol of a box; whatever type is not known runs a model."""
    return _PILL.get(box.role) or _NODES.get(box.type, _MODEL)


def worst(marks: tuple[Mark, ...]) -> str | None:
    """The worst severity among problems; None without any."""
    return min((mark.severity for mark in marks), key=_RANK.__getitem__, default=None)


def codes(marks: tuple[Mark, ...]) -> str:
    """The codes of problems, each once with how often it comes."""
    counts: dict[str, int] = {}
    for mark in marks:
        counts[mark.code] = counts.get(mark.code, 0) + 1
    return ", ".join(code if many == 1 else f"{code} ×{many}" for code, many in counts.items())


def clipped(text: str, most: int) -> str:
    """At most so many characters."""
    return text if len(text) <= most else text[: most - 1] + "…"
