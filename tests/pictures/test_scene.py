"""What a picture shows: boxes, wires, frames, and the problems on them."""

from __future__ import annotations

import json

from flowcheck.graph.wires import EdgeKind
from flowcheck.pictures.fold import folded
from flowcheck.pictures.scene import Frame
from tests.pictures.support import HANGS, LOOPS, scene


def test_problems_lie_on_their_node_and_their_wire() -> None:
    drawn = scene(HANGS)
    boxes = {box.id: box for box in drawn.boxes}
    assert [mark.code for mark in boxes["up"].marks] == ["FC309"]
    assert boxes["up"].state == "may hang"
    assert boxes["draft"].marks == ()
    marked = [(w.source, w.target, [m.code for m in w.marks]) for w in drawn.wires if w.marks]
    assert marked == [("n1", "n2", ["FC309"])]


def test_what_no_run_reaches_is_marked() -> None:
    text = json.dumps(HANGS).replace("mode == 'fast'", "mode == 'turbo'")
    states = {box.id: box.state for box in scene(json.loads(text)).boxes if box.role == "node"}
    assert states == {"router": None, "draft": "never runs", "up": "never runs"}


def test_wires_say_what_they_are() -> None:
    drawn = scene(HANGS)
    told = [(w.source, w.target, w.kind, w.label) for w in drawn.wires]
    assert told == [
        ("i0", "n0", EdgeKind.DATA, ""),
        ("n0", "n1", EdgeKind.BRANCH, "2"),
        ("n1", "n2", EdgeKind.DATA, ""),
        ("n2", "out", EdgeKind.DATA, ""),
    ]


def test_loops_are_frames_in_frames() -> None:
    drawn = scene(LOOPS)
    assert drawn.frames == (Frame("n1", ("n1", "n3"), None), Frame("n2", ("n2", "n4"), "n1"))


def test_a_folded_loop_stands_for_its_nodes() -> None:
    drawn = folded(scene(LOOPS))
    assert [(box.id, box.folded) for box in drawn.boxes if box.role == "node"] == [
        *(("words", 0), ("outer", 3), ("sheet", 0))
    ]
    assert drawn.frames == ()
    assert [(w.source, w.target) for w in drawn.wires] == [
        *(("n0", "n1"), ("n1", "n5"), ("n1", "out"), ("n5", "out"))
    ]


def test_a_problem_of_no_node_is_kept_apart() -> None:
    record = {**HANGS, "inputs": [*HANGS["inputs"], {"name": "spare", "type": "string"}]}
    assert [mark.code for mark in scene(record).marks] == ["FC215"]
