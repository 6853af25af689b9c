"""Whatever is typed, what is read of it is JSON, and its places are those of the text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lsprotocol import types

from flowcheck.lsp.positions import ENCODINGS, Positions, changed
from flowcheck.lsp.shift import Shift, between
from flowcheck.lsp.tolerant import repairs
from flowcheck.lsp.tree import Tree
from flowcheck.reading.text import Lines

SAMPLE = Path("samples/if-else-with-merge.json").read_text(encoding="utf-8")


def mended(text: str) -> str:
    return Shift(repairs(text, 0, len(text))).apply(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ('{"a":', {"a": None}),
        ('{"a": , "b": tru}', {"a": None, "b": None}),
        ("[1,2,", [1, 2]),
        ('{"a": 1,}', {"a": 1}),
        ('{"a" "b": 1}', {"a": None, "b": 1}),
        ('{"id":\n"b":1}', {"id": None, "b": 1}),
        ('{"node": "}, "x": 1}', {"node": ""}),
        ('{"r": {"node": "up}, "name": "x"}', {"r": {"node": "up"}, "name": "x"}),
        ('{"r": {"node": "\n]}', {"r": {"node": ""}}),
        ('{"a": [{"b": 1}', {"a": [{"b": 1}]}),
        ('{"d": ["a"\n"b": 1}', {"d": ["a"], "b": 1}),
        ('{"m": 1, ""inputs": []}', {"m": 1, "": None, "inputs": []}),
        ('{"m": 1, "dep"inputs": []}', {"m": 1, "dep": None, "inputs": []}),
        ('// why\n{"a": 1 /* so */}', {"a": 1}),
        ('{"a": "x\\q\ty"}', {"a": "x q y"}),
        ("{'a': 1}", {}),
        ('"  "id": "a",\n "flow": []}', "  "),
    ],
)
def test_what_is_meant(text: str, value: object) -> None:
    assert json.loads(mended(text)) == value


def test_what_is_json_stays_as_it_is() -> None:
    assert repairs(SAMPLE, 0, len(SAMPLE)) == []


MARKS = st.sampled_from([*'{}[],:"\\', "x", "\n", '"a"', "null", "//", "𝒜", "\x00"])


@given(
    st.lists(
        st.tuples(st.integers(0, len(SAMPLE)), st.integers(0, 12), MARKS), min_size=1, max_size=4
    )
)
def test_any_edits_of_a_flow_can_be_read(edits: list[tuple[int, int, str]]) -> None:
    text = SAMPLE
    for at, gone, new in edits:
        text = text[:at] + new + text[at + gone :]
    json.loads(mended(text), strict=True)
    tree = Tree("a.json", text, "utf-16")
    for offset in range(0, len(text), 97):
        spot = tree.spot(offset)
        if spot is not None and spot.pointer:
            start, end = tree.span(spot.record, spot.pointer, at_key=spot.at_key)
            assert 0 <= start <= end <= len(text)


@given(st.text(alphabet='{}[],:"\\ \na1/*'))
@example('"\\')
@example("/*")
def test_any_text_can_be_read(text: str) -> None:
    json.loads(mended(text))


@given(st.text(alphabet="ab\n"), st.text(alphabet="ab\n"))
def test_what_differs_is_one_piece(old: str, new: str) -> None:
    shift = between(old, new)
    assert shift.apply(old) == new
    assert len(shift.changes) == (old != new)


TEXTS = st.text('ab"{}é€𝒜\u2028\x0b\n\r', max_size=30)


@given(TEXTS, st.data())
def test_positions_come_back(text: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text)))
    if text[offset - 1 : offset + 1] == "\r\n":
        offset -= 1  # between both there is no place
    for encoding in ENCODINGS:
        places = Positions(text, encoding)
        position = places.position(offset)
        back = places.offset(position)
        assert back == offset or text[back:offset] in ("\r", "\n", "\r\n")


@given(TEXTS, TEXTS, st.data())
def test_changes_are_made_where_they_are_told(text: str, new: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    for encoding in ENCODINGS:
        places = Positions(text, encoding)
        place = places.range(start, end)
        if (places.offset(place.start), places.offset(place.end)) == (start, end):
            change = types.TextDocumentContentChangePartial(place, new)
            assert changed(text, [change], encoding) == text[:start] + new + text[end:]


def test_a_change_in_a_large_text_looks_for_few_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor does it take a long line apart character by character."""
    looked: list[int] = []
    starts = Lines.starts.func

    def counted(lines: Lines) -> list[int]:
        looked.append(len(lines.text))
        return starts(lines)

    monkeypatch.setattr(Lines, "starts", property(counted))
    for text, position in (
        ("é𝒜\r\n" * 200_000, types.Position(150_000, 3)),
        ("é𝒜\r\n" * 150_000 + "é𝒜  " * 50_000, types.Position(150_000, 3)),
    ):
        place = types.Range(position, position)
        new = changed(text, [types.TextDocumentContentChangePartial(place, "x")], "utf-16")
        assert new == text[:600_002] + "x" + text[600_002:]
    assert max(looked) < 100_000


def test_columns_count_what_was_agreed_upon() -> None:
    text = 'a\n"é𝒜"x'
    at = text.index("x")
    columns = [Positions(text, encoding).position(at).character for encoding in ENCODINGS]
    assert columns == [4, 5, 8]


def test_a_byte_order_mark_is_no_place() -> None:
    tree = Tree("a.json", '\ufeff[{"id": "a", "type": "list", "items": ["x"]}]', "utf-16")
    [document] = tree.documents
    place = tree.range(document, (0, "id"))
    assert place == types.Range(types.Position(0, 9), types.Position(0, 12))


def test_the_last_good_text_helps_where_mending_does_not() -> None:
    good = '[{"id": "a", "type": "list", "items": ["x"]}]'
    old = Tree("a.json", good, "utf-16")
    deep = good.replace('["x"]', "[" * 2000)
    tree = Tree("a.json", deep, "utf-16", old)
    assert tree.good is old.good
    spot = tree.spot(deep.index("list"))
    assert spot is not None
    assert spot.pointer == (0, "type")
