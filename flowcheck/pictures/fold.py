"""Loops drawn as one box, for flows that are too large to read otherwise."""

from __future__ import annotations

from flowcheck.dataclass import replace
from flowcheck.pictures.scene import Scene, Wire


def folded(scene: Scene) -> Scene:
    """The scene with each outermost loop as one box; its problems are those of all its nodes, and
    wires between the same boxes are one."""
    outer: dict[str, str] = {}
    for frame in scene.frames:  # outer frames first
        top = frame.key if frame.parent is None else outer[frame.parent]
        outer[frame.key] = top
        outer |= dict.fromkeys(frame.members, top)
    inside: dict[str, list[str]] = {}
    for key, top in outer.items():
        if key != top:
            inside.setdefault(top, []).append(key)
    by_key = {box.key: box for box in scene.boxes}
    boxes = []
    for box in scene.boxes:
        if outer.get(box.key, box.key) != box.key:
            continue
        within = [by_key[key] for key in inside.get(box.key, ())]
        marks = (*box.marks, *(mark for one in within for mark in one.marks))
        boxes.append(replace(box, marks=marks, folded=len(within)))
    wires: dict[tuple[object, ...], Wire] = {}
    for wire in scene.wires:
        ends = outer.get(wire.source, wire.source), outer.get(wire.target, wire.target)
        if ends[0] != ends[1]:
            moved = replace(wire, source=ends[0], target=ends[1])
            wires.setdefault((*ends, wire.kind, wire.label), moved)
    return replace(scene, boxes=tuple(boxes), wires=tuple(wires.values()), frames=())
