"""The options as one value: what click fills in is what `CheckOptions` has, defaults included."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, asdict, fields

import pytest

from flowcheck.cli import check, check_run, sweep
from flowcheck.cli.options import CheckOptions
from flowcheck.cli.sweeping import Options
from flowcheck.findings import Severity
from flowcheck.settings import Settings


def test_without_flags_click_gives_the_defaults() -> None:
    parsed = dict(check.command.make_context("check", []).params)
    assert parsed.pop("paths") == ()
    assert list(parsed) == [field.name for field in fields(CheckOptions)]
    assert parsed == asdict(CheckOptions())


def test_check_run_gives_some_of_them() -> None:
    parsed = dict(check_run.command.make_context("check-run", ["a.json", "b.json"]).params)
    for own in ("file", "run", "id"):
        del parsed[own]
    assert CheckOptions(**parsed) == CheckOptions()


def test_a_sweep_is_steered_by_the_same() -> None:
    def settings(*args: str) -> Settings:
        parsed = sweep.command.make_context("sweep", ["store", "--output", "out", *args]).params
        return Options(**parsed).settings

    assert settings() == Settings()
    assert settings("--select", "FC2,FC301", "--severity", "info", "--models", "m") == Settings(
        select=("FC2", "FC301"), severity=Severity.INFO, models=("m",)
    )


def test_flags_arrive() -> None:
    args = ["--select", "FC2,FC301", "--output-format", "sarif=x.sarif", "-j", "3", "-q"]
    parsed = dict(check.command.make_context("check", args).params)
    del parsed["paths"]
    wanted = CheckOptions(**parsed)
    assert wanted.select == ("FC2", "FC301")
    assert wanted.outputs == (("sarif", "x.sarif"),)
    assert (wanted.jobs, wanted.quiet) == (3, True)
    assert wanted.settings["select"] == ("FC2", "FC301")


def test_nothing_changes_them() -> None:
    with pytest.raises(FrozenInstanceError):
        CheckOptions().quiet = True  # type: ignore[misc]
