"""The run model for library users: what each node and input of a flow can come to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Literal

from flowcheck.dataclass import dataclass
from flowcheck.findings import Witness
from flowcheck.runs.circuit import FALSE
from flowcheck.runs.circuit import Literal as CircuitLiteral
from flowcheck.runs.replay import replay
from flowcheck.runs.solver import Undecided
from flowcheck.runs.supply import RowSiblings
from flowcheck.runs.telling import witness_of
from flowcheck.runs.witness import shrunk

if TYPE_CHECKING:
    from flowcheck.runs.space import RunSpace

Frequency = Literal["always", "sometimes", "never", "unknown"]
"""Over all runs that Scenario would accept. `unknown`: the node is on a cycle, behind a ref that
leads nowhere or otherwise not judged; or the solver's budget was spent."""


@dataclass(frozen=True, slots=True)
class InputRuns:
    """Whether an input is supplied in the runs in which its node runs.

    supplied: how often; `never` also where the node never runs. with_value, without_value: an
    example of each, None when there is none; an empty example stands for every run in which the
    node runs."""

    name: str
    supplied: Frequency
    with_value: Witness | None
    without_value: Witness | None


@dataclass(frozen=True, slots=True)
class NodeRuns:
    """What becomes of a node.

    runs: how often it runs. running, skipped, stuck: an example run of each outcome, None when
    it never comes to that; an empty example stands for every run. An example names only what
    matters: every accepted run that agrees with it has the same outcome. inputs: its own inputs
    by name, the first of a repeated name."""

    id: str
    runs: Frequency
    running: Witness | None
    skipped: Witness | None
    stuck: Witness | None
    inputs: Mapping[str, InputRuns]


@dataclass(frozen=True, slots=True)
class FlowRuns(Mapping[str, NodeRuns]):
    """The run model of a flow: its nodes by id, in the order of the node list. A mapping itself,
    so that `for id in runs`, `len(runs)`, `id in runs` and `runs.items()` do what they say.

    complete: whether every question was decided within the budget."""

    nodes: Mapping[str, NodeRuns]
    complete: bool

    def __getitem__(self, id: str) -> NodeRuns:
        """The node of that id. Raises KeyError when the flow has none."""
        return self.nodes[id]

    def __iter__(self) -> Iterator[str]:
        """The ids of the nodes."""
        return iter(self.nodes)

    def __len__(self) -> int:
        """How many nodes there are, a repeated id counted once."""
        return len(self.nodes)


def run_model(flow: Any, *, budget: int = 20_000) -> FlowRuns:
    """Which nodes of a flow run, and which of their inputs are supplied, over all runs that
    Scenario would accept.

    flow: a `Flow`, or whatever `check` accepts (bytes, str, parsed JSON, scenario-sdk objects);
    of several documents the first one with a flow. budget: conflicts the solver may spend.
    Job records tell what happened, not what can: their nodes are all `unknown`.

    Raises ValueError when there is no flow in it."""
    from flowcheck.graph.flow import Flow
    from flowcheck.runs.space import RunSpace

    space = RunSpace(Flow.of(flow), budget=budget)
    reader = Reader(space)
    nodes = {id: reader.node(id) for id in space.flow.nodes}
    return FlowRuns(nodes, reader.complete)


class Reader:
    """Asks the space about one node after the other."""

    def __init__(self, space: RunSpace) -> None:
        self.space = space
        self.complete = True

    def node(self, id: str) -> NodeRuns:
        site = self.space.flow.nodes[id]
        names = dict.fromkeys(one.name for one in site.inputs)
        if id not in self.space.rank:
            inputs = {name: InputRuns(name, "unknown", None, None) for name in names}
            return NodeRuns(id, "unknown", None, None, None, inputs)
        outcome = self.space.outcome(id)
        try:
            running = self._example(id, outcome.runs)
            skipped = self._example(id, outcome.skipped)
            stuck = self._example(id, outcome.stuck)
        except Undecided:
            self.complete = False
            inputs = {name: InputRuns(name, "unknown", None, None) for name in names}
            return NodeRuns(id, "unknown", None, None, None, inputs)
        row = RowSiblings(site.inputs, self.space.contract)
        inputs = {name: self._input(id, name, row) for name in names}
        runs = _frequency(running is not None, skipped is not None or stuck is not None)
        return NodeRuns(id, runs, running, skipped, stuck, inputs)

    def _input(self, id: str, name: str, row: RowSiblings) -> InputRuns:
        if not row.contract_inputs((name,)).isdisjoint(self.space.contract.doubtful):
            return InputRuns(name, "unknown", None, None)
        supplied = row.supplied(name) or FALSE
        runs, both = self.space.outcome(id).runs, self.space.circuit.both
        try:
            have = self._example(id, both((runs, supplied)))
            lack = self._example(id, both((runs, -supplied)))
        except Undecided:
            self.complete = False
            return InputRuns(name, "unknown", None, None)
        return InputRuns(name, _frequency(have is not None, lack is not None), have, lack)

    def _example(self, id: str, literal: CircuitLiteral) -> Witness | None:
        """A run in which the literal holds, one without unclear conditions if there is."""
        space = self.space
        example = None
        if space.has_gates:
            clear = space.outcomes.clear_up_to(id)
            example = shrunk(space.search, space.circuit.both((literal, clear)))
        example = example or shrunk(space.search, literal)
        if example is None:
            return None
        return witness_of(space, example, replay(space, id, example) if space.has_gates else None)


def _frequency(some: bool, others: bool) -> Frequency:
    if not some:
        return "never"
    return "sometimes" if others else "always"
