"""A scene as one SVG file: no script, no font and nothing else from anywhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final
from xml.sax.saxutils import escape as xml_escape

from flowcheck.graph.wires import EdgeKind
from flowcheck.pictures.labels import LINE, Label, labels
from flowcheck.pictures.layers import Area, Point
from flowcheck.pictures.layout import Layout, frame_key, layout
from flowcheck.pictures.scene import Box, Frame, Mark, Scene, Wire
from flowcheck.pictures.symbols import STATES, clipped, codes, symbol_of, worst
from flowcheck.reports.columns import broken_lines, columns
from flowcheck.reports.escape import shown

_MARGIN: Final = 24.0
_LINE: Final = 18.0
_LEAST: Final = 560.0  # width, for the list below the picture
_HEAD: Final = 200  # characters of the title and of the caption
_WIDE: Final = 9.2  # of one column of the title
_LETTERS: Final = 22  # of the text in a box
_MESSAGE: Final = 400
_STYLE: Final = """\
:root{--paper:#fff;--ink:#202124;--soft:#5f6368;--box:#f8f9fa;--line:#80868b;--loop:#f1f3f4;\
--error:#c5221f;--warning:#b06000;--info:#1967d2;--run:#137333}
@media (prefers-color-scheme:dark){:root{--paper:#1f1f1f;--ink:#e8eaed;--soft:#bdc1c6;\
--box:#2d2e31;--line:#9aa0a6;--loop:#28292c;--error:#f28b82;--warning:#fdd663;--info:#8ab4f8;\
--run:#81c995}}
text{font:12px system-ui,sans-serif;fill:var(--ink)}
.id{font-weight:600}.soft{fill:var(--soft);font-size:11px}.head{font-size:15px;font-weight:600}
.paper{fill:var(--paper)}.frame{fill:var(--loop);stroke:var(--line);stroke-dasharray:6 3}
.shape{fill:var(--box);stroke:var(--line);stroke-width:1.2}
.letter{font-weight:700;text-anchor:middle}
.wire{fill:none;stroke:var(--line);stroke-width:1.4}
.merge{stroke-width:2.6}.depends{stroke-dasharray:2 3}
.label{font-size:11px;text-anchor:middle;paint-order:stroke}
.error{stroke:var(--error);stroke-width:2.6}.warning{stroke:var(--warning);stroke-width:2.6}
.info{stroke:var(--info);stroke-width:2}
text.error{stroke:none;fill:var(--error);font-weight:600}
text.warning{stroke:none;fill:var(--warning);font-weight:600}
text.info{stroke:none;fill:var(--info)}
text.label{stroke:var(--paper);stroke-width:4px}
.taken{stroke:var(--run);stroke-width:2.4}.not{opacity:.35}
.hangs{stroke:var(--error);stroke-width:2.6;stroke-dasharray:7 4}
.skipped{opacity:.5;stroke-dasharray:4 4}
"""
STATE_CLASS: Final = {
    "runs": "taken",
    "hangs": "hangs",
    "may hang": "hangs",
    "skipped": "skipped",
    "never runs": "skipped",
}
"""The class of a box in each state that shows."""
_KIND_CLASS: Final = {EdgeKind.MERGE: "merge", EdgeKind.DEPENDS: "depends"}
_LEGEND: Final = (
    "Lines: thin reads a value, with a word waits for that branch, thick takes whichever ran, "
    "dotted only waits."
)


def svg(scene: Scene, *, listed: bool = True) -> str:
    """The picture, laid out. listed: with its title above and what problems say below, for where
    nothing stands beside it. Raises PicturesMissing."""
    placed = layout(scene)
    head = [(scene.title, "head"), (scene.caption, "soft")] if listed else []
    above = [(clipped(text, _HEAD), style) for text, style in head if text]
    wide = max((columns(shown(text)) * _WIDE for text, _ in above), default=0.0)
    width = max(placed.width, _LEAST, wide) + 2 * _MARGIN
    below = list(_below(scene, width)) if listed else []
    top = _MARGIN + _LINE * len(above) + 8
    height = top + placed.height + 2 * _MARGIN + _LINE * (len(below) + 1)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_n(width)} {_n(height)}" '
        f'width="{_n(width)}" height="{_n(height)}" role="img" tabindex="0" '
        f'aria-label="{_text(scene.title)}">',
        f"<style>{_STYLE}</style>",
        '<defs><marker id="arrow" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="10" '
        'markerHeight="10" markerUnits="userSpaceOnUse" orient="auto">'
        '<path d="M0 0 10 5 0 10z" fill="context-stroke"/></marker></defs>',
        '<rect class="paper" width="100%" height="100%"/>',
    ]
    for number, (text, style) in enumerate(above):
        lines.append(_words(_MARGIN, _MARGIN + _LINE * number + 8, text, style))
    lines.append(f'<g id="drawing" transform="translate({_n(_MARGIN)} {_n(top)})">')
    lines += [_frame(frame, scene, placed) for frame in scene.frames]
    lines += [_wire(place, wire, placed) for place, wire in enumerate(scene.wires)]
    lines += [_box(box, placed.areas[box.key]) for box in scene.boxes]
    boxes = (placed.areas[box.key] for box in scene.boxes)
    lines += [_label(label) for label in labels(scene.wires, placed.paths, boxes)]
    lines.append("</g>")
    at = top + placed.height + _MARGIN + 12
    lines.append(_words(_MARGIN, at, _LEGEND, "soft"))
    for number, (text, style) in enumerate(below, 1):
        lines.append(_words(_MARGIN, at + _LINE * number, text, style))
    return "\n".join([*lines, "</svg>"]) + "\n"


def _below(scene: Scene, width: float) -> Iterator[tuple[str, str]]:
    """What the problems say, worst first, a line or more each."""
    told: list[tuple[str, Mark]] = [("", mark) for mark in scene.marks]
    told += [(f"{clipped(box.id, 60)}: ", mark) for box in scene.boxes for mark in box.marks]
    for severity in ("error", "warning", "info"):
        for where, mark in told:
            if mark.severity == severity:
                text = f"{severity} {mark.code} {where}{clipped(mark.message, _MESSAGE)}"
                for line in broken_lines(shown(text), int((width - 2 * _MARGIN) / 7.4)):
                    yield line, severity


def _frame(frame: Frame, scene: Scene, placed: Layout) -> str:
    area = placed.areas[frame_key(frame.key)]
    id = next(box.id for box in scene.boxes if box.key == frame.key)
    name = _words(area.left + 12, area.top + 18, f"∀ {clipped(id, 40)}", "soft")
    return f'<rect class="frame" {_rect(area)} rx="10"/>{name}'


def _wire(place: int, wire: Wire, placed: Layout) -> str:
    points = placed.paths[place]
    classes = ["wire", _KIND_CLASS.get(wire.kind, "")]
    severity = worst(wire.marks)
    if severity is not None:
        classes.append(severity)
    elif wire.taken is not None:
        classes.append("taken" if wire.taken else "not")
    drawn = f'<path data-wire="{place}" class="{" ".join(filter(None, classes))}" '
    drawn += f'd="{_curve(points)}" '
    drawn += f'marker-end="url(#arrow)">{_tooltip(wire.marks)}</path>'
    return drawn


def _label(label: Label) -> str:
    """Branches as they are, codes as their problems."""
    lines = []
    for number, text in enumerate(label.lines, 1):
        marked = label.severity is not None and number == len(label.lines)
        style = f"label {label.severity}" if marked else "label"
        lines.append(_words(label.x, label.y + LINE * (number - 1), text, style))
    return "".join(lines)


def _curve(points: Sequence[Point]) -> str:
    x, y = points[0]
    if any(one[0] >= two[0] for one, two in pairwise(points)):  # backward, or along the rim
        return "M" + "L".join(f"{_n(a)} {_n(b)}" for a, b in points)
    path = [f"M{_n(x)} {_n(y)}"]
    for to_x, to_y in points[1:]:
        bend = max(18.0, abs(to_x - x) / 2)
        path.append(f"C{_n(x + bend)} {_n(y)} {_n(to_x - bend)} {_n(to_y)} {_n(to_x)} {_n(to_y)}")
        x, y = to_x, to_y
    return "".join(path)


def _box(box: Box, area: Area) -> str:
    symbol = symbol_of(box)
    classes = ["shape"]
    severity = worst(box.marks)
    if severity is not None:
        classes.append(severity)
    if box.state in STATE_CLASS:
        classes.append(STATE_CLASS[box.state])
    x, y = area.left, area.top
    named = f'<g data-box="{box.key}" data-name="{_text(box.id)}">'
    lines = [named + _tooltip(box.marks, box.id, box.detail)]
    lines.append(f'<path class="{" ".join(classes)}" d="{_outline(symbol.shape, area)}"/>')
    lines.append(_words(x + 18, y + area.height / 2 + 5, symbol.letter, "letter"))
    if area.height < 50:
        detail = box.detail or box.type
        lines.append(_words(x + 34, y + (17 if detail else 24), clipped(box.id, _LETTERS), "id"))
        lines.append(_words(x + 34, y + 32, clipped(detail, _LETTERS), "soft") if detail else "")
        return "".join([*lines, "</g>"])
    detail = f"{box.folded} body nodes" if box.folded else box.detail
    lines.append(_words(x + 34, y + 20, clipped(box.id, _LETTERS), "id"))
    lines.append(_words(x + 34, y + 35, clipped(detail, _LETTERS + 2), "soft"))
    state = STATES[box.state] if box.state is not None else ""
    found = clipped(codes(box.marks), _LETTERS)
    style = f"soft {severity}" if severity else "soft"
    told = f'<tspan data-state="{state}">{state}</tspan>{" · " if state and found else ""}{found}'
    lines.append(f'<text x="{_n(x + 34)}" y="{_n(y + 50)}" class="{style}">{told}</text>')
    return "".join([*lines, "</g>"])


def _outline(shape: str, area: Area) -> str:
    """The outline of a box's shape as a path."""
    x, y, w, h = area.left, area.top, area.width, area.height
    match shape:
        case "diamond":
            points = [(x + 12, y), (x + w - 12, y), (x + w, y + h / 2), (x + w - 12, y + h)]
            points += [(x + 12, y + h), (x, y + h / 2)]
        case "slant":
            points = [(x + 10, y), (x + w, y), (x + w - 10, y + h), (x, y + h)]
        case "stack":
            points = [(x, y), (x + w - 12, y), (x + w, y + 12), (x + w, y + h), (x, y + h)]
        case "loop":
            points = [(x + 12, y), (x + w - 12, y), (x + w, y + 12), (x + w, y + h)]
            points += [(x, y + h), (x, y + 12)]
        case "approval":
            cut = 10
            points = [(x + cut, y), (x + w - cut, y), (x + w, y + cut), (x + w, y + h - cut)]
            points += [(x + w - cut, y + h), (x + cut, y + h), (x, y + h - cut), (x, y + cut)]
        case "call":
            inner = f"M{_n(x + 5)} {_n(y)}V{_n(y + h)}M{_n(x + w - 5)} {_n(y)}V{_n(y + h)}"
            return f"M{_n(x)} {_n(y)}H{_n(x + w)}V{_n(y + h)}H{_n(x)}Z{inner}"
        case _:
            r = h / 2 if shape == "pill" else 8
            return (
                f"M{_n(x + r)} {_n(y)}H{_n(x + w - r)}a{_n(r)} {_n(r)} 0 0 1 {_n(r)} {_n(r)}"
                f"V{_n(y + h - r)}a{_n(r)} {_n(r)} 0 0 1 {_n(-r)} {_n(r)}H{_n(x + r)}"
                f"a{_n(r)} {_n(r)} 0 0 1 {_n(-r)} {_n(-r)}V{_n(y + r)}"
                f"a{_n(r)} {_n(r)} 0 0 1 {_n(r)} {_n(-r)}Z"
            )
    return "M" + "L".join(f"{_n(a)} {_n(b)}" for a, b in points) + "Z"


def _tooltip(marks: Sequence[Mark], *lines: str) -> str:
    told = [clipped(line, 200) for line in lines if line]
    told += [f"{m.severity} {m.code}: {clipped(m.message, _MESSAGE)}" for m in marks]
    return f"<title>{_text(' | '.join(told))}</title>" if told else ""


def _words(x: float, y: float, text: str, style: str) -> str:
    return f'<text x="{_n(x)}" y="{_n(y)}" class="{style}">{_text(text)}</text>'


def _rect(area: Area) -> str:
    return (
        f'x="{_n(area.left)}" y="{_n(area.top)}" '
        f'width="{_n(area.width)}" height="{_n(area.height)}"'
    )


def _text(text: str) -> str:
    return xml_escape(shown(text), {'"': "&quot;"})


def _n(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
