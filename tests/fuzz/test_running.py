"""What a long run does with what fails: tell it, keep it, make it smaller."""

from __future__ import annotations

import json
import signal
from pathlib import Path

import pytest

from tests.fuzz import running
from tests.fuzz.corpus import input_of
from tests.fuzz.inputs import Input, Sort
from tests.fuzz.running import Chunk, chunks, counted, judged, line, run
from tests.fuzz.shrinking import shrunk


def test_the_sorts_take_turns_by_their_shares() -> None:
    counts: dict[Sort, int] = {"documents": 700, "bytes": 0, "expressions": 70}
    assert [(c.sort, c.first, c.count) for c in chunks(counts, 1, 100, 50)] == [
        ("documents", 100, 501),
        ("expressions", 100, 51),
        ("documents", 601, 199),
        ("expressions", 151, 19),
    ]


def break_on(word: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have every input that holds a word fail."""

    def judge(one: Input, rarely: int) -> None:
        assert word not in one.data, "it holds the word"

    monkeypatch.setattr(running, "judge", judge)


def test_a_failure_is_told_with_its_seed_and_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    break_on(b"prompt", monkeypatch)
    monkeypatch.setattr(running, "prepare", lambda: None)
    tally = run(iter([Chunk("documents", 1, 0, 40)]), 1, tmp_path)
    (what,) = tally.faults
    assert what.startswith("AssertionError at test_running.py:")
    told = capsys.readouterr().out
    kept = list(tmp_path.glob("documents-*"))
    assert len(kept) == 3  # of very many alike
    for path in kept:
        one = input_of(path)
        assert b"prompt" in one.data
        assert (one.sort, one.name) == ("documents", "a.json")
        seed = path.stem.replace("-", ":")
        assert f"{seed}: {what}: it holds the word\n  kept as {path}\n" in told
    assert line(tally).startswith("40 documents in ")
    total = counted(tmp_path)
    assert (total["documents"], total["failures"]) == (40, tally.faults[what])
    assert f"{tally.faults[what]} failures of 1 kinds" in line(tally)


def test_a_failing_input_gets_smaller(monkeypatch: pytest.MonkeyPatch) -> None:
    break_on(b'"draw"', monkeypatch)
    nodes = [{"id": id, "type": "list", "items": ["a"]} for id in ("words", "draw", "end")]
    one = Input("documents", "a.json", json.dumps({"flow": nodes}).encode(), "x")
    assert shrunk(one).data == b'"draw"'
    with pytest.raises(ValueError, match="x does not fail"):
        shrunk(Input("documents", "a.json", b"[]", "x"))


def test_what_hangs_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    def judge(one: Input, rarely: int) -> None:
        while True:
            pass

    monkeypatch.setattr(running, "judge", judge)
    monkeypatch.setattr(running, "HANGS", 0.05)
    before = signal.signal(signal.SIGPROF, running._give_up)
    try:
        _, faults, _ = judged(Chunk("expressions", 1, 0, 1))
    finally:
        signal.signal(signal.SIGPROF, before)
    assert [fault.told.partition(": ")[2] for fault in faults] == ["no end in 0.05 s"]
