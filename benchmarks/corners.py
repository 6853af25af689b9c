"""Corners in which time once grew with the square, or memory with the number of files."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from benchmarks import flows
from benchmarks.measure import ENV, PYTHON, check, grows, line, measured, seconds, write

GROWTH = 1.2
"""The most a time may grow: with this power of the size."""


def json_lines(folder: Path) -> None:
    """One record a line: a line costs the same however many there are."""

    def time_of(size: int) -> float:
        path = folder / "records.jsonl"
        path.write_text(flows.lines(size))
        return measured(str(path))[0]

    grows("lines of JSON Lines", [2_000, 32_000], time_of, GROWTH)


def rows_of_items(folder: Path) -> None:
    """Rows of `items`, each with a fault of its own."""

    def time_of(size: int) -> float:
        taken, _, problems = measured(write(folder, "rows.json", flows.rows(size)))
        if problems != size:
            raise SystemExit(f"{size} rows have {problems} problems")
        return taken

    grows("rows of `items` with faults", [1_000, 16_000], time_of, GROWTH)


def strangers(folder: Path) -> None:
    """Names of which none is near: what is spent on nearest matches is bounded by document."""

    def time_of(size: int) -> float:
        path = write(folder, "strangers.json", flows.strangers(size))
        return measured(path)[0]

    grows("refs to unknown UUIDs", [700, 11_200], time_of, GROWTH)


def run_inputs() -> None:
    """A body of as many unknown keys as the contract has inputs."""

    def time_of(size: int) -> float:
        out = subprocess.run(
            [PYTHON, "-c", UNKNOWN_KEYS, str(size)],
            capture_output=True,
            text=True,
            check=True,
            env=ENV,
        ).stdout
        return float(out)

    grows("unknown keys of run inputs", [2_000, 32_000], time_of, GROWTH)


UNKNOWN_KEYS = """
import sys, time
import flowcheck
size = int(sys.argv[1])
inputs = [{"name": f"input_{n}", "type": "string"} for n in range(size)]
workflow = {"id": "w", "flow": [], "inputs": inputs}
flowcheck.check_run(workflow, {})
start = time.perf_counter()
report = flowcheck.check_run(workflow, {f"{n} stranger": "" for n in range(size)})
print(time.perf_counter() - start)
assert len(report.problems) == size
"""
"""Seconds."""


def suppressions(folder: Path) -> None:
    """As many suppressions as problems: half of them hide one, half hide nothing."""

    def with_entries(size: int, entries: int) -> float:
        path = write(folder, "suppressed.json", flows.faulty(size))
        config = folder / "suppressed.toml"
        config.write_text(
            "".join(map(_suppression, range(size - entries // 2, size + entries // 2)))
        )
        return seconds(check(path, "--no-cache", "--config", str(config)))

    def time_of(size: int) -> float:
        return with_entries(size, size) - with_entries(1, 0)

    grows("suppressions, start-up aside", [1_000, 16_000], time_of, GROWTH)


def _suppression(number: int) -> str:
    return f"""[[suppress]]
file = "**/suppressed.json"
node = "n{number}"
codes = ["FC702"]
reason = "known"

"""


PEAK = """
import json, resource, sys
import flowcheck
report = flowcheck.check_files(sys.argv[1], jobs=int(sys.argv[2]))
whose = resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN
peaks = [resource.getrusage(who).ru_maxrss for who in whose]
print(json.dumps([max(peaks), report.summary.files]))
"""
"""The largest peak memory in kB of this process and its workers; number of files."""


def memory_over_files(folder: Path, jobs: int) -> None:
    """Many files cost no more memory than few."""
    sizes, peaks = [400, 1_600], []
    text = json.dumps(flows.SHAPES["chain"](300))
    for size in sizes:
        within = folder / f"files-{size}"
        within.mkdir(exist_ok=True)
        for number in range(size):
            (within / f"{number}.json").write_text(text)
        peaks.append(peak(within, jobs, size))
    shown = ", ".join(f"{peak / 1024:.0f} MB" for peak in peaks)
    what = f"peak memory, 1 600 files to 400, {jobs} process{'es' if jobs > 1 else ''}"
    line(what, peaks[1] / peaks[0], 1.25, note=shown)


def peak(within: Path, jobs: int, size: int) -> int:
    done = subprocess.run(
        [PYTHON, "-c", PEAK, str(within), str(jobs)],
        capture_output=True,
        text=True,
        check=True,
        env=ENV,
    )
    peak, files = json.loads(done.stdout)
    if files != size:
        raise SystemExit(f"{files} of {size} files were checked")
    return int(peak)


def all_of(folder: Path) -> None:
    json_lines(folder)
    rows_of_items(folder)
    strangers(folder)
    run_inputs()
    suppressions(folder)
    for jobs in (1, 2):
        memory_over_files(folder, jobs)
