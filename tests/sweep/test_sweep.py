# ruff: noqa: E402
"""Sweeps on a cluster of real processes: each record once, whatever happens to the workers."""

from __future__ import annotations

import gzip
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from traceback import walk_tb
from typing import Any

import pytest
import zstandard
from click import ClickException
from click.testing import CliRunner

for needed in ("distributed", "fsspec", "pyarrow"):
    pytest.importorskip(needed, reason=f"needs {needed}: make cluster-test")

import pyarrow as pa
import pyarrow.parquet as pq
from distributed import Client, LocalCluster

import flowcheck
from flowcheck.batch.stream import cutting
from flowcheck.cli import cli
from flowcheck.reading.packed import Unreadable
from flowcheck.settings import Settings, SettingsError
from flowcheck.sweep.run import Swept, Wanted, sweep
from flowcheck.sweep.units import plan
from tests.cache.flows import CALLEE, CALLER, MODEL, SOUND
from tests.determinism import corpus
from tests.sweep.rows import EXACT, LINES, exactly, single, swept, table

pytestmark = pytest.mark.filterwarnings("ignore")
DATA = b"\r\n".join(LINES)
POISON = """
import os, flowcheck.batch.rows as rows
original = rows.Item.source
def source(self):
    if b"POISON" in self.part.data:
        os._exit(3)
    return original(self)
rows.Item.source = source
"""


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Two processes in which a record that holds POISON ends the process that checks it."""
    folder = tmp_path_factory.mktemp("poison")
    (folder / "sitecustomize.py").write_text(POISON)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(folder))
        with LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0"
        ) as made:
            yield made


def run(
    cluster: Any,
    *urls: str,
    output: str = "out",
    step: Any = None,
    settings: Settings = Settings(),  # noqa: B008 - it is frozen
    **how: Any,
) -> Swept:
    wanted = Wanted(urls, output, scheduler=cluster.scheduler_address, **how)
    return sweep(wanted, settings, step)


def test_the_same_as_one_process(cluster: Any, here: Path) -> None:
    Path("a.jsonl").write_bytes(DATA)
    done = run(cluster, "a.jsonl", part_bytes=2_000)
    assert not done.lost
    assert done.told["parts"] > 4
    problems = table("out", "problems")
    assert swept(problems) == single(DATA, here)
    assert {"FC101", "FC702", "FC802", "FC812"} <= {row["code"] for row in problems}
    records = [
        row["record"] for row in table("out", "documents") if row["pointer"] in ("", "/workflows/0")
    ]
    blank = LINES.index(b"") + 1
    assert records == [n for n in range(1, len(LINES) + 1) if n != blank]
    again = run(cluster, "a.jsonl", part_bytes=2_000)
    assert again.told == done.told


def test_the_same_as_one_process_of_every_rule_in_every_column(cluster: Any, here: Path) -> None:
    corpus.make(here / "rules")
    texts = [(here / "rules" / name).read_text() for name in corpus.files(here / "rules")]
    lines = [re.sub(r"\s*[\r\n]\s*", " ", text) for text in texts]
    Path("a.jsonl").write_text("\n".join(lines))
    settings = Settings(severity="info")
    report = flowcheck.check_files(["a.jsonl"], settings=settings)
    assert len({problem.code for problem in report.problems}) > 90
    done = run(cluster, "a.jsonl", part_bytes=20_000, settings=settings)
    assert done.told["parts"] > 5
    rows = [row for row in table("out", "problems") if row["code"] != "FC103"]
    assert {row["record"] - row["line"] for row in rows} == {0}
    url = f"file://{here}/a.jsonl"
    assert sorted((tuple(row[name] for name in EXACT) for row in rows), key=repr) == sorted(
        (exactly(p, "a.jsonl", url) for p in report.problems if p.code != "FC103"), key=repr
    )


def test_what_settings_name_counts_as_in_a_check(cluster: Any, here: Path) -> None:
    """A list of models; a workflow that calls back, and one that the store has as well."""
    back = {**CALLEE, "id": "wf_back"}
    back["flow"] = [{"id": "back", "type": "workflow", "workflowId": "wf_outer"}]
    Path("models.json").write_text(json.dumps([MODEL]))
    Path("named").mkdir()
    Path("named/back.json").write_text(json.dumps(back))
    Path("named/inner.json").write_text(json.dumps({**CALLEE, "inputs": []}))
    calls = [{"id": "b", "type": "workflow", "workflowId": "wf_back"}, *CALLER["flow"]]
    records = [CALLEE, {**CALLER, "flow": calls}, SOUND]
    Path("a.jsonl").write_text("".join(f"{json.dumps(record)}\n" for record in records))
    settings = Settings(models=("models.json",), workflows=("named",))
    report = flowcheck.check_files(["a.jsonl"], settings=settings)
    assert {"FC802", "FC814"} <= {problem.code for problem in report.problems}
    run(cluster, "a.jsonl", settings=settings, part_bytes=1_000)
    url = f"file://{here}/a.jsonl"
    assert [tuple(row[name] for name in EXACT) for row in table("out", "problems")] == [
        exactly(problem, "a.jsonl", url) for problem in report.problems
    ]


def test_packed_files_documents_and_columns(cluster: Any, here: Path) -> None:
    Path("in").mkdir()
    expected = single(DATA, here)
    Path("in/a.jsonl.gz").write_bytes(gzip.compress(DATA))
    run(cluster, "in", output="gz")
    assert swept(table("gz", "problems")) == expected
    Path("in/a.jsonl.gz").rename("gone")
    Path("in/b.ndjson.zst").write_bytes(zstandard.compress(DATA))
    run(cluster, "in/*.zst", output="zst")
    assert swept(table("zst", "problems")) == expected
    Path("in/c.json").write_text(json.dumps(json.loads(LINES[2]), indent=1))
    run(cluster, "in/c.json", output="json")
    assert [(r["record"], r["line"]) for r in table("json", "problems")] == [(1, 2)]
    Path("in/d.json.gz").write_bytes(gzip.compress(Path("in/c.json").read_bytes()))
    Path("in/e.JSON.zst").write_bytes(zstandard.compress(Path("in/c.json").read_bytes()))
    run(cluster, "in/d.json.gz", "in/e.JSON.zst", output="packed")
    assert [(r["record"], r["line"]) for r in table("packed", "problems")] == [(1, 2)] * 2
    values = [line.decode(errors="replace") for line in LINES]
    pq.write_table(
        pa.table({"n": range(len(values)), "flow": values}), "p.parquet", row_group_size=9
    )
    run(cluster, "p.parquet", output="column", column="flow")
    inside = [row for row in expected if row[1] != "FC101"]
    rows = [row for row in table("column", "problems") if row["code"] not in ("FC101", "FC103")]
    assert sorted((r["record"], r["code"], r["message"]) for r in rows) == sorted(
        (row[0], row[1], row[3]) for row in inside
    )
    with pytest.raises(SettingsError, match="has no column `flows`"):
        plan(["p.parquet"], "flows")


def test_each_file_once_in_the_order_of_names(here: Path) -> None:
    for name in ("b.jsonl", "a.ndjson", "in/c.json", "in/.d.json", "in/_own/parts/e.json", "f.txt"):
        (here / name).parent.mkdir(parents=True, exist_ok=True)
        (here / name).write_text("[]")
    names = [f"file://{here}/{name}" for name in ("a.ndjson", "b.jsonl", "in/c.json")]
    for urls in (
        ["."],
        ["in", "b.jsonl", "in/../*.ndjson"],
        ["b.jsonl", ".", str(here), "in/c*"],
    ):
        assert [unit.url for unit in plan(urls, None)] == names
    assert [unit.url for unit in plan(["f.txt"], None)] == [f"file://{here}/f.txt"]


def test_a_column_that_cannot_hold_records(here: Path) -> None:
    values = {"n": [1], "s": [{"a": 1}], "b": [b"[]"], "d": pa.array(["[]"]).dictionary_encode()}
    pq.write_table(pa.table(values), "p.parquet")
    for column in ("n", "s"):
        with pytest.raises(SettingsError, match=f"column `{column}` .* not texts of JSON"):
            plan(["p.parquet"], column)
    for column in ("b", "d"):
        (unit,) = plan(["p.parquet"], column)
        assert [item.part.data for item in unit.items()] == [b"[]"]
    Path("p.parquet").write_text("nothing")
    with pytest.raises(SettingsError, match=r"cannot read Parquet from `file://.*p\.parquet`"):
        plan(["p.parquet"], "d")


def test_a_worker_killed_in_the_middle(cluster: Any, here: Path) -> None:
    Path("a.jsonl").write_bytes(DATA)
    killed = []

    def kill(what: str, done: int, total: int) -> None:
        if not killed and what == "checking" and done * 3 > total:
            with Client(cluster.scheduler_address) as client:
                pids = client.run(os.getpid)
            killed.append(min(pids.values()))
            os.kill(killed[0], signal.SIGKILL)

    done = run(cluster, "a.jsonl", part_bytes=1_000, step=kill)
    assert killed
    assert not done.lost
    assert done.told["committed"] == done.told["parts"] > 8
    assert swept(table("out", "problems")) == single(DATA, here)
    run(cluster, "a.jsonl", output="calm", part_bytes=1_000)
    for name in ("problems", "documents"):
        assert table("out", name) == table("calm", name)
        for file in Path("calm", name).iterdir():
            assert Path("out", name, file.name).read_bytes() == file.read_bytes()


def test_it_is_taken_up_where_it_was_left(cluster: Any, here: Path) -> None:
    Path("a.jsonl").write_bytes(DATA)

    def stop(what: str, done: int, total: int) -> None:
        if what == "checking" and done * 3 > total:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(cluster, "a.jsonl", part_bytes=1_000, step=stop)
    # A part without its marker does not count, whatever lies there.
    left = {path.name for path in Path("out/_flowcheck/parts").iterdir()}
    times = {name: Path("out/_flowcheck/parts", name).stat().st_mtime_ns for name in left}
    done = run(cluster, "a.jsonl", part_bytes=1_000)
    assert 0 < len(left) < done.told["parts"] == done.told["committed"]
    for name, when in times.items():
        assert Path("out/_flowcheck/parts", name).stat().st_mtime_ns == when
    assert swept(table("out", "problems")) == single(DATA, here)
    with pytest.raises(SettingsError, match="out` holds a sweep with other parts"):
        run(cluster, "a.jsonl", part_bytes=2_000)


def test_a_record_that_ends_its_process_costs_that_record(cluster: Any, here: Path) -> None:
    poison = json.dumps([{"id": "POISON", "type": "custom-model"}]).encode()
    lines = [*LINES[:20], poison, *LINES[20:]]
    Path("a.jsonl").write_bytes(b"\n".join(lines))
    done = run(cluster, "a.jsonl", part_bytes=4_000)
    assert not done.lost
    (failed,) = [row for row in table("out", "documents") if row["failure"]]
    assert (failed["record"], failed["kind"]) == (21, None)
    assert failed["failure"] == "the check of this record ended its process"
    expected = single(b"\n".join(lines), here)
    assert swept(table("out", "problems")) == [row for row in expected if row[0] != 21]
    assert done.told["counts"]["failed"] == 1


def test_what_cannot_be_read_is_told_and_tried_again(cluster: Any, here: Path) -> None:
    Path("a.jsonl.gz").write_bytes(gzip.compress(DATA)[:-30])
    Path("b.jsonl").write_bytes(DATA)
    done = run(cluster, "a.jsonl.gz", "b.jsonl")
    assert list(done.lost.values()) == ["the gzip data ends too early"]
    assert swept(table("out", "problems")) == single(DATA, here)
    assert done.told["committed"] == 1


def test_an_error_holds_nothing_of_what_was_read(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker keeps the errors of parts, so their frames must hold no endless line."""
    monkeypatch.setattr(cutting, "LONGEST", 500_000)
    Path("a.jsonl.gz").write_bytes(gzip.compress(b"x" * 1_000_000))
    (unit,) = plan(["a.jsonl.gz"], None)
    with pytest.raises(Unreadable, match="line 1 has more than 500,000 bytes") as caught:
        list(unit.items())
    error = caught.value
    held = [value for frame, _ in walk_tb(error.__traceback__) for value in frame.f_locals.values()]
    assert error.__context__ is None
    assert max(len(value) for value in held if isinstance(value, bytes | bytearray | str)) < 1_000


