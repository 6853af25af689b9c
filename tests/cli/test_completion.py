"""Shell completion scripts, and what they complete to."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from click.testing import CliRunner

from flowcheck.cli import COMMANDS, cli


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_script_asks_flowcheck(shell: str) -> None:
    result = CliRunner().invoke(cli, ["completion", shell])
    assert result.exit_code == 0
    assert f"_FLOWCHECK_COMPLETE={shell}_complete" in result.stdout
    assert "%(" not in result.stdout


def test_unknown_shell() -> None:
    assert CliRunner().invoke(cli, ["completion", "tcsh"]).exit_code == 2


def test_what_the_script_runs_completes_commands() -> None:
    env = {
        **os.environ,
        "_FLOWCHECK_COMPLETE": "bash_complete",
        "COMP_WORDS": "flowcheck ",
        "COMP_CWORD": "1",
    }
    done = subprocess.run(
        [sys.executable, "-m", "flowcheck"], env=env, capture_output=True, text=True, check=False
    )
    assert [line.partition(",")[2] for line in done.stdout.splitlines()] == list(COMMANDS)
