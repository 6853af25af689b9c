"""Very many inputs, in processes, with what fails written down."""

from __future__ import annotations

import gc
import json
import math
import os
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from types import FrameType
from typing import Final

from tests.fuzz.inputs import Input, Sort, made
from tests.fuzz.judging import judge

CHUNK: Final = 500
"""Inputs a process judges before it says how it went."""
HANGS: Final = 30
"""Seconds of processor time after which an input is given up."""
_EACH: Final = 3
"""How many inputs are written down of failures that look alike."""
_TOLD: Final = 10
"""Seconds between two words about how it goes."""


@dataclass(frozen=True)
class Chunk:
    """Inputs of one sort with consecutive numbers, what is rare among them, and where failures
    are written."""

    sort: Sort
    seed: int
    first: int
    count: int
    rarely: int = 50


@dataclass(frozen=True)
class Fault:
    """An input that something does not hold of. what: the error and the place in the code that
    raised it, the same for failures alike."""

    input: Input
    what: str
    told: str


@dataclass
class Tally:
    """How a run goes: inputs judged by sort, failures by what they are."""

    judged: Counter[Sort] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0
    seconds: float = 0.0


def chunks(counts: dict[Sort, int], seed: int, first: int, rarely: int) -> Iterator[Chunk]:
    """The sorts in turn, each by its share, so that a run that is stopped has judged of each."""
    most = max(counts.values())
    at = dict.fromkeys(counts, 0)
    while at != counts:
        for sort, count in counts.items():
            size = min(CHUNK * count // most + 1, count - at[sort])
            if size:
                yield Chunk(sort, seed, first + at[sort], size, rarely)
                at[sort] += size


def run(todo: Iterator[Chunk], jobs: int, found: Path, *, seconds: float = math.inf) -> Tally:
    """Judge chunks until they or the seconds are used up, telling how it goes on standard error
    and each failure on standard output. Ctrl-C ends it early; what was judged until then counts.

    found: the folder for what fails, and for the counts."""
    tally = Tally()
    begin = shown = time.monotonic()
    context = get_context("spawn")
    pool = context.Pool(jobs, prepare) if jobs > 1 else None
    prepare()
    results = map(judged, todo) if pool is None else pool.imap_unordered(judged, todo)
    try:
        for chunk, faults, slowest in results:
            tally.judged[chunk.sort] += chunk.count
            tally.slowest = max(tally.slowest, slowest)
            for fault in faults:
                tally.faults[fault.what] += 1
                if tally.faults[fault.what] <= _EACH:
                    print(f"{fault.input.seed}: {fault.told}", flush=True)
                    print(f"  kept as {keep(fault, found)}", flush=True)
            tally.seconds = time.monotonic() - begin
            if time.monotonic() - shown > _TOLD:
                shown = time.monotonic()
                print(line(tally), file=sys.stderr, flush=True)
                count(tally, found, begin)
            if tally.seconds > seconds:
                break
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
    finally:
        if pool is not None:
            pool.terminate()
    count(tally, found, begin)
    return tally


def count(tally: Tally, folder: Path, begin: float) -> None:
    """Write down how many inputs a run has judged, in a file of its own that it writes anew."""
    told = {**tally.judged, "failures": sum(tally.faults.values()), "seconds": int(tally.seconds)}
    _write(folder / f"counts-{os.getpid()}-{int(begin)}.json", json.dumps(told).encode())


def counted(folder: Path) -> Counter[str]:
    """What all runs that wrote into a folder have judged together."""
    total: Counter[str] = Counter()
    for path in folder.glob("counts-*.json"):
        total.update(json.loads(path.read_bytes()))
    return total


def line(tally: Tally) -> str:
    """How a run goes, on one line."""
    done = ", ".join(f"{count:,} {sort}" for sort, count in tally.judged.items()) or "nothing"
    rate = sum(tally.judged.values()) / max(tally.seconds, 1e-9)
    faults = f"{sum(tally.faults.values()):,} failures of {len(tally.faults)} kinds"
    pace = f"{tally.seconds:,.0f} s ({rate:,.0f} a second)"
    return f"{done} in {pace}, {faults}, slowest {tally.slowest:.1f} s"


def keep(fault: Fault, folder: Path) -> Path:
    """Write a failing input down, under a name that says its sort and its seed."""
    ending = "".join(Path(fault.input.name).suffixes)
    path = folder / f"{fault.input.seed.replace(':', '-')}{ending}"
    _write(path, fault.input.data)
    return path


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f".{path.name}.tmp")
    half.write_bytes(data)
    half.replace(path)


def judged(chunk: Chunk) -> tuple[Chunk, list[Fault], float]:
    """Judge each input of a chunk: what fails, and the processor time of the slowest."""
    faults = []
    slowest = 0.0
    gc.collect()
    gc.freeze()  # what is there by now stays, and need not be looked through again
    gc.disable()  # of so many small inputs one collection is enough
    for number in range(chunk.first, chunk.first + chunk.count):
        begin = time.process_time()
        fault = fault_of(made(chunk.sort, chunk.seed, number), chunk.rarely)
        if fault is not None:
            faults.append(fault)
        slowest = max(slowest, time.process_time() - begin)
    gc.enable()
    return chunk, faults, slowest


def fault_of(one: Input, rarely: int) -> Fault | None:
    """What does not hold of an input."""
    signal.setitimer(signal.ITIMER_PROF, HANGS)
    try:
        judge(one, rarely)
    # Whatever is raised is what is looked for.
    except Exception as error:  # noqa: BLE001
        return _fault(one, error)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return None


def _fault(one: Input, error: BaseException) -> Fault:
    frames = traceback.extract_tb(error.__traceback__)
    last = frames[-1]
    inside = [frame for frame in frames if f"{os.sep}flowcheck{os.sep}" in frame.filename]
    place = f"{Path(last.filename).name}:{last.lineno}"
    if inside and inside[-1] is not last:
        place += f" from {Path(inside[-1].filename).name}:{inside[-1].lineno}"
    what = f"{type(error).__name__} at {place}"
    said = str(error).partition("\n")[0][:300]
    return Fault(one, what, f"{what}: {said}")


def prepare() -> None:
    """Let a rule that raises raise, and an input that hangs end. For a process that does nothing
    else."""
    os.environ["FLOWCHECK_TRACEBACK"] = "1"
    signal.signal(signal.SIGPROF, _give_up)


def _give_up(signum: int, frame: FrameType | None) -> None:
    raise TimeoutError(f"no end in {HANGS} s")
