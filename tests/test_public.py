"""The public names, pinned."""

from __future__ import annotations

import dataclasses

import pytest

import flowcheck

PUBLIC = [
    "RULES",
    "Edit",
    "Failure",
    "Fix",
    "FlowRuns",
    "InputRuns",
    "NodeRuns",
    "Problem",
    "Related",
    "Report",
    "Rule",
    "Settings",
    "SettingsError",
    "Severity",
    "Summary",
    "Witness",
    "__version__",
    "check",
    "check_file",
    "check_files",
    "check_run",
    "run_model",
]


def test_all_is_pinned() -> None:
    assert flowcheck.__all__ == PUBLIC
    assert set(PUBLIC) <= set(dir(flowcheck))


@pytest.mark.parametrize("name", PUBLIC)
def test_name_resolves_and_is_documented(name: str) -> None:
    value = getattr(flowcheck, name)
    if isinstance(value, type) or callable(value):
        assert value.__doc__
        assert value.__module__.startswith("flowcheck")


def test_unknown_name() -> None:
    with pytest.raises(AttributeError, match="no attribute 'chek'"):
        flowcheck.chek  # noqa: B018


@pytest.mark.parametrize("name", ["Problem", "Report", "Related", "Failure", "Summary", "Witness"])
def test_results_are_frozen(name: str) -> None:
    assert dataclasses.is_dataclass(getattr(flowcheck, name))
    assert getattr(flowcheck, name).__dataclass_params__.frozen
