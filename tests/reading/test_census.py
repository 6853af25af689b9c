"""A key that is lost to another is noticed wherever it stands and however the text is written."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flowcheck.reading.careful import MAX_NESTING
from flowcheck.reading.census import census, has_no_more_keys
from flowcheck.reading.decode import decode_text

SPACE = st.sampled_from(["", " ", "\n", "\t", "\r\n "])
STRINGS = st.one_of(
    st.sampled_from(["a", "b", "id", "type", "inputs", '":', "a: b", " : ", '\\":', "\n:", "\\"]),
    st.text(max_size=3),
)


@st.composite
def texts(draw: st.DrawFn, depth: int = 3) -> tuple[str, int]:
    """A JSON text, and how many of its keys are lost in objects that are not lost themselves."""
    kind = draw(st.sampled_from(["string", "number", "list", "object", "object"]))
    if depth == 0 or kind == "string":
        return json.dumps(draw(STRINGS), ensure_ascii=draw(st.booleans())), 0
    if kind == "number":
        return draw(st.sampled_from(["1", "0.5", "null", "true", "[]", "{}"])), 0
    parts = draw(st.lists(texts(depth - 1), max_size=4))
    if kind == "list":
        return f"[{','.join(text for text, _ in parts)}]", sum(lost for _, lost in parts)
    members = [(draw(STRINGS), part) for part in parts]
    counts = Counter(key for key, _ in members)
    last = dict(members)
    written = (
        f"{draw(SPACE)}{json.dumps(key)}{draw(SPACE)}:{draw(SPACE)}{text}{draw(SPACE)}"
        for key, (text, _) in members
    )
    repeated = sum(count - 1 for count in counts.values())
    return "{" + ",".join(written) + "}", repeated + sum(lost for _, lost in last.values())


@settings(max_examples=300, deadline=None)
@given(texts())
def test_every_lost_key_is_noticed(made: tuple[str, int]) -> None:
    text, lost = made
    decoded = decode_text(text)
    assert decoded.value == json.loads(text)
    assert sum(twice.count - 1 for twice in decoded.duplicates) == lost


NODE: dict[str, Any] = {
    "id": "a",
    "type": "custom-model",
    "inputs": [{"name": "x", "type": "file", "ref": {"node": "b"}}, None],
}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('{"id":', '{"id":"first","id":'),
        ('{"name":', '{"name":1,"name" :'),
        ('{"node":', '{"node":"first","\\u006eode":'),
        ('"inputs":', '"inputs":[],"inputs"\n:'),
    ],
)
def test_a_key_lost_inside_a_node_is_noticed(old: str, new: str) -> None:
    text = json.dumps({"flow": [NODE, NODE]}).replace(old, new, 1)
    assert [twice.count for twice in decode_text(text).duplicates] == [2]


def test_nodes_are_counted_by_their_form() -> None:
    flow = [NODE, NODE | {"extra": {"a": {"b": 1}}}, None, "x", {"id": 1, "deep": [{"c": 2}]}]
    found = census({"flow": flow})
    assert found is not None
    assert found.keys == 1 + 7 + 10 + 3
    ((nodes, forms),) = found.forms.values()
    assert nodes is flow
    assert [form is None for form in forms] == [False, False, True, True, True]


@pytest.mark.parametrize("around", ["[{0}]", '{{"a":{0}}}', '{{"id":"a","type":"b","x":[{0}]}}'])
def test_nesting_has_an_end(around: str) -> None:
    per = around.count("{{") + around.count("[")
    text = "1"
    for _ in range(MAX_NESTING // per):
        text = around.format(text)
    assert decode_text(text).problem is None
    assert census(json.loads(text)) is not None
    deeper = decode_text(f"[{text}]").problem
    assert deeper is not None
    assert deeper.args["kind"] == "nesting"


def test_colons_in_strings_prove_nothing() -> None:
    assert has_no_more_keys('{"a":"b: c","d":1}', 2)
    assert has_no_more_keys('{"a": "http://x"}', 1)
    assert not has_no_more_keys('{"a":1,"a" :2}', 1)
    assert not has_no_more_keys('{"a":": "}', 1)  # not sure
