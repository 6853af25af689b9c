"""What a box, a wire and a mark say in the formats whose text somebody else draws."""

from __future__ import annotations

from typing import Final

from flowcheck.pictures.scene import Box, Mark, Wire
from flowcheck.pictures.symbols import STATES, clipped, codes, symbol_of

LONGEST: Final = 80
"""Characters of an id, a detail or a label."""
_MESSAGE: Final = 160


def mark_words(mark: Mark) -> str:
    """A problem with its message, which may be cut."""
    return f"{mark.severity} {mark.code}: {clipped(mark.message, _MESSAGE)}"


def box_words(box: Box) -> list[str]:
    """The lines of a box, problems aside."""
    lines = [f"{symbol_of(box).letter} {clipped(box.id, LONGEST)}", clipped(box.detail, LONGEST)]
    lines += [f"{box.folded} body nodes"] if box.folded else []
    lines += [STATES[box.state]] if box.state is not None else []
    return [line for line in lines if line]


def wire_words(wire: Wire) -> str:
    """The label of a wire, with the codes of its problems."""
    return " ".join(part for part in (clipped(wire.label, LONGEST), codes(wire.marks)) if part)
