"""FC420–FC424: list nodes and user selections."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support import findings, raw_findings

CODES = ("FC420", "FC421", "FC422", "FC423", "FC424")


def listing(items: Any, **more: Any) -> list[dict[str, Any]]:
    return [{"id": "l", "type": "list", "items": items, **more}]


def selection(items: Any = None, **bounds: Any) -> list[dict[str, Any]]:
    array = {"name": "images", "type": "file_array", "ref": {"node": "draw"}, **bounds}
    return [
        {"id": "draw", "type": "custom-model", "modelId": "m"},
        {"id": "pick", "type": "user-selection", "items": items, "inputs": [array]},
    ]


@pytest.mark.parametrize(
    ("flow", "expected"),
    [
        (listing([]), ("FC420", "/0/items", "list `l` has no items")),
        (listing(None), ("FC420", "/0", "list `l` has no items")),
        (listing([None]), ("FC420", "/0/items", "list `l` has no items")),
        (listing(["a", " \n"]), ("FC421", "/0/items/1", "item 2 of `l` is blank")),
        (
            listing(["asset_a1", "asset_b2", "a house"]),
            ("FC422", "/0/items/2", 'item `"a house"` of `l` is plain text, others are asset ids'),
        ),
        (
            selection(min=3, max=2),
            (
                "FC423",
                "/1/inputs/0/min",
                "selection `pick` asks for at least 3 and at most 2 of its candidates",
            ),
        ),
        (
            selection(min=101),
            (
                "FC423",
                "/1/inputs/0/min",
                "selection `pick` asks for at least 101 and at most 100 (the default) "
                "of its candidates",
            ),
        ),
        (
            selection(max=0),
            (
                "FC423",
                "/1/inputs/0/max",
                "selection `pick` asks for at least 1 (the default) and at most 0 "
                "of its candidates",
            ),
        ),
        (
            selection(["asset_a", "asset_b"], min=3),
            (
                "FC423",
                "/1/inputs/0/min",
                "selection `pick` asks for at least 3 picks of 2 candidates",
            ),
        ),
    ],
)
def test_says(flow: Any, expected: tuple[str, str, str]) -> None:
    assert findings(flow, *CODES) == [expected]


@pytest.mark.parametrize(
    "flow",
    [
        listing(["a"]),
        listing(["3", "4.5"]),
        listing(["asset_a1", "asset_b2", None]),
        listing("a"),  # wrong type: another rule's
        listing([3]),
        [{"id": "l", "type": "list", "status": "success", "assets": []}],
        listing(None, inputs=[{"name": "x", "type": "string_array", "ref": {"node": "workflow"}}]),
        [{"id": "m", "type": "custom-model", "items": []}],
        [{"id": "l", "items": []}],
        selection(),
        selection(min=2, max=2),
        selection(min="3", max=2),
        selection([], min=3),
        selection(["asset_a", 4], min=2),
        selection(max=1),
    ],
)
def test_is_silent(flow: Any) -> None:
    assert findings(flow, *CODES) == []


def test_a_full_node_of_a_run_is_judged() -> None:
    flow = listing([], status="success")
    assert findings(flow, *CODES) == [("FC420", "/0/items", "list `l` has no items")]


def test_selection_bounds_are_told_once() -> None:
    flow = selection(["asset_a"], min=5, max=2)
    assert [code for code, _, _ in findings(flow, *CODES)] == ["FC423"]


def test_candidates_are_related() -> None:
    ((_, finding),) = raw_findings(selection(["asset_a"], min=2), *CODES)
    assert [(r.message, r.pointer) for r in finding.related] == [("the candidates", (1, "items"))]
    assert dict(finding.args) == {"node": "pick", "input": "images", "min": 2, "items": 1}


@pytest.mark.parametrize(
    "items",
    [
        ["a house", "asset_a1", "a tree"],
        ["asset_a1", "a house"],
        ["asset_a1", "asset_b2", "a house", "a tree", "asset_c3"],
        ["asset_manager", "asset_bundle", "scene_graph"],
        ["asset_a1", "asset_b2", "https://cdn.example.com/a.png"],
        ["asset_a1", "asset_b2", "data:image/png;base64,AA=="],
        ["asset_a1", "asset_b2", "asset_manager"],
        ["asset_a1", "asset_b2", " "],
    ],
)
def test_words_urls_and_lists_of_both_are_no_mixture(items: list[str]) -> None:
    assert findings(listing(items), "FC422") == []


def pick(*inputs: Any, **more: Any) -> list[dict[str, Any]]:
    styles = {"id": "styles", "type": "list", "items": ["oil", "ink"]}
    return [styles, {"id": "pick", "type": "user-selection", "inputs": list(inputs), **more}]


def array(**more: Any) -> dict[str, Any]:
    return {"name": "options", "type": "string_array", **more}


READS_STYLES = {"ref": {"node": "styles"}}


def test_more_picks_than_the_list_has() -> None:
    [(code, finding)] = raw_findings(pick(array(min=3, **READS_STYLES)), *CODES)
    assert (code, finding.pointer) == ("FC423", (1, "inputs", 0, "min"))
    assert finding.message == "selection `pick` asks for at least 3 picks of 2 candidates"
    assert finding.related[0].pointer == (0, "items")
    [(_, finding)] = raw_findings(pick(array(min=3, value=["a"])), "FC423")
    assert finding.related[0].pointer == (1, "inputs", 0, "value")


def test_no_whole_number_of_picks() -> None:
    bounds = {"min": 1.2, "max": 1.8}
    [(code, finding)] = raw_findings(pick(array(**bounds, **READS_STYLES)), *CODES)
    assert (code, finding.pointer) == ("FC423", (1, "inputs", 0, "min"))
    assert finding.message == (
        "selection `pick` asks for at least 1.2 and at most 1.8 of its candidates: "
        "no whole number is between"
    )


@pytest.mark.parametrize(
    "flow",
    [
        pick(array(min=2, **READS_STYLES)),
        pick(array(min=1.2, max=2, **READS_STYLES)),
        pick(array(min=3, **READS_STYLES), items=["a", "b", "c"]),
        pick(array(min=3, **READS_STYLES), array(name="more", **READS_STYLES)),
        pick(array(min=3, ref={"node": "workflow", "name": "options"})),
    ],
)
def test_enough_candidates_or_not_known(flow: Any) -> None:
    assert findings(flow, "FC423") == []


@pytest.mark.parametrize(
    ("inputs", "pointer", "why"),
    [
        ([], "/1", "no input brings any"),
        ([array(min=1)], "/1/inputs/0", "nothing reaches `options`"),
        ([array(value=[])], "/1/inputs/0", "nothing reaches `options`"),
        (
            [{"name": "gate", "type": "string", "ref": {"node": "router", "equal": "2"}}],
            "/1",
            "no input brings any",
        ),
    ],
)
def test_nothing_to_select(inputs: Any, pointer: str, why: str) -> None:
    message = f"selection `pick` has no candidates: {why}"
    assert findings(pick(*inputs), *CODES) == [("FC424", pointer, message)]


@pytest.mark.parametrize(
    "flow",
    [
        pick(items=["a"]),
        pick(array(value=["a"])),
        pick(array(default=["a"])),
        pick(array(ref=5)),
        pick(array(reff={"node": "styles"})),
        pick(inputs="none"),
        pick(inputs=None, status="pending"),
    ],
)
def test_candidates_there_may_be(flow: Any) -> None:
    assert findings(flow, "FC424") == []


def test_a_gate_brings_a_list_nothing() -> None:
    gate = {"name": "if", "type": "string", "ref": {"node": "router", "equal": "2"}}
    flow = [{"id": "styles", "type": "list", "inputs": [gate]}]
    assert findings(flow, "FC420") == [("FC420", "/0", "list `styles` has no items")]
    gate["ref"] = {"node": "router"}
    assert findings(flow, "FC420") == []
