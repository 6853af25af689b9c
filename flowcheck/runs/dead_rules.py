"""Rules of a contract or model that no accepted run makes fire."""

from __future__ import annotations

from collections.abc import Sequence

from flowcheck.graph.sites import InputSite
from flowcheck.runs.circuit import FALSE, TRUE, Circuit
from flowcheck.runs.contract import ContractSpace, named_siblings
from flowcheck.runs.decisions import Decisions
from flowcheck.runs.firing import Firing
from flowcheck.runs.search import Search
from flowcheck.runs.solver import Undecided
from flowcheck.runs.verdicts import DeadRule


def dead_rules(
    inputs: Sequence[InputSite], budget: int, *, lost: bool = False
) -> tuple[list[DeadRule], bool]:
    """The dead rules of a contract and of the sub-inputs it declares, and whether all questions
    were decided. Rules that another problem explains are passed over: those that name nobody,
    or their own input, or a value the sibling cannot have. lost: an entry could not be read."""
    found: list[DeadRule] = []
    complete = True
    waiting: list[Sequence[InputSite]] = [inputs]
    while waiting:
        row = waiting.pop(0)
        waiting += [site.declared for site in row if site.raw.get("inputs")]
        if not any(site.raw.get("required") for site in row):
            continue
        circuit = Circuit()
        decisions = Decisions(circuit)
        contract = ContractSpace(row, circuit, decisions, lost=lost)
        search = Search(circuit, decisions, contract, budget)
        asked = [
            (site, firing)
            for site in row
            if site.raw.get("required") and contract.sites[site.name] is site
            for firing in _judged(site, contract)
        ]
        search.expect(firing.literal for _, firing in asked)
        for site, firing in asked:
            try:
                possible = search.possible(firing.literal)
            except Undecided:
                complete = False
                continue
            if not possible:
                given = [s for s in firing.siblings if contract.supplied(s) == TRUE]
                names = tuple(contract.sites[s] for s in given)
                found.append(DeadRule(site, firing, names))
    return found, complete


def _judged(site: InputSite, contract: ContractSpace) -> list[Firing]:
    rules = contract.rules(site.name)
    if rules.always or not contract.doubtful.isdisjoint((site.name, *named_siblings(rules))):
        return []
    return [
        firing
        for firing in contract.firings(site.name)
        if site.name not in firing.siblings
        and not (firing.kind == "ifDefined" and firing.literal == FALSE)
        and FALSE not in _explained(firing, contract)
    ]


def _explained(firing: Firing, contract: ContractSpace) -> tuple[int, ...]:
    """The conditions of a value rule that look for something."""
    if firing.rule is None:
        return ()
    pairs = zip(firing.rule.conditions, firing.parts, strict=True)
    return tuple(part for condition, part in pairs if condition.values)
