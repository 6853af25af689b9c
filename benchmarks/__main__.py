"""`make bench`: the ratios of the budgets, met or not. Whole processes, interleaved, best of N.

Absolute times mean nothing across machines; every line is a ratio to a baseline measured in the
same run with the same interpreter."""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks import flows

PYTHON = sys.executable
ENV = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
"""Installed packages have their bytecode; without it every start would compile them anew."""
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "9"))
LOAD = "import json, sys; json.load(open(sys.argv[1]))"
IMPORTS = "import click, pydantic, networkx"
CEL = IMPORTS + "; from celpy.celparser import CELParser; CELParser()"


def seconds(command: list[str], cwd: str | None = None) -> float:
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, cwd=cwd, env=ENV, check=False)
    elapsed = time.perf_counter() - start
    if done.returncode not in (0, 1):
        raise SystemExit(f"{command} failed: {done.stderr.decode()}")
    return elapsed


def ratio(command: list[str], baseline: list[str], cwd: str | None = None) -> tuple[float, float]:
    """Best time of the command and its ratio to the baseline's best, runs interleaved."""
    mine, base = math.inf, math.inf
    for _ in range(ROUNDS):
        base = min(base, seconds(baseline))
        mine = min(mine, seconds(command, cwd))
    return mine, mine / base


def line(what: str, value: float, budget: float, unit: str = "×", note: str = "") -> None:
    verdict = "met" if value <= budget else "NOT MET"
    print(f"{what:<52} {value:8.2f} {unit:<9} at most {budget:<6g} {verdict:<8}{note}", flush=True)


def check(path: str, *flags: str) -> list[str]:
    return [PYTHON, "-m", "flowcheck", "check", path, "--fail-on", "never", *flags]


def write(folder: Path, name: str, record: Any) -> str:
    path = folder / name
    path.write_text(json.dumps(record, indent=1))
    return str(path)


def start_up(folder: Path) -> None:
    click = [PYTHON, "-c", "import click"]
    for args in (["--version"], ["rules"], ["explain", "FC204"]):
        mine, value = ratio([PYTHON, "-m", "flowcheck", *args], click)
        line(" ".join(args), value, 1.5, note=f"{mine * 1000:.0f} ms")
    small = write(folder, "everyday.json", flows.everyday())
    mine, value = ratio(check(small, "--no-cache"), [PYTHON, "-c", IMPORTS])
    line("check, 12 nodes", value, 1.25, note=f"{mine * 1000:.0f} ms")
    small = write(folder, "branching.json", flows.branching())
    mine, value = ratio(check(small, "--no-cache"), [PYTHON, "-c", CEL])
    line("check, 12 nodes with expressions", value, 1.25, note=f"{mine * 1000:.0f} ms")
    seconds(check(small), str(folder))
    mine, value = ratio(check(small), click, str(folder))
    line("check, 12 nodes, unchanged (cache)", value, 2, note=f"{mine * 1000:.0f} ms")


def big(folder: Path) -> None:
    for name in ("chain", "diamonds"):
        path = write(folder, f"{name}.json", flows.SHAPES[name](10_000))
        mine, value = ratio(check(path, "--no-cache"), [PYTHON, "-c", LOAD, path])
        line(f"check, 10 000 nodes ({name})", value, 5, note=f"{mine * 1000:.0f} ms")


MEASURE = """
import json, pathlib, re, resource, sys, time
import flowcheck
data = open(sys.argv[1], "rb").read()
flowcheck.check(b"[]")
start = time.perf_counter()
report = flowcheck.check(data, name=sys.argv[1])
elapsed = time.perf_counter() - start
status = pathlib.Path("/proc/self/status")
# ru_maxrss starts from the parent's, which holds the flow it has just written
found = re.search(r"VmHWM:\\s+(\\d+)", status.read_text()) if status.exists() else None
peak = int(found[1]) if found else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps([elapsed, peak, len(report.problems)]))
"""
"""Seconds, peak memory in kB, number of problems."""


def measured(path: str) -> tuple[float, int, int]:
    out = subprocess.run(
        [PYTHON, "-c", MEASURE, path], capture_output=True, text=True, check=True, env=ENV
    ).stdout
    elapsed, peak, problems = json.loads(out)
    return elapsed, peak, problems


def growth(folder: Path, make: Callable[[int], Any], name: str) -> None:
    sizes = [1_000, 10_000, 100_000]
    times, peaks = [], []
    for size in sizes:
        path = write(folder, "big.json", make(size))
        runs = [measured(path) for _ in range(2)]
        times.append(min(run[0] for run in runs))
        peaks.append(min(run[1] for run in runs))
        if runs[0][2]:
            raise SystemExit(f"{name} {size} is not clean: {runs[0][2]} problems")
    exponent = math.log(times[-1] / times[0]) / math.log(sizes[-1] / sizes[0])
    shown = ", ".join(f"{t:.2f} s" for t in times)
    line(f"growth 1 000 → 100 000, {name}", exponent, 1.1, "exponent", shown)
    per_node = (peaks[-1] - peaks[0]) / (sizes[-1] - sizes[0])
    line(f"peak memory at 100 000 nodes, {name}", per_node, 25, "kB/node")


def json_lines(folder: Path) -> None:
    """One record a line: a line costs the same however many there are."""
    sizes = [2_000, 32_000]
    times = []
    for size in sizes:
        path = folder / "records.jsonl"
        path.write_text(flows.lines(size))
        times.append(min(measured(str(path))[0] for _ in range(2)))
    exponent = math.log(times[-1] / times[0]) / math.log(sizes[-1] / sizes[0])
    shown = ", ".join(f"{t:.2f} s" for t in times)
    line("growth 2 000 → 32 000, lines of JSON Lines", exponent, 1.2, "exponent", shown)


def strangers(folder: Path) -> None:
    """Refs to unknown nodes: what is spent on their nearest matches."""
    sizes = [700, 11_200]
    times = []
    for size in sizes:
        path = write(folder, "strangers.json", flows.strangers(size))
        times.append(min(measured(path)[0] for _ in range(2)))
    exponent = math.log(times[-1] / times[0]) / math.log(sizes[-1] / sizes[0])
    shown = ", ".join(f"{t:.2f} s" for t in times)
    line("growth 700 → 11 200, refs to unknown UUIDs", exponent, 1.2, "exponent", shown)


def main() -> None:
    print(f"Python {sys.version.split()[0]}, best of {ROUNDS} runs, interleaved")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        start_up(folder)
        big(folder)
        if "--quick" not in sys.argv:
            for shape, make in flows.SHAPES.items():
                growth(folder, make, shape)
            json_lines(folder)
            strangers(folder)


main()
