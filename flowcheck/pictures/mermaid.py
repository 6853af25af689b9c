"""A scene as Mermaid text, as GitHub, GitLab and many editors draw it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from flowcheck.graph.wires import EdgeKind
from flowcheck.pictures.in_words import LONGEST, box_words, mark_words, wire_words
from flowcheck.pictures.scene import Box, Scene, Wire
from flowcheck.pictures.symbols import clipped, symbol_of, worst

_SHAPES: Final = {
    "box": ("[", "]"),
    "diamond": ("{{", "}}"),
    "stack": ("[[", "]]"),
    "loop": ("[/", "\\]"),
    "approval": ("(", ")"),
    "call": ("[(", ")]"),
    "slant": ("[/", "/]"),
    "pill": ("([", "])"),
}
_ARROWS: Final = {
    EdgeKind.DATA: "-->",
    EdgeKind.BRANCH: "-->",
    EdgeKind.MERGE: "==>",
    EdgeKind.DEPENDS: "-.->",
    EdgeKind.BODY: "-->",
}
_CLASSES: Final = """\
  classDef error stroke:#c5221f,stroke-width:3px
  classDef warning stroke:#b06000,stroke-width:3px
  classDef info stroke:#1a73e8,stroke-width:2px
  classDef skipped opacity:0.45,stroke-dasharray:4 4
  classDef hangs stroke:#c5221f,stroke-width:3px,stroke-dasharray:8 4
"""
_DASHED: Final = {
    "skipped": "skipped",
    "never runs": "skipped",
    "hangs": "hangs",
    "may hang": "hangs",
}


def mermaid(scene: Scene) -> str:
    """A left-to-right flowchart; loops are subgraphs, problems stand in their nodes."""
    lines = ["flowchart LR"]
    boxes = {box.key: box for box in scene.boxes}
    inner = scene.frame_of()
    lines += [_box(box, "  ") for box in scene.boxes if box.key not in inner]
    lines += _frames(scene, boxes, None, "  ")
    lines += [_wire(wire) for wire in scene.wires]
    lines += [_CLASSES.rstrip("\n")]
    lines += list(_styles(scene))
    for mark in scene.marks:
        lines.append(f"  %% {_comment(mark_words(mark))}")
    return "\n".join(lines) + "\n"


def _frames(scene: Scene, boxes: dict[str, Box], parent: str | None, indent: str) -> Iterator[str]:
    for frame in scene.frames:
        if frame.parent != parent:
            continue
        yield f'{indent}subgraph f{frame.key}["{_text(clipped(boxes[frame.key].id, LONGEST))}"]'
        for key in frame.members:
            yield _box(boxes[key], f"{indent}  ")
        yield from _frames(scene, boxes, frame.key, f"{indent}  ")
        yield f"{indent}end"


def _box(box: Box, indent: str) -> str:
    opening, closing = _SHAPES[symbol_of(box).shape]
    lines = [*box_words(box), *map(mark_words, box.marks)]
    return f'{indent}{box.key}{opening}"{"<br/>".join(map(_text, lines))}"{closing}'


def _wire(wire: Wire) -> str:
    label = wire_words(wire)
    if wire.taken is False:
        label = f"{label} (not taken)".lstrip()
    arrow = _ARROWS[wire.kind]
    shown = f'|"{_text(label)}"|' if label else ""
    return f"  {wire.source} {arrow}{shown} {wire.target}"


def _styles(scene: Scene) -> Iterator[str]:
    classes: dict[str, list[str]] = {}
    for box in scene.boxes:
        severity = worst(box.marks)
        if severity is not None:
            classes.setdefault(severity, []).append(box.key)
        if box.state in _DASHED:
            classes.setdefault(_DASHED[box.state], []).append(box.key)
    for name, keys in classes.items():
        yield f"  class {','.join(keys)} {name}"


def _text(text: str) -> str:
    """Text in quotes: whatever is neither letter, digit nor a plain sign becomes an entity code."""
    return "".join(
        c if c.isalnum() or c in " .,:_-/()=+→" else f"#{ord(c)};" if c.isprintable() else " "
        for c in text
    )


def _comment(text: str) -> str:
    """A comment ends with its line, and `%%{` would begin a directive."""
    return "".join(c if c.isprintable() else " " for c in text).replace("{", "(").replace("}", ")")
