"""A user's program against the library, as mypy --strict and pyright see it."""

from __future__ import annotations

import ast
import dataclasses
import inspect
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import run_examples
from doccheck import python_session

from flowcheck import Settings

USER = """
import flowcheck
from flowcheck import RULES, Problem, Report, Rule, Settings, Severity

FLOW = [{"id": "a", "type": "custom-model"}]
settings = Settings(
    select=["FC2", "FC3"],
    ignore=("FC215",),
    severity="info",
    severities={"FC204": "warning", "FC2": Severity.INFO},
    models=["models"],
    docs_url="https://docs.example.org/",
)
least: Severity = settings.severity
worse: Severity = settings.severities["FC204"]
chosen: tuple[str, ...] = settings.select

report: Report = flowcheck.check(FLOW, settings=settings)
codes: list[int] = [
    report.exit_code(),
    report.exit_code("warning"),
    report.exit_code(Severity.INFO),
    report.exit_code(None),
]
problems: tuple[Problem, ...] = report.problems
urls: list[str | None] = [problem.url for problem in problems]
rule: Rule = RULES["FC204"]
report = flowcheck.check_files(["a.json"], settings=Settings(severity=Severity.ERROR), jobs=2)
nodes: list[str] = list(flowcheck.graph(FLOW).nodes)

Settings(severity="loud")  # type: ignore[arg-type]
Settings(severities={"FC204": "loud"})  # type: ignore[dict-item]
Settings(select="FC2")  # type: ignore[arg-type]
Settings(selct=["FC2"])  # type: ignore[call-arg]
report.exit_code("loud")  # type: ignore[arg-type]
"""
PYRIGHT = {
    "typeCheckingMode": "strict",
    "reportUnnecessaryTypeIgnoreComment": "error",
    "enableTypeIgnoreComments": True,
}


def examples(page: str) -> str:
    """The `>>>` examples of a page, as one program."""
    (found,) = (each for each in run_examples.all_pages() if each.path.name == page)
    return "".join(
        example.command
        for block in found.blocks()
        if block.language == "python" and ">>>" in block.text
        for example in python_session.parse(block.text, block.line)
    )


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """A folder with a user's program."""
    (tmp_path / "user.py").write_text(USER, encoding="utf-8")
    (tmp_path / "pyrightconfig.json").write_text(json.dumps(PYRIGHT), encoding="utf-8")
    return tmp_path


def said(folder: Path, *command: str) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def test_mypy_takes_what_the_documentation_shows(programs: Path) -> None:
    for page in ("library.md", "run-model.md", "README.md"):
        name = page.removesuffix(".md").replace("-", "_").lower()
        (programs / f"{name}.py").write_text(examples(page), encoding="utf-8")
    files = sorted(path.name for path in programs.glob("*.py"))
    assert len(files) == 4
    found = said(programs, sys.executable, "-m", "mypy", "--strict", "--cache-dir=cache", *files)
    assert found == "Success: no issues found in 4 source files\n"


PYRIGHTS = [path for path in [shutil.which("pyright")] if path]
"""pyright where it is installed; nothing here needs it."""


@pytest.mark.parametrize("pyright", PYRIGHTS, ids=["pyright"] * len(PYRIGHTS))
def test_pyright_takes_the_same(programs: Path, pyright: str) -> None:
    found = said(programs, pyright, "--pythonpath", sys.executable, "user.py")
    assert "0 errors, 0 warnings" in found, found


def test_the_typed_constructor_of_settings_has_every_field() -> None:
    """What may be written is declared beside the fields, which say what becomes of it."""
    tree = ast.parse(inspect.getsource(Settings))
    (declared,) = (
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.name == "__init__"
    )
    fields = [field.name for field in dataclasses.fields(Settings)]
    assert [argument.arg for argument in declared.args.args] == ["self", *fields]
    assert len(declared.args.defaults) == len(fields)
    assert list(inspect.signature(Settings).parameters) == fields
