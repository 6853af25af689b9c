"""The first word of the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from flowcheck.cli import cli


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["app.json"], "no such command `app.json`; did you mean `flowcheck check app.json`?"),
        (["flows"], "no such command `flows`; did you mean `flowcheck check flows`?"),
        (
            ["./my flows/new.json", "--fix"],
            "no such command `./my flows/new.json`; "
            "did you mean `flowcheck check './my flows/new.json' --fix`?",
        ),
        (["chekc"], "no such command `chekc`; did you mean `check`?"),
        (["lint"], "no such command `lint`; see `flowcheck --help`"),
    ],
)
def test_a_word_that_is_no_command(
    words: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("flows").mkdir()
    result = CliRunner().invoke(cli, words)
    assert result.exit_code == 2
    assert result.stderr.splitlines()[-1] == f"Error: {said}"
