"""The bar: on a terminal, after a second, on stderr."""

from __future__ import annotations

import sys

import pytest

from flowcheck.cli.progress import PATIENCE, Bar, progress


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_nothing_is_shown_within_a_second(capsys: pytest.CaptureFixture[str]) -> None:
    clock = Clock()
    bar = Bar(clock)
    for done in range(1, 50):
        clock.now += PATIENCE / 100
        bar.step(done, 100)
    bar.close()
    assert capsys.readouterr() == ("", "")


def test_a_long_run_is_shown_on_stderr(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    clock = Clock()
    bar = Bar(clock)
    bar.step(1, 100)
    clock.now += PATIENCE * 1.5
    bar.step(2, 100)
    bar.step(37, 100)
    bar.close()
    out, err = capsys.readouterr()
    assert out == ""
    assert "checking" in err
    assert "37/100" in err


def test_nobody_looks_at_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    with progress() as step:
        assert step is None
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with progress() as step:
        assert step is not None
        step(1, 2)
