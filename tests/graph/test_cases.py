"""Usable cases, and what asks the same question: one answer for all that ask."""

from __future__ import annotations

from typing import Any

import pytest

import flowcheck
from flowcheck import Settings
from flowcheck.graph.cases import usable_cases
from flowcheck.graph.sites import NodeSite


def router(*cases: tuple[str, str]) -> dict[str, Any]:
    return {
        "id": "router",
        "type": "logic",
        "logicType": "if-else",
        "inputs": [
            {"name": "mode", "type": "string", "ref": {"node": "workflow", "name": "mode"}},
            {"name": "at ease", "type": "string", "value": "x"},
        ],
        "logic": {"cases": [{"condition": c, "value": v} for c, v in cases], "default": "none"},
    }


@pytest.mark.parametrize(
    ("cases", "repeats"),
    [
        ([("mode == 'a'", "1"), ("mode == 'b'", "2")], [None, None]),
        ([("mode == 'a'", "1"), (' mode=="a" ', "2")], [None, 0]),
        ([("mode == 'a'", "1"), ("mode == 'a' // again", "2")], [None, 0]),
        ([("mode == 'a'", "1"), ("mode == 'a'", "2"), ("mode == 'a'", "3")], [None, 0, 0]),
        ([("mode == 'a b'", "1"), ("mode == 'ab'", "2")], [None, None]),
        ([("fast", "1"), (" fast ", "2")], [None, 0]),
        ([("mode ==", "1"), ("mode == ", "2")], [None, 0]),
        ([("mode", "1"), ("mode\u00a0", "2")], [None, None]),  # the second one is not CEL
    ],
)
def test_repeats(cases: list[tuple[str, str]], repeats: list[int | None]) -> None:
    found = usable_cases(NodeSite(router(*cases), 0, ()))
    assert [None if c.repeats is None else c.repeats.pointer[-1] for c in found] == repeats


def test_blank_cases_are_not_usable_and_nothing_repeats_them() -> None:
    cases = [("", "1"), ("mode == 'a'", " "), ("mode == 'a'", "3"), ("mode == 'b'", "4")]
    found = usable_cases(NodeSite(router(*cases), 0, ()))
    assert [(case.pointer[-1], case.value, case.repeats) for case in found] == [
        (2, "3", None),
        (3, "4", None),
    ]


def test_a_repeated_condition_is_never_taken_in_a_run() -> None:
    """FC305 tells it; no run in which the later case is taken is made up beside it."""
    flow = {
        "inputs": [
            {"name": "mode", "type": "string", "allowedValues": ["a", "b"], "default": "a"},
            {"name": "image", "type": "file"},
        ],
        "flow": [
            router(("mode == 'a'", "1"), ("mode == 'a' // again", "2")),
            {
                "id": "m",
                "type": "custom-model",
                "modelId": "model_x",
                "inputs": [
                    {"name": "gate", "type": "string", "ref": {"node": "router", "equal": "2"}},
                    {
                        "name": "image",
                        "type": "file",
                        "required": {"always": True},
                        "ref": {"node": "workflow", "name": "image"},
                    },
                ],
            },
        ],
    }
    settings = Settings(select=("FC305", "FC611"))
    problems = flowcheck.check(flow, settings=settings).problems
    assert [(one.code, one.pointer) for one in problems] == [
        ("FC305", "/flow/0/logic/cases/1/condition")
    ]
