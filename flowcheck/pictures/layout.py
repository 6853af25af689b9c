"""Where everything stands: layers from left to right, loops laid out by themselves.

A loop's body is laid out first, and its frame then takes part in what lies around it as one large
box. What goes in and out of a frame enters and leaves it through a point of its own at the rim, so
that no wire runs across a box."""

from __future__ import annotations

from typing import Final

from flowcheck.dataclass import dataclass, field
from flowcheck.pictures.labels import label_width
from flowcheck.pictures.layers import Area, Level, Placed, Point, placed
from flowcheck.pictures.scene import Box, Scene

WIDTH: Final = 190.0
HEIGHT: Final = 58.0
PILL_HEIGHT: Final = 40.0
_PAD: Final = 22.0
_HEAD: Final = 26.0  # of a frame, for the loop's name
_BESIDE_LABEL: Final = 34.0  # of a wire that is to be seen, with its arrow
_IN, _OUT = "in ", "out "


@dataclass(slots=True)
class Layout:
    """areas: of boxes and of frames (`frame KEY`), by key. paths: the points of each wire, by its
    place in the scene. width, height: of the whole picture."""

    areas: dict[str, Area] = field(default_factory=dict)
    paths: dict[int, list[Point]] = field(default_factory=dict)
    width: float = 0.0
    height: float = 0.0


def layout(scene: Scene) -> Layout:
    """Lay out a scene. Raises PicturesMissing."""
    return _Layouter(scene).whole()


def frame_key(key: str) -> str:
    """The name of a frame's area."""
    return f"frame {key}"


class _Layouter:
    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.frame_of = scene.frame_of()
        self.parents = {frame.key: frame.parent for frame in scene.frames}
        self.levels: dict[str | None, Level] = {None: Level()}
        self.levels |= {frame.key: Level() for frame in scene.frames}
        self.placed: dict[str | None, Placed] = {}
        self.steps: dict[int, list[tuple[str | None, tuple[str, str]]]] = {}

    def whole(self) -> Layout:
        for box in self.scene.boxes:
            self.levels[self.frame_of.get(box.key)].sizes[box.key] = _size(box)
        for place, wire in enumerate(self.scene.wires):
            self._route(place, wire.source, wire.target)
            level, edge = self.steps[place][-1]
            if edge[0] != edge[1]:
                here = self.levels[level]
                here.gap = max(here.gap, label_width(wire) + _BESIDE_LABEL)
        for frame in reversed(self.scene.frames):  # inner ones first
            inside = self.placed[frame.key] = placed(self.levels[frame.key])
            outer = self.levels[frame.parent]
            size = (inside.width + 2 * _PAD, inside.height + 2 * _PAD + _HEAD)
            outer.sizes[frame_key(frame.key)] = size
        self.placed[None] = placed(self.levels[None], self._rims())
        found = Layout(width=self.placed[None].width, height=self.placed[None].height)
        corners = self._corners(found)
        for place, steps in self.steps.items():
            points: list[Point] = []
            for level, edge in steps:
                x, y = corners[level]
                points += [(a + x, b + y) for a, b in self.placed[level].ways[edge]]
            found.paths[place] = points
        return found

    def _rims(self) -> tuple[set[str], set[str]]:
        inputs = {box.key for box in self.scene.boxes if box.role == "input"}
        return inputs, {box.key for box in self.scene.boxes if box.role == "output"}

    def _corners(self, found: Layout) -> dict[str | None, Point]:
        """Where each level's inside begins; fills in the areas."""
        corners: dict[str | None, Point] = {None: (0.0, 0.0)}
        found.areas |= self.placed[None].areas
        for frame in self.scene.frames:
            at = found.areas[frame_key(frame.key)]
            corner = corners[frame.key] = (at.left + _PAD, at.top + _PAD + _HEAD)
            inside = self.placed[frame.key].areas
            found.areas |= {
                key: area.moved(corner)
                for key, area in inside.items()
                if not key.startswith((_IN, _OUT))
            }
        return corners

    def _around(self, key: str) -> list[str | None]:
        """The frames a box lies in, the innermost first, then the whole picture."""
        found: list[str | None] = []
        at = self.frame_of.get(key)
        while at is not None:
            found.append(at)
            at = self.parents[at]
        return [*found, None]

    def _route(self, place: int, source: str, target: str) -> None:
        """Cut a wire at the rims it crosses: out of the source's frames, along the level that
        both lie in, into the target's frames."""
        out, into = self._around(source), self._around(target)
        if source in self.parents and source not in into:
            out = out[1:]  # what leaves a loop's node leaves the loop: its frame stands for it
            source = frame_key(source)
        common = next(level for level in out if level in into)
        steps: list[tuple[str | None, tuple[str, str]]] = []
        at = source
        for level in out[: out.index(common)]:
            assert level is not None
            steps.append((level, (at, f"{_OUT}{level}")))
            at = frame_key(level)
        inward: list[tuple[str | None, tuple[str, str]]] = []
        to = target
        for level in into[: into.index(common)]:
            assert level is not None
            inward.append((level, (f"{_IN}{level}", to)))
            to = frame_key(level)
        self.steps[place] = [*steps, (common, (at, to)), *reversed(inward)]
        for level, edge in self.steps[place]:
            here = self.levels[level]
            here.edges.setdefault(edge, []).append(place)
            for end in edge:
                if end.startswith((_IN, _OUT)):
                    here.sizes[end] = (0.0, 0.0)


def _size(box: Box) -> Point:
    return (WIDTH, PILL_HEIGHT if box.role != "node" else HEIGHT)
