"""Would Scenario accept these run inputs, as far as the contract's own rules go?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flowcheck.graph.sites import InputSite
from flowcheck.runs.circuit import Circuit
from flowcheck.runs.contract import ContractSpace
from flowcheck.runs.decisions import DecisionKind, Decisions
from flowcheck.wire.values import is_defined, json_key


def is_accepted(inputs: Sequence[InputSite], body: Mapping[str, Any]) -> bool:
    """Whether a run body is one of the accepted runs of a contract.

    inputs: the contract. body: values by input name; one that is absent or empty is not given,
    and the default then stands in. Looks at required rules and finite values only: the values
    are of their inputs' types and within their bounds, and the contract has all keys."""
    circuit = Circuit()
    decisions = Decisions(circuit)
    contract = ContractSpace(inputs, circuit, decisions)
    held: dict[str, Any] = {}
    for name, site in contract.sites.items():
        value = body.get(name)
        held[name] = value if is_defined(value) else site.get("default")
        if is_defined(held[name]):
            domain = contract.value(name).domain
            if domain is not None and json_key(held[name]) not in domain:
                return False
        elif contract.always_given(name):
            return False
        contract.supplied(name)
    constraints = list(contract.constraints().values())
    run: dict[int, bool] = {}
    for (kind, name), decision in decisions.all.items():
        wanted = is_defined(held[name]) if kind is DecisionKind.GIVEN else held[name]
        for bit, option in zip(decision.bits, decision.options, strict=True):
            run[bit] = json_key(option) == json_key(wanted)
    return all(circuit.holds(constraint, run) for constraint in constraints)
