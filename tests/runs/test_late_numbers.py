"""Numbers that only the rules of a called workflow ask for, when all else has been decided."""

from __future__ import annotations

from typing import Any

import pytest

import flowcheck
from flowcheck.runs.circuit import Circuit
from flowcheck.runs.contract import ContractSpace
from flowcheck.runs.decisions import Decisions
from tests.runs.support import flow_of, given, input_, node


@pytest.mark.parametrize("bounds", [{}, {"min": 2, "max": 4}])
def test_a_rule_of_a_called_workflow_looks_for_a_number(bounds: dict[str, Any]) -> None:
    size = input_("size", "number", required={"always": True})
    note = input_("note", required={"when": {"size": [3]}})
    read = {**given("count", "size"), "type": "number"}
    calls = node("call", read, type="workflow", workflowId="inner")
    paint = node("paint", {**given("size", "s"), "type": "number"}, given("note", "n"), modelId="m")
    count = input_("count", "number", required={"always": True}, **bounds)
    outer = {"id": "outer", "name": "outer", "inputs": [count], "flow": [calls]}
    inner = {"id": "inner", "name": "inner", "inputs": [size, note], "flow": [paint]}
    report = flowcheck.check({"workflows": [outer, inner]})
    assert report.failures == ()
    [problem] = [one for one in report.problems if one.code == "FC813"]
    assert problem.witness is not None
    assert problem.witness.values == {"count": 3}
    assert "is missing when `count` is `3`" in problem.message


def test_a_number_is_one_of_those_asked_for_late_at_most() -> None:
    sites = flow_of({"inputs": [input_("n", "number", required={"always": True})]}).contract
    circuit = Circuit()
    decisions = Decisions(circuit)
    space = ContractSpace(sites, circuit, decisions)
    space.value("n")
    two, three = space.takes("n", 2), space.takes("n", 3)
    assert space.takes("n", 2.0) == two
    every = dict.fromkeys(decisions.owners, True)
    assert circuit.holds(two, every)
    assert not circuit.holds(three, every)
