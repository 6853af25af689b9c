"""`check_stream`: records one after another."""

from __future__ import annotations

import gc
import json
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path

import pytest

import flowcheck
from flowcheck.batch.stream import records as stream
from flowcheck.graph.flow import Flow
from tests.cache.flows import CALLEE, CALLER, FAULTY, MODEL, SOUND


def test_each_record_is_checked_as_check_does() -> None:
    records = [FAULTY, json.dumps(FAULTY, indent=1), b"{", {"x": 1}, CALLEE, 7]
    found = list(flowcheck.check_stream(records, name="r"))
    assert [result.index for result in found] == list(range(6))
    for record, result in zip(records, found, strict=True):
        report = flowcheck.check(record, name="r")
        assert result.problems == report.problems
        assert (result.documents, result.nodes) == (
            report.summary.documents,
            report.summary.nodes,
        )
    assert found[1].problems[0].line == 2


def test_records_do_not_know_each_other_but_what_settings_name(tmp_path: Path) -> None:
    assert not any(r.problems for r in flowcheck.check_stream([CALLEE, MODEL, CALLER, SOUND]))
    (tmp_path / "called.json").write_text(json.dumps(CALLEE))
    (tmp_path / "model.json").write_text(json.dumps(MODEL))
    settings = flowcheck.Settings(
        models=(str(tmp_path / "model.json"),), workflows=(str(tmp_path / "called.json"),)
    )
    found = flowcheck.check_stream([CALLER, SOUND], settings=settings)
    assert [p.code for result in found for p in result.problems] == ["FC812", "FC802"]


def test_an_endless_stream_holds_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "OFTEN", 10)
    taken: list[int] = []

    def endless() -> Iterator[object]:
        for number in count():
            taken.append(number)
            yield FAULTY

    gc.collect()
    before = sum(isinstance(thing, Flow) for thing in gc.get_objects())
    most = 0
    for result in islice(flowcheck.check_stream(endless()), 100):
        assert result.index == len(taken) - 1
        most = max(most, sum(isinstance(thing, Flow) for thing in gc.get_objects()) - before)
    assert most <= 11


def test_settings_that_cannot_be_meant() -> None:
    with pytest.raises(flowcheck.SettingsError):
        next(flowcheck.check_stream([FAULTY], settings=flowcheck.Settings(select=("FC999",))))
