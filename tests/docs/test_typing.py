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
flowcheck.check_path("a.json")  # type: ignore[attr-defined]
"""
STRICT = {
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
    """A folder with a user's program, where this Python is the one that pyright asks."""
    (tmp_path / "user.py").write_text(USER, encoding="utf-8")
    (tmp_path / "pyrightconfig.json").write_text(
        json.dumps(STRICT | {"venvPath": "/", "venv": sys.prefix.lstrip("/")}), encoding="utf-8"
    )
    return tmp_path


def said(folder: Path, *command: str) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


MYPY = [sys.executable, "-m", "mypy", "--strict", "--cache-dir=cache"]
PYRIGHT = [path for path in [shutil.which("pyright")] if path]
CHECKERS = {"mypy": MYPY} | ({"pyright": PYRIGHT} if PYRIGHT else {})
"""pyright too where it is installed; nothing here needs it."""


@pytest.mark.parametrize("checker", CHECKERS)
def test_a_users_program_passes(programs: Path, checker: str) -> None:
    found = said(programs, *CHECKERS[checker], "user.py")
    assert found.strip().endswith(
        ("Success: no issues found in 1 source file", "0 errors, 0 warnings, 0 informations")
    ), found


def test_the_examples_of_the_documentation_pass(programs: Path) -> None:
    pages = {"library.md": "library.py", "run-model.md": "run_model.py", "README.md": "readme.py"}
    for page, name in pages.items():
        (programs / name).write_text(examples(page), encoding="utf-8")
    found = said(programs, *MYPY, *pages.values())
    assert found == "Success: no issues found in 3 source files\n"


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
