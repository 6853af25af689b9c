"""The formats: read by those who read them, the same each time, harmless whatever names say."""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from shutil import which
from typing import Any

import pydot
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flowcheck.dataclass import replace
from flowcheck.graph.flow import Flow
from flowcheck.pictures.dot import dot
from flowcheck.pictures.fold import folded
from flowcheck.pictures.layers import Area
from flowcheck.pictures.layout import frame_key, layout
from flowcheck.pictures.mermaid import mermaid
from flowcheck.pictures.svg import svg
from flowcheck.reading.source import Source
from tests.pictures.support import HANGS, LOOPS, random_record, scene

HERE = Path(__file__).parent
SAMPLES = sorted((HERE.parents[1] / "samples").glob("*.json"))
SVG = "{http://www.w3.org/2000/svg}"
numbers = st.integers(0, 2**32)


def test_mermaid_of_a_hang() -> None:
    assert mermaid(scene(HANGS)).splitlines()[:9] == [
        "flowchart LR",
        '  i0(["→ mode"])',
        '  n0{{"#63; router<br/>logic"}}',
        '  n1["M draft<br/>model_a"]',
        '  n2["M up<br/>model_b<br/>MAY HANG<br/>error FC309: node #96;up#96; hangs when '
        "#96;mode#96; is #96;#34;best#34;#96; (#96;router#96; takes #96;1#96;): it reads "
        '#96;draft#96;, which is skipped then"]',
        '  out(["#9678; job output"])',
        "  i0 --> n0",
        '  n0 -->|"2"| n1',
        '  n1 -->|"FC309"| n2',
    ]
    assert mermaid(scene(HANGS)).endswith("  class n2 error\n  class n2 hangs\n")


def test_marks_that_turn_text_around_are_left_out() -> None:
    record = json.loads(json.dumps(HANGS).replace('"up"', '"up\\u202egnp"'))
    assert "M up gnp<br/>" in mermaid(scene(record))


def test_mermaid_of_loops() -> None:
    text = mermaid(scene(LOOPS))
    assert '  subgraph fn1["outer"]\n    n1[/"' in text
    assert '    subgraph fn2["inner"]\n      n2[/"' in text


@given(numbers)
@settings(max_examples=60, deadline=None)
def test_mermaid_has_nothing_but_its_own_grammar(seed: int) -> None:
    line = re.compile(
        r"flowchart LR|\s+(?:"
        r"\w+(?:\[|\{\{|\[\[|\[/|\(|\[\(|\(\[)\"[^\"`|<>]*(?:<br/>[^\"`|<>]*)*\""
        r"(?:\]|\}\}|\]\]|\\\]|\)|\)\]|/\]|\]\))"
        r"|subgraph \w+\[\"[^\"<>|]*\"\]|end"
        r"|\w+ (?:-->|==>|-\.->)(?:\|\"[^\"<>|]*\"\|)? \w+"
        r"|classDef [\w :#,.;-]+|class [\w,]+ \w+|%% [^\n{}]*)"
    )
    for text in mermaid(scene(random_record(random.Random(seed)))).splitlines():
        assert line.fullmatch(text), text


@pytest.mark.skipif(
    which("node") is None or not (HERE / "node_modules/mermaid").is_dir(),
    reason="no node, or `make pictures` could not install mermaid",
)
def test_mermaid_reads_it() -> None:
    texts = [mermaid(scene(random_record(random.Random(seed)))) for seed in range(60)]
    texts += [mermaid(scene(path.read_bytes())) for path in SAMPLES if has_one_flow(path)]
    done = subprocess.run(
        ["node", "parse.js"],
        cwd=HERE,
        input=json.dumps(texts),
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout) == [None] * len(texts)


def has_one_flow(path: Path) -> bool:
    flows = [Flow(document) for document in Source.of(path.name, path.read_bytes()).documents]
    return len(flows) == 1 and flows[0].present


@given(numbers)
@settings(max_examples=40, deadline=None)
def test_dot_is_read_back(seed: int) -> None:
    drawn = scene(random_record(random.Random(seed)))
    [graph] = pydot.graph_from_dot_data(dot(drawn))
    assert len(graph.get_edges()) == len(drawn.wires)
    nodes = {node.get_name() for node in all_nodes(graph)}
    assert {box.key for box in drawn.boxes} <= nodes


def all_nodes(graph: Any) -> Any:
    yield from graph.get_nodes()
    for inner in graph.get_subgraphs():
        yield from all_nodes(inner)


