"""The first look at a part."""

from __future__ import annotations

import gc
import json

from flowcheck.batch.stream.cutting import Part
from flowcheck.batch.stream.looking import Look
from flowcheck.batch.stream.working import look_once, look_once_more
from tests.cache.flows import CALLER, FAULTY


def test_a_look_keeps_nothing_where_the_collector_rests() -> None:
    data = "".join(json.dumps(value) + "\n" for value in [CALLER, FAULTY] * 200).encode()
    task = Look(0, "a.jsonl", True, Part(0, data), wanted=frozenset({"wf_other"}))
    look_once(task)
    look_once_more(task)
    gc.collect()
    gc.disable()
    try:
        before = len(gc.get_objects())
        for _ in range(5):
            look_once(task)
            look_once_more(task)
        assert len(gc.get_objects()) - before < 400
    finally:
        gc.enable()
