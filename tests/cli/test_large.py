"""`check` of large files of records: told as it goes, the same bytes as whole."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import zstandard
from click.testing import Result

import flowcheck.batch.stream.run
from flowcheck.batch.stream import cutting, inputs
from tests.cache.flows import CALLEE, CALLER, FAULTY, MODEL, SOUND
from tests.cli.test_check import run

RECORDS = [CALLER, SOUND, FAULTY, {"x": 1}, {"name": "w", "flow": FAULTY}, CALLEE, MODEL]
LINES = b"".join(json.dumps(record).encode() + b"\n" for record in RECORDS * 4) + b'["\xff"]\n{'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    Path("a.jsonl").write_bytes(LINES)
    Path("b.json").write_text(json.dumps(FAULTY))
    return tmp_path


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything is large, in parts of a few lines."""
    monkeypatch.setattr(inputs, "LARGE", 100)
    monkeypatch.setattr(cutting, "PART", 300)


def shown(result: Result) -> tuple[str, str, int]:
    assert result.exception is None, result.output
    assert isinstance(result.return_value, int)
    return result.stdout, result.stderr, result.return_value


FORMATS = ["concise", "jsonl", "json", "sarif", "junit", "gitlab", "github"]
ARGS = [
    (), ("-v",), ("--statistics",), ("--severity", "info"), ("--fail-on", "never"), ("-j", "2"),
    ("--output", "out"), ("--quiet",), ("gone.json",), ("--output-format", "json=out"),
]  # fmt: skip


@pytest.mark.parametrize("format_", FORMATS)
def test_every_format_is_the_same(
    folder: Path, format_: str, request: pytest.FixtureRequest
) -> None:
    whole = shown(run(".", "--no-cache", "--format", format_))
    request.getfixturevalue("small")
    assert shown(run(".", "--no-cache", "--format", format_)) == whole


@pytest.mark.parametrize("args", ARGS)
@pytest.mark.parametrize("format_", ["concise", "jsonl"])
def test_every_option_is_the_same(
    folder: Path, format_: str, args: tuple[str, ...], request: pytest.FixtureRequest
) -> None:
    command = ("b.json", "a.jsonl", "--no-cache", "--format", format_, *args)
    whole = shown(run(*command))
    written = Path("out").read_bytes() if "out" in str(args) else b""
    request.getfixturevalue("small")
    assert shown(run(*command)) == whole
    assert not written or Path("out").read_bytes() == written


CONFIG = """
[[suppress]]
file = "a.jsonl"
codes = ["FC702"]
reason = "known"
[[suppress]]
file = "a.jsonl"
codes = ["FC204"]
reason = "gone"
"""


def test_suppressions_and_baselines_are_the_same(
    folder: Path, request: pytest.FixtureRequest
) -> None:
    Path("flowcheck.toml").write_text(CONFIG)
    Path("a.jsonl").write_bytes(b"\n".join(LINES.splitlines()[:-2]))
    command = ("a.jsonl", "--no-cache", "--format", "jsonl")
    baseline = ("--baseline", "known.json")
    whole = shown(run(*command))
    assert "FC001" in whole[0]
    wrote = shown(run(*command, "--write-baseline", "known.json"))
    written = Path("known.json").read_bytes()
    Path("known.json").unlink()
    request.getfixturevalue("small")
    assert shown(run(*command)) == whole
    assert shown(run(*command, "--write-baseline", "known.json")) == wrote
    assert Path("known.json").read_bytes() == written
    assert "stale" not in shown(run(*command, *baseline))[1]


