"""What stands at wires is to be read: off boxes, each thing once, on paper of its own."""

from __future__ import annotations

import random
import re
from typing import Any

from flowcheck.graph.wires import EdgeKind
from flowcheck.pictures.labels import LINE, Label, labels
from flowcheck.pictures.layers import Area, Point
from flowcheck.pictures.layout import layout
from flowcheck.pictures.scene import Mark, Scene, Wire
from flowcheck.pictures.svg import svg
from tests.pictures.support import HANGS, random_record, scene

MARK = Mark("FC308", "error", "never runs")


def wire(label: str = "", *marks: Mark) -> Wire:
    return Wire("a", "b", EdgeKind.BRANCH, label, marks)


def placed(wires: list[Wire], *paths: list[Point], areas: tuple[Area, ...] = ()) -> list[Label]:
    return list(labels(wires, dict(enumerate(paths)), areas))


def test_a_level_wire_is_not_crossed_out() -> None:
    [label] = placed([wire("fast", MARK)], [(0.0, 50.0), (100.0, 50.0)])
    assert label.lines == ("fast", "FC308")
    assert label.severity == "error"
    assert label.y + LINE * (len(label.lines) - 1) < 50.0


def test_wires_of_one_way_have_one_label() -> None:
    way = [(0.0, 0.0), (100.0, 80.0)]
    told = placed([wire("fast", MARK), wire("best", MARK), wire("fast")], way, way, way)
    assert [label.lines for label in told] == [("fast", "best", "FC308")]
    many = [wire(f"b{number}") for number in range(9)]
    [label] = placed(many, *[way] * 9)
    assert label.lines == ("b0", "b1", "7 more")


def test_labels_make_way_for_each_other_and_for_boxes() -> None:
    ways = [[(0.0, 0.0), (100.0, 60.0)], [(0.0, 1.0), (100.0, 61.0)]]
    one, two = placed([wire("fast"), wire("best")], *ways)
    assert abs(one.y - two.y) >= LINE or abs(one.x - two.x) >= 26
    [label] = placed([wire("fast")], ways[0], areas=(Area(55, 20, 60, 60),))
    assert label.x + 13 <= 55


def test_a_wire_that_goes_back_has_its_label_where_there_is_room() -> None:
    back = [(200.0, 0.0), (214.0, 0.0), (214.0, 90.0), (-14.0, 90.0), (-14.0, 0.0), (0.0, 0.0)]
    [label] = placed([wire("again")], back)
    assert 0 < label.x < 200
    assert 70 < label.y < 90


def boxes_and_labels(drawn: Scene) -> tuple[list[Area], list[Label]]:
    found = layout(drawn)
    areas = [found.areas[box.key] for box in drawn.boxes]
    return areas, list(labels(drawn.wires, found.paths, areas))


def test_layers_stand_apart_as_far_as_a_label_needs() -> None:
    record: Any = {**HANGS, "flow": [dict(node) for node in HANGS["flow"]]}
    router = record["flow"][0]
    long = "a-long-branch-name"
    router["logic"] = {"cases": [{"condition": "mode == 'fast'", "value": long}], "default": "1"}
    gate = record["flow"][1]["inputs"][0]
    record["flow"][1]["inputs"] = [{**gate, "ref": {"node": "router", "equal": long}}]
    areas, told = boxes_and_labels(scene(record))
    [label] = [label for label in told if label.lines[0] == long]
    half = len(long) * 6.6 / 2
    assert not any(
        area.left < label.x + half
        and label.x - half < area.left + area.width
        and area.top < label.y
        and label.y - LINE < area.top + area.height
        for area in areas
    )


def test_every_branch_and_code_of_a_wire_is_told() -> None:
    rng = random.Random(4)
    for _ in range(40):
        drawn = scene(random_record(rng))
        _, told = boxes_and_labels(drawn)
        words = {line for label in told for line in label.lines}
        for one in drawn.wires:
            if one.label:
                assert one.label in words or any("more" in word for word in words)
        codes = " ".join(words)
        assert all(mark.code in codes for one in drawn.wires for mark in one.marks)


def test_a_label_of_a_problem_has_paper_around_it() -> None:
    text = svg(scene(HANGS))
    assert re.search(r'class="label error">FC309<', text)
    assert "text.label{stroke:var(--paper);stroke-width:4px}" in text
    style = text[: text.index("</style>")]
    assert style.index("text.label{") > style.index("text.error{")
