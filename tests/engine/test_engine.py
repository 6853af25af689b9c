"""Expressions are read as Scenario's engine reads them: what parses, what is refused, what fails,
and what comes out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.engine.compare import Comparison, compare, questions
from tests.engine.engine import AVAILABLE, MISSING, judge

ANSWERS = Path(__file__).parent / "answers.jsonl"
"""What the engine answered to `questions(*RECORDED)`, for machines without node."""
RECORDED = (1, 1_500, 8)
ASKED = (2, 2_000)


def agrees(seen: Comparison) -> None:
    told = {kind: lines[:3] for kind, lines in seen.differences.items()}
    assert told == {}
    for kind in ("not CEL", "refused", "always fails", "never fails", "sometimes fails"):
        assert seen.counts[kind] > 10, f"too few that are {kind!r} to tell anything"
    failing = seen.counts["refused"] + seen.counts["always fails"]
    assert seen.counts["always fails, not reported"] <= failing / 100


def test_recorded_answers_agree() -> None:
    lines = ANSWERS.read_text(encoding="utf-8").splitlines()
    agrees(compare(questions(*RECORDED), map(json.loads, lines)))


@pytest.mark.skipif(not AVAILABLE, reason=MISSING)
def test_the_engine_agrees() -> None:
    asked = questions(*ASKED)
    agrees(compare(asked, judge(asked)))


@pytest.mark.skipif(not AVAILABLE, reason=MISSING)
def test_the_recorded_answers_are_the_engines() -> None:
    lines = ANSWERS.read_text(encoding="utf-8").splitlines()
    fresh = judge(questions(*RECORDED))
    for line, answer in zip(lines, fresh, strict=True):
        recorded = json.loads(line)
        assert recorded.get("results") == answer.get("results")
        for stage in ("parse", "check"):
            assert (stage in recorded) == (stage in answer)
