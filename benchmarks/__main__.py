"""`make bench`: the ratios of the budgets, met or not. The processor time of whole processes,
interleaved, best of N.

Absolute times mean nothing across machines; every line is a ratio to a baseline measured in the
same run with the same interpreter."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks import conditions, corners, editor, flows, kept, many
from benchmarks.measure import (
    PYTHON,
    ROUNDS,
    check,
    exponent,
    line,
    measured,
    ratio,
    seconds,
    write,
)

LOAD = "import json, sys; json.load(open(sys.argv[1]))"
NOTHING = [PYTHON, "-I", "-c", "pass"]
CLICK = [PYTHON, "-c", "import click"]


def start_up(folder: Path) -> None:
    for args in (["--version"], ["rules"], ["explain", "FC204"]):
        mine, value = ratio([PYTHON, "-m", "flowcheck", *args], CLICK)
        line(f"{' '.join(args)}, to `import click`", value, 1.5, note=f"{mine * 1000:.0f} ms")
    small = write(folder, "everyday.json", flows.everyday())
    mine, value = ratio(check(small, "--no-cache"), NOTHING)
    line("check, 12 nodes, to `python -I -c pass`", value, 5, note=f"{mine * 1000:.0f} ms")
    small = write(folder, "branching.json", flows.branching())
    mine, value = ratio(check(small, "--no-cache"), NOTHING)
    line("check, 12 nodes with expressions, to the same", value, 7, note=f"{mine * 1000:.0f} ms")
    seconds(check(small), str(folder))
    mine, value = ratio(check(small), CLICK, str(folder))
    line("check, unchanged (cache), to `import click`", value, 1.2, note=f"{mine * 1000:.0f} ms")


def big(folder: Path) -> None:
    for name in ("chain", "diamonds"):
        path = write(folder, f"{name}.json", flows.SHAPES[name](10_000))
        mine, value = ratio(check(path, "--no-cache"), [PYTHON, "-c", LOAD, path])
        line(
            f"check, 10 000 nodes ({name}), to `json.load`", value, 4, note=f"{mine * 1000:.0f} ms"
        )


def growth(folder: Path, make: Callable[[int], Any], name: str) -> None:
    sizes = [1_000, 10_000, 100_000]
    times, peaks = [], []
    for size in sizes:
        path = write(folder, "big.json", make(size))
        runs = [measured(path) for _ in range(3)]
        times.append(min(run[0] for run in runs))
        peaks.append(min(run[1] for run in runs))
        if runs[0][2]:
            raise SystemExit(f"{name} {size} is not clean: {runs[0][2]} problems")
    shown = ", ".join(f"{t:.2f} s" for t in times)
    line(f"growth 1 000 → 100 000, {name}", exponent(sizes, times), 1.1, "exponent", shown)
    per_node = (peaks[-1] - peaks[0]) / (sizes[-1] - sizes[0])
    line(f"peak memory at 100 000 nodes, {name}", per_node, 3, "kB/node")


def main() -> None:
    print(f"Python {sys.version.split()[0]}, best of {ROUNDS} runs, interleaved")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        start_up(folder)
        big(folder)
        editor.all_of(folder)
        many.files(folder)
        if "--quick" not in sys.argv:
            for shape, make in flows.SHAPES.items():
                growth(folder, make, shape)
            conditions.all_of(folder)
            corners.all_of(folder)
    kept.settle({"python": sys.version.split()[0]})


main()
