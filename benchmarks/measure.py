"""How a benchmark measures: whole processes, interleaved, best of N, as ratios and exponents."""

from __future__ import annotations

import json
import math
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypedDict

PYTHON = sys.executable
ENV = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
"""Installed packages have their bytecode; without it every start would compile them anew."""
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "9"))


class Figure(TypedDict):
    """A measured figure, what it should be at most (least: at least)."""

    value: float
    unit: str
    wanted: float
    least: bool


def seconds(command: list[str], cwd: str | None = None) -> float:
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, cwd=cwd, env=ENV, check=False)
    elapsed = time.perf_counter() - start
    if done.returncode not in (0, 1):
        raise SystemExit(f"{command} failed: {done.stderr.decode()}")
    return elapsed


def processor_seconds(command: list[str], cwd: str | None = None) -> float:
    """What a command costs the processors: on a machine that others use too, its time on the clock
    says little."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds(command, cwd)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def ratio(command: list[str], baseline: list[str], cwd: str | None = None) -> tuple[float, float]:
    """Least processor time of the command and its ratio to the baseline's, runs interleaved."""
    mine, base = math.inf, math.inf
    for _ in range(ROUNDS):
        base = min(base, processor_seconds(baseline))
        mine = min(mine, processor_seconds(command, cwd))
    return mine, mine / base


FIGURES: dict[str, Figure] = {}
"""What has been measured so far, by what it is."""


def line(
    what: str, value: float, wanted: float, unit: str = "×", note: str = "", *, least: bool = False
) -> None:
    """Print a figure beside the wanted one and keep it. least: more is better."""
    met = value >= wanted if least else value <= wanted
    FIGURES[what] = {"value": round(value, 3), "unit": unit, "wanted": wanted, "least": least}
    bound = "at least" if least else "at most"
    verdict = "met" if met else "NOT MET"
    figure = f"{value:8.2f} {unit:<9} {bound:<8} {wanted:<5g}"
    print(f"{what:<56} {figure} {verdict:<8}{note}", flush=True)


def check(path: str, *flags: str) -> list[str]:
    return [PYTHON, "-m", "flowcheck", "check", path, "--fail-on", "never", *flags]


def write(folder: Path, name: str, record: Any) -> str:
    path = folder / name
    path.write_text(json.dumps(record, indent=1))
    return str(path)


MEASURE = """
import json, pathlib, re, resource, sys, time
import flowcheck
data = open(sys.argv[1], "rb").read()
flowcheck.check(b"[]")
start = time.process_time()
report = flowcheck.check(data, name=sys.argv[1])
elapsed = time.process_time() - start
status = pathlib.Path("/proc/self/status")
# ru_maxrss starts from the parent's, which holds the flow it has just written
found = re.search(r"VmHWM:\\s+(\\d+)", status.read_text()) if status.exists() else None
peak = int(found[1]) if found else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps([elapsed, peak, len(report.problems)]))
"""
"""Seconds of the processor, peak memory in kB, number of problems."""


def measured(path: str) -> tuple[float, int, int]:
    out = subprocess.run(
        [PYTHON, "-c", MEASURE, path], capture_output=True, text=True, check=True, env=ENV
    ).stdout
    elapsed, peak, problems = json.loads(out)
    return elapsed, peak, problems


def exponent(sizes: list[int], times: list[float]) -> float:
    """The power of the size with which the time grows from the first to the last."""
    return math.log(times[-1] / times[0]) / math.log(sizes[-1] / sizes[0])


def grows(what: str, sizes: list[int], time_of: Callable[[int], float], budget: float) -> None:
    """A line for how the time grows with a size; best of two runs each."""
    times = [min(time_of(size) for _ in range(2)) for size in sizes]
    shown = ", ".join(f"{t:.2f} s" for t in times)
    ends = f"{sizes[0]:,} → {sizes[-1]:,}".replace(",", " ")
    line(f"growth {ends}, {what}", exponent(sizes, times), budget, "exponent", shown)
