"""What is said of a node's form holds for every node of that form."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings

from flowcheck.wire import forms
from flowcheck.wire.forms import fits, input_form, node_form
from tests.wire.test_shape import MODELS


def keys_of(value: Any) -> int:
    if isinstance(value, dict):
        return len(value) + sum(map(keys_of, value.values()))
    return sum(map(keys_of, value)) if isinstance(value, list) else 0


def reads(raw: dict[str, Any]) -> list[Any]:
    return [place for place, one in enumerate(raw.get("inputs") or ()) if one and one.get("ref")]


@settings(max_examples=300, deadline=None)
@given(MODELS)
def test_a_form_tells_what_the_record_does(made: tuple[str, dict[str, Any]]) -> None:
    _, raw = made
    form = node_form(raw)
    assert (form is not None) == fits("Node", raw)
    if form is None:
        return
    inputs = raw.get("inputs") or []
    assert form.type == raw["type"]
    assert form.keys in (keys_of(raw), None)
    assert [one is None for one in form.inputs] == [one is None for one in inputs]
    assert form.own.types.keys() == {key for key, value in raw.items() if value is not None}
    for one, record in zip(form.inputs, inputs, strict=True):
        if one is not None:
            assert one.type == record["type"]
            assert (one.ref is not None) == (record.get("ref") is not None)
            assert one.deep or not (record.get("items") or record.get("inputs"))
            assert input_form(record).types == one.types


PLAIN = {"name": "image", "type": "file", "ref": {"node": "a"}}


@pytest.mark.parametrize(
    ("inputs", "plain", "reading", "keys"),
    [
        ([], True, (), 3),
        ([PLAIN, None, {"name": "n", "type": "number", "value": 1}, PLAIN], True, (0, 3), 14),
        ([PLAIN | {"ref": {"node": "a", "name": "b", "equal": None}}], True, (0,), 9),
        ([PLAIN | {"ref": {"node": "a", "equal": "2"}}], False, (0,), 8),
        ([PLAIN | {"ref": {"conditional": ["a", "b"]}}], False, (0,), 7),
        ([PLAIN | {"ref": {}}], False, (0,), 6),
        ([PLAIN | {"value": {"x": {}}}], True, (0,), None),
        ([PLAIN | {"strange": [{}]}], True, (0,), None),
        ([{"name": "rows", "type": "inputs_array", "items": [[PLAIN]]}], False, (), None),
    ],
)
def test_what_a_node_reads(
    inputs: list[Any], plain: bool, reading: tuple[int, ...], keys: int | None
) -> None:
    form = node_form({"id": "x", "type": "list", "inputs": inputs})
    assert form is not None
    assert (form.reads_plainly, form.reading, form.keys) == (plain, reading, keys)


def test_nodes_of_one_form_share_it_and_a_hostile_file_does_not_fill_the_memory() -> None:
    one, other = ({"id": id, "type": "list", "inputs": [PLAIN]} for id in "ab")
    assert node_form(one) is node_form(other)
    assert node_form({"id": "a", "type": "x" * 20_000}) is not node_form(
        {"id": "a", "type": "x" * 20_000}
    )
    for number in range(2500):
        node_form({"id": "a", "type": f"t{number}", f"key{number}": 1})
        node_form({"id": "a", "type": f"{number}" * 1500})
    assert all(len(kept) <= 1000 for kept in (forms._NODES, forms._SITES, forms._RECORDS["Node"]))
    assert sum(weight for _, weight in forms._NODES.values()) <= 500_000


@pytest.mark.parametrize(
    "inputs",
    ["", {}, 0, False, "ab", {"a": 1}, 3, [[]], ["a"], [1], [PLAIN, []], [{}], [{"type": "file"}]],
)
def test_what_is_no_list_of_inputs_has_no_form_whatever_was_met_before(inputs: Any) -> None:
    good = {"id": "x", "type": "list", "inputs": [PLAIN, None]}
    for _ in range(2):
        assert node_form(good) is not None
        assert node_form({**good, "inputs": inputs}) is None
        assert not fits("Node", {**good, "inputs": inputs})


def test_what_a_pattern_does_not_tell_is_looked_at_each_time() -> None:
    merge = {"name": "image", "type": "file", "ref": {"conditional": ["a", "b"]}}
    rows = {"name": "rows", "type": "inputs_array", "items": [[PLAIN]]}
    good = {"id": "x", "type": "list", "dependsOn": ["a"], "inputs": [merge, rows]}
    for _ in range(2):
        assert node_form(good) is node_form({**good, "dependsOn": ["b", "c"]}) is not None
        for bad in (
            {**good, "dependsOn": [1]},
            {**good, "inputs": [{**merge, "ref": {"conditional": [1, "b"]}}, rows]},
            {**good, "inputs": [merge, {**rows, "items": [[{"name": "x"}]]}]},
        ):
            assert node_form(bad) is None
            assert not fits("Node", bad)
