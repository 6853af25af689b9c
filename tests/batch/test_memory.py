"""What a check holds on to: a share of its files at a time, nothing when it is done."""

from __future__ import annotations

import gc
import json
from pathlib import Path
from typing import Any

import pytest

import flowcheck
from flowcheck.batch import processes, tasks
from flowcheck.batch.tasks import Item, Task, shares
from flowcheck.batch.worker import Terms, Worker
from flowcheck.graph.flow import Flow
from flowcheck.reading.files import Found
from flowcheck.settings import Settings
from tests.cache.flows import CALLEE, CALLER, MODEL, SOUND
from tests.support import flows_alive

CHOICE = {
    "id": "r", "type": "logic", "logicType": "ifElse",
    "inputs": [{"name": "mode", "type": "string", "value": "a"}],
    "logic": {"cases": [{"condition": "mode == 'a'", "value": "1"}], "default": "2"},
}  # fmt: skip


def write(folder: Path, name: str, value: Any) -> None:
    (folder / name).write_text(json.dumps(value))


def test_the_library_keeps_no_flow() -> None:
    before = flows_alive()
    report = flowcheck.check([CHOICE, *SOUND])
    assert report.summary.nodes == 2
    del report
    assert flows_alive() == before


def test_one_process_holds_a_share_of_the_flows(tmp_path: Path, most: list[int]) -> None:
    for number in range(12):
        write(tmp_path, f"{number:02}.json", [CHOICE])
    report = flowcheck.check_files(tmp_path)
    assert report.summary.files == len(most) == 12
    assert max(most) <= 2


def test_of_files_that_call_workflows_only_the_called_ones_stay(
    tmp_path: Path, most: list[int]
) -> None:
    for number in range(8):
        write(tmp_path, f"{number:02}.json", {**CALLER, "id": f"wf_{number}"})
        write(tmp_path, f"{number:02}-other.json", {**CALLEE, "id": f"wf_other_{number}"})
    write(tmp_path, "zz.json", CALLEE)
    report = flowcheck.check_files(tmp_path)
    assert [(Path(p.file).name, p.code) for p in report.problems] == [
        (f"{number:02}.json", "FC812") for number in range(8)
    ]
    assert max(most) <= 3


def test_models_found_late_are_used_for_all(tmp_path: Path, most: list[int]) -> None:
    for number in range(6):
        write(tmp_path, f"{number:02}.json", SOUND)
    write(tmp_path, "zz.json", MODEL)
    report = flowcheck.check_files(tmp_path)
    assert [(Path(p.file).name, p.code) for p in report.problems] == [
        (f"{number:02}.json", "FC802") for number in range(6)
    ]


def test_a_worker_gives_back_what_a_task_took(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "a.json", [CHOICE])
    write(tmp_path, "b.json", CALLER)
    files = tuple(
        Item(index, Found(str(tmp_path / name), explicit=True))
        for index, name in enumerate(("a.json", "b.json"))
    )
    monkeypatch.setattr(processes, "_workers", [Worker(Terms())])
    before = flows_alive()
    gc.disable()
    try:
        outcomes = processes.work(Task(files, Settings()))
        left = sum(isinstance(thing, Flow) for thing in gc.get_objects())
    finally:
        gc.enable()
    assert [(o.index, o.needs_all) for o in outcomes] == [(1, True), (0, False)]
    assert left <= before  # a flow of another test may have gone meanwhile
    assert processes._workers[0].callers == {}


class Sized:
    def __init__(self, size: int) -> None:
        self.size = size


def test_shares_are_bounded_by_number_and_size() -> None:
    small = [Sized(1) for _ in range(70)]
    assert [len(share) for share in shares(small, 1)] == [32, 32, 6]
    assert [len(share) for share in shares(small, 2)] == [9] * 7 + [7]
    large = [Sized(5_000_000) for _ in range(3)]
    assert [len(share) for share in shares(large, 1)] == [1, 1, 1]
    assert [len(share) for share in shares([Sized(10**9), *small[:3]], 1)] == [1, 3]
    assert list(shares([], 1)) == []


@pytest.mark.parametrize(("models", "flows"), [("a.json", 40), ("zz.json", 20)])
def test_models_met_in_time_are_no_reason_to_check_again(
    models: str, flows: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    plainly = Worker.read

    def noting(self: Worker, item: Item) -> Any:
        read.append(Path(item.found.path).name)
        return plainly(self, item)

    monkeypatch.setattr(Worker, "read", noting)
    names = [f"f{number:02}.json" for number in range(flows)]
    for name in names:
        write(tmp_path, name, SOUND)
    write(tmp_path, models, MODEL)
    report = flowcheck.check_files(tmp_path)
    assert [(Path(p.file).name, p.code) for p in report.problems] == [
        (name, "FC802") for name in names
    ]
    assert sorted(read) == sorted([models, *names])


@pytest.mark.parametrize("value", [SOUND, [CHOICE], CALLER], ids=["plain", "choice", "caller"])
def test_the_collector_does_not_go_through_what_stays_with_each_share(
    value: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "MOST_AT_ONCE", 2)
    looked_through: list[int] = []
    plainly = gc.collect

    def collect(generation: int = 2) -> int:
        looked_through.append(sum(len(gc.get_objects(g)) for g in range(generation + 1)))
        return plainly(generation)

    for number in range(60):
        write(tmp_path, f"{number:02}.json", value)
    with monkeypatch.context() as patched:
        patched.setattr(gc, "collect", collect)
        flowcheck.check_files(tmp_path)
    assert len(looked_through) >= 29
    assert max(looked_through[-5:]) <= 1.2 * max(looked_through[2:7]) + 20


def test_a_stream_does_not_go_through_what_the_program_around_holds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked_through: list[int] = []
    plainly = gc.collect

    def collect(generation: int = 2) -> int:
        looked_through.append(sum(len(gc.get_objects(g)) for g in range(generation + 1)))
        return plainly(generation)

    held = [[number] for number in range(200_000)]
    plainly()
    monkeypatch.setattr(gc, "collect", collect)
    assert sum(1 for _ in flowcheck.check_stream([CHOICE] for _ in range(450))) == 450
    assert len(looked_through) == 2
    assert max(looked_through) < len(held) // 2
