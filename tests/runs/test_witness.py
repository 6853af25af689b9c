"""Examples: small, sufficient, replayed, and told in words."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from flowcheck.findings import Witness
from flowcheck.run_sentence import sentence
from flowcheck.runs.circuit import TRUE
from flowcheck.runs.decisions import DecisionKind
from flowcheck.runs.replay import WitnessError, replay_hang
from flowcheck.runs.witness import Example, shrunk
from tests.runs.support import gate, given, input_, merge, model_of, node, reads, record, router


@pytest.mark.parametrize(
    ("witness", "text"),
    [
        (Witness(), ""),
        (Witness(absent=("image",)), "`image` is not given"),
        (Witness(absent=("a", "b")), "`a` and `b` are not given"),
        (Witness(given=("a",)), "`a` is given"),
        (
            Witness(absent=("image",), branches={"router": "fast"}),
            "`image` is not given (`router` takes `fast`)",
        ),
        (Witness(branches={"router": None}), ""),
        (
            Witness(given=("a",), values={"mode": "x"}, branches={"r": None, "s": "1"}),
            '`a` is given and `mode` is `"x"` (`r` takes no branch, `s` takes `1`)',
        ),
        (
            Witness(
                answers=(
                    {"node": "classify", "output": "all", "is": "portrait"},
                    {"node": "crop", "output": "size", "is": 4},
                    {"node": "r", "condition": "text.matches('.*cat.*')", "holds": False},
                    {"node": "s", "condition": "x == 'a'", "holds": True},
                ),
                branches={"s": "2"},
            ),
            '`classify` gives `"portrait"`, `crop` gives `4` as `size`, '
            "`text.matches('.*cat.*')` does not hold in `r` and `s` takes `2`",
        ),
        (
            Witness(values={f"v{n}": n for n in range(9)}, branches={f"r{n}": "1" for n in "abcd"}),
            "`v0` is `0`, `v1` is `1`, `v2` is `2`, `v3` is `3`, `v4` is `4` and 4 more decisions "
            "go one way (`ra` takes `1`, `rb` takes `1`, `rc` takes `1`, …)",
        ),
    ],
)
def test_runs_in_words(witness: Witness, text: str) -> None:
    assert sentence(witness) == text


def hang_of(value: Any, id: str) -> Witness:
    return next(hang.witness for hang in model_of(value).hangs if hang.node.id == id)


def missing_of(value: Any, id: str, name: str) -> Witness:
    found = model_of(value).missing
    return next(v.witness for v in found if (v.node.id, v.site.name) == (id, name))


def test_only_the_branch_that_matters() -> None:
    flow = [
        router("other", "2", "3"),
        router("r", "2", "3"),
        node("a", gate("r", "2")),
        node("b", reads("a"), merge("other")),
    ]
    assert hang_of(flow, "b").branches == {"r": "1"}, "the default is preferred"


@pytest.mark.parametrize("asked", [("3",), ("1",), ("3", "1"), ("1", "3")])
def test_the_default_is_preferred_whoever_waits_for_it(asked: tuple[str, ...]) -> None:
    others = [node(f"n{value}", gate("r", value)) for value in asked]
    flow = [router("r", "2", "3"), *others, node("a", gate("r", "2")), node("b", reads("a"))]
    assert hang_of(flow, "b").branches == {"r": "1"}


def test_any_other_branch_when_the_default_will_not_do() -> None:
    flow = [router("r", "2", "3"), node("a", gate("r", "1")), node("b", reads("a"))]
    assert hang_of(flow, "b").branches == {"r": "2"}


def test_values_from_a_file_are_compared_as_text() -> None:
    """Parsed strings are objects of their own, unlike the literals of a test."""
    flow = [
        router("router", "fast", default="best"),
        node("render", gate("router", "best")),
        node("sign", gate("router", "fast"), reads("render")),
    ]
    assert hang_of(json.loads(json.dumps(flow)), "sign").branches == {"router": "fast"}


def test_no_branch_at_all() -> None:
    flow = [router("r", "2", default=None), node("a", gate("r", "2")), node("b", reads("a"))]
    assert hang_of(flow, "b").branches == {"r": None}


def test_a_nest_needs_its_outer_branch_only_where_it_matters() -> None:
    flow = [
        router("outer", "2"),
        router("inner", "2", inputs=[gate("outer", "2")]),
        node("a", gate("inner", "2")),
        node("b", reads("a")),
        node("c", gate("outer", "2"), reads("a")),
    ]
    assert hang_of(flow, "b").branches == {"outer": "1"}
    assert hang_of(flow, "c").branches == {"inner": "1", "outer": "2"}


def test_inputs_that_must_be_left_out_given_or_hold_a_value() -> None:
    needs = input_("mask", "file", required={"ifDefined": {"text": ""}})
    value = record(
        [
            node("a", given("image", name="photo", required={"always": True})),
            node("b", given("text"), needs),
            node("c", given("mode", name="mode"), input_("x", required={"when": {"mode": ["p"]}})),
        ],
        input_("image", "file"),
        input_("text"),
        input_("mode"),
    )
    assert missing_of(value, "a", "photo") == Witness(absent=("image",))
    assert missing_of(value, "b", "mask") == Witness(given=("text",))
    assert missing_of(value, "c", "x") == Witness(values={"mode": "p"})


def test_another_value_is_one_that_no_rule_looks_for() -> None:
    rules = {"conditionalValues": {"mode": {"operation": "notIn", "values": ["other", "p"]}}}
    value = record(
        [node("c", given("mode", name="mode"), input_("x", required=rules))], input_("mode")
    )
    assert missing_of(value, "c", "x") == Witness(values={"mode": "other 2"})


@pytest.mark.parametrize("count", [3, 20])
def test_what_the_contract_implies_is_left_out(count: int) -> None:
    """Each input is required as soon as the next one is given, so without the first there is
    none. Twenty are too many for a table, and for leaving out one after the other."""
    rules = [{"ifDefined": {f"i{n + 1}": ""}} for n in range(count - 1)]
    reading = [given(f"i{n}", f"s{n}") for n in range(count)]
    needs = input_("x", required={"ifNotDefined": {f"s{n}": "" for n in range(count)}})
    contract = [input_(f"i{n}", required=rule) for n, rule in enumerate([*rules, None])]
    value = record([node("n", *reading, needs)], *contract)
    assert missing_of(value, "n", "x") == Witness(absent=("i0",))


def test_a_wrong_example_does_not_get_out() -> None:
    space = model_of([router("r", "2"), node("a", gate("r", "2")), node("b", reads("a"))]).space
    fault = space.outcomes.of["b"].stuck
    example = shrunk(space.search, fault)
    assert example is not None
    replay_hang(space, "b", fault, example)
    (branch,) = [d for d in example.run if d.kind is DecisionKind.ANSWER]
    assert branch.option(0).value == "2"
    other = {branch: 0}
    with pytest.raises(WitnessError, match="does not show the fault"):
        replay_hang(space, "b", fault, Example(other, other))
    with pytest.raises(WitnessError, match="does not replay"):
        replay_hang(space, "b", TRUE, Example(other, other))
    with pytest.raises(WitnessError, match="not part of its run"):
        replay_hang(space, "b", fault, Example(other, example.run))


def test_an_example_that_leaves_out_too_much_is_caught() -> None:
    space = model_of([router("r", "2"), node("a", gate("r", "2")), node("b", reads("a"))]).space
    fault = space.outcomes.of["b"].stuck
    example = shrunk(space.search, fault)
    assert example is not None
    with pytest.raises(WitnessError, match="does not replay"):
        replay_hang(space, "b", fault, Example({}, example.run))


PROBE = """
import sys
from tests.runs.support import *
model = model_of(record([
    router("r", "2"), node("a", gate("r", "2")), node("b", gate("r", "1")),
    node("c", merge("a", "b")),
    node("d", given("image", required={"always": True})), node("e", reads("a")),
], input_("image")))
print(len(model.never_runs), len(model.hangs), len(model.missing))
print([name for name in ("pysat", "networkx", "pydantic") if name in sys.modules])
"""


def test_ordinary_flows_load_no_solver() -> None:
    told = subprocess.run(
        [sys.executable, "-c", PROBE], capture_output=True, text=True, check=True
    ).stdout
    assert told == "0 1 1\n[]\n"
