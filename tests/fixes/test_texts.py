"""Fixing a text: bytes kept, rounds, what is and is not mended."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flowcheck import Edit, Fix, Problem, Report, Settings, check
from flowcheck.api import fixed_text
from flowcheck.fixes import applying
from flowcheck.fixes.resolving import resolved
from flowcheck.fixes.rounds import fix_sources
from flowcheck.reading.source import Source
from tests.strategies import SPELLINGS, spell, valid_flows, wrap

FLAG = "includeOutputsInWorkflowJob"
FLOW = """[
  {
    "id": "a",
    "type": "custom-model",
    "modelId": "model_ü",
    "includeOutputsInWorkflowJob": false
  },
  {"id": "b", "type": "custom-model", "modelId": "m", "dependsOn": ["a", "a", "a"]}
]"""
MENDED = FLOW.replace(f',\n    "{FLAG}": false', "").replace('["a", "a", "a"]', '["a"]')


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "bom"])
@pytest.mark.parametrize("end", ["", "\n", "\n\n\t"], ids=["open", "closed", "blank"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", " "], ids=["lf", "crlf", "cr", "one-line"])
def test_bytes_outside_the_edits_stay(mark: bytes, end: str, newline: str) -> None:
    def made(text: str) -> bytes:
        return mark + (text + end).replace("\n", newline).encode()

    new, applied = fixed_text(made(FLOW))
    assert new == made(MENDED)
    lines = (1, 1, 1) if newline == " " else (6, 8, 8)
    assert [(p.code, p.line) for p in applied] == list(
        zip(("FC501", "FC210", "FC210"), lines, strict=True)
    )
    text, _ = fixed_text(made(FLOW).decode())
    assert text == made(MENDED).decode()
    assert fixed_text(new) == (new, ())


def test_json_lines_stay_a_line_each() -> None:
    def line(flag: str) -> str:
        return f'[{{"id": "a", "type": "custom-model", "modelId": "m"{flag}}}]'

    flag = f', "{FLAG}": false'
    text = "\r\n".join([line(flag), "", "{broken", line(""), line(flag + "\r") + "\r", line(flag)])
    new, applied = fixed_text(text, name="x.jsonl")
    assert new == text.replace(flag, "")
    assert len(applied) == 3


@given(valid_flows(max_steps=3), st.sampled_from(SPELLINGS), st.sampled_from([None, 1, "\t"]))
@settings(max_examples=40, deadline=None)
def test_breaking_and_mending_gives_the_same_flow(flow: Any, spelling: str, indent: Any) -> None:
    sound = spell(wrap(flow["flow"], flow["inputs"], "workflow"), spelling)
    broken = spell(wrap(flow["flow"], flow["inputs"], "workflow"), "camel")
    for node in broken["flow"]:
        node[FLAG] = False
        if "dependsOn" in node:
            node["dependsOn"] = [id for id in node["dependsOn"] for _ in range(3)]
    text = json.dumps(spell(broken, spelling), indent=indent)
    new, applied = fixed_text(text)
    assert json.loads(new) == sound
    assert len(applied) >= len(broken["flow"])
    assert check(new).problems == check(json.dumps(sound, indent=indent)).problems


def test_both_spellings_are_mended_together() -> None:
    value = [
        {"id": "a", "type": "custom-model", "modelId": "m", FLAG: None},
        {"id": "b", "type": "custom-model", "modelId": "m", "api_model_id": "m",
         "dependsOn": ["a", "a"], "depends_on": ["a", "a"]},
    ]  # fmt: skip
    new, applied = fixed_text(json.dumps(value))
    assert [p.code for p in applied] == ["FC210"]
    value[1] |= {"dependsOn": ["a"], "depends_on": ["a"]}
    assert json.loads(new) == value


def test_a_rename_takes_the_null_under_the_new_key() -> None:
    text = (
        '[{"id": "a", "type": "custom-model", "modelId": "m"},'
        ' {"id": "b", "type": "custom-model", "modelId": "m",\n'
        '  "dependOn": ["a"], "dependsOn": null, "count": null}]'
    )
    new, applied = fixed_text(text, unsafe=True)
    assert [p.code for p in applied] == ["FC107"]
    assert new == text.replace("dependOn", "dependsOn").replace(' "dependsOn": null,', "")


@pytest.mark.parametrize("twin", ["dependsOn", "depends_on"])
def test_no_rename_where_the_field_has_a_value(twin: str) -> None:
    text = json.dumps(
        [
            {"id": "a", "type": "custom-model", "modelId": "m"},
            {"id": "b", "type": "custom-model", "modelId": "m", "dependOn": ["a"], twin: ["a"]},
        ]
    )
    assert [p.code for p in check(text).problems] == ["FC107"]
    assert fixed_text(text, unsafe=True) == (text, ())


def test_two_guesses_for_one_key_take_turns() -> None:
    text = json.dumps(
        [
            {"id": "a", "type": "custom-model", "modelId": "m"},
            {"id": "b", "type": "custom-model", "modelId": "m", "dependOn": ["a"],
             "depend_on": ["a"]},
        ]
    )  # fmt: skip
    new, applied = fixed_text(text, unsafe=True)
    assert [p.args["field"] for p in applied] == ["dependOn"]
    assert json.loads(new)[1]["dependsOn"] == ["a"]


def test_a_repair_that_uncovers_a_repetition_mends_that_too() -> None:
    text = json.dumps(
        [
            {"id": "sketch", "type": "custom-model", "modelId": "m"},
            {"id": "b", "type": "custom-model", "modelId": "m", "dependsOn": ["sketch", "sketh"]},
        ]
    )
    new, applied = fixed_text(text, unsafe=True)
    assert [p.code for p in applied] == ["FC204", "FC210"]
    assert new == text.replace(', "sketh"', "")
    new, _ = fixed_text(text, Settings(ignore=("FC210",)), unsafe=True)
    assert new == text.replace('"sketh"', '"sketch"')


def test_a_node_is_not_made_to_name_itself() -> None:
    text = json.dumps(
        [{"id": "sketch", "type": "custom-model", "modelId": "m", "dependsOn": ["sketh"]}]
    )
    assert fixed_text(text, unsafe=True) == (text, ())


def test_only_what_is_shown_is_mended() -> None:
    assert fixed_text(FLOW, Settings(select=("FC501",)))[0] == FLOW.replace(
        f',\n    "{FLAG}": false', ""
    )
    needless = f'[{{"id": "a", "type": "custom-model", "modelId": "m", "{FLAG}": true}}]'
    assert fixed_text(needless) == (needless, ())
    assert [p.code for p in fixed_text(needless, Settings(extend_select=("FC503",)))[1]] == [
        "FC503"
    ]


@pytest.mark.parametrize("data", [b"", b"{", b"\xff[]", b"\xef\xbb\xbf\xef\xbb\xbf[]", b"[]", b"3"])
def test_what_holds_nothing_to_mend_comes_back(data: bytes) -> None:
    assert fixed_text(data, unsafe=True) == (data, ())


def test_a_fix_whose_place_is_not_in_the_text_is_dropped() -> None:
    root = {"a": {"b": 1}}
    assert resolved(Fix("", (Edit("remove", ("a", "c")),)), root) is None
    assert resolved(Fix("", (Edit("remove", ("a", "b")),)), root) is not None


def problem(fix: Fix, line: int = 1) -> Problem:
    (found,) = check(b"{").problems
    return Problem(**{
        **{name: getattr(found, name) for name in Problem.__slots__},
        "file": "x.json", "line": line, "fix": fix,
    })  # fmt: skip


def says(*fixes: Fix) -> Callable[[list[Source]], Report]:
    return lambda _: Report(tuple(problem(fix) for fix in fixes))


def left_out(text: str, *fixes: Fix, unsafe: bool = False) -> tuple[str, list[str]]:
    """The text after the fixes, and why which were left out."""
    source = Source.from_text("x.json", text)
    fixed = fix_sources([source], says(*fixes), unsafe=unsafe)
    assert [p.fix for p in fixed.report.problems if p.fix is not None] == []
    return fixed.mended.get("x.json", source).text, [out.why for out in fixed.left_out]


def test_fixes_without_an_end_are_given_up() -> None:
    assert left_out("[1]", Fix("", (Edit("replace", (0,), 2),))) == ("[2]", ["mending has no end"])


@pytest.mark.parametrize(
    ("text", "edit", "why"),
    [
        ("[1]", Edit("remove", (3,)), "its place is not in the text"),
        ("[1]", Edit("replace", (0, "a"), 1), "its place is not in the text"),
        ("[1]", Edit("remove", ()), "the whole document has nothing to remove"),
        ("[1]", Edit("rename", (0,), "a"), "an array's element has no key"),
        ('{"b": 1, "a": 2}', Edit("rename", ("b",), "a"), "the object has a `a` already"),
    ],
)
def test_a_fix_that_cannot_be_made_is_left_out(text: str, edit: Edit, why: str) -> None:
    assert left_out(text, Fix("", (edit,))) == (text, [why])


def test_the_others_are_made_all_the_same() -> None:
    reports = iter(
        [
            Report(tuple(problem(Fix("", (Edit("replace", (n,), 0),))) for n in (0, 7, 1))),
            Report(),
        ]
    )
    source = Source.from_text("x.json", "[1, 2]")
    fixed = fix_sources([source], lambda _: next(reports))
    assert fixed.mended["x.json"].text == "[0, 0]"
    assert [out.why for out in fixed.left_out] == ["its place is not in the text"]


def test_text_that_would_not_decode_is_not_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(applying, "spliced", lambda text, pieces: text + "]")
    why = "the text would no longer be JSON"
    assert left_out("[1]", Fix("", (Edit("remove", (0,)),))) == ("[1]", [why])


def test_a_safe_fix_goes_before_an_unsafe_one() -> None:
    guess = Fix("", (Edit("replace", (0,), "guess"),), safe=False)
    sure = Fix("", (Edit("replace", (0,), "sure"),))
    source = Source.from_text("x.json", "[1]")
    reports = iter([Report((problem(guess), problem(sure))), Report()])
    fixed = fix_sources([source], lambda _: next(reports), unsafe=True)
    assert fixed.mended["x.json"].text == '["sure"]'
    assert [p.fix for p in fixed.applied] == [sure]
