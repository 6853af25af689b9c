"""`flowcheck check --fix`, `--unsafe-fixes` and `--diff` as a user runs them."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from flowcheck.atomic import write_text
from flowcheck.batch import worker
from flowcheck.cli import cli, fix
from flowcheck.fixes import applying
from flowcheck.reading.source import Source

FLAG = "includeOutputsInWorkflowJob"
FLAWED = b"""[
  {
    "id": "draw",
    "type": "custom-model",
    "modelId": "model_x",
    "includeOutputsInWorkflowJob": false
  },
  {"id": "upscale", "type": "custom-model", "modelId": "model_y", "dependsOn": ["drw"]}
]
"""
SAFELY = FLAWED.replace(b',\n    "includeOutputsInWorkflowJob": false', b"")
WHOLLY = SAFELY.replace(b"drw", b"draw")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "a.json").write_bytes(FLAWED)
    return tmp_path


def run(*args: str, input: bytes | None = None) -> Result:
    return CliRunner().invoke(cli, ["check", *args], input=input, standalone_mode=False)


def test_fix_mends_the_file_and_reports_what_remains(folder: Path) -> None:
    result = run("--fix", "a.json")
    assert (folder / "a.json").read_bytes() == SAFELY
    assert result.stdout == (
        "a.json:7:81: error: `dependsOn` names node `drw`, which is not in this flow [FC204]\n"
    )
    assert result.stderr == (
        "Fixed 1 problem in 1 file\n"
        "Found 1 error in 1 file (1 fixable with `--fix --unsafe-fixes`)\n"
    )
    assert result.return_value == 1
    again = run("--fix", "a.json")
    assert "Fixed" not in again.stderr
    assert (folder / "a.json").read_bytes() == SAFELY


def test_unsafe_fixes_mend_the_rest(folder: Path) -> None:
    result = run("--fix", "--unsafe-fixes", "a.json")
    assert (folder / "a.json").read_bytes() == WHOLLY
    assert (result.stdout, result.return_value) == ("", 0)
    assert result.stderr == "Fixed 2 problems in 1 file\nNo problems in 1 file\n"


def test_unsafe_fixes_alone_write_nothing(folder: Path) -> None:
    result = run("--unsafe-fixes", "a.json")
    assert (folder / "a.json").read_bytes() == FLAWED
    assert "1 fixable with `--fix`, 1 fixable with `--fix --unsafe-fixes`" in result.stderr


def test_quiet_prints_problems_only(folder: Path) -> None:
    result = run("--fix", "--quiet", "a.json")
    assert result.stderr == ""
    assert result.stdout.startswith("a.json:7:81: error: ")


DIFF = """\
--- a.json
+++ a.json
@@ -2,8 +2,7 @@
   {
     "id": "draw",
     "type": "custom-model",
-    "modelId": "model_x",
-    "includeOutputsInWorkflowJob": false
+    "modelId": "model_x"
   },
   {"id": "upscale", "type": "custom-model", "modelId": "model_y", "dependsOn": ["drw"]}
 ]