@given(numbers)
@settings(max_examples=60, deadline=None)
def test_svg_is_xml_that_only_draws(seed: int) -> None:
    drawn = scene(random_record(random.Random(seed)))
    root = ET.fromstring(svg(drawn))
    names = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert names <= {
        "svg",
        "style",
        "defs",
        "marker",
        "path",
        "rect",
        "g",
        "title",
        "text",
        "tspan",
    }
    assert not any(
        name.startswith("on") or name.endswith("href") for e in root.iter() for name in e.attrib
    )
    assert sum(e.get("class", "").startswith("shape") for e in root.iter()) == len(drawn.boxes)


@given(numbers)
@settings(max_examples=80, deadline=None)
def test_boxes_and_frames_do_not_overlap(seed: int) -> None:
    drawn = scene(random_record(random.Random(seed)))
    placed = layout(drawn)
    parents = {frame.key: frame.parent for frame in drawn.frames}
    levels: dict[str | None, list[Area]] = {}
    for box in drawn.boxes:
        levels.setdefault(drawn.frame_of().get(box.key), []).append(placed.areas[box.key])
    for key, parent in parents.items():
        levels.setdefault(parent, []).append(placed.areas[frame_key(key)])
    for level, areas in levels.items():
        outer = None if level is None else placed.areas[frame_key(level)]
        for at, one in enumerate(areas):
            assert outer is None or inside(one, outer)
            assert not any(overlap(one, other) for other in areas[at + 1 :])


def overlap(one: Area, other: Area) -> bool:
    return (
        one.left < other.left + other.width - 0.1
        and other.left < one.left + one.width - 0.1
        and one.top < other.top + other.height - 0.1
        and other.top < one.top + one.height - 0.1
    )


def inside(one: Area, outer: Area) -> bool:
    return (
        outer.left <= one.left
        and outer.top <= one.top
        and one.left + one.width <= outer.left + outer.width
        and one.top + one.height <= outer.top + outer.height
    )


@pytest.mark.parametrize("record", [HANGS, LOOPS])
def test_wires_run_from_left_to_right(record: Any) -> None:
    drawn = scene(record)
    for path in layout(drawn).paths.values():
        assert [x for x, _ in path] == sorted(x for x, _ in path)
    placed = layout(drawn).areas
    assert placed["out"].left == max(area.left for area in placed.values())


def test_wires_past_many_layers_take_few_points() -> None:
    """All read the first node of a chain: a point in each layer would be a quarter of a million."""
    flow: list[dict[str, Any]] = []
    for n in range(120):
        refs = [{"node": f"n{m}"} for m in dict.fromkeys((0, n - 1)) if 0 <= m < n]
        inputs = [{"name": f"x{m}", "type": "file", "ref": ref} for m, ref in enumerate(refs)]
        flow.append({"id": f"n{n}", "type": "custom-model", "modelId": "m", "inputs": inputs})
    drawn = scene({"id": "wf", "inputs": [], "flow": flow})
    placed = layout(drawn)
    assert max(map(len, placed.paths.values())) <= 26
    bottoms = [area.top + area.height for area in placed.areas.values()]
    long = [path for path in placed.paths.values() if len(path) == 6 and path[1][0] == path[2][0]]
    assert len(long) > 100
    assert all(path[2][1] > max(bottoms) for path in long)
    assert placed.height >= max(y for path in placed.paths.values() for _, y in path)


def test_a_long_title_is_not_cut() -> None:
    drawn = replace(scene(HANGS), title="a title of many words, " * 6)
    assert float(ET.fromstring(svg(drawn)).attrib["width"]) > 138 * 9


def test_every_wire_begins_and_ends_at_its_boxes() -> None:
    drawn = scene(LOOPS)
    placed = layout(drawn)
    for at, wire in enumerate(drawn.wires):
        first, last = placed.paths[at][0], placed.paths[at][-1]
        leaves = wire.source in {f.key for f in drawn.frames} and wire.target not in (
            m for f in drawn.frames for m in f.members
        )
        source = placed.areas[frame_key(wire.source) if leaves else wire.source]
        target = placed.areas[wire.target]
        assert first == (source.left + source.width, source.top + source.height / 2)
        assert last == (target.left, target.top + target.height / 2)


def test_pictures_are_the_same_under_any_hash_seed() -> None:
    script = (
        "from tests.pictures.support import *; from flowcheck.pictures.svg import svg; "
        "from flowcheck.pictures.dot import dot; from flowcheck.pictures.mermaid import mermaid; "
        "s = scene(random_record(random.Random(7))); print(svg(s), dot(s), mermaid(s))"
    )
    texts = {
        subprocess.run(
            [sys.executable, "-c", script],
            cwd=HERE.parents[1],
            env={"PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(texts) == 1


def test_a_folded_scene_is_drawn_too() -> None:
    root = ET.fromstring(svg(folded(scene(LOOPS))))
    assert "3 body nodes" in [element.text for element in root.iter(f"{SVG}text")]
