"""Faults: what was cleared, answered without going through all of it each time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

import flowcheck
from flowcheck.findings import Pointer
from flowcheck.graph.faults import NO_FAULTS, Faults


def test_at_or_in_and_inside() -> None:
    faults = Faults({("a", 0, "x"), ("a", 1), ("b",)})
    assert [faults.at_or_in(place) for place in ((), ("a",), ("a", 0), ("b", "y"))] == [
        True,
        True,
        True,
        False,
    ]
    assert set(faults.inside(("a",))) == {("a", 0, "x"), ("a", 1)}
    assert faults.inside(("a", 0)) == [("a", 0, "x")]
    assert faults.inside(("c",)) == []
    assert not NO_FAULTS.at_or_in(())
    assert NO_FAULTS.inside(()) == []


def rows_with_faults(count: int) -> list[Any]:
    row = [
        {"name": "speaker", "type": "string", "value": "a", "min": "low"},
        {"name": "text", "type": "string", "value": "b", "required": {"always": True}},
    ]
    lines = {"name": "lines", "type": "inputs_array", "items": [row] * count}
    return [{"id": "talk", "type": "custom-model", "modelId": "m", "inputs": [lines]}]


def test_a_row_does_not_go_through_the_faults_of_all_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    walks: list[int] = []
    walk = Faults.__iter__

    def counted(self: Faults) -> Iterator[Pointer]:
        walks.append(len(self))
        return walk(self)

    monkeypatch.setattr(Faults, "__iter__", counted)
    counts = []
    for size in (10, 40):
        walks.clear()
        assert len(flowcheck.check(rows_with_faults(size)).problems) == size
        counts.append(len(walks))
    assert counts[0] == counts[1]
    assert walks
