"""Plays a run through the flow, node by node, to see whether it shows what it is said to show.

Written against the records and not the circuit, so that a slip in the one is caught by the other.
It raises rather than let a wrong example be printed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Literal

from flowcheck.dataclass import dataclass
from flowcheck.graph.sites import InputSite, NodeSite
from flowcheck.runs.branch_replay import Branches
from flowcheck.runs.circuit import Literal as CircuitLiteral
from flowcheck.runs.contract import ContractSpace, finite_values
from flowcheck.runs.decisions import Decision, DecisionKind
from flowcheck.runs.run_bits import RunBits
from flowcheck.runs.supply import RowSiblings, contract_name, has_own_value, reads_node
from flowcheck.runs.waits import Waits
from flowcheck.runs.witness import Example, WitnessError
from flowcheck.wire.required import Condition, Requirement
from flowcheck.wire.values import among, is_defined

if TYPE_CHECKING:
    from flowcheck.runs.space import RunSpace

Outcome = Literal["runs", "skipped", "stuck"]
_FAR = 2_000  # nodes upstream beyond which only the circuit is asked
_IN_ALL = 100_000  # nodes and decisions replayed for all examples of a flow, likewise
_ANY = object()  # a value that no rule can know
_OTHER = object()  # one that is known, and none that any rule looks for


@dataclass(frozen=True, slots=True)
class Played:
    """A run as it was played. id: the node it was played for. outcomes: of that node and all
    before it; taken: what the if/else nodes among them that run take. A skipped dependsOn target
    holds nobody up in it."""

    id: str
    outcomes: Mapping[str, Outcome]
    taken: Mapping[str, str | None]


def replay_hang(space: RunSpace, id: str, fault: CircuitLiteral, example: Example) -> Played | None:
    """Check an example of a node that hangs while none of its sources does. None when the flow is
    too large to play."""
    shown: Played | None = None
    for run in _runs(space, fault, example):
        played = _play(space, id, run)
        if played is None:
            return shown
        shown = shown or played
        outcomes = played.outcomes
        sources = space.waits(id).sources
        if outcomes[id] != "stuck" or any(outcomes[source] == "stuck" for source in sources):
            raise WitnessError(f"the example of `{id}` hanging does not replay: {_told(run)}")
    return shown


def replay_missing(
    space: RunSpace,
    node: NodeSite,
    site: InputSite,
    siblings: RowSiblings,
    fault: CircuitLiteral,
    example: Example,
) -> Played | None:
    """Check an example of a node that runs without an input it requires. None when the flow is too
    large to play."""
    shown: Played | None = None
    for run in _runs(space, fault, example):
        played = _play(space, node.id, run) if space.has_gates else None
        shown = shown or played
        if played is not None and played.outcomes[node.id] != "runs":
            raise WitnessError(f"`{node.id}` does not run when {_told(run)}")
        row = _Row(siblings, Given(space.contract, run))
        if row.has(site.name) or not _required(site.requirement, row):
            raise WitnessError(f"`{site.name}` of `{node.id}` is not missing when {_told(run)}")
    return shown


def replay(space: RunSpace, id: str, example: Example) -> Played | None:
    """What becomes of a node, and of all before it, in an example; None when those are many."""
    return _play(space, id, example.run)


def _runs(
    space: RunSpace, fault: CircuitLiteral, example: Example
) -> Iterator[dict[Decision, int]]:
    """The example's run, and one with every answer that should not matter gone otherwise."""
    run = example.run
    space.replayed += len(run)
    if space.replayed > _IN_ALL:
        return
    if any(run.get(decision) != index for decision, index in example.taken.items()):
        raise WitnessError(f"the example is not part of its run: {_told(run)}")
    given = Given(space.contract, run)
    for name in space.contract.sites:
        if not given.has(name) and _required(space.contract.rules(name), given):
            raise WitnessError(f"Scenario would not accept the example: {_told(run)}")
    if not space.circuit.holds(fault, RunBits(space.decisions, run)):
        raise WitnessError(f"the example does not show the fault: {_told(run)}")
    yield run
    other = {
        decision: (index + 1) % decision.width
        for decision, index in run.items()
        if decision not in example.taken
        and decision.kind in (DecisionKind.ANSWER, DecisionKind.UNCLEAR)
    }
    if other:
        yield {**run, **other}


def _told(run: Mapping[Decision, int]) -> str:
    return ", ".join(f"{d.kind} {d.name}={d.option(i).value!r}" for d, i in run.items())


