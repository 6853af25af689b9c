"""What is taken from the cache, and what makes an entry untrue."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

import flowcheck.cache.keys
from flowcheck.batch.check import How, Under, check_found
from flowcheck.cli import cli
from flowcheck.findings import Severity
from flowcheck.reading.files import find
from flowcheck.reports import FORMATS, renderer
from flowcheck.settings import Overrides, Settings, SettingsError
from tests.cache.flows import CALLEE, CALLER, FAULTY, MODEL, SOUND, Runs, said, write

SAMPLES = Path(__file__).parents[2] / "samples"


def test_an_unchanged_file_is_not_checked_again(runs: Runs) -> None:
    write("a.json", FAULTY)
    write("b.json", SOUND)
    first = runs()
    assert runs.fresh == ["a.json", "b.json"]
    second = runs()
    assert runs.fresh == []
    assert second.report == first.report
    assert second.report.sources["a.json"] == Path("a.json").read_text()
    assert said(second) == [("a.json", "FC702")]


def test_only_what_changed_is_checked_again(runs: Runs) -> None:
    write("a.json", FAULTY)
    write("b.json", SOUND)
    runs()
    write("b.json", [{"id": "b", "type": "custom-model"}])
    assert said(runs()) == [("a.json", "FC702"), ("b.json", "FC702")]
    assert runs.fresh == ["b.json"]


def test_another_name_is_another_entry(runs: Runs) -> None:
    write("a.json", FAULTY)
    runs()
    os.rename("a.json", "c.json")
    assert said(runs()) == [("c.json", "FC702")]
    assert runs.fresh == ["c.json"]


def test_records_a_line_are_told_from_a_whole_file(runs: Runs) -> None:
    Path("a.json").write_text("[]\n[]\n")
    Path("a.jsonl").write_text("[]\n[]\n")
    runs("a.json", "a.jsonl")
    again = runs("a.json", "a.jsonl")
    assert runs.fresh == []
    assert said(again) == [("a.json", "FC101"), ("a.jsonl", "FC108"), ("a.jsonl", "FC108")]


def test_a_named_file_is_another_entry_than_one_found(runs: Runs) -> None:
    write("settings.json", {"colour": "red"})
    batch = runs()
    assert said(batch) == []
    assert batch.skipped == ("settings.json",)
    assert runs().skipped == ("settings.json",)
    assert said(runs("settings.json")) == [("settings.json", "FC103")]
    assert said(runs("settings.json")) == [("settings.json", "FC103")]
    assert runs.fresh == []
    assert said(runs("settings.json", skip=True)) == []


@pytest.mark.parametrize(
    "settings",
    [
        {"severity": Severity.INFO},
        {"ignore": ("FC501",)},
        {"select": ("FC7",)},
        {"extend_select": ("FC501",)},
        {"severities": {"FC702": Severity.WARNING}},
        {"max_nodes": 7},
        {"max_runs": 7},
        {"solver_budget": 7},
    ],
    ids=lambda settings: next(iter(settings)),
)
def test_other_settings_are_another_entry(runs: Runs, settings: dict[str, object]) -> None:
    write("a.json", FAULTY)
    runs()
    runs(**settings)
    assert runs.fresh == ["a.json"]
    runs(**settings)
    assert runs.fresh == []


def test_every_setting_is_told_apart() -> None:
    """A setting that is added has to be added to the key as well."""
    others = {
        "select": ("FC1",),
        "ignore": ("FC1",),
        "extend_select": ("FC1",),
        "severity": Severity.ERROR,
        "severities": {"FC101": Severity.INFO},
        "max_nodes": 1,
        "max_runs": 1,
        "solver_budget": 1,
        "models": ("nowhere",),
        "workflows": ("nowhere",),
        "strict": True,
        "docs_url": "https://docs.example.org/",
        "overrides": Overrides(ignore=("FC1",)),
    }
    assert others.keys() == Settings.__dataclass_fields__.keys()
    extended = replace(Settings(), overrides=Overrides(extend_select=("FC1",)))
    variants = [Settings(), extended, *(replace(Settings(), **{k: v}) for k, v in others.items())]
    keys = [flowcheck.cache.keys.run_key(s) for s in variants]
    assert len(set(keys)) == len(keys)


def test_another_version_is_another_entry(runs: Runs, monkeypatch: pytest.MonkeyPatch) -> None:
    write("a.json", FAULTY)
    runs()
    monkeypatch.setattr(flowcheck.cache.keys, "__version__", "99.0")
    runs()
    assert runs.fresh == ["a.json"]


def test_changed_code_of_a_checkout_is_another_entry(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "code" / "package"
    package.mkdir(parents=True)
    (package / "rule.py").write_text("x = 1\n")
    monkeypatch.setattr(flowcheck.cache.keys, "PACKAGE", str(package))

    def key() -> str:
        return flowcheck.cache.keys.run_key(Settings())

    first = key()
    (package / "rule.py").write_text("x = 10\n")
    assert key() != first


def test_two_installs_of_one_version_are_told_apart_by_their_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def key(install: str, code: str) -> str:
        package = tmp_path / install / "flowcheck"
        info = tmp_path / install / "scenario_flowcheck-9.dist-info"
        package.mkdir(parents=True)
        info.mkdir()
        (package / "rule.py").write_text(code)
        digest = flowcheck.cache.keys.digest(code.encode())
        (info / "RECORD").write_text(
            f"../bin/{install},sha256=x,1\nflowcheck/rule.py,sha256={digest},9\n"
        )
        monkeypatch.setattr(flowcheck.cache.keys, "PACKAGE", str(package))
        return flowcheck.cache.keys.run_key(Settings())

    assert key("one", "x = 1\n") != key("two", "x = 2\n")
    assert key("three", "x = 1\n") == key("four", "x = 1\n")


def test_model_files_are_part_of_the_key(runs: Runs) -> None:
    write("a.json", SOUND)
    os.mkdir("records")
    write("records/flux.json", MODEL)
    assert said(runs("a.json", models=("records",))) == [("a.json", "FC802")]
    runs("a.json", models=("records",))
    assert runs.fresh == []
    write("records/flux.json", {**MODEL, "inputs": [{"name": "promt", "type": "string"}]})
    assert said(runs("a.json", models=("records",))) == []
    assert runs.fresh == ["a.json"]


def test_models_among_the_checked_files_count(runs: Runs) -> None:
    write("a.json", SOUND)
    write("faulty.json", FAULTY)
    assert said(runs()) == [("faulty.json", "FC702")]
    write("model.json", MODEL)
    assert said(runs()) == [("a.json", "FC802"), ("faulty.json", "FC702")]
    runs()
    assert runs.fresh == []
    write("a.json", [*SOUND, *FAULTY])
    assert ("a.json", "FC802") in said(runs())
    assert runs.fresh == ["a.json"]
    write("a.json", SOUND)
    write("model.json", {**MODEL, "inputs": [{"name": "promt", "type": "string"}]})
    assert said(runs()) == [("faulty.json", "FC702")]
    os.unlink("model.json")
    write("a.json", [*SOUND, *FAULTY])
    assert said(runs()) == [("a.json", "FC702"), ("faulty.json", "FC702")]


def test_an_edited_callee_has_its_callers_checked_again(runs: Runs) -> None:
    write("caller.json", CALLER)
    write("callee.json", CALLEE)
    write("other.json", FAULTY)
    assert ("caller.json", "FC812") in said(runs())
    assert runs() is not None
    assert runs.fresh == []
    mended = {**CALLEE, "inputs": [*CALLEE["inputs"], {"name": "stlye", "type": "string"}]}
    write("callee.json", mended)
    assert ("caller.json", "FC812") not in said(runs())
    assert sorted(runs.fresh) == ["callee.json", "caller.json"]
    os.unlink("callee.json")
    assert ("caller.json", "FC811") in said(runs(severity=Severity.INFO))
    write("callee.json", CALLEE)
    assert ("caller.json", "FC812") in said(runs())
    assert ("caller.json", "FC811") in said(runs("caller.json", severity=Severity.INFO))


def test_an_unknown_selector_is_an_error_whatever_is_cached(runs: Runs) -> None:
    write("a.json", FAULTY)
    runs()
    for paths in (("a.json",), ("nowhere.json",), (".",)):
        with pytest.raises(SettingsError, match="no rule matches `FC999`"):
            runs(*paths, ignore=("FC999",))
    os.unlink("a.json")
    with pytest.raises(SettingsError, match="no rule matches `FC999`"):
        runs(ignore=("FC999",))


def test_without_a_cache_none_is_made(runs: Runs) -> None:
    write("a.json", FAULTY)
    runs.store = None
    runs()
    runs()
    assert runs.fresh == ["a.json"]
    assert os.listdir() == ["a.json"]


def test_reports_are_the_same_bytes_with_and_without(runs: Runs) -> None:
    shutil.copytree(SAMPLES, "samples")
    found, failures, _ = find(["samples"])
    plain = check_found(found, Under(Settings(severity=Severity.INFO)), How(), failures=failures)
    runs("samples", severity=Severity.INFO)
    cached = runs("samples", severity=Severity.INFO)
    assert runs.fresh == []
    assert cached.names == plain.names
    assert cached.skipped == plain.skipped
    assert any(p.witness for p in plain.report.problems)
    assert any(p.fix for p in plain.report.problems)
    for name in FORMATS:
        assert renderer(name)(cached.report) == renderer(name)(plain.report), name


PROBE = """
import sys
from flowcheck.cli import cli
from flowcheck.cli.guard import guarded
sys.argv = ["flowcheck", "check", "a.json", "--ignore", "FC501", "--format", "full"]
code = guarded(cli)
heavy = {"pydantic", "networkx", "jsonschema", "rich", "tomllib", "multiprocessing"}
heavy |= {"flowcheck.engine", "flowcheck.rules.registry", "flowcheck.graph.flow"}
print("LOADED", sorted(heavy & sys.modules.keys()), code)
"""


def test_a_run_that_finds_everything_loads_nothing_that_checks(runs: Runs) -> None:
    write("a.json", FAULTY)
    command = [sys.executable, "-c", PROBE]
    env = {**os.environ, "PYTHONPATH": str(SAMPLES.parent)}
    outputs = [
        subprocess.run(command, capture_output=True, text=True, env=env, check=True).stdout
        for _ in range(3)  # one more, should the code of the checkout change in between
    ]
    shown, _, loaded = outputs[-1].rpartition("LOADED ")
    assert "error[FC702]" in shown
    assert '3 |   "id": "a",' in shown
    assert loaded == "[] 1\n"
    assert outputs[0].startswith(shown)


def test_no_cache_neither_reads_nor_writes(runs: Runs) -> None:
    write("a.json", FAULTY)
    CliRunner().invoke(cli, ["check", "--no-cache"])
    assert os.listdir() == ["a.json"]
    CliRunner().invoke(cli, ["check"])
    (path,) = Path(".flowcheck_cache").glob("*/*.json")
    path.write_text(path.read_text().replace("FC702", "FC999"))
    assert "FC999" in CliRunner().invoke(cli, ["check"]).output
    assert "FC702" in CliRunner().invoke(cli, ["check", "--no-cache"]).output
    assert "FC999" in path.read_text()


def test_another_version_of_a_library_is_another_entry(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = []
    for name in ("networkx-3.5.dist-info", "networkx-3.6.dist-info"):
        site = tmp_path / name.partition(".dist")[0]
        (site / name).mkdir(parents=True)
        monkeypatch.setattr(sys, "path", [str(site), str(tmp_path / "none")])
        keys.append(flowcheck.cache.keys.run_key(Settings()))
    assert keys[0] != keys[1]
