"""The everyday arguments are read as click reads them, and end the same way."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from flowcheck.cli import check
from flowcheck.cli.options import CheckOptions
from flowcheck.cli.plain import FLAGS, WORDS, plain_check

VALUES = sorted({word for _, words in WORDS.values() for word in words})
WORD = st.one_of(
    st.sampled_from(["flow.json", "a b.json", "-", "", "--", "check", ".", "=", "-qv", "-j", "2"]),
    st.sampled_from([*FLAGS, "--fix", "--help", "--no-such", "--quiet=1", "--form", "--output"]),
    st.sampled_from(list(WORDS)),
    st.sampled_from([*VALUES, "ERROR", "yaml"]),
    st.builds(lambda option, value: f"{option}={value}", st.sampled_from(list(WORDS)),
              st.sampled_from([*VALUES, "", "a=b"])),
    st.text(max_size=4),
)  # fmt: skip


def by_click(args: list[str]) -> tuple[tuple[str, ...], CheckOptions] | None:
    """The paths and options of `check`; None for a mistake or a page of help."""
    try:
        params = dict(check.command.make_context("check", list(args)).params)
    except (click.ClickException, click.exceptions.Exit):
        return None
    return params.pop("paths") or (".",), CheckOptions(**params)


@pytest.mark.skipif(os.name == "nt", reason="left to click on Windows")
@given(st.lists(WORD, max_size=6))
@example(["--fail-on", "never", "a.json"])
@example(["--format", "--quiet"])
@example(["a.json", "--", "-q"])
@example(["--severity"])
def test_what_is_read_is_what_click_reads(args: list[str]) -> None:
    plain = plain_check(["check", *args])
    if plain is not None:
        paths, options = plain
        assert (paths, CheckOptions(**options)) == by_click(args)


EVERYDAY = [
    ["flow.json"],
    [],
    ["a.json", "b.json", "--fail-on", "never", "-q", "--no-cache"],
    ["a.json", "--format=json", "--severity=info", "--color", "always"],
    sorted(FLAGS.keys() - {"--strict"}),
]


@pytest.mark.skipif(os.name == "nt", reason="left to click on Windows")
@pytest.mark.parametrize("args", EVERYDAY, ids=" ".join)
def test_everyday_arguments_need_no_click(args: list[str]) -> None:
    assert plain_check(["check", *args]) is not None


@pytest.mark.parametrize(
    "args",
    [["rules"], [], ["--version"], ["check", "-"], ["check", "--help"], ["check", "-j", "2", "a"],
     ["check", "--strict", "--skip-unrecognized"], ["check", "--format", "yaml", "a"]],
    ids=" ".join,
)  # fmt: skip
def test_the_rest_is_left_to_click(args: list[str]) -> None:
    assert plain_check(args) is None


BOTH = """
import sys
from flowcheck.cli import cli, main
from flowcheck.cli.guard import guarded
sys.argv[0] = "flowcheck"
if sys.argv.pop(1) == "click":
    sys.exit(guarded(cli))
main()
"""


@pytest.mark.parametrize(
    "args",
    [
        ["good.json"],
        ["bad.json"],
        ["bad.json", "--format", "full", "--color", "always"],
        ["bad.json", "--format", "sarif", "--statistics"],
        ["bad.json", "--fail-on=never", "--verbose"],
        ["none.json"],
        ["näh\x1b.json", "good.json"],
        ["good.json", "--strict", "."],
        [".", "--quiet"],
        ["broken/good.json"],
    ],
    ids=" ".join,
)
def test_it_ends_as_with_click(args: list[str], tmp_path: Path) -> None:
    """The same report, lines beside it and exit code, for mistakes in the machine too."""
    good = {"id": "w", "flow": [{"id": "a", "type": "list", "items": ["x"]}], "inputs": []}
    bad = {**good, "flow": [{"id": "ä", "type": "list", "items": ["x"], "dependsOn": ["b"]}]}
    (tmp_path / "good.json").write_text(json.dumps(good))
    (tmp_path / "bad.json").write_text(json.dumps(bad))
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "good.json").write_text(json.dumps(good))
    (tmp_path / "broken" / "flowcheck.toml").write_text("selekt = []")
    ends = []
    for way in ("click", "main"):
        done = subprocess.run(
            [sys.executable, "-c", BOTH, way, "check", *args, "--no-cache"],
            capture_output=True,
            check=False,
            cwd=tmp_path,
        )
        ends.append((done.returncode, done.stdout, done.stderr))
    assert ends[0] == ends[1]
