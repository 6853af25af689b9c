"""What all tests share: hypothesis without deadlines and, in CI, with the same examples every time;
and no bug of a rule that is only reported."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

from flowcheck import engine
from flowcheck.reading.source import Source
from flowcheck.report import Failure
from flowcheck.rules.registry import Rule

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
