"""What a picture of a flow shows, before anybody decides how it looks."""

from __future__ import annotations

from typing import Literal

from flowcheck.dataclass import dataclass
from flowcheck.graph.wires import EdgeKind

State = Literal["runs", "skipped", "hangs", "open", "may hang", "never runs"]
"""What becomes of a node: in the run that is painted, or over all runs (the last two)."""
Role = Literal["node", "input", "output"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A problem painted on a node or a wire. severity: `error`, `warning` or `info`."""

    code: str
    severity: str
    message: str


@dataclass(frozen=True, slots=True)
class Box:
    """A node of the flow, a workflow input, or the job's output.

    key: unique in the picture, of letters and digits only. id, detail: what stands in it, as
    written in the file. type: of the node or the input. folded: how many body nodes it stands
    for, where it is a loop drawn as one box."""

    key: str
    role: Role
    id: str
    type: str
    detail: str = ""
    state: State | None = None
    marks: tuple[Mark, ...] = ()
    folded: int = 0


@dataclass(frozen=True, slots=True)
class Wire:
    """An edge between two boxes, by key. label: the branch a gate waits for. taken: whether the
    painted run goes this way; None where nothing is painted or known."""

    source: str
    target: str
    kind: EdgeKind
    label: str = ""
    marks: tuple[Mark, ...] = ()
    taken: bool | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """A loop around its body. key: the box of the for-each node, which stands inside. members:
    the boxes directly in it, that one among them; those of loops in it lie in their frames.
    parent: the frame it lies in."""

    key: str
    members: tuple[str, ...]
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """A picture. marks: problems that lie on no node. caption: what the painted run is."""

    title: str
    boxes: tuple[Box, ...]
    wires: tuple[Wire, ...]
    frames: tuple[Frame, ...]
    marks: tuple[Mark, ...] = ()
    caption: str = ""

    def frame_of(self) -> dict[str, str]:
        """Box key → the key of the innermost frame it lies in; boxes in none are left out."""
        return {member: frame.key for frame in self.frames for member in frame.members}
