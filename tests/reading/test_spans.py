"""Places in a text, against a scanner that shares no code with the package."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flowcheck.reading import spans as spans_module
from flowcheck.reading import text as text_module
from flowcheck.reading.decode import decode_text
from flowcheck.reading.spans import Span, Spans
from flowcheck.reading.text import Lines, line_at, split_records
from tests.reading.independent_scanner import Scanner
from tests.reading.stack import deep_in_the_stack

SPACE = st.sampled_from(["", "", "", " ", "\n", "\r\n", "\t", " \r \n "])
TEXT = st.text(
    st.characters(exclude_categories=["Cs"]) | st.sampled_from('"\\/\n\t{}[],:é🐈\u2028'),
    max_size=6,
)
SHORT = {"\b": "b", "\f": "f", "\n": "n", "\r": "r", "\t": "t", '"': '"', "\\": "\\", "/": "/"}


@st.composite
def strings(draw: st.DrawFn) -> str:
    """A JSON string written with a random choice among the escapes JSON allows."""
    out = ""
    for char in draw(TEXT):
        ways = [] if char in '"\\' or char < " " else [char]
        ways += [f"\\{SHORT[char]}"] if char in SHORT else []
        units = char.encode("utf-16-be")
        hexes = "".join(
            f"\\u{int.from_bytes(units[i : i + 2]):04x}" for i in range(0, len(units), 2)
        )
        ways += [hexes, hexes.upper().replace("\\U", "\\u")]
        out += draw(st.sampled_from(ways))
    return f'"{out}"'


def joined(draw: st.DrawFn, opener: str, parts: list[str], closer: str) -> str:
    return opener + ",".join(parts) + (draw(SPACE) if not parts else "") + closer


@st.composite
def arrays(draw: st.DrawFn, inner: st.SearchStrategy[str]) -> str:
    parts = [draw(SPACE) + part + draw(SPACE) for part in draw(st.lists(inner, max_size=4))]
    return joined(draw, "[", parts, "]")


@st.composite
def objects(draw: st.DrawFn, inner: st.SearchStrategy[str]) -> str:
    """Keys often come twice."""
    keys = st.sampled_from(['"a"', '"\\u0061"', '""', '"b"', '"0"']) | strings()
    parts = [
        draw(SPACE) + draw(keys) + draw(SPACE) + ":" + draw(SPACE) + part + draw(SPACE)
        for part in draw(st.lists(inner, max_size=4))
    ]
    return joined(draw, "{", parts, "}")


SCALARS = st.sampled_from(["null", "true", "false", "0", "-1.5e3", "12"]) | strings()
DOCUMENTS = st.builds(
    lambda before, text, after: before + text + after,
    SPACE,
    st.recursive(SCALARS, lambda inner: arrays(inner) | objects(inner), max_leaves=15),
    SPACE,
)


@given(DOCUMENTS, st.randoms(use_true_random=False))
@settings(max_examples=250, deadline=None)
def test_every_pointer_is_found(text: str, random: Any) -> None:
    decoded = decode_text(text)
    assert decoded.problem is None
    assert decoded.value == json.loads(text)
    scan = Scanner(text).scan()
    spans = Spans(text)
    pointers = list(scan.values)
    random.shuffle(pointers)
    for pointer in pointers:
        assert spans.value(pointer) == Span(*scan.values[pointer])
        assert spans.key(pointer) == Span(*scan.keys.get(pointer, scan.values[pointer]))
    for (pointer, key), places in scan.every_key.items():
        if pointer in scan.values:
            for nth, place in enumerate(places):
                assert Spans(text).duplicate_key(pointer, key, nth) == Span(*place)
            with pytest.raises(KeyError):
                spans.duplicate_key(pointer, key, len(places))
    repeated = [(d.pointer, d.key, d.count) for d in decoded.duplicates]
    found = {
        (p, k, len(places))
        for (p, k), places in scan.every_key.items()
        if len(places) > 1 and p in scan.values
    }
    assert set(repeated) == found
    assert len(repeated) == len(found)


@given(st.lists(strings(), min_size=1, max_size=3), st.data())
def test_pieces_of_a_string(parts: list[str], data: st.DataObject) -> None:
    text = f"[{', '.join(parts)}]"
    scan, spans = Scanner(text).scan(), Spans(text)
    for pointer, points in scan.points.items():
        start = data.draw(st.integers(0, len(points) - 1))
        end = data.draw(st.integers(start, len(points) - 1))
        assert len(points) == len(scan.plain[pointer]) + 1
        assert spans.within(pointer, start, end) == Span(points[start], points[end])


def test_a_piece_past_the_string_is_its_closing_quote() -> None:
    spans = Spans('["a\\n\\ud83d\\ude00b"]')
    assert spans.within((0,), 2, 3) == Span(5, 17)
    assert spans.within((0,), 3, 4) == Span(17, 18)
    assert spans.within((0,), 4, 9) == Span(18, 18)
    assert spans.within((0,), 7, 9) == Span(18, 18)
    assert spans.within((0,), -3, 1) == Span(2, 3)
    assert spans.within((0,), 2, 1) == Span(5, 5)


@pytest.mark.parametrize(
    "pointer",
    [("x",), (0,), ("list", 2), ("list", -1), ("list", "0"), ("list", True, "x"), ("name", 0),
     ("list", 0, "y"), ("list", 0, 0), ("", "x")],
)  # fmt: skip
def test_a_pointer_that_leads_nowhere_is_named(pointer: tuple[str | int, ...]) -> None:
    spans = Spans('{"list": [{"x": 1}, 2], "name": "n", "": {}}')
    for ask in (spans.value, spans.key, lambda p: spans.within(p, 0, 1)):
        with pytest.raises(KeyError) as caught:
            ask(pointer)
        assert caught.value.args == (pointer,)


def test_within_asks_for_a_string_and_duplicate_key_for_an_object() -> None:
    spans = Spans('{"a": [1], "a": 2}')
    with pytest.raises(KeyError, match="a"):
        spans.within(("a",), 0, 1)
    with pytest.raises(KeyError):
        spans.duplicate_key(("a",), "b", 0)
    with pytest.raises(KeyError):
        spans.duplicate_key((), "a", -1)
    assert spans.duplicate_key((), "a", 0) == Span(1, 4)
    assert spans.key(("a",)) == spans.duplicate_key((), "a", 1) == Span(11, 14)
    assert spans.value(("a",)) == Span(16, 17)


def test_five_hundred_levels_from_anywhere_in_the_stack() -> None:
    text = '{"a":[' * 250 + '"]\\"}"' + "]}" * 250
    pointer = ("a", 0) * 250
    assert decode_text(text).problem is None

    def places() -> list[Span]:
        spans = Spans(text)
        whole = [spans.value(()), spans.value(("a",))]
        return [*whole, spans.value(pointer), spans.key(pointer[:-1])]

    expected = [Span(0, 2006), Span(5, 2005), Span(1500, 1506), Span(1495, 1498)]
    assert places() == expected
    assert deep_in_the_stack(places) == expected


def test_records_have_the_places_of_the_file() -> None:
    text = '{"a": 1}\r\n\r\n  {"a": [true, "é"]}\n'
    records = list(split_records(text))
    assert len(records) == 2
    spans = Spans(text, *records[1])
    assert spans.value(()) == Span(14, 32)
    lines = Lines(text)
    assert lines.position(spans.value(("a", 1)).start) == (3, 16)
    assert lines.position(spans.key(("a",)).start) == (3, 4)
    for start, end in ((9, 13), (33, 33)):
        with pytest.raises(ValueError, match="no value in this part"):
            Spans(text, start, end)


def test_many_questions_cost_one_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    """10 000 problems in an array of 100 000: every element is jumped over once, and read once."""
    count, asked = 100_000, range(0, 100_000, 10)
    text = '{"flow": [' + ", ".join(['{"id": "n", "inputs": [1, 2]}'] * count) + "]}"
    jumps = 0
    scan_once = spans_module._scan_once

    def counted(text: str, at: int) -> tuple[object, int]:
        nonlocal jumps
        jumps += 1
        return scan_once(text, at)

    monkeypatch.setattr(spans_module, "_scan_once", counted)
    spans = Spans(text)
    assert {spans.value(()) for _ in range(3)} == {Span(0, len(text))}
    assert jumps == 1
    width = len('{"id": "n", "inputs": [1, 2]}, ')
    for index in reversed(asked):
        assert spans.value(("flow", index, "inputs", 1)).start == 10 + width * index + 26
        spans.value(("flow",))
        spans.value(())
    # the whole, the flow, its elements; in each one asked about id, inputs, 1, 2 and 2's end
    assert jumps <= 3 + count + 5 * len(asked)


@given(st.text(st.sampled_from("ab🐈\n\r\t\u2028\x0b\x0c\x85"), max_size=30))
def test_lines_against_a_naive_count(text: str) -> None:
    lines = Lines(text)
    line, column, current = 1, 1, ""
    shown: list[str] = []
    for offset, char in enumerate(text):
        assert lines.position(offset) == (line, column)
        column += 1
        if char == "\n" or (char == "\r" and text[offset + 1 : offset + 2] != "\n"):
            line, column = line + 1, 1
            shown.append(current.removesuffix("\r"))
            current = ""
        else:
            current += char
    shown.append(current)
    assert lines.position(len(text)) == (line, column)
    assert lines.count == line
    assert [lines.line(n) for n in range(1, line + 1)] == shown


@given(
    st.text(st.sampled_from("ab🐈\n\r\u2028"), max_size=30), st.integers(0, 35), st.integers(1, 5)
)
def test_one_line_is_found_as_all_are(text: str, number: int, block: int) -> None:
    lines = Lines(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text_module, "_BLOCK", block)
        found = line_at(text, number)
    if 1 <= number <= lines.count:
        start = lines.starts[number - 1]
        assert found == (start, start + len(lines.line(number)))
    else:
        assert found is None


def test_no_line_or_place_outside_the_text() -> None:
    lines = Lines("a\nb")
    for number in (0, 3, -1):
        with pytest.raises(ValueError, match=f"line {number} is none of the text's 2"):
            lines.line(number)
    for offset in (-1, 4):
        with pytest.raises(ValueError, match=f"offset {offset} is outside"):
            lines.position(offset)