"""


@pytest.mark.parametrize("also", [[], ["--fix"]])
def test_diff_shows_and_writes_nothing(folder: Path, also: list[str]) -> None:
    result = run("--diff", *also, "a.json")
    assert result.stdout == DIFF
    assert result.stderr == "Would fix 1 problem in 1 file\n"
    assert result.return_value == 1
    assert (folder / "a.json").read_bytes() == FLAWED


def test_diff_with_unsafe_fixes(folder: Path) -> None:
    result = run("--diff", "--unsafe-fixes", "--quiet", "a.json")
    assert '+  {"id": "upscale", "type": "custom-model", "modelId": "model_y",' in result.stdout
    assert result.stderr == ""
    (folder / "a.json").write_bytes(WHOLLY)
    result = run("--diff", "--unsafe-fixes", "a.json")
    assert (result.stdout, result.stderr, result.return_value) == ("", "Nothing to fix\n", 0)


def test_diff_keeps_line_ends_and_the_byte_order_mark(folder: Path) -> None:
    (folder / "a.json").write_bytes(b"\xef\xbb\xbf" + FLAWED.replace(b"\n", b"\r\n"))
    result = run("--diff", "a.json")
    lines = DIFF.split("\n")
    expected = "\n".join(lines[:3] + [line + "\r" for line in lines[3:-1]] + [""])
    assert result.stdout_bytes.decode() == expected
    (folder / "a.json").write_bytes(b"\xef\xbb\xbf" + FLAWED.replace(b"\n", b""))
    first = run("--diff", "a.json").stdout_bytes.decode().split("\n")[3]
    assert first.startswith("-\ufeff[  {")


def test_diff_in_colour(folder: Path) -> None:
    output = run("--diff", "--color", "always", "a.json").stdout
    assert '\x1b[32m+    "modelId": "model_x"\x1b[0m\n' in output
    assert '\x1b[31m-    "includeOutputsInWorkflowJob": false\x1b[0m\n' in output


@pytest.mark.parametrize(
    "flags",
    [["--write-baseline", "b"], ["--prune-baseline"], ["--add-suppressions"], ["--output", "o"],
     ["--output-format", "json=o"]],
)  # fmt: skip
def test_diff_is_not_for_what_writes(folder: Path, flags: list[str]) -> None:
    error = run("--diff", *flags, "a.json").exception
    assert f"leave {flags[0]} out" in str(error)
    assert sorted(path.name for path in folder.iterdir()) == ["a.json"]


def test_bytes_mode_and_links_are_kept(folder: Path) -> None:
    path, link = folder / "a.json", folder / "link.json"
    data = b"\xef\xbb\xbf" + FLAWED.replace(b"\n", b"\r\n").removesuffix(b"\r\n")
    path.write_bytes(data)
    path.chmod(0o640)
    link.symlink_to("a.json")
    result = run("--fix", "link.json")
    expected = SAFELY.replace(b"\n", b"\r\n").removesuffix(b"\r\n")
    assert path.read_bytes() == b"\xef\xbb\xbf" + expected
    assert path.stat().st_mode & 0o777 == 0o640
    assert os.readlink(link) == "a.json"
    assert sorted(p.name for p in folder.iterdir()) == ["a.json", "link.json"]
    assert result.return_value == 1


def test_two_names_of_one_file_are_mended_once(folder: Path) -> None:
    (folder / "link.json").symlink_to("a.json")
    result = run("--fix", ".")
    assert (folder / "a.json").read_bytes() == SAFELY
    assert "Fixed 1 problem in 1 file" in result.stderr
    assert result.stdout.count("FC204") == 2
    assert "FC501" not in result.stdout


def test_two_names_with_different_settings_are_left_alone(folder: Path) -> None:
    (folder / "link.json").symlink_to("a.json")
    (folder / "flowcheck.toml").write_text('[per-file-ignores]\n"link.json" = ["FC501"]\n')
    result = run("--fix", "a.json", "link.json")
    assert (folder / "a.json").read_bytes() == FLAWED
    assert "cannot fix `a.json`: as a.json and link.json it is mended differently" in result.stderr
    assert "a.json:6:" in result.stdout
    assert result.return_value == 2


def test_a_file_without_anything_to_mend_is_not_touched(folder: Path) -> None:
    (folder / "a.json").write_bytes(WHOLLY)
    os.utime(folder / "a.json", ns=(1, 1))
    inode = (folder / "a.json").stat().st_ino
    assert run("--fix", "--unsafe-fixes", "a.json").return_value == 0
    after = (folder / "a.json").stat()
    assert (after.st_ino, after.st_mtime_ns) == (inode, 1)


def test_a_read_only_file_is_left_alone(folder: Path) -> None:
    (folder / "b.json").write_bytes(FLAWED)
    (folder / "a.json").chmod(0o444)
    result = run("--fix", "a.json", "b.json")
    assert "cannot fix `a.json`: it is read-only\n" in result.stderr
    assert (folder / "a.json").read_bytes() == FLAWED
    assert (folder / "b.json").read_bytes() == SAFELY
    assert "a.json:6:36: error: " in result.stdout
    assert "b.json:6" not in result.stdout
    assert "Fixed 1 problem in 1 file\n" in result.stderr
    assert result.return_value == 2


@pytest.mark.parametrize("flag", ["--fix", "--diff"])
def test_a_file_that_changed_meanwhile_is_left_alone(
    folder: Path, monkeypatch: pytest.MonkeyPatch, flag: str
) -> None:
    check = fix.check_found

    def slow(*args: object, **options: object) -> object:
        batch = check(*args, **options)
        (folder / "a.json").write_bytes(b"[]")
        return batch

    monkeypatch.setattr(fix, "check_found", slow)
    result = run(flag, "a.json")
    assert "cannot fix `a.json`: it changed while it was checked; run again\n" in result.stderr
    assert (folder / "a.json").read_bytes() == b"[]"
    assert result.return_value == 2


@pytest.mark.parametrize("flag", ["--fix", "--diff"])
def test_a_file_that_is_not_utf_8_is_left_alone(folder: Path, flag: str) -> None:
    line = b" ".join(FLAWED.split()) + b"\n"
    data = line + b'[{"id": "\xff"}, \xff\n' + line
    (folder / "a.jsonl").write_bytes(data)
    result = run(flag, "a.jsonl", "-v")
    left = [row for row in result.stderr.splitlines() if "is not mended" in row]
    assert [row.partition(": ")[2] for row in left] == [
        "FC501 is not mended: not all of the file is UTF-8"
    ] * 2
    assert (folder / "a.jsonl").read_bytes() == data
    (folder / "a.jsonl").write_bytes(line.replace(b"_x", "_\ufffd".encode()))
    run("--fix", "a.jsonl")
    assert FLAG.encode() not in (folder / "a.jsonl").read_bytes()


def test_a_pipe_is_mended_in_a_diff(folder: Path) -> None:
    read, write = os.pipe()
    os.write(write, b"\xef\xbb\xbf" + FLAWED)
    os.close(write)
    name = f"/dev/fd/{read}"
    result = run("--diff", name)
    os.close(read)
    assert result.stdout == DIFF.replace("a.json", name)
    assert result.return_value == 1


def test_what_is_known_is_taken_and_nothing_kept(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("--diff", "--unsafe-fixes", "a.json")
    run("--fix", "a.json")
    assert [path.name for path in folder.iterdir()] == ["a.json"]
    (folder / "b.json").write_bytes(WHOLLY)
    run(".")
    before = sorted(folder.rglob("*"))
    looked: list[str] = []
    check = worker.check_each

    def looking(sources: Iterable[Source], *args: object, **options: object) -> object:
        there = list(sources)
        looked.extend(source.name for source in there)
        return check(there, *args, **options)

    monkeypatch.setattr(worker, "check_each", looking)
    assert "Fixed 1 problem in 1 file" in run("--fix", "--unsafe-fixes", ".").stderr
    assert looked == ["a.json"]
    assert sorted(folder.rglob("*")) == before


def test_a_disk_that_refuses_loses_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(source: object, target: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    result = run("--fix", "a.json")
    assert "cannot fix `a.json`: no space left on device\n" in result.stderr
    assert result.return_value == 2
    assert [path.name for path in folder.iterdir()] == ["a.json"]
    assert (folder / "a.json").read_bytes() == FLAWED


def test_a_fix_that_breaks_the_text_is_left_out(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(applying, "spliced", lambda text, pieces: text + "]")
    result = run("--fix", "a.json", "-v")
    assert result.stderr.splitlines() == [
        "a.json:6:36: FC501 is not mended: the text would no longer be JSON",
        "Found 2 errors in 1 file (1 fixable with `--fix --unsafe-fixes`)",
    ]
    assert result.return_value == 1
    assert (folder / "a.json").read_bytes() == FLAWED


CIRCLE = [
    {"id": "draw", "type": "custom-model", "modelId": "m", "dependsOn": ["upscal"]},
    {"id": "upscale", "type": "custom-model", "modelId": "m", "dependsOn": ["draw"]},
]


def test_a_guess_that_brings_an_error_is_left_out(folder: Path) -> None:
    """`upscale` would close a circle, so it is not what is meant."""
    text = json.dumps(CIRCLE)
    (folder / "a.json").write_text(text)
    result = run("--fix", "--unsafe-fixes", "a.json", "-v", "--format", "concise")
    assert "FC204 is not mended: it would bring FC209" in result.stderr
    assert result.stderr.endswith("Found 1 error in 1 file\n")
    assert (folder / "a.json").read_text() == text
    quiet = run("--fix", "--unsafe-fixes", "a.json")
    assert "not mended" not in quiet.stderr


def test_a_key_that_has_a_value_is_not_written_over(folder: Path) -> None:
    text = '{"flow":[{"id":"m","inputs":[{"Inputs":{},"inputs":{}}]}]}'
    (folder / "a.json").write_text(text)
    result = run("--fix", "--unsafe-fixes", "a.json")
    assert result.return_value == 1
    assert "fixable" not in result.stderr
    assert (folder / "a.json").read_text() == text


def test_what_is_hidden_is_not_mended(folder: Path) -> None:
    config = folder / "flowcheck.toml"
    config.write_text(
        '[[suppress]]\nfile = "a.json"\nnode = "draw"\ncodes = ["FC501"]\nreason = "meant"\n'
    )
    assert run("--fix", "a.json").stderr.startswith("Found 1 error in 1 file (1 suppressed")
    config.write_text('exclude = ["a.json"]\n')
    run("--fix", "a.json", ".")
    config.unlink()
    run("--fix", "--select", "FC204", "a.json")
    run("--fix", "--ignore", "FC5", "a.json")
    run("a.json", "--write-baseline", "known")
    result = run("--fix", "--unsafe-fixes", "--baseline", "known", "a.json")
    assert result.stderr == "No problems in 1 file (2 suppressed)\n"
    assert (folder / "a.json").read_bytes() == FLAWED


@pytest.mark.parametrize(("hidden", "rest"), [(1, '"draw", "draw"'), (2, '"draw", "draw", "draw"')])
def test_what_is_hidden_by_its_index_keeps_it(folder: Path, hidden: int, rest: str) -> None:
    text = WHOLLY.decode().replace('["draw"]', '["draw", "draw", "draw"]')
    (folder / "a.json").write_text(text)
    (folder / "flowcheck.toml").write_text(
        f'[[suppress]]\nfile = "a.json"\npointer = "/1/dependsOn/{hidden}"\ncodes = ["FC210"]\n'
        'reason = "meant"\n'
    )
    run("--fix", "a.json")
    assert (folder / "a.json").read_text() == WHOLLY.decode().replace('"draw"]', f"{rest}]")


def test_a_baseline_is_written_after_mending(folder: Path) -> None:
    result = run("--fix", "--write-baseline", "known", "a.json")
    assert "wrote 1 problem to known" in result.stderr
    entries = json.loads((folder / "known").read_text())["problems"]
    assert [entry["code"] for entry in entries] == ["FC204"]


def test_stdin_goes_to_stdout_and_the_report_to_stderr(folder: Path) -> None:
    data = b"\xef\xbb\xbf" + FLAWED.replace(b"\n", b"\r\n")
    result = run("--fix", "-", "--stdin-name", "x.json", input=data)
    assert result.stdout_bytes == b"\xef\xbb\xbf" + SAFELY.replace(b"\n", b"\r\n")
    assert result.stderr.startswith("x.json:7:81: error: ")
    assert "Fixed 1 problem in 1 file\n" in result.stderr
    assert result.return_value == 1


@pytest.mark.parametrize("data", [b"", b"\xff\xfe[", b"\xef\xbb\xbf{", WHOLLY, b'{"a": 1}'])
@pytest.mark.parametrize("flags", [[], ["--skip-unrecognized"]])
def test_stdin_without_anything_to_mend_passes_through(
    folder: Path, data: bytes, flags: list[str]
) -> None:
    assert run("--fix", *flags, "-", input=data).stdout_bytes == data


def test_stdin_with_a_machine_format(folder: Path) -> None:
    result = run("--fix", "-", "--format", "json", "--output", "report.json", input=FLAWED)
    assert result.stdout_bytes == SAFELY
    report = json.loads((folder / "report.json").read_text())
    assert [problem["code"] for problem in report["problems"]] == ["FC204"]


def test_diff_of_stdin(folder: Path) -> None:
    result = run("--diff", "-", "--stdin-name", "a.json", input=FLAWED)
    assert result.stdout == DIFF
    assert result.return_value == 1


def test_stdin_and_a_file_of_its_name(folder: Path) -> None:
    error = run("--fix", "-", "a.json", "--stdin-name", "a.json", input=FLAWED).exception
    assert "use --stdin-name" in str(error)
    assert (folder / "a.json").read_bytes() == FLAWED


def test_an_unreadable_path_is_exit_code_2(folder: Path) -> None:
    result = run("--diff", "a.json", "missing.json")
    assert result.stdout == DIFF
    assert "missing.json: no such file or directory\n" in result.stderr
    assert result.return_value == 2
    assert run("--fix", "a.json", "missing.json").return_value == 2
    assert (folder / "a.json").read_bytes() == SAFELY


def test_atomic_text_has_no_newline_translation(tmp_path: Path) -> None:
    write_text(tmp_path / "x", "a\r\nb\nc\r")
    assert (tmp_path / "x").read_bytes() == b"a\r\nb\nc\r"


@pytest.mark.parametrize("format_", ["json", "jsonl", "sarif", "github", "gitlab", "junit"])
def test_a_diff_is_not_mixed_with_a_report(folder: Path, format_: str) -> None:
    result = run("--diff", "a.json", "--format", format_)
    assert isinstance(result.exception, click.UsageError)
    assert result.exception.message == f"--diff prints no report; leave --format {format_} out"
    assert result.stdout == ""


def test_a_diff_goes_with_the_formats_for_people(folder: Path) -> None:
    plain = run("--diff", "a.json").stdout
    assert plain.startswith("--- a.json\n+++ a.json\n")
    assert run("--diff", "a.json", "--format", "concise").stdout == plain


def test_unsafe_fixes_alone_says_what_it_needs(folder: Path) -> None:
    result = run("--unsafe-fixes", "a.json")
    assert result.stderr.splitlines()[0] == (
        "--unsafe-fixes mends nothing by itself: add --fix, or --diff to see what it would do"
    )
    assert result.return_value == 1
    assert (folder / "a.json").read_bytes() == FLAWED
    assert "add --fix" not in run("--unsafe-fixes", "a.json", "-q").stderr
    assert "add --fix" not in run("--unsafe-fixes", "--diff", "a.json").stderr
