"""The public names, pinned."""

from __future__ import annotations

import dataclasses
import inspect
import json
import pydoc
from pathlib import Path
from typing import Any

import pytest

import flowcheck
from flowcheck.reports import FORMATS

PUBLIC = [
    "RULES",
    "Baseline",
    "Because",
    "Configuration",
    "Edit",
    "Failure",
    "Fix",
    "FlowRuns",
    "InputRuns",
    "NodeRuns",
    "Problem",
    "Related",
    "Report",
    "Result",
    "Rule",
    "Settings",
    "SettingsError",
    "Severity",
    "Summary",
    "TextEdit",
    "Trace",
    "TraceError",
    "TracedNode",
    "Witness",
    "__version__",
    "apply_fix",
    "check",
    "check_file",
    "check_files",
    "check_run",
    "check_stream",
    "contract_schema",
    "fixed_text",
    "graph",
    "load_baseline",
    "load_configuration",
    "render",
    "run_model",
    "trace",
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


@pytest.mark.parametrize(
    "name", ["Problem", "Report", "Result", "Related", "Failure", "Summary", "Witness"]
)
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


def test_help_begins_with_every_function_on_a_page() -> None:
    page = pydoc.plain(pydoc.render_doc(flowcheck)).partition("PACKAGE CONTENTS")[0]
    assert len(page.splitlines()) < 50
    assert max(map(len, page.splitlines())) <= 104
    for name in PUBLIC:
        value = getattr(flowcheck, name)
        if inspect.isroutine(value) or inspect.ismodule(value):
            assert f"    {name}(" in page, name
        elif not name.startswith("_"):
            assert name in page


class Plain:
    """An object that has a plain `to_dict()`."""

    def __init__(self, **fields: Any) -> None:
        self.fields = fields

    def to_dict(self) -> dict[str, Any]:
        return self.fields


class Dumped(Plain):
    """One that only has pydantic's method."""

    to_dict = None  # type: ignore[assignment]

    def model_dump(self, *, mode: str = "python", by_alias: bool = False) -> dict[str, Any]:
        assert mode == "json"
        return self.fields


class Open(Plain):
    """One whose `to_dict` takes what it is given."""

    def to_dict(self, **how: Any) -> dict[str, Any]:
        assert how == {"mode": "json"}
        return self.fields


@pytest.mark.parametrize("kind", [Plain, Dumped, Open])
def test_objects_are_checked_as_their_dicts(kind: type[Plain]) -> None:
    ref = kind(node="nope")
    paint = kind(
        id="paint",
        type="custom-model",
        modelId="m",
        inputs=[kind(name="image", type="file", ref=ref)],
    )
    found = [("FC204", "/flow/0/inputs/0/ref/node")]
    for flow in (kind(flow=[paint]), {"flow": [paint]}, {"flow": (paint,)}):
        report = flowcheck.check(flow)
        assert [(p.code, p.pointer) for p in report.problems] == found
    assert [p.pointer for p in flowcheck.check([paint]).problems] == ["/0/inputs/0/ref/node"]


def test_an_object_that_is_no_json_is_told() -> None:
    class Odd:
        def to_dict(self) -> object:
            return {1, 2}

    endless = Plain()
    endless.fields["self"] = endless
    for value in (Odd(), Plain, object(), endless, {"flow": [Odd()]}):
        assert [p.code for p in flowcheck.check(value).problems] == ["FC101"]


BROKEN = (
    '[{"id": "é😀", "type": "custom-model", "modelId": "m",\r\n'
    '  "includeOutputsInWorkflowJob": false}]'
)
MENDED = '[{"id": "é😀", "type": "custom-model", "modelId": "m"}]'


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_fix_is_applied_to_text_or_bytes(mark: str) -> None:
    (problem,) = flowcheck.check(mark + BROKEN).problems
    assert problem.fix is not None
    assert flowcheck.apply_fix(mark + BROKEN, problem.fix) == mark + MENDED
    assert flowcheck.apply_fix((mark + BROKEN).encode(), problem.fix) == (mark + MENDED).encode()
    assert flowcheck.fixed_text(mark + BROKEN)[0] == mark + MENDED
    with pytest.raises(ValueError, match="the text has no line 1, column 53"):
        flowcheck.apply_fix("[]", problem.fix)


def test_a_report_is_rendered_in_any_format() -> None:
    report = flowcheck.check(FLOW, name="app.json")
    assert flowcheck.render(report).startswith("error[FC702] missing-model-id: ")
    assert flowcheck.render(report, "concise").startswith("app.json:1:2: ")
    assert json.loads(flowcheck.render(report, "json")) == report.to_dict()
    for format_ in FORMATS:
        assert "FC702" in flowcheck.render(report, format_)
    with pytest.raises(ValueError, match="no format is called 'jsn'; it is one of full, concise"):
        flowcheck.render(report, "jsn")  # type: ignore[arg-type]


CONFIG = """
fail-on = "warning"
exclude = ["drafts"]
baseline = "known.json"
ignore = ["FC108"]

[per-file-ignores]
"old.json" = ["FC702"]
"""


def test_a_configuration_and_a_baseline_are_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "flowcheck.toml").write_text(CONFIG, encoding="utf-8")
    flows = tmp_path / "flows"
    flows.mkdir()
    for name in ("old.json", "known.json", "new.json"):
        (flows / name).write_text(FLOW, encoding="utf-8")
    (known,) = flowcheck.check_file(flows / "known.json").problems
    entry = {"file": "flows/known.json", "code": "FC702", "fingerprint": known.fingerprint}
    (tmp_path / "known.json").write_text(json.dumps({"version": 1, "problems": [entry]}))

    config = flowcheck.load_configuration(flows)
    assert (config.path.name, config.fail_on) == ("flowcheck.toml", flowcheck.Severity.WARNING)
    assert config.settings.ignore == ("FC108",)
    assert config.excludes(tmp_path / "drafts" / "a.json")
    assert not config.excludes(flows / "new.json")
    report = flowcheck.check_files(flows, settings=config.settings)
    shown = config.hide(report)
    assert [Path(p.file).name for p in shown.problems] == ["new.json"]
    assert [Path(p.file).name for p in shown.suppressed] == ["known.json", "old.json"]
    assert (shown.summary.errors, shown.summary.suppressed) == (1, 2)

    baseline = flowcheck.load_baseline(tmp_path / "known.json")
    assert baseline.count == 1
    hidden = baseline.hide(report)
    assert [Path(p.file).name for p in hidden.problems] == ["new.json", "old.json"]

    by_file = flowcheck.load_configuration(flows / "new.json")
    assert (by_file.path, by_file.settings) == (config.path, config.settings)
    named = flowcheck.load_configuration(tmp_path / "flowcheck.toml")
    assert named.settings == config.settings
    monkeypatch.chdir(flows)
    assert flowcheck.load_configuration().settings == config.settings


def test_a_configuration_that_cannot_be_meant(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    with pytest.raises(flowcheck.SettingsError, match="no configuration file for"):
        flowcheck.load_configuration(tmp_path)
    with pytest.raises(flowcheck.SettingsError, match="cannot read the baseline"):
        flowcheck.load_baseline(tmp_path / "none.json")
    (tmp_path / "flowcheck.toml").write_text('select = ["FC999"]', encoding="utf-8")
    with pytest.raises(flowcheck.SettingsError, match="toml:1:1: no rule matches `FC999`"):
        flowcheck.load_configuration(tmp_path)
    with pytest.raises(flowcheck.SettingsError, match=r"other\.toml"):
        flowcheck.load_configuration(tmp_path / "other.toml")
