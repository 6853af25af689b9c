"""The circuit's literals say what the formulas they were made from say."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flowcheck.runs.circuit import FALSE, TRUE, Circuit
from flowcheck.runs.columns import every_combination
from flowcheck.runs.decisions import DecisionKind, Decisions
from flowcheck.wire.values import json_key

VARIABLES = 4
steps = st.lists(
    st.tuples(st.booleans(), st.lists(st.tuples(st.integers(0, 30), st.booleans()), max_size=5)),
    max_size=12,
)


def built(circuit: Circuit, plan: Any) -> tuple[list[int], list[Any]]:
    """Literals made step by step, and the same as nested tuples."""
    literals = [circuit.variable() for _ in range(VARIABLES)]
    formulas: list[Any] = list(range(VARIABLES))
    for is_and, picks in plan:
        chosen = [(at % len(literals), sign) for at, sign in picks]
        operands = [literals[at] if sign else -literals[at] for at, sign in chosen]
        literals.append(circuit.both(operands) if is_and else circuit.either(operands))
        formulas.append((is_and, [(formulas[at], sign) for at, sign in chosen]))
    return literals, formulas


def value(formula: Any, bits: tuple[bool, ...]) -> bool:
    if isinstance(formula, int):
        return bits[formula]
    is_and, operands = formula
    values = [value(operand, bits) == sign for operand, sign in operands]
    return all(values) if is_and else any(values)


@settings(max_examples=150, deadline=None)
@given(steps)
def test_simplifying_changes_no_value(plan: Any) -> None:
    circuit = Circuit()
    literals, formulas = built(circuit, plan)
    for bits in product((False, True), repeat=VARIABLES):
        run = dict(zip(literals[:VARIABLES], bits, strict=True))
        for literal, formula in zip(literals, formulas, strict=True):
            assert circuit.holds(literal, run) == value(formula, bits)


@settings(max_examples=60, deadline=None)
@given(steps)
def test_columns_say_the_same_as_single_runs(plan: Any) -> None:
    circuit = Circuit()
    decisions = Decisions(circuit)
    choices = [decisions.choice(DecisionKind.ANSWER, name, ["a", "b", "c"]) for name in ("l", "m")]
    literals = [choice.takes(v) for choice in choices for v in ("a", "b", "c")]
    for is_and, picks in plan:
        operands = [literals[at % len(literals)] * (1 if sign else -1) for at, sign in picks]
        literals.append(circuit.both(operands) if is_and else circuit.either(operands))
    columns = every_combination(circuit, choices)
    assert columns.width == 9
    for literal in reversed(literals):  # the largest first, so that its parts are yet to come
        columns.column(literal)
    seen = set()
    for at in range(columns.width):
        taken = {choice: columns.choice(choice, at) for choice in choices}
        seen.add(tuple(taken.values()))
        run = {b: i == taken[c] for c in choices for i, b in enumerate(c.bits)}
        for literal in literals:
            assert bool(columns.column(literal) >> at & 1) == circuit.holds(literal, run)
    assert len(seen) == 9


@pytest.mark.parametrize("unused", range(8))
def test_a_part_that_is_reached_twice(unused: int) -> None:
    """Whatever the order of a node's parts, which rests on their numbers."""
    circuit = Circuit()
    for _ in range(unused):
        circuit.variable()
    choices = [Decisions(circuit).choice(DecisionKind.ANSWER, n, ["1", "2", None]) for n in "abc"]
    a, b, c = (choice.takes("1") for choice in choices)
    shared = circuit.both((a, b))
    columns = every_combination(circuit, choices)
    column = columns.column(circuit.both((-shared, -circuit.both((c, -shared)))))
    for at in range(columns.width):
        ones = [columns.choice(choice, at) == 0 for choice in choices]
        assert bool(column >> at & 1) == (not all(ones[:2]) and not ones[2])


def test_branches_merged_again_are_what_they_came_from() -> None:
    circuit = Circuit()
    runs = circuit.variable()
    branch = Decisions(circuit).choice(DecisionKind.ANSWER, "r", ["2", "3", None])
    ways = [circuit.both((runs, branch.takes(value))) for value in ("2", "3", None)]
    assert circuit.either(ways) == runs
    assert circuit.either(ways[:2]) != runs
    assert circuit.both(-way for way in ways) == -runs


def test_constants() -> None:
    circuit = Circuit()
    x, y = circuit.variable(), circuit.variable()
    assert circuit.both(()) == TRUE
    assert circuit.either(()) == FALSE
    assert circuit.both((x, -x)) == FALSE
    assert circuit.either((x, -x)) == TRUE
    assert circuit.both((x, -circuit.both((x, y)))) == circuit.both((x, -y))
    assert circuit.both((x, y)) == circuit.both((y, x, x))
    assert circuit.both((x, y, -circuit.both((x, y)))) == FALSE
    assert not circuit.holds(x, {}), "what is not set is false"


def test_a_decision_takes_exactly_one_option() -> None:
    circuit = Circuit()
    mode = Decisions(circuit).choice(DecisionKind.VALUE, "mode", ["a", "b", "c"])
    a, c = mode.takes("a"), mode.takes("c")
    assert mode.takes("z") == FALSE
    b = mode.takes("b")  # the last one left needs no bit
    assert len(mode.bits) == 2
    for bits in product((False, True), repeat=2):
        run = dict(zip(mode.bits, bits, strict=True))
        assert [circuit.holds(one, run) for one in (a, b, c)].count(True) == 1


def test_options_that_came_later_are_not_taken() -> None:
    circuit = Circuit()
    prompt = Decisions(circuit).choice(DecisionKind.VALUE, "prompt", None, "other")
    columns = every_combination(circuit, [prompt])
    prompt.takes("a")
    assert columns.choice(prompt, 0) == 1
    prompt.takes("b")
    assert columns.choice(prompt, 0) == 2


def test_an_open_decision_has_another_value() -> None:
    circuit = Circuit()
    prompt = Decisions(circuit).choice(DecisionKind.VALUE, "prompt", None, "other")
    prompt.takes("other")
    prompt.takes("other 2")
    assert prompt.option(0).value == "other"
    assert prompt.option(2).value == "other 3"
    size = Decisions(circuit).choice(DecisionKind.VALUE, "size", None, 1)
    size.takes(5)
    assert size.option(1).value == 1
    size.takes(1)
    assert size.option(2).value == 2
    ids = Decisions(circuit).choice(DecisionKind.VALUE, "ids", None, ["other"])
    ids.takes(["other"])
    assert ids.option(1).value == ["other 2"]


def test_json_values_are_told_apart() -> None:
    assert json_key(True) != json_key(1)
    assert json_key(1) == json_key(1.0)
    assert json_key([True]) != json_key([1])
    assert json_key({"a": [1, {"b": None}]}) == json_key({"a": [1.0, {"b": None}]})
    assert json_key("1") != json_key(1)
    assert json_key([[], "a"]) != json_key([["a"]])
    assert json_key(["list", 1]) != json_key([[1]])


def test_deep_values_cost_no_stack() -> None:
    deep: object = "x"
    for _ in range(5_000):
        deep = [deep]
    assert json_key(deep) == json_key([deep[0]])  # type: ignore[index]
