"""Many small files, plain ones and ones with all that a flow may have: in one process, in two, and
what memory that takes."""

from __future__ import annotations

import json
import math
import os
from pathlib import Path

from benchmarks import corners, flows
from benchmarks.measure import PYTHON, check, line, processor_seconds, seconds

COUNT = 4_000
LOAD = """
import json, os, sys
for entry in os.scandir(sys.argv[1]):
    with open(entry, "rb") as file:
        json.load(file)
"""
ROUNDS = 3


def files(folder: Path) -> None:
    for nodes in (50, 12):
        _plain(folder / f"plain-{nodes}", nodes)
    _with_everything(folder / "files")


def _plain(within: Path, nodes: int) -> None:
    within.mkdir()
    text = json.dumps(flows.chain(nodes), indent=1)
    for number in range(COUNT):
        (within / f"{number}.json").write_text(text)
    load, spent = math.inf, math.inf
    for _ in range(ROUNDS):
        load = min(load, processor_seconds([PYTHON, "-c", LOAD, str(within)]))
        cold = check(str(within), "--no-cache", "--jobs", "1")
        spent = min(spent, processor_seconds(cold))
    line(
        *(f"check, 4 000 files of {nodes} models, to read and `json.load`", spent / load, 6),
        note=f"{spent:.1f} s",
    )


def _with_everything(within: Path) -> None:
    within.mkdir()
    for number in range(COUNT):
        flow = flows.everyday() if number % 2 else flows.branching()
        flow["name"] = f"bench {number}"
        (within / f"{number}.json").write_text(json.dumps(flow, indent=1))
    cold = check(str(within), "--no-cache")
    load, spent, one, two = [math.inf] * 4
    for _ in range(ROUNDS):
        load = min(load, processor_seconds([PYTHON, "-c", LOAD, str(within)]))
        spent = min(spent, processor_seconds([*cold, "--jobs", "1"]))
        one = min(one, seconds([*cold, "--jobs", "1"]))
        two = min(two, seconds([*cold, "--jobs", "2"]))
    what = "check, 4 000 files of 12 nodes of all sorts, to the same"
    line(what, spent / load, 6, note=f"{spent:.1f} s")
    peak = corners.peak(within, 1, COUNT) / 1024
    line("peak memory, 4 000 files, one process", peak, 60, "MB")
    note = f"{os.cpu_count()} processors"
    line("4 000 files, two processes to one", one / two, 1.7, note=note, least=True)
