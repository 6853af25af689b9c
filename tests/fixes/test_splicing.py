"""Edits on text: the value changes as asked, the rest of the text does not change at all."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from flowcheck.findings import Edit, Fix, Pointer
from flowcheck.fixes.choosing import Chosen
from flowcheck.fixes.splicing import cuts
from flowcheck.reading.mended import spliced
from flowcheck.reading.spans import Spans
from tests.reading.independent_scanner import Scan, Scanner
from tests.reading.test_spans import DOCUMENTS

NEW_VALUES = st.sampled_from([None, True, 1.5, "", 'é"\n', [], [1, {"a": None}], {"b": "🐈"}])


def edited(text: str, *edits: Edit) -> str:
    return spliced(text, cuts(Spans(text), edits))


def remove(*pointer: str | int) -> Edit:
    return Edit("remove", pointer)


def by_hand(value: Any, edits: list[Edit]) -> Any:
    """The edits made on the decoded value, from the inside out and from the back."""
    holder = [value]
    for edit in sorted(edits, key=lambda e: [(len(e.pointer), str(e.pointer[:-1])), last(e)])[::-1]:
        inner: Any = holder
        for step in (0, *edit.pointer)[:-1]:
            inner = inner[step]
        step = (0, *edit.pointer)[-1]
        if edit.action == "replace":
            inner[step] = edit.value
        elif edit.action == "remove":
            del inner[step]
        else:
            inner[edit.value] = inner.pop(step)
    return holder[0]


def last(edit: Edit) -> Any:
    step = edit.pointer[-1] if edit.pointer else 0
    return (0, step, "") if isinstance(step, int) else (1, 0, step)


@st.composite
def changes(draw: st.DrawFn) -> tuple[str, Scan, list[Edit]]:
    """A text and edits of it that do not touch each other."""
    text = draw(DOCUMENTS)
    scan = Scanner(text).scan()
    pointers = draw(st.lists(st.sampled_from(sorted(scan.values, key=str)), max_size=6))
    chosen, edits = Chosen(), []
    for number, pointer in enumerate(pointers):
        actions = ["replace"]
        actions += ["remove"] if pointer else []
        actions += ["rename"] if pointer and isinstance(pointer[-1], str) else []
        action = draw(st.sampled_from(actions))
        value = f'né"w{number}' if action == "rename" else draw(NEW_VALUES)
        edit = Edit(action, pointer, None if action == "remove" else value)
        if chosen.take("", Fix("", (edit,))):
            edits.append(edit)
    assume(edits)
    return text, scan, edits


@given(changes())
@settings(max_examples=300, deadline=None)
def test_the_value_changes_as_asked(change: tuple[str, Scan, list[Edit]]) -> None:
    text, _, edits = change
    result = edited(text, *edits)
    assert json.loads(result) == by_hand(json.loads(text), edits)
    assert result.isascii() or not text.isascii()


@given(changes())
@settings(max_examples=300, deadline=None)
def test_the_rest_stays_as_it_is_written(change: tuple[str, Scan, list[Edit]]) -> None:
    text, scan, edits = change
    edit = edits[0]
    result = edited(text, edit)
    if edit.action == "replace":
        start, end = scan.values[edit.pointer]
        new = json.dumps(edit.value, ensure_ascii=text.isascii())
        assert result == text[:start] + new + text[end:]
        return
    parent = edit.pointer[:-1]
    start, end = scan.values[parent]
    assert result.startswith(text[: start + 1])
    assert result.endswith(text[end - 1 :])
    after = Scanner(result).scan()
    for pointer in after.values:
        before = old_pointer(pointer, edit, parent)
        # what holds the edit differs, everything else is the same text
        if edit.pointer[: len(before)] != before:
            assert piece(result, after, pointer) == piece(text, scan, before)


def old_pointer(pointer: Pointer, edit: Edit, parent: Pointer) -> Pointer:
    """Where a value of the result stood before the edit."""
    depth = len(parent)
    if pointer[:depth] != parent or len(pointer) == depth:
        return pointer
    step, gone = pointer[depth], edit.pointer[-1]
    if edit.action == "rename" and step == edit.value:
        step = gone
    elif isinstance(step, int) and isinstance(gone, int) and step >= gone:
        step += 1
    return (*parent, step, *pointer[depth + 1 :])


def piece(text: str, scan: Scan, pointer: Pointer) -> str:
    start, end = scan.values[pointer]
    return text[start:end]


LINES = """{
  "a": 1,
  "b": [
    "x",
    "y",
    "z"
  ],
  "c": {}
}
"""


@pytest.mark.parametrize(
    ("text", "edits", "expected"),
    [
        (LINES, [remove("a")], LINES.replace('  "a": 1,\n', "")),
        (LINES, [remove("c")], LINES.replace(',\n  "c": {}', "")),
        (LINES, [remove("b", 0)], LINES.replace('    "x",\n', "")),
        (LINES, [remove("b", 1)], LINES.replace('    "y",\n', "")),
        (LINES, [remove("b", 2)], LINES.replace(',\n    "z"', "")),
        (LINES, [remove("b", 1), remove("b", 2)], LINES.replace(',\n    "y",\n    "z"', "")),
        (LINES, [remove("b", 0), remove("b", 2)],
         LINES.replace('    "x",\n', "").replace(',\n    "z"', "")),
        (LINES, [remove("b", i) for i in range(3)],
         LINES.replace('[\n    "x",\n    "y",\n    "z"\n  ]', "[]")),
        ('{"a":1,"b":2,"c":3}', [remove("a")], '{"b":2,"c":3}'),
        ('{"a":1,"b":2,"c":3}', [remove("b")], '{"a":1,"c":3}'),
        ('{"a":1,"b":2,"c":3}', [remove("c")], '{"a":1,"b":2}'),
        ('[ "only" ]', [remove(0)], "[]"),
        ('{ "only" : 1 }', [remove("only")], "{}"),
        # lines that hold more than what goes stay lines
        ('{"a": 1, "b": 2,\n "c": 3}', [remove("b")], '{"a": 1,\n "c": 3}'),
        ('{"a": 1,\n "b": 2, "c": 3}', [remove("b")], '{"a": 1,\n "c": 3}'),
        ('{"a": 1,\r\n "b": 2,\r\n "c": 3}', [remove("b")], '{"a": 1,\r\n "c": 3}'),
        ("[1\n,2\n,3]", [remove(1)], "[1\n,3]"),
        ("[1\n,2\n,3]", [remove(2)], "[1\n,2]"),
        # of equal keys the last one is the value; removing leaves none of them
        ('{"a": 1, "b": 2, "a": 3}', [remove("a")], '{"b": 2}'),
        ('{"a": 1, "a": 3}', [Edit("replace", ("a",), 4)], '{"a": 1, "a": 4}'),
        ('{"a": 1, "b": 2, "a": 3}', [Edit("rename", ("a",), "c")], '{"b": 2, "c": 3}'),
        # the SDK writes unset fields as null
        ('{"x": 1, "y": null}', [Edit("rename", ("x",), "y")], '{"y": 1}'),
        ('{"\\u0061": 1, "é": 2}', [Edit("rename", ("a",), "ü")], '{"ü": 1, "é": 2}'),
        ('{"a": 1}', [Edit("replace", ("a",), "ü")], '{"a": "\\u00fc"}'),
        ("[[1, 2], 3]", [remove(0, 1), Edit("replace", (1,), [])], "[[1], []]"),
    ],
)  # fmt: skip
def test_layout(text: str, edits: list[Edit], expected: str) -> None:
    assert edited(text, *edits) == expected


@pytest.mark.parametrize(
    ("edit", "error"),
    [
        (remove(), ValueError),
        (remove("x"), KeyError),
        (remove("list", 2), KeyError),
        (remove("list", 0, "x"), KeyError),
        (Edit("rename", ("list", 0), "x"), ValueError),
        (Edit("rename", ("name",), "list"), ValueError),
        (Edit("replace", ("x",), 1), KeyError),
    ],
)
def test_an_edit_that_cannot_be_made_is_refused(edit: Edit, error: type[Exception]) -> None:
    with pytest.raises(error):
        edited('{"list": [1, 2], "name": "n"}', edit)


def test_overlapping_pieces_are_refused() -> None:
    with pytest.raises(ValueError, match="overlap"):
        edited("[[1]]", remove(0), Edit("replace", (0, 0), 2))


@pytest.mark.parametrize(
    ("first", "second", "free"),
    [
        (remove("a"), remove("a"), False),
        (remove("a"), Edit("replace", ("a", 0, "b"), 1), False),
        (Edit("replace", ("a", 0, "b"), 1), remove("a"), False),
        (remove("a", 0), remove("a", 1), True),
        (Edit("rename", ("x",), "dependsOn"), Edit("rename", ("y",), "depends_on"), False),
        (Edit("rename", ("x",), "dependsOn"), Edit("rename", ("y",), "items"), True),
        (Edit("rename", ("x",), "dependsOn"), remove("dependsOn", 0), False),
        (remove("depends_on"), remove("dependsOn"), False),
    ],
)
def test_fixes_that_touch_each_other_do_not_go_together(
    first: Edit, second: Edit, free: bool
) -> None:
    chosen = Chosen()
    assert chosen.take(0, Fix("", (first,)))
    assert chosen.take(1, Fix("", (second,)))
    assert chosen.take(0, Fix("", (remove("else"), second))) is free
    # all of a fix or nothing: where it was refused its other place is still free
    assert chosen.take(0, Fix("", (remove("else"),))) is not free
