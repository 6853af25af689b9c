"""What a command does not need it does not import."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ("pydantic", "networkx", "jsonschema", "pysat", "rich", "tomlkit")
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
