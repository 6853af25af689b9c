"""Streams that are closed, full or pipes."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
import termios
import threading
from pathlib import Path

import pytest

BAD = '[{"id": "a", "type": "custom-model"}]'
LINE = "a.json:1:2: error: "


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.json").write_text(BAD)


def shell(words: str, input: str | None = None) -> subprocess.CompletedProcess[str]:
    root = Path(__file__).parents[2]
    program = f"{sys.executable} -m flowcheck"
    return subprocess.run(
        ["sh", "-c", words.replace("flowcheck", program, 1)],
        capture_output=True, text=True, input=input, check=False,
        env={**os.environ, "PYTHONPATH": str(root)},
    )  # fmt: skip


def test_closed_stdout() -> None:
    done = shell("flowcheck check a.json >&-")
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "Found 1 error in 1 file\n")


def test_closed_stderr() -> None:
    done = shell("flowcheck check a.json 2>&-")
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.startswith(LINE)


def test_closed_stdin_is_empty() -> None:
    done = shell("flowcheck check - <&-")
    assert (done.returncode, done.stdout) == (1, "<stdin>:1:1: error: the file is empty [FC101]\n")


def test_everything_closed_beside_processes() -> None:
    Path("b.json").write_text(BAD)
    assert shell("flowcheck check . --jobs 2 --no-cache <&- >&- 2>&-").returncode == 1


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no such device here")
@pytest.mark.parametrize("words", ["flowcheck check a.json -q", "flowcheck rules"])
def test_a_full_disk_is_no_bug(words: str) -> None:
    done = shell(f"{words} >/dev/full")
    assert (done.returncode, done.stderr) == (2, "Error: no space left on device\n")


@pytest.mark.skipif(not os.path.exists("/dev/stdout"), reason="no such device here")
def test_output_into_a_pipe() -> None:
    done = shell("flowcheck check a.json --output /dev/stdout | cat")
    assert done.stdout.startswith(LINE)


def status(words: str, reader: str = "head -1") -> tuple[int, str, str]:
    """Exit code, stdout and stderr of a command whose reader takes one line and goes."""
    done = shell(f"{{ {words}; echo code $? >&2; }} | {reader}")
    *said, code = done.stderr.splitlines()
    return int(code.removeprefix("code ")), done.stdout, "\n".join(said)


PAGES = ("explain FC209", "rules --format markdown", "schema flow", "completion bash", "--help")


@pytest.mark.parametrize("words", PAGES)
@pytest.mark.parametrize("reader", ["head -1", "sleep 0"])
def test_a_page_nobody_reads_to_its_end(words: str, reader: str) -> None:
    code, _, said = status(f"flowcheck {words}", reader)
    assert (code, said) == (0, "")


def test_a_check_gives_its_verdict_to_a_reader_that_goes_away() -> None:
    Path("many.jsonl").write_text(f"{BAD}\n" * 5000)
    Path("fine.json").write_text("[" + BAD[1:-2] + ', "modelId": "m"}]')
    words = "flowcheck check many.jsonl fine.json --output-format json=out.json --no-cache"
    code, line, said = status(words)
    assert code == 1
    assert line.startswith("many.jsonl:1:2: error: ")
    assert said == "Found 5000 errors in 1 of 2 files"
    assert Path("out.json").stat().st_size > 100_000
    assert status(f"{words} --fail-on never")[0] == 0


def test_a_diff_gives_its_verdict_too() -> None:
    text = json.dumps([{"id": f"n{n}", "type": "list", "modelId": "m"} for n in range(9)])
    Path("mend.json").write_text(text.replace('"m"', '"m", "includeOutputsInWorkflowJob": false'))
    assert status("flowcheck check mend.json --diff", "sleep 0")[0] == 1


def test_nobody_listens_on_stderr() -> None:
    done = shell("{ flowcheck check a.json; echo $? >code; } 2>&1 >/dev/null | sleep 0")
    assert done.stderr == ""
    assert Path("code").read_text() == "1\n"
    shell("{ sleep 0.2; flowcheck check --nonsense; echo $? >code; } 2>&1 >/dev/null | sleep 0")
    assert Path("code").read_text() == "2\n"


@pytest.mark.parametrize(
    "words", ["explain FC209", "rules", "schema flow", "check --show-settings"]
)
def test_a_narrow_code_page_takes_everything(words: str) -> None:
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-m", "flowcheck", *words.split()],
        capture_output=True, check=False,
        env={**os.environ, "PYTHONPATH": str(root), "PYTHONIOENCODING": "ascii"},
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, b"")
    done.stdout.decode("utf-8")


def test_stdin_under_the_name_of_a_checked_file() -> None:
    done = shell("flowcheck check - a.json --stdin-name a.json", BAD)
    assert done.returncode == 2
    assert "`a.json` is also a file that is checked; use --stdin-name" in done.stderr


def on_terminal(words: str, columns: int, **env: str) -> str:
    """What a command prints on a terminal of that many columns."""
    root = Path(__file__).parents[2]
    master, slave = pty.openpty()
    termios.tcsetwinsize(slave, (50, columns))
    clean = {name: value for name, value in os.environ.items() if name != "COLUMNS"}
    process = subprocess.Popen(
        [sys.executable, "-m", "flowcheck", *words.split()],
        stdin=subprocess.DEVNULL, stdout=slave, stderr=slave,
        env={**clean, "PYTHONPATH": str(root), "NO_COLOR": "1", "TERM": "dumb", **env},
    )  # fmt: skip
    # The end is written into the terminal, which stays open: where its last user leaves, some
    # systems drop what is not yet read.
    end = b"\0"
    waiting = threading.Thread(target=lambda: (process.wait(), os.write(slave, end)))
    waiting.start()
    said = b""
    while not said.endswith(end):
        said += os.read(master, 65536)
    waiting.join()
    os.close(slave)
    os.close(master)
    assert process.returncode == 1
    return said.removesuffix(end).decode().replace("\r\n", "\n")


def test_a_report_is_as_wide_as_its_terminal() -> None:
    head = "error[FC702] missing-model-id: "
    said = "`modelId` of custom-model node `a` is missing: it names no model to run"
    assert on_terminal("check a.json", 120).startswith(f"{head}{said}\n")
    narrow = on_terminal("check a.json", 60)
    assert max(map(len, narrow.splitlines())) <= 60
    assert " ".join(narrow.split(" -->")[0].split()) == head + said
    assert on_terminal("check a.json", 120, COLUMNS="60") == narrow
    assert on_terminal("check a.json", 5) == on_terminal("check a.json", 40)
    assert shell("flowcheck check a.json --format full").stdout.startswith(f"{head}{said}\n")


def test_a_summary_breaks_where_the_terminal_ends() -> None:
    Path("b.json").write_text(BAD)
    Path("c.json").write_text("{}")
    for words in ("check .", "check . --format concise"):
        summary = on_terminal(words, 40).split("Found ")[1].splitlines()
        assert summary == ["2 errors in 2 files (1 file", "  without a flow skipped)"]
