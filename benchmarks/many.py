"""Many small files: in one process, in two, and what memory that takes."""

from __future__ import annotations

import json
import os
from pathlib import Path

from benchmarks import corners, flows
from benchmarks.measure import PYTHON, check, line, seconds

COUNT = 4_000
LOAD = """
import json, os, sys
for entry in os.scandir(sys.argv[1]):
    with open(entry, "rb") as file:
        json.load(file)
"""
ROUNDS = 3


def files(folder: Path) -> None:
    within = folder / "files"
    within.mkdir()
    for number in range(COUNT):
        flow = flows.everyday() if number % 2 else flows.branching()
        flow["name"] = f"bench {number}"
        (within / f"{number}.json").write_text(json.dumps(flow, indent=1))
    cold = check(str(within), "--no-cache")
    times: dict[str, list[float]] = {"load": [], "1": [], "2": []}
    for _ in range(ROUNDS):
        times["load"].append(seconds([PYTHON, "-c", LOAD, str(within)]))
        for jobs in ("1", "2"):
            times[jobs].append(seconds([*cold, "--jobs", jobs]))
    load, one, two = (min(found) for found in times.values())
    line("check, 4 000 files, to read and `json.load`", one / load, 6, note=f"{one:.1f} s")
    peak = corners.peak(within, 1, COUNT) / 1024
    line("peak memory, 4 000 files, one process", peak, 60, "MB")
    note = f"{os.cpu_count()} processors"
    line("4 000 files, two processes to one", one / two, 1.7, note=note, least=True)
