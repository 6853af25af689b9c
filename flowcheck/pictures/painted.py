"""The run that a picture paints: a trace, or the example run of a problem."""

from __future__ import annotations

from collections.abc import Mapping

from flowcheck.dataclass import dataclass, field
from flowcheck.findings import Witness
from flowcheck.graph.wires import EdgeKind
from flowcheck.pictures.scene import State
from flowcheck.run_sentence import sentence
from flowcheck.tracing.trace import Trace
from flowcheck.wording import quoted


@dataclass(frozen=True, slots=True)
class Painted:
    """outcomes: of each node. branches: what each if/else node takes that runs and decides; None
    for no branch. inputs: what is told of a workflow input. caption: what run it is."""

    outcomes: Mapping[str, State]
    branches: Mapping[str, str | None]
    caption: str
    inputs: Mapping[str, str] = field(default_factory=dict)

    def ran(self, id: str) -> bool | None:
        """Whether a node runs; None while that is open."""
        return {"runs": True, "open": None}.get(self.outcomes.get(id, "open"), False)

    def takes(self, source: str, kind: EdgeKind, branch: str) -> bool | None:
        """Whether the run goes along a wire; None while that is open."""
        ran = self.ran(source)
        if kind is not EdgeKind.BRANCH or ran is not True:
            return ran
        return self.branches[source] == branch if source in self.branches else None


def painted_trace(trace: Trace, caption: str, witness: Witness | None = None) -> Painted:
    """What a trace tells. witness: the example run that was traced."""
    branches = {
        node.id: node.branch
        for node in trace.nodes
        if node.outcome == "runs" and node.branches and node.id not in trace.open
    }
    outcomes: dict[str, State] = {node.id: node.outcome for node in trace.nodes}
    inputs: dict[str, str] = {}
    if witness is not None:
        inputs |= dict.fromkeys(witness.given, "given")
        inputs |= dict.fromkeys(witness.absent, "not given")
        inputs |= {name: f"is {quoted(value)}" for name, value in witness.values.items()}
        caption = f"{caption}: {sentence(witness)}" if witness.shown else caption
    return Painted(outcomes, branches, caption, inputs)
