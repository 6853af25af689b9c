"""A page that shows a scene: one file that loads nothing from anywhere."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any, Final

from flowcheck.dataclass import dataclass
from flowcheck.pictures.json_lines import json_lines
from flowcheck.pictures.scene import Scene
from flowcheck.pictures.svg import STATE_CLASS, svg
from flowcheck.pictures.symbols import STATES
from flowcheck.report import Problem
from flowcheck.reports.escape import dumps, shown

_HERE: Final = Path(__file__).parent
_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"


@dataclass(frozen=True, slots=True)
class Told:
    """A problem on the page. box: the key of the node's box, None without one. node: that node as
    it stands in the file, `place` the JSON pointer in it. run: the scene with its example run
    painted, None without one that can be played."""

    problem: Problem
    box: str | None
    node: Any
    place: str
    run: Scene | None


def html(scene: Scene, told: Sequence[Told], contract: Sequence[Mapping[str, str]]) -> str:
    """The page. contract: a row for each workflow input, column → text. Raises PicturesMissing."""
    runs = [one.run for one in told if one.run is not None]
    title = _text(scene.title)
    style = (_HERE / "page.css").read_text(encoding="utf-8")
    script = (_HERE / "page.js").read_text(encoding="utf-8")
    lines = [
        "<!doctype html>",
        f'<html lang="en"><head><meta charset="utf-8"><title>{title}</title>',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        '<meta name="viewport" content="width=device-width,initial-scale=1">',
        f"<style>{style}</style></head><body>",
        f"<header><h1>{title}</h1>",
        '<input id="search" type="search" placeholder="find a node" aria-label="find a node">',
        '<button data-zoom="0.8" aria-label="larger">+</button>',
        '<button data-zoom="1.25" aria-label="smaller">−</button>',
        '<button id="fit">whole flow</button>',
        '<button id="stop" hidden>stop the run</button>',
        f'<div id="told" role="status" aria-live="polite">{_text(scene.caption)}</div></header>',
        f"<main>{svg(scene, listed=False)}</main>",
        "<aside>",
        *_problems(scene, told),
        *_contract(contract),
        "</aside>",
        f'<script type="application/json" id="runs">{_json([_run(run) for run in runs])}</script>',
        f"<script>{script}</script></body></html>",
    ]
    return "\n".join(lines) + "\n"


def _problems(scene: Scene, told: Sequence[Told]) -> Iterator[str]:
    yield f"<h2>{len(told)} problem{'' if len(told) == 1 else 's'}</h2><ol>"
    run = 0
    for one in told:
        problem = one.problem
        where = f"{_text(problem.node)}: " if problem.node is not None else ""
        severity = problem.severity.value
        yield f'<li class="{severity}">'
        jump = f' data-jump="{one.box}"' if one.box is not None else ""
        yield f"<button{jump}><b>{severity} {problem.code}</b> {where}{_text(problem.message)}"
        yield f"</button>{f'<div>{_text(problem.hint)}</div>' if problem.hint else ''}"
        if one.run is not None:
            yield f'<button data-play="{run}" aria-pressed="false">play the example run</button>'
            run += 1
        if one.box is not None:
            lines, marked = json_lines(one.node, one.place)
            shown_lines = [
                f"<mark>{_text(line)}</mark>" if at in marked else _text(line)
                for at, line in enumerate(lines)
            ]
            place = f"{_text(problem.file)}:{problem.line}:{problem.column}"
            yield f"<details><summary>{place}</summary><pre>{_joined(shown_lines)}</pre></details>"
        yield "</li>"
    yield "</ol>"


def _joined(lines: Sequence[str]) -> str:
    return "\n".join(lines)


def _contract(rows: Sequence[Mapping[str, str]]) -> Iterator[str]:
    if not rows:
        return
    heads = [head for head in rows[0] if any(row[head] for row in rows)]
    yield f"<h2>What a run is given</h2><table><tr>{''.join(f'<th>{h}</th>' for h in heads)}</tr>"
    for row in rows:
        cells = "".join(f"<td>{_text(row[head], keep_lines=True)}</td>" for head in heads)
        yield f"<tr>{cells}</tr>"
    yield "</table>"


def _run(run: Scene) -> dict[str, Any]:
    """What changes in the picture when a run is played."""
    boxes = {
        box.key: [STATE_CLASS.get(box.state, ""), STATES[box.state]]
        for box in run.boxes
        if box.state is not None
    }
    return {"caption": shown(run.caption), "boxes": boxes, "wires": [w.taken for w in run.wires]}


def _json(value: Any) -> str:
    """JSON in a script element: nothing in it ends that, or begins another."""
    text = dumps(json.loads(json.dumps(value)))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _text(text: str, *, keep_lines: bool = False) -> str:
    if keep_lines:
        return "\n".join(escape(shown(line)) for line in text.split("\n"))
    return escape(shown(text))