def _play(space: RunSpace, id: str, run: Mapping[Decision, int]) -> Played | None:
    """The outcome of a node and of all before it; None when those are too many."""
    before = {id}
    waiting = [id]
    waits: dict[str, Waits] = {}
    while waiting:
        at = waiting.pop()
        waits[at] = space.waits(at)
        for source in waits[at].sources:
            if source not in before:
                before.add(source)
                waiting.append(source)
        if len(before) > _FAR:
            return None
    space.replayed += len(before)
    if space.replayed > _IN_ALL:
        return None
    outcomes: dict[str, Outcome] = {}
    branches = Branches(space.conditions, run)
    for at in sorted(before, key=space.rank.__getitem__):
        outcomes[at] = _outcome(waits[at], branches.taken, outcomes)
        if outcomes[at] == "runs" and space.flow.nodes[at].is_logic:
            branches.take(at)
    return Played(id, outcomes, branches.taken)


def _outcome(
    waits: Waits, taken: Mapping[str, str | None], outcomes: Mapping[str, Outcome]
) -> Outcome:
    stuck = False
    for gate in waits.gates:
        opened = any(
            outcomes[s] == "runs" and s in taken and taken[s] == gate.equal for s in gate.sources
        )
        if not opened and any(outcomes[s] == "stuck" for s in gate.sources):
            stuck = True
        elif not opened:
            return "skipped"
    for merge in waits.merges:
        if all(outcomes[s] == "skipped" for s in merge.sources):
            return "skipped"
        stuck |= all(outcomes[s] != "runs" for s in merge.sources)
    if any(outcomes[loop] == "skipped" for loop in waits.loops):
        return "skipped"
    stuck |= any(outcomes[d.source] == "stuck" for d in waits.depends)
    stuck |= any(outcomes[loop] == "stuck" for loop in waits.loops)
    stuck |= any(outcomes[read.source] != "runs" for read in waits.reads)
    return "stuck" if stuck else "runs"


class Given:
    """The workflow inputs of a run."""

    def __init__(self, contract: ContractSpace, run: Mapping[Decision, int]) -> None:
        self.contract = contract
        self.decided = {(d.kind, d.name): (d, index) for d, index in run.items()}

    def has(self, name: str) -> bool:
        found = self.decided.get((DecisionKind.GIVEN, name))
        declared = not self.contract.present or name in self.contract.sites
        return declared and (found is None or bool(found[0].option(found[1]).value))

    def value(self, name: str) -> Any:
        """What the input holds; None when it is not given."""
        if not self.has(name):
            return None
        if not self.contract.present:
            return _ANY
        found = self.decided.get((DecisionKind.VALUE, name))
        if found is None:
            values = finite_values(self.contract.sites[name])
            return _OTHER if values is None else values[0]  # any will do: it does not matter
        decision, index = found
        return decision.option(index).value


class _Row:
    """The inputs of a node, or of a row of `items`, in a run."""

    def __init__(self, siblings: RowSiblings, given: Given) -> None:
        self.siblings = siblings
        self.given = given

    def has(self, name: str) -> bool:
        site = self.siblings.row.get(name)
        if is_defined(self._default(name)):
            return True
        if site is None:
            return False
        read = contract_name(site)
        return has_own_value(site) or reads_node(site) or bool(read and self.given.has(read))

    def value(self, name: str) -> Any:
        site = self.siblings.row.get(name)
        if site is None:
            return self._default(name)
        if is_defined(site.get("value")):
            return site.get("value")
        if is_defined(site.get("items")) or reads_node(site):
            return _ANY
        read = contract_name(site)
        if read is not None and self.given.has(read):
            return self.given.value(read)
        own = site.get("default")
        return own if is_defined(own) else self._default(name)

    def _default(self, name: str) -> Any:
        declared = self.siblings.declared.get(name)
        return None if declared is None else declared.get("default")


def _required(rules: Requirement, inputs: Given | _Row) -> bool:
    if rules.always or any(inputs.has(named.sibling) for named in rules.if_defined):
        return True
    if rules.if_not_defined and not any(
        inputs.has(named.sibling) for named in rules.if_not_defined
    ):
        return True
    for rule in rules.value_rules:
        met = [_met(condition, inputs.value(condition.sibling)) for condition in rule.conditions]
        if any(met) if rule.operator == "or" else all(met):
            return True
    return False


def _met(condition: Condition, value: Any) -> bool:
    if value is _ANY or not is_defined(value):
        return False
    return among(value, condition.values) != condition.negated
