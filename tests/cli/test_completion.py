"""Shell completion scripts, and what they complete to."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib import import_module

import click
import pytest
from click.testing import CliRunner

from flowcheck.cli import COMMANDS, cli
from flowcheck.rules.pages import pages


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_script_asks_flowcheck(shell: str) -> None:
    result = CliRunner().invoke(cli, ["completion", shell])
    assert result.exit_code == 0
    assert f"_FLOWCHECK_COMPLETE={shell}_complete" in result.stdout
    assert "%(" not in result.stdout


def test_unknown_shell() -> None:
    assert CliRunner().invoke(cli, ["completion", "tcsh"]).exit_code == 2


def offered(words: str) -> list[str]:
    """What bash is told that the last of these words may become."""
    env = {
        **os.environ,
        "_FLOWCHECK_COMPLETE": "bash_complete",
        "COMP_WORDS": words,
        "COMP_CWORD": str(words.count(" ")),
    }
    done = subprocess.run(
        [sys.executable, "-m", "flowcheck"], env=env, capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    return done.stdout.split()


def test_what_the_script_runs_completes_commands() -> None:
    assert offered("flowcheck ") == [f"plain,{name}" for name in COMMANDS]


def test_codes_are_offered_alone_until_something_is_typed() -> None:
    codes = [f"plain,{code}" for code in pages()]
    assert offered("flowcheck explain ") == codes
    assert offered("flowcheck check --select ") == codes
    assert offered("flowcheck explain never") == ["plain,never-runs", "plain,never-completes"]


def test_behind_a_command_that_there_is_not_nothing_is_said() -> None:
    assert offered("flowcheck nonsense app") == []


def test_every_option_that_takes_a_path_completes_to_files() -> None:
    paths = [
        (name, option.opts[-1])
        for name in COMMANDS
        for option in import_module(f"flowcheck.cli.{name.replace('-', '_')}").command.params
        if isinstance(option, click.Option) and option.metavar in ("FILE", "PATH")
    ]
    assert len(paths) > 5
    for command, option in paths:
        assert offered(f"flowcheck {command} {option} fl") == ["file,fl"]