@pytest.mark.parametrize(
    ("name", "pack"), [("a.jsonl.gz", gzip.compress), ("a.ndjson.zst", zstandard.compress)]
)
def test_packed_files_are_read(folder: Path, name: str, pack: object) -> None:
    assert callable(pack)
    plain = shown(run("a.jsonl", "--no-cache", "--format", "concise"))
    Path(name).write_bytes(pack(LINES))
    packed = shown(run(name, "--format", "concise"))
    assert packed == (plain[0].replace("a.jsonl", name), *plain[1:])
    assert name in run(".", "--format", "concise").stdout
    Path(name).write_bytes(pack(LINES)[:-20])
    cut = shown(run(name, "--format", "concise"))
    ending = name.rpartition(".")[2].replace("gz", "gzip").replace("zst", "zstd")
    assert f"{name}: error: the {ending} data ends too early" in cut[0]
    assert cut[2] == 2
    Path(name).write_bytes(pack(LINES + b"\n") + b"nonsense")
    more = shown(run(name, "--format", "concise"))
    assert f"{name}: error: not {ending} data, or damaged" in more[0]
    assert more[0].endswith(packed[0].splitlines(keepends=True)[-1])
    Path(name).write_bytes(LINES)
    assert f"{name}: error: not {ending} data, or damaged" in run(name).stdout


@pytest.mark.parametrize("name", ["a.jsonl", "a.json", "a.json.gz"])
@pytest.mark.parametrize("much", [True, False])
def test_packed_data_under_another_name_is_told_once(
    folder: Path, name: str, much: bool, request: pytest.FixtureRequest
) -> None:
    if much:
        request.getfixturevalue("small")
    for how, pack in (("gzip", gzip.compress), ("zstd", zstandard.compress)):
        Path(name).write_bytes(pack(LINES) * 100)
        out = shown(run(name, "--format", "concise", "--verbose"))[0]
        assert out.splitlines() == [
            f"{name}:1:1: error: the file is {how} data, not JSON [FC101]",
            f"{name}:1:1: note: packed files are read when they are named .jsonl.gz or .jsonl.zst",
        ]


def test_zstd_without_its_library(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "zstandard", None)
    Path("z.jsonl.zst").write_bytes(b"")
    result = run("z.jsonl.zst", "--format", "concise")
    assert result.stdout == (
        "z.jsonl.zst: error: zstd needs the package zstandard: "
        "pip install 'scenario-flowcheck[zstd]'\n"
    )
    assert result.return_value == 2


def test_packed_files_are_not_mended(folder: Path) -> None:
    Path("p.jsonl.gz").write_bytes(gzip.compress(LINES))
    before = Path("p.jsonl.gz").read_bytes()
    result = run("p.jsonl.gz", "--fix")
    assert "p.jsonl.gz: packed, so not checked here; unpack it to have it mended" in result.stderr
    assert Path("p.jsonl.gz").read_bytes() == before


def test_a_record_without_an_end_does_not_fill_the_memory(
    folder: Path, small: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cutting, "LONGEST", 200_000)
    line = json.dumps(FAULTY).encode() + b"\n"
    Path("bomb.jsonl.gz").write_bytes(gzip.compress(line + b"[" * 10_000_000))
    out, _, code = shown(run("bomb.jsonl.gz", "--format", "concise"))
    assert "bomb.jsonl.gz: error: line 2 has more than 200,000 bytes" in out
    assert "bomb.jsonl.gz:1:2: error: " in out
    assert code == 2


def test_stdin_that_fits_is_looked_through_first(folder: Path) -> None:
    args = ("-", "--stdin-name", "a.jsonl", "--format", "jsonl")
    assert shown(run(*args, input=LINES)) == shown(
        run("a.jsonl", "--no-cache", "--format", "jsonl")
    )


def test_endless_stdin_is_told_at_once_and_records_do_not_know_each_other(
    folder: Path, small: None
) -> None:
    Path("called.json").write_text(json.dumps(CALLEE))
    args = ("-", "--stdin-name", "s.jsonl", "--format", "concise")
    out, err, _ = shown(run(*args, input=LINES))
    assert "FC702" in out
    assert "FC812" not in out
    assert "s.jsonl: can be read but once, so its records are checked without each other" in err
    assert "FC812" in run(*args, "--workflows", "called.json", input=LINES).stdout


