"""Judge as many inputs as wanted.

    python -m tests.fuzz --documents 100000 --bytes 100000 --expressions 50000 --seed 7 --jobs 2
    python -m tests.fuzz --again documents:7:1234
    python -m tests.fuzz --shrink .fuzz/documents-7-1234.json

Exit code 1 when something fails."""

from __future__ import annotations

import argparse
import json
import math
import signal
import sys
from pathlib import Path

from tests.fuzz.corpus import input_of
from tests.fuzz.inputs import SORTS, Input, again
from tests.fuzz.judging import judge
from tests.fuzz.running import chunks, counted, line, prepare, run
from tests.fuzz.shrinking import shrunk


def main() -> int:
    """Do what the arguments say."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    for sort in SORTS:
        parser.add_argument(f"--{sort}", type=int, default=0, metavar="N")
    parser.add_argument("--seed", type=int, default=1, help="another seed, other inputs")
    parser.add_argument("--first", type=int, default=0, help="the number to begin with")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--for", type=float, default=math.inf, dest="seconds", metavar="SECONDS")
    parser.add_argument("--rarely", type=int, default=50, help="one of so many is asked everything")
    parser.add_argument("--found", type=Path, default=Path(".fuzz"), help="folder for what fails")
    parser.add_argument("--again", metavar="SORT:SEED:N", help="judge one input, and show it")
    parser.add_argument("--shrink", type=Path, metavar="FILE", help="a smaller file that fails too")
    parser.add_argument("--counted", action="store_true", help="how many all runs have judged")
    options = parser.parse_args()
    if options.counted:
        print(json.dumps(counted(options.found)))
        return 0
    if options.again:
        return _once(again(options.again))
    if options.shrink:
        return _smaller(options.shrink)
    # A run that is killed says how far it came.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    counts = {sort: getattr(options, sort) for sort in SORTS}
    todo = chunks(counts, options.seed, options.first, options.rarely)
    tally = run(todo, options.jobs, options.found, seconds=options.seconds)
    print(line(tally))
    for what, count in tally.faults.most_common():
        print(f"{count:8,}  {what}")
    return int(bool(tally.faults))


def _once(one: Input) -> int:
    prepare()
    sys.stdout.buffer.write(one.data[:4_000] + b"\n")
    sys.stdout.flush()
    judge(one, rarely=1)
    return 0


def _smaller(path: Path) -> int:
    prepare()
    small = shrunk(input_of(path))
    target = path.with_name(f"{path.name.partition('.')[0]}.small{''.join(path.suffixes)}")
    target.write_bytes(small.data)
    print(f"{len(path.read_bytes()):,} bytes, {len(small.data):,} as {target}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
