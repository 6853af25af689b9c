"""What a command does not need it does not import."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import flows

HEAVY = ("pydantic", "networkx", "jsonschema", "pysat", "rich", "tomlkit", "pygls", "lsprotocol")
PROBE = """
import sys
from flowcheck.cli.guard import guarded
from flowcheck.cli import cli
sys.argv = ["flowcheck", *{args!r}]
code = guarded(cli)
print("LOADED", sorted(m for m in {heavy!r} if m in sys.modules), code)
"""


def loaded(*args: str) -> str:
    script = PROBE.format(args=list(args), heavy=HEAVY)
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    return done.stdout.splitlines()[-1]


@pytest.mark.parametrize(
    "args",
    [
        ("--help",),
        ("--version",),
        ("rules",),
        ("explain", "FC204"),
        ("explain", "unknown-node"),
        ("schema", "flow"),
        ("check", "--help"),
        ("trace", "--help"),
        ("lsp", "--help"),
    ],
    ids=" ".join,
)
def test_commands_that_check_nothing_import_nothing_heavy(args: tuple[str, ...]) -> None:
    assert loaded(*args) == "LOADED [] 0"


def test_importing_the_package_imports_nothing_heavy() -> None:
    script = f"import sys, flowcheck; print([m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"


@pytest.mark.parametrize("flags", [(), ("--no-cache", "--fail-on=never", "-q")], ids=str)
def test_an_everyday_check_is_read_without_click(flags: tuple[str, ...], tmp_path: Path) -> None:
    """Nor does it load what the standard library takes long for."""
    slow = ("click", "dataclasses", "inspect")
    script = (
        "import os, sys; from flowcheck.cli import main; os._exit = sys.exit\n"
        "try: main()\n"
        f"finally: print([m for m in {slow!r} if m in sys.modules])"
    )
    file = tmp_path / "flow.json"
    file.write_text(json.dumps(flows.everyday()))
    for _ in range(2):  # without what the cache knows, and with it
        done = subprocess.run(
            [sys.executable, "-c", script, "check", str(file), *flags],
            capture_output=True,
            text=True,
            check=True,
            cwd=tmp_path,
        )
        assert done.stdout == "[]\n"


BESIDE = ("pathlib", "threading", "random", "tomllib", "string", "difflib", "hashlib")
"""What the standard library takes long for and a clean check has no use for."""
OURS = (
    *(
        "flowcheck.expressions",
        "flowcheck.runs.replay",
        "flowcheck.locate",
        "flowcheck.reading.text",
    ),
    *("flowcheck.cache.store", "flowcheck.gitignore", "flowcheck.reports.phrases"),
    *("flowcheck.rules.conditions", "flowcheck.rules.models", "flowcheck.rules.run_inputs"),
    *("flowcheck.contracts.literals", "flowcheck.project.called"),
)
"""What only a choice, a problem, the cache, a folder, a model record, a run's inputs need."""


def test_a_clean_check_loads_nothing_that_only_problems_need(tmp_path: Path) -> None:
    script = (
        "import os, sys; from flowcheck.cli import main; os._exit = sys.exit\n"
        "try: main()\n"
        f"finally: print([m for m in {(*BESIDE, *OURS)!r} if m in sys.modules])"
    )
    file = tmp_path / "flow.json"
    file.write_text(json.dumps(flows.everyday()))
    done = subprocess.run(
        [sys.executable, "-c", script, "check", str(file), "--no-cache"],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
    )
    assert done.stdout == "[]\n"
