"""Branches that are asked for cost what each costs alone, and say what all together say."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import flowcheck
from flowcheck.graph.flow import Flow
from flowcheck.reading.source import Source
from flowcheck.runs.circuit import Literal
from flowcheck.runs.search import Run, Search
from flowcheck.runs.space import RunSpace
from flowcheck.tracing.assumed import Assumed
from tests.runs.records import record


def router(number: int, source: dict[str, Any], *gates: dict[str, Any]) -> dict[str, Any]:
    inputs = [{"name": "x", "type": "string", "ref": source}, *gates]
    cases = [{"condition": f"x == 'v{number}'", "value": "2"}]
    logic = {"cases": cases, "default": "1"}
    return {"id": f"r{number}", "type": "logic", "logicType": "if-else", "inputs": inputs,
            "logic": logic}  # fmt: skip


def gate(number: int) -> dict[str, Any]:
    return {"name": "gate", "type": "string", "ref": {"node": f"r{number}", "equal": "2"}}


def chain(many: int) -> list[dict[str, Any]]:
    """If/else nodes that each wait for a branch of the one before, on texts of their own."""
    flow = []
    for number in range(many):
        flow.append({"id": f"s{number}", "type": "generate-prompt", "inputs": []})
        waits = [gate(number - 1)] if number else []
        flow.append(router(number, {"node": f"s{number}"}, *waits))
    return flow


@pytest.mark.parametrize("many", [30, 90])
def test_no_solver_is_needed_for_a_long_way(monkeypatch: pytest.MonkeyPatch, many: int) -> None:
    solved: list[object] = []
    solve = Search._solve

    def counted(self: Search, assumptions: list[Literal]) -> Run | None:
        solved.append(assumptions)
        return solve(self, assumptions)

    monkeypatch.setattr(Search, "_solve", counted)
    takes = {f"r{number}": "2" for number in range(many)}
    trace = flowcheck.trace(chain(many), take=takes)
    assert {node.outcome for node in trace.nodes} == {"runs"}
    assert [node.branch for node in trace.nodes if node.branch is not None] == ["2"] * many
    assert solved == []


def spaces(value: Any) -> RunSpace:
    [document] = Source.from_value("x", value).documents
    return RunSpace(Flow(document), budget=10_000)


@given(st.integers(0, 10**6), st.data())
@settings(max_examples=80, deadline=None)
def test_what_is_left_out_of_a_question_changes_no_answer(seed: int, data: st.DataObject) -> None:
    space = spaces(record(Random(seed)))
    literals = {1}
    for id in space.order:
        outcome = space.outcome(id)
        literals |= {outcome.runs, outcome.skipped, outcome.stuck}
        if space.flow.nodes[id].is_logic:
            literals |= set(space.conditions.of(id).taken.values())
    chosen = st.sampled_from(sorted(literals | {-one for one in literals}))
    assumed = Assumed(space.circuit, space.decisions, space.contract)
    everything = 1
    for literal in data.draw(st.lists(chosen, max_size=6)):
        both = space.circuit.both((everything, literal))
        if space.possible(both):
            assumed.take(literal)
            everything = both
    for literal in data.draw(st.lists(chosen, min_size=1, max_size=8)):
        asked = space.circuit.both((everything, literal))
        assert space.possible(assumed.with_(literal)) == space.possible(asked)