def test_packed_data_under_another_name_is_told_once(cluster: Any, here: Path) -> None:
    for name, pack in (("a.jsonl", gzip.compress), ("b.txt", zstandard.compress)):
        Path(name).write_bytes(pack(DATA))
    done = run(cluster, "a.jsonl", "b.txt")
    assert sorted(done.lost.values()) == [
        f"the file is {how} data: name it `.jsonl.gz` or `.jsonl.zst`" for how in ("gzip", "zstd")
    ]
    assert not done.told["rules"]


def test_a_scheduler_that_is_gone(here: Path) -> None:
    """Told in a line, and taken up with the next one, whose workers are others too."""
    Path("a.jsonl").write_bytes(DATA)
    args = [sys.executable, "-m", "flowcheck", "sweep", "a.jsonl", "--output", "out"]
    env = {**os.environ, "PYTHONPATH": str(corpus.ROOT)}
    parts = Path("out/_flowcheck/parts")
    for last in (False, True):
        with _separate_cluster(env) as (address, scheduler):
            more = ["--part-size", "1000", "--scheduler", address]
            with subprocess.Popen([*args, *more], stderr=subprocess.PIPE, env=env) as client:
                while not last and client.poll() is None and len(list(parts.glob("*.json"))) < 2:
                    time.sleep(0.02)
                if not last:
                    scheduler.kill()
                told = client.communicate()[1].decode()
            lost = "Error: the scheduler was lost: the same command takes it up where it is now\n"
            assert (client.returncode, told) == ((1, "") if last else (2, lost))
    assert swept(table("out", "problems")) == single(DATA, here)


