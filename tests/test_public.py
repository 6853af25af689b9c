"""The public names, pinned."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

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
    "contract_schema",
    "graph",
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


FLOW = '[{"id": "paint", "type": "custom-model"}]'


@pytest.mark.parametrize("kind", [str, Path])
def test_one_path_is_as_good_as_a_list_of_one(kind: type, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(FLOW, encoding="utf-8")
    report = flowcheck.check_files(kind(tmp_path))
    assert [(p.file, p.code) for p in report.problems] == [(str(tmp_path / "a.json"), "FC702")]


def test_severities_may_be_words() -> None:
    settings = flowcheck.Settings(severity="info", severities={"FC702": "warning"})
    assert settings.severity is flowcheck.Severity.INFO
    report = flowcheck.check(FLOW, settings=settings)
    assert [(p.code, p.severity) for p in report.problems] == [
        ("FC702", flowcheck.Severity.WARNING)
    ]
    assert (report.exit_code("warning"), report.exit_code("error")) == (1, 0)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"severity": "warnings"}, "no severity is called `warnings`; did you mean `warning`?"),
        (
            {"severities": {"FC204": "loud"}},
            "no severity is called `loud`; it is error, warning or info",
        ),
        ({"select": "FC204"}, "`select` takes several: write `('FC204',)`"),
        ({"models": "models"}, "`models` takes several: write `('models',)`"),
    ],
)
def test_settings_that_cannot_be_meant_say_so(wrong: dict[str, Any], message: str) -> None:
    with pytest.raises(flowcheck.SettingsError) as error:
        flowcheck.Settings(**wrong)
    assert str(error.value) == message
