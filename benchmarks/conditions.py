"""Conditions by the thousand: what following them costs grows with their number, no faster."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.flows import PROMPT, Json, model, record, wire
from benchmarks.measure import grows, measured, write

GROWTH = 1.1
"""The most a time may grow: with this power of the size."""
TERMS, CASES = 1_000, 200
"""Terms of a long condition, and cases of a large if/else node."""


def _router(id: str, input: str, kind: str, conditions: list[str]) -> Json:
    """An if/else node over one workflow input; its cases are `2`, `3`, …"""
    cases = [{"condition": text, "value": str(at)} for at, text in enumerate(conditions, 2)]
    return {
        "id": id,
        "type": "logic",
        "logicType": "if-else",
        "inputs": [wire("x", kind, node="workflow", name=input)],
        "logic": {"cases": cases, "default": "1"},
    }


def _arm(id: str, router: str, value: str) -> Json:
    prompt = wire("prompt", "string", node="workflow", name="prompt")
    return model(id, prompt, wire("gate", "string", node=router, equal=value))


def _branching(number: int, input: str, kind: str, condition: str) -> list[Json]:
    """An if/else node, its two branches, and where they meet again."""
    router, yes, no = f"if{number}", f"yes{number}", f"no{number}"
    return [
        _router(router, input, kind, [condition]),
        _arm(yes, router, "2"),
        _arm(no, router, "1"),
        model(f"m{number}", wire("image", "file", conditional=[yes, no])),
    ]


def _given(name: str, kind: str = "string", **fields: Any) -> Json:
    return {"name": name, "type": kind, "required": {"always": True}, **fields}


def on_one_input(template: str, kind: str = "string", **fields: Any) -> Callable[[int], Json]:
    """Flows of if/else nodes that all ask one workflow input. template: the condition by number."""

    def make(size: int) -> Json:
        flow = [
            part
            for number in range(size)
            for part in _branching(number, "mode", kind, template.format(number))
        ]
        return record(flow, [PROMPT, _given("mode", kind, **fields)])

    return make


def on_own_inputs(size: int) -> Json:
    """If/else nodes that each ask a workflow input of their own."""
    flow: list[Json] = []
    inputs = [PROMPT]
    for number in range(size):
        flow += _branching(number, f"mode{number}", "string", "x == 'a'")
        inputs.append(_given(f"mode{number}", allowedValues=["a", "b"]))
    return record(flow, inputs)


def of_many_cases(size: int) -> Json:
    """If/else nodes of two hundred cases on one input, so many cases in all, each with a reader."""
    flow: list[Json] = []
    for number in range(size // CASES):
        conditions = [f"x == 'v{number}_{case}'" for case in range(CASES)]
        router = f"router{number}"
        flow.append(_router(router, "mode", "string", conditions))
        flow += [_arm(f"n{number}_{case}", router, str(case + 1)) for case in range(CASES + 1)]
    return record(flow, [PROMPT, _given("mode")])


def of_many_terms(size: int) -> Json:
    """Conditions of a thousand terms, so many terms in all."""
    flow: list[Json] = []
    for number in range(size // TERMS):
        terms = [f"x == 'v{number}_{term}'" for term in range(TERMS)]
        flow += _branching(number, "mode", "string", " || ".join(terms))
    return record(flow, [PROMPT, _given("mode")])


ROWS: tuple[tuple[str, Callable[[int], Json], list[int]], ...] = (
    ("if/else nodes on one input", on_one_input("x == 'a'", allowedValues=["a", "b"]), []),
    ("if/else nodes on as many inputs", on_own_inputs, []),
    ("texts that one input is compared with", on_one_input("x == 'v{}'"), []),
    ("beginnings that one input is asked for", on_one_input("x.startsWith('v{}_')"), []),
    ("numbers that one input is compared with", on_one_input("x > {}", "number"), []),
    ("cases, 200 a node", of_many_cases, []),
    ("terms in conditions of 1 000", of_many_terms, [1_000, 16_000]),
)
"""What grows, its flows by size, and from where to where if not from a thousand to ten thousand."""


def all_of(folder: Path) -> None:
    for what, make, sizes in ROWS:

        def time_of(size: int, make: Callable[[int], Json] = make) -> float:
            taken, _, problems = measured(write(folder, "conditions.json", make(size)))
            if problems:
                raise SystemExit(f"{size} conditions have {problems} problems")
            return taken

        grows(what, sizes or [1_000, 10_000], time_of, GROWTH)
