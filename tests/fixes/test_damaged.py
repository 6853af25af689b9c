"""Damaged documents: whatever is in them, mending raises nothing and brings no error."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from flowcheck import Problem, Settings, check
from flowcheck.api import fixed_text
from flowcheck.findings import Severity
from flowcheck.report import pointer_text
from tests.strategies import spell, valid_flows, wrap

WORTHLESS = [None, True, 0, 1.5, "", "true", "draw", [], {}, [1], [{}], {"a": 1}, "モ"]
JUNK = st.sampled_from(WORTHLESS).map(copy.deepcopy)
KEYS = st.sampled_from(
    [
        "id",
        "Id",
        "type",
        "tpye",
        "inputs",
        "Inputs",
        "inputz",
        "ref",
        "Ref",
        "node",
        "nodes",
        "flow",
        "name",
        "Name",
        "logic",
        "cases",
        "case",
        "count",
        "dependsOn",
        "depends_on",
        "dependOn",
        "loopBodyNodeIds",
        "loop_body_node_ids",
        "required",
        "when",
        "includeOutputsInWorkflowJob",
    ]
)


def _places(value: Any) -> Iterator[tuple[Any, str | int]]:
    """Every container of a document with each of its keys or indices."""
    if isinstance(value, dict | list):
        for step in list(value) if isinstance(value, dict) else range(len(value)):
            yield value, step
            yield from _places(value[step])


def _misspelt(draw: st.DrawFn, word: str) -> str:
    at = draw(st.integers(0, max(0, len(word) - 1)))
    return draw(
        st.sampled_from(
            [word[:at] + word[at + 1 :], word[:at] + "x" + word[at:], word.swapcase(), word.title()]
        )
    )


@st.composite
def damaged(draw: st.DrawFn) -> Any:
    """A workflow with a few keys and words misspelt, values replaced, repeated or doubled under
    another spelling."""
    flow = draw(valid_flows(max_steps=3))
    record = copy.deepcopy(spell(wrap(flow["flow"], flow["inputs"], "workflow"), "camel"))
    for _ in range(draw(st.integers(1, 6))):
        holder, step = draw(st.sampled_from(list(_places(record))))
        value = holder[step]
        action = draw(st.sampled_from(["key", "word", "junk", "repeat", "twin", "gone"]))
        if action == "key" and isinstance(step, str):
            holder[_misspelt(draw, step)] = holder.pop(step)
        elif action == "twin" and isinstance(step, str):
            holder[_misspelt(draw, step)] = draw(JUNK)
        elif action == "word" and isinstance(value, str):
            holder[step] = _misspelt(draw, value)
        elif action == "repeat" and isinstance(holder, list):
            holder.append(copy.deepcopy(value))
        elif action == "junk":
            holder[step] = draw(JUNK)
        elif action == "gone" and isinstance(step, str):
            del holder[step]
    return record


ALL = Settings(severity=Severity.INFO)


def errors(text: str) -> dict[tuple[str, str], set[str]]:
    """Code and fingerprint of every error → the pointers it names."""
    return {
        (p.code, p.fingerprint): {p.pointer, *(related.pointer for related in p.related)}
        for p in check(text, settings=ALL).problems
        if p.severity is Severity.ERROR
    }


def edited(problem: Problem) -> str:
    """Where the guess of a problem stands after it was made."""
    assert problem.fix is not None
    (edit,) = problem.fix.edits
    last = edit.value if edit.action == "rename" else edit.pointer[-1]
    return pointer_text((*edit.pointer[:-1], last))


@given(damaged(), st.sampled_from([None, 2]))
@settings(max_examples=150, deadline=None)
def test_mending_never_fails_and_brings_no_error(record: Any, indent: int | None) -> None:
    text = json.dumps(record, indent=indent)
    sure, _ = fixed_text(text, ALL)  # what moves elements goes first
    new, guesses = fixed_text(sure, ALL, unsafe=True)
    assert fixed_text(text, ALL, unsafe=True)[0] == new
    assert isinstance(json.loads(new), dict)
    assert fixed_text(new, ALL, unsafe=True) == (new, ())
    before, after = errors(sure), errors(new)
    assert {code for code, _ in errors(sure)} <= {code for code, _ in errors(text)}
    places = {edited(p) for p in guesses if p.fix is not None and not p.fix.safe}
    # What is told of a place in which a later guess was made came of that one.
    places -= {around for around in places for place in places if place.startswith(f"{around}/")}
    for error in after.keys() - before.keys():
        for pointer in after[error]:
            assert not any(f"{pointer}/".startswith(f"{place}/") for place in places), error


@given(st.recursive(JUNK, lambda inner: st.lists(inner) | st.dictionaries(KEYS, inner)))
@settings(max_examples=150, deadline=None)
def test_no_document_makes_mending_fail(value: Any) -> None:
    for record in (value, {"flow": value}, {"flow": [value]}, {"flow": [{"inputs": [value]}]}):
        json.loads(fixed_text(json.dumps(record), ALL, unsafe=True)[0])
