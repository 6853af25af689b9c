"""A scene as a Graphviz graph."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from flowcheck.graph.wires import EdgeKind
from flowcheck.pictures.in_words import LONGEST, box_words, mark_words, wire_words
from flowcheck.pictures.scene import Box, Scene, Wire
from flowcheck.pictures.symbols import clipped, codes, symbol_of, worst

_SHAPES: Final = {
    "box": "box",
    "diamond": "hexagon",
    "stack": "note",
    "loop": "house",
    "approval": "octagon",
    "call": "component",
    "slant": "parallelogram",
    "pill": "oval",
}
_STYLES: Final = {EdgeKind.DEPENDS: "dotted", EdgeKind.MERGE: "bold"}
_COLOURS: Final = {"error": "#c5221f", "warning": "#b06000", "info": "#1a73e8"}


def dot(scene: Scene) -> str:
    """A directed graph, left to right; loops are clusters, messages are tooltips too."""
    lines = ["digraph flow {", "  rankdir=LR;", f"  label={_quoted(_title(scene))};"]
    lines.append('  node [fontname="sans-serif", fontsize=11]; edge [fontname="sans-serif"];')
    boxes = {box.key: box for box in scene.boxes}
    inner = scene.frame_of()
    lines += [_box(box, "  ") for box in scene.boxes if box.key not in inner]
    lines += _frames(scene, boxes, None, "  ")
    lines += [_wire(wire) for wire in scene.wires]
    for role, rank in (("input", "source"), ("output", "sink")):
        keys = [box.key for box in scene.boxes if box.role == role]
        if keys:
            lines.append(f"  {{ rank={rank}; {'; '.join(keys)}; }}")
    return "\n".join([*lines, "}"]) + "\n"


def _title(scene: Scene) -> str:
    told = (scene.title, scene.caption, *map(mark_words, scene.marks))
    return "\n".join(part for part in told if part)


def _frames(scene: Scene, boxes: dict[str, Box], parent: str | None, indent: str) -> Iterator[str]:
    for frame in scene.frames:
        if frame.parent != parent:
            continue
        yield f"{indent}subgraph cluster_{frame.key} {{"
        yield f"{indent}  label={_quoted(clipped(boxes[frame.key].id, LONGEST))}; style=rounded;"
        for key in frame.members:
            yield _box(boxes[key], f"{indent}  ")
        yield from _frames(scene, boxes, frame.key, f"{indent}  ")
        yield f"{indent}}}"


def _box(box: Box, indent: str) -> str:
    lines = box_words(box) + ([codes(box.marks)] if box.marks else [])
    told = "\n".join(f"{m.severity} {m.code}: {m.message}" for m in box.marks)
    attributes = {
        "label": "\n".join(lines),
        "shape": _SHAPES[symbol_of(box).shape],
        "tooltip": clipped(told or box.id, 1000),
    }
    severity = worst(box.marks)
    if severity is not None:
        attributes |= {"color": _COLOURS[severity], "penwidth": "2.5"}
    if box.state in ("skipped", "never runs"):
        attributes["style"] = "dashed"
    return f"{indent}{box.key} [{_attributes(attributes)}];"


def _wire(wire: Wire) -> str:
    attributes = {}
    label = wire_words(wire)
    if label:
        attributes["label"] = label
    style = _STYLES.get(wire.kind)
    if wire.taken is False:
        style = "dashed" if style is None else f"{style},dashed"
        attributes["color"] = "#9aa0a6"
    if style is not None:
        attributes["style"] = style
    severity = worst(wire.marks)
    if severity is not None:
        attributes |= {"color": _COLOURS[severity], "penwidth": "2.5"}
    shown = f" [{_attributes(attributes)}]" if attributes else ""
    return f"  {wire.source} -> {wire.target}{shown};"


def _attributes(attributes: dict[str, str]) -> str:
    return ", ".join(f"{name}={_quoted(value)}" for name, value in attributes.items())


def _quoted(text: str) -> str:
    """A string of the DOT language: no sign in it is an escape, lines are kept."""
    lines = ("".join(c if c.isprintable() else " " for c in line) for line in text.split("\n"))
    return '"' + "\\n".join(x.replace("\\", "\\\\").replace('"', '\\"') for x in lines) + '"'
