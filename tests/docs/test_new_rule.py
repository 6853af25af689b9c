"""`make rule`: what a new rule begins with is found by everything that looks for rules."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import new_rule
import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of what `begin` writes into, with an existing rule's samples."""
    shutil.copytree(
        ROOT / "flowcheck", tmp_path / "flowcheck", ignore=shutil.ignore_patterns("__pycache__")
    )
    (tmp_path / "tests" / "rules").mkdir(parents=True)
    shutil.copy(ROOT / "tests" / "support.py", tmp_path / "tests")
    (tmp_path / "samples" / "rules" / "FC204-unknown-node").mkdir(parents=True)
    return tmp_path


def test_the_rule_is_registered_and_has_page_samples_and_test(tree: Path) -> None:
    written = new_rule.begin("FC999", "some-name", tree)
    assert sorted(path.relative_to(tree).as_posix() for path in written) == [
        "flowcheck/rules/registry.py",
        "flowcheck/rules/some_name.py",
        "flowcheck/rules/table.json",
        "samples/rules/FC999-some-name/bad.json",
        "samples/rules/FC999-some-name/good.json",
        "tests/rules/test_some_name.py",
    ]
    script = (
        "import json, flowcheck\n"
        "rule = flowcheck.RULES['FC999']\n"
        "text = open('samples/rules/FC999-some-name/good.json').read()\n"
        "found = flowcheck.check(text, settings=flowcheck.Settings(extend_select=('FC999',)))\n"
        "print(json.dumps([rule.name, rule.page, flowcheck.__file__, len(found.problems)]))\n"
        "from flowcheck.rules.write_pages import TABLE, table_source\n"
        "assert open(TABLE).read() == table_source()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tree, capture_output=True, text=True, check=True
    )
    name, page, file, problems = json.loads(done.stdout)
    assert Path(file).is_relative_to(tree)
    assert (name, problems) == ("some-name", 0)
    assert all(f"\n{part}:" in page for part in ("Why", "Bad", "Good"))
    for path in written:
        if path.suffix == ".py":
            compile(path.read_text(encoding="utf-8"), path.name, "exec")


def test_what_is_written_is_in_the_manner_of_the_house(tree: Path) -> None:
    (tree / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    written = [str(path) for path in new_rule.begin("FC999", "some-name", tree)]
    sources = [path for path in written if path.endswith(".py")]
    for words in (["check", "--quiet"], ["format", "--check", "--quiet"]):
        ruff = [sys.executable, "-m", "ruff", *words, *sources]
        done = subprocess.run(ruff, cwd=tree, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.parametrize(
    ("code", "name", "why"),
    [
        ("FC99", "some-name", "is no code"),
        ("fc999", "some-name", "is no code"),
        ("FC999", "some_name", "is no name"),
        ("FC999", "Some-name", "is no name"),
        ("FC204", "some-name", "FC204-unknown-node already"),
        ("FC999", "unknown-node", "FC204-unknown-node already"),
        ("FC999", "registry", "flowcheck/rules/registry.py is there already"),
    ],
)
def test_what_is_malformed_or_taken_is_refused(tree: Path, code: str, name: str, why: str) -> None:
    before = sorted(tree.rglob("*"))
    with pytest.raises(ValueError, match=why):
        new_rule.begin(code, name, tree)
    assert sorted(tree.rglob("*")) == before