@contextmanager
def _separate_cluster(env: dict[str, str]) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """A scheduler and a worker, each a process of its own; the address, and the scheduler."""
    file = Path("scheduler.json")
    file.unlink(missing_ok=True)
    named = ["--scheduler-file", str(file)]
    run = [sys.executable, "-m"]
    silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "env": env}
    scheduler = [*run, "distributed.cli.dask_scheduler", *named, "--port", "0", "--no-dashboard"]
    worker = [*run, "distributed.cli.dask_worker", *named, "--no-nanny", "--no-dashboard"]
    with subprocess.Popen(scheduler, **silent) as first:  # type: ignore[call-overload]
        while not file.exists():
            assert first.poll() is None
            time.sleep(0.05)
        with subprocess.Popen(worker, **silent) as second:  # type: ignore[call-overload]
            try:
                yield json.loads(file.read_text())["address"], first
            finally:
                for process in (second, first):
                    process.kill()


def test_a_client_killed_by_force(here: Path) -> None:
    """Its cluster ends with it, and the next one goes on where it was."""
    Path("a.jsonl").write_bytes(DATA)
    args = [sys.executable, "-m", "flowcheck", "sweep", "a.jsonl", "--output", "out", "--jobs", "1"]
    args += ["--part-size", "1000"]
    env = {**os.environ, "PYTHONPATH": str(corpus.ROOT)}
    parts = Path("out/_flowcheck/parts")
    with subprocess.Popen(args, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env) as client:
        while client.poll() is None and len(list(parts.glob("*.json"))) < 2:
            time.sleep(0.02)
        client.kill()
        client.communicate()  # its processes have let go of the streams
    left = {path.name: path.stat().st_mtime_ns for path in parts.glob("*.json")}
    done = subprocess.run(args, capture_output=True, text=True, env=env, check=False)
    assert (done.returncode, done.stderr) == (1, "")
    after = {path.name: path.stat().st_mtime_ns for path in parts.glob("*.json")}
    assert len(left) >= 2
    assert left.items() <= after.items()
    assert swept(table("out", "problems")) == single(DATA, here)
    assert not list(Path("out").rglob(".*.tmp")) or len(left) < len(after)


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("foo://y",), "`foo://y`: protocol not known: foo"),
        (("a.jsonl", "--output", "foo://y"), "`foo://y`: protocol not known: foo"),
        (("a.jsonl", "--scheduler", "nobody"), "`nobody`: missing port number"),
        (("a.jsonl", "--select", "FC999"), "no rule matches `FC999`"),
        (("a.jsonl", "b.parquet"), "b.parquet` is Parquet: name the column of the records"),
    ],
)
def test_what_cannot_be_meant(here: Path, args: tuple[str, ...], told: str) -> None:
    Path("a.jsonl").write_bytes(DATA)
    Path("b.parquet").write_bytes(b"PAR1")
    result = CliRunner().invoke(cli, ["sweep", "--output", "out", *args], standalone_mode=False)
    assert isinstance(result.exception, ClickException)
    assert told in str(result.exception)


def test_the_command(cluster: Any, here: Path) -> None:
    Path("a.jsonl").write_bytes(DATA)
    args = ["sweep", "a.jsonl", "--output", "out", "--scheduler", cluster.scheduler_address]
    result = CliRunner().invoke(cli, args, standalone_mode=False)
    assert result.exception is None, result.output
    assert result.return_value == 1
    first, second = result.stdout.splitlines()[:2]
    assert first.startswith("Found ")
    assert first.endswith(f"in {len(LINES) - 1} records (86 documents, 73 nodes)")
    assert "error" in second
    again = CliRunner().invoke(cli, [*args, "--fail-on", "never"], standalone_mode=False)
    assert (again.stdout, again.return_value) == (result.stdout, 0)
    wrong = CliRunner().invoke(cli, [*args[:1], "gone/*.jsonl", *args[2:]], standalone_mode=False)
    assert "nothing there to sweep" in str(wrong.exception)
