"""What all tests share: hypothesis without deadlines and, in CI, with the same examples every time;
and no bug of a rule that is only reported."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from flowcheck import engine
from flowcheck.batch import tasks, worker
from flowcheck.reading.source import Source
from flowcheck.report import Failure
from flowcheck.rules.registry import Rule
from tests.support import flows_alive

settings.register_profile(
    "local", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.register_profile(
    "ci",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=True,
    print_blob=True,
)
settings.load_profile("ci" if os.environ.get("CI") else "local")


def _raise(rule: Rule, source: Source, error: Exception) -> Failure:
    raise error


REPORTED = engine.bug
"""What the tests let raise."""
engine.bug = _raise


@pytest.fixture
def most(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """Two files at a time; how many flows were alive whenever a file was to be checked."""
    monkeypatch.setattr(tasks, "MOST_AT_ONCE", 2)
    counts: list[int] = []
    before = flows_alive()
    original = worker.check_each

    def counting(sources: Any, *args: Any) -> Iterator[Any]:
        for judged in original(sources, *args):
            counts.append(flows_alive(collected=False) - before)
            yield judged

    monkeypatch.setattr(worker, "check_each", counting)
    yield counts
    assert flows_alive() == before
