"""Which problems fail a check."""

from __future__ import annotations

from collections.abc import Callable

from flowcheck.findings import Severity
from flowcheck.report import Problem

FailOn = Severity | None | Callable[[str], Severity | None]
"""The least severity that fails a check, None for never; or what tells it by a file's name."""


def fails(problem: Problem, fail_on: FailOn) -> bool:
    """Whether a problem fails the check."""
    least = fail_on(problem.file) if callable(fail_on) else fail_on
    return least is not None and problem.severity.rank >= least.rank
