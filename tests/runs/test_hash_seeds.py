"""Examples do not hang on the order in which Python happens to keep texts in a set."""

from __future__ import annotations

import os
import subprocess
import sys

_DECISIONS = """
from tests.runs.support import given, input_, model_of, node, record
asked = [f"x.contains('{letter}') || y.contains('{letter}')" for letter in "abcdef"]
cases = [{"condition": text, "value": str(at)} for at, text in enumerate(asked, 2)]
pick = node(
    "pick",
    *(given(name, name) for name in "xy"),
    type="logic",
    logicType="if-else",
    logic={"cases": cases, "default": "1"},
)
space = model_of(record([pick], input_("x"), input_("y"))).space
space.conditions.of("pick")
print([(one.kind, one.name, one.options) for one in space.decisions.all.values()])
"""


def test_decisions_come_in_one_order_under_every_hash_seed() -> None:
    told = set()
    for seed in ("1", "2", "7"):
        done = subprocess.run(
            [sys.executable, "-c", _DECISIONS],
            capture_output=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        )
        assert done.stdout.count(b" contains ") == 12
        told.add(done.stdout)
    assert len(told) == 1
