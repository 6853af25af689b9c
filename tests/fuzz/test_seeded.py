"""A little of what `python -m tests.fuzz` does by the million, the same each time."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fuzz.inputs import SORTS, Sort, again, made
from tests.fuzz.judging import judge

SEED = 1
COUNTS: dict[Sort, int] = {"documents": 350, "bytes": 350, "expressions": 700}
"""Inputs of a chunk, some two seconds of each."""
PARTS = 5
_RARELY = 40


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("sort", SORTS)
def test_everything_holds_of_damaged_input(sort: Sort, part: int) -> None:
    for number in range(part * COUNTS[sort], (part + 1) * COUNTS[sort]):
        one = made(sort, SEED, number)
        try:
            judge(one, _RARELY)
        except Exception as error:
            error.add_note(f"python -m tests.fuzz --again {one.seed}")
            raise


SCRIPT = """
import hashlib
from tests.fuzz.inputs import SORTS, made
inputs = [made(sort, 2, number) for sort in SORTS for number in range(60)]
print(hashlib.sha256(repr(inputs).encode()).hexdigest())
"""


def test_a_seed_makes_the_same_inputs_in_every_process() -> None:
    told = {
        subprocess.run(
            [sys.executable, "-c", SCRIPT],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=Path(__file__).parents[2],
            check=True,
            capture_output=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(told) == 1


def test_an_input_is_made_again_by_its_seed() -> None:
    for sort in SORTS:
        one = made(sort, 3, 1_000_000)
        assert one.seed == f"{sort}:3:1000000"
        assert again(one.seed) == one
        assert made(sort, 3, 1_000_001).data != one.data
    with pytest.raises(ValueError, match="weather is none of documents, bytes, expressions"):
        again("weather:1:1")
