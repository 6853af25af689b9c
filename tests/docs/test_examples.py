"""Commands of a console block: parsed, run on a terminal, compared, renewed."""

from __future__ import annotations

from pathlib import Path

import pytest
from doccheck import examples, python_session
from doccheck.examples import Example

BLOCK = "$ echo one\none\n$ cat <<END\n> two\n> END\ntwo\n"


def test_parse_finds_commands_their_other_lines_and_output() -> None:
    assert examples.parse(BLOCK, 10) == [
        Example(10, "echo one\n", "one\n"),
        Example(12, "cat <<END\ntwo\nEND\n", "two\n"),
    ]


def test_output_may_begin_like_a_continuation_later_on() -> None:
    (example,) = examples.parse("$ cat x\none\n> two\n", 1)
    assert example.want == "one\n> two\n"


def test_output_without_a_command_is_refused() -> None:
    with pytest.raises(ValueError, match=r"begins with `\$ `"):
        examples.parse("hello\n", 1)


def test_one_shell_runs_all_on_a_terminal_without_colours(tmp_path: Path) -> None:
    commands = ["x=5; test -t 1 && test -t 2 && echo terminal", "(echo $x; exit 3) >&2", "echo $?"]
    run = [Example(1, f"{command}\n", "") for command in [*commands, "echo $NO_COLOR$COLUMNS; pwd"]]
    assert examples.run(run, tmp_path, tmp_path) == [
        "terminal\n",
        "5\n",
        "3\n",
        f"1100\n{tmp_path}\n",
    ]


def test_what_follows_an_exit_prints_nothing(tmp_path: Path) -> None:
    run = [Example(1, "exit 1\n", ""), Example(2, "echo never\n", "never\n")]
    assert examples.run(run, tmp_path, tmp_path) == ["", ""]


@pytest.mark.parametrize(
    ("want", "got", "same"),
    [
        ("a\nb\n", "a\nb\n", True),
        ("a\n\n", "a\n", True),
        ("a  \n", "a\n", True),
        ("a\n", "a\nb\n", False),
        ("", "a\n", False),
        ("a.c\n", "abc\n", False),
        ("a\n...\nz\n", "a\nb\nc\nz\n", True),
        ("a\n...\nz\n", "a\nz\n", True),
        ("a\n...\nz\n", "a\nb\n", False),
        ("...\n", "", True),
    ],
)
def test_same(want: str, got: str, same: bool) -> None:
    assert examples.same(want, got) is same


def test_renewed_keeps_an_abridged_output_abridged() -> None:
    got = "1\n2\n3\n4\n5\n"
    assert examples.renewed("a\nb\n...\nc\n", got) == "1\n2\n...\n5\n"
    assert examples.renewed("a\n...\nb\nc\n", "1\n2\n3\n") == "1\n2\n3\n"
    assert examples.renewed("1\n...\n5\n", got) == "1\n...\n5\n"
    assert examples.renewed("a\n", got) == got


def test_a_long_output_is_told_by_its_beginning() -> None:
    assert examples.beginning("1\n2\n3\n", 2) == "1\n2\n... and 1 more lines\n"
    assert examples.beginning("1\n2\n", 2) == "1\n2\n"


def test_written_is_the_inverse_of_parse() -> None:
    parsed = examples.parse(BLOCK, 1)
    assert examples.written(parsed, [example.want for example in parsed]) == BLOCK


def test_python_examples_keep_their_names_and_show_what_they_print(tmp_path: Path) -> None:
    block = ">>> def twice(x):\n...     return x * 2\n>>> twice('a')\n'a'\n>>> y = 1\n"
    parsed = python_session.parse(block, 7)
    assert [example.line for example in parsed] == [7, 9, 11]
    with python_session.Session(tmp_path) as session:
        outputs = [session.run(example.command) for example in parsed]
        assert outputs == ["", "'aa'\n", ""]
        assert "ZeroDivisionError" in session.run("1 / 0\n")
        assert session.run("y\n") == "1\n"
    assert python_session.written(block, outputs) == block.replace("\n'a'\n", "\n'aa'\n")
