"""What the benchmarks say of figures that got worse."""

from __future__ import annotations

from benchmarks.kept import worse
from benchmarks.measure import Figure


def figure(value: float, *, unit: str = "×", least: bool = False) -> Figure:
    return {"value": value, "unit": unit, "wanted": 5, "least": least}


def test_what_got_worse_by_more_than_noise_is_told() -> None:
    before = {"slow": figure(4), "same": figure(4), "speed-up": figure(2, least=True)}
    now = {"slow": figure(4.8), "same": figure(4.5), "speed-up": figure(1.5, least=True)}
    assert worse(before, now) == ["slow: 4.8 ×, was 4", "speed-up: 1.5 ×, was 2"]


def test_what_got_better_or_is_new_or_is_measured_otherwise_is_not() -> None:
    before = {"better": figure(4), "other": figure(4), "gone": figure(1)}
    now = {"better": figure(2), "other": figure(9, unit="MB"), "new": figure(9)}
    assert worse(before, now) == []