def test_lines_come_before_the_input_ends(folder: Path) -> None:
    """Of a stream that never ends the first problems are there."""
    line = json.dumps(FAULTY).encode() + b"\n"
    command = [sys.executable, "-m", "flowcheck", "check", "-", "--stdin-name", "s.jsonl"]
    with subprocess.Popen(
        [*command, "--no-config", "--format", "jsonl"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        # Blank lines fill the buffers at no cost.
        process.stdin.write(line + b" " * inputs.LARGE + b"\n" + line + b" " * 400_000 + b"\n")
        process.stdin.flush()
        first = json.loads(process.stdout.readline())
        assert (first["code"], first["line"]) == ("FC702", 1)
        process.stdin.close()
        rest = process.stdout.read().splitlines()
    assert [json.loads(text)["line"] for text in rest] == [3]


@pytest.fixture
def heeded() -> Iterator[None]:
    """Ctrl-C counts, though a shell may have started the tests with it ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.parametrize("format_", ["jsonl", "json"])
def test_ctrl_c_gives_what_is_done(
    folder: Path, small: None, heeded: None, format_: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = flowcheck.batch.stream.run.Stream._count

    def count(self: object, result: object) -> None:
        original(self, result)  # type: ignore[arg-type]
        if self.summary.documents > 8:  # type: ignore[attr-defined]
            os.kill(os.getpid(), signal.SIGINT)

    monkeypatch.setattr(flowcheck.batch.stream.run.Stream, "_count", count)
    out, err, code = shown(run("a.jsonl", "--format", format_))
    monkeypatch.undo()
    monkeypatch.chdir(folder)
    whole = run("a.jsonl", "--no-cache", "--format", "jsonl").stdout
    assert "interrupted: what follows counts what was checked until then\n" in err
    assert code == 2
    if format_ == "jsonl":
        assert out
        assert whole.startswith(out)
        assert len(out) < len(whole)
    else:
        assert 0 < len(json.loads(out)["problems"]) < len(whole.splitlines())


@pytest.mark.parametrize("format_", ["jsonl", "concise", "json"])
def test_ctrl_c_before_anything_was_checked(
    folder: Path, small: None, heeded: None, format_: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def look(self: object) -> None:
        os.kill(os.getpid(), signal.SIGINT)

    monkeypatch.setattr(flowcheck.batch.stream.run.Stream, "look", look)
    _, err, code = shown(run("a.jsonl", "--format", format_))
    assert (err, code) == ("interrupted before anything was checked\n", 2)


LEFT = "nobody reads on: what follows counts what was checked until then\n"


@pytest.mark.parametrize(
    ("args", "code"),
    [
        ((), 1),  # what was found fails the check, whatever else there is
        (("--fail-on", "never"), 0),  # nothing can fail it
        (("--select", "FC108"), 2),  # warnings until now
    ],
)
def test_a_reader_that_goes_away(folder: Path, args: tuple[str, ...], code: int) -> None:
    """The count is that of a part, which is told; and where nothing failed until then, something
    may have failed later."""
    record = FAULTY if code == 1 else {"id": "w", "flow": []}
    line = json.dumps(record).encode() + b" " * 400_000 + b"\n"
    Path("many.jsonl").write_bytes(line * (inputs.LARGE // 400_000 + 1))
    command = [sys.executable, "-m", "flowcheck", "check", "many.jsonl", "--no-config", *args]
    with subprocess.Popen(
        [*command, "--format", "jsonl", "--jobs", "1"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        err = process.stderr.read().decode()
    assert err.startswith(LEFT)
    assert process.returncode == code


def test_unknown_rules_are_an_error_before_anything_is_read(
    folder: Path, small: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def look(self: object) -> None:
        raise AssertionError("the files are looked through")

    monkeypatch.setattr(flowcheck.batch.stream.run.Stream, "look", look)
    assert "no rule matches `FC999`" in str(run("a.jsonl", "--select", "FC999").exception)
