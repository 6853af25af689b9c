"""Whatever a file holds, a check ends soon, raises nothing, and every format can print it."""

from __future__ import annotations

import copy
import json
import random
import time
from collections.abc import Iterator
from typing import Any

from flowcheck import Settings, Severity, check
from flowcheck.reports import FORMATS, renderer
from tests.measure import documents, valid

STRANGE: tuple[Any, ...] = (
    *(
        "\x00\x1b[31m",
        "\ud800",
        "a" * 5000,
        "workflow",
        "",
        "</script>",
        "::error::x",
        "%0A",
        "é\u2028",
    ),
    *(1e400, float("nan"), 10**400, -1, 0.5, 1e308, True, None, [], {}, [[[]]], {"a": {"b": [1]}}),
    *({"node": "workflow", "name": None}, {"conditional": []}, {"always": []}, "(" * 300),
)
FIELDS = (
    *(
        *documents.NODE_FIELDS,
        *documents.INPUT_FIELDS,
        *documents.REF_FIELDS,
        *documents.RULE_FIELDS,
    ),
    *("id", "type", "name", "status", "flow", "workflow", "model", "metadata", "job", "loopNodeId"),
)
EVERYTHING = Settings(severity=Severity.INFO)
SECONDS = 5
"""Far above what any of these takes, so that a slow machine does not fail."""


def judge(value: Any) -> None:
    begin = time.perf_counter()
    report = check(value, settings=EVERYTHING, name="a\nb.json")
    for format in FORMATS:
        renderer(format)(report)
    assert time.perf_counter() - begin < SECONDS
    for problem in report.problems:
        assert problem.line >= 1
        assert problem.column >= 1
        assert (problem.end_line, problem.end_column) >= (problem.line, problem.column)
        json.dumps(problem.to_dict())


def strange(rng: random.Random, depth: int = 0) -> Any:
    """Random JSON out of the fields' names."""
    if depth > 4 or rng.random() < 0.3:
        return copy.deepcopy(rng.choice(STRANGE))
    if rng.random() < 0.5:
        return [strange(rng, depth + 1) for _ in range(rng.randint(0, 4))]
    return {rng.choice(FIELDS): strange(rng, depth + 1) for _ in range(rng.randint(0, 6))}


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every (container, key or index) of a document."""
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, item in list(items):
        yield value, key
        if isinstance(item, dict | list):
            yield from places(item)


def mutate(rng: random.Random, document: Any) -> None:
    """Change one thing somewhere, whatever it means."""
    found = list(places(document))
    if not found:
        return
    holder, key = rng.choice(found)
    item = holder[key]
    match rng.randrange(6):
        case 0:
            del holder[key]
        case 1:
            holder[key] = f"{item}x" if isinstance(item, str) else [item]
        case 2 if isinstance(holder, list):
            holder.insert(key, copy.deepcopy(item))
        case 3 if isinstance(holder, dict):
            holder[rng.choice(FIELDS)] = strange(rng, 3)
        case 4:
            other, place = rng.choice(found)
            if len(found) > 1 and isinstance(other, list) == isinstance(place, int):
                holder[key] = copy.deepcopy(other[place]) if _has(other, place) else None
        case _:
            holder[key] = strange(rng, 3)


def _has(holder: Any, key: Any) -> bool:
    return key in holder if isinstance(holder, dict) else key < len(holder)


def test_random_json() -> None:
    for seed in range(120):
        rng = random.Random(f"strange {seed}")
        inner = strange(rng)
        judge(
            rng.choice(
                (
                    inner,
                    {"flow": inner, "inputs": strange(rng)},
                    {"flow": [strange(rng, 1) for _ in range(4)]},
                    {"model": {"id": "m", "capabilities": [], "inputs": inner}},
                    {"jobs": [{"jobId": "x", "metadata": {"flow": inner}}]},
                )
            )
        )


def test_valid_records_with_several_mistakes() -> None:
    for seed in range(120):
        rng = random.Random(f"several {seed}")
        document = documents.wrap(
            valid.record(rng, rng.choice((0, 1, 2))), rng.choice(documents.WRAPS), rng
        )
        for _ in range(rng.randint(2, 4)):
            mutate(rng, document)
        judge(document)
        judge(json.dumps(document, ensure_ascii=rng.random() < 0.5))


def test_cut_and_garbled_text() -> None:
    for seed in range(60):
        rng = random.Random(f"garbled {seed}")
        text = json.dumps(valid.record(rng, 1), indent=2)
        at = rng.randrange(len(text))
        judge(text[:at] + rng.choice(("", "}", "\x00", '"', "\ufeff", "//", ",,")) + text[at + 1 :])
        judge(text.encode()[:at] + bytes([rng.randrange(256)]) + text.encode()[at:])
