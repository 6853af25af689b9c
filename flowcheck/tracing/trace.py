"""A run as it is told: what becomes of each node, and why."""

from __future__ import annotations

from typing import Any, Literal

from flowcheck.dataclass import dataclass
from flowcheck.findings import Pointer
from flowcheck.report import pointer_text

Outcome = Literal["runs", "skipped", "hangs", "open"]


class TraceError(ValueError):
    """A run that cannot be traced: no such workflow, a workflow whose errors forbid a verdict, a
    branch that cannot be taken. details: those errors, a line each."""

    def __init__(self, message: str, details: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.details = details


@dataclass(frozen=True, slots=True)
class Because:
    """A reason for what becomes of a node. pointer: a JSON pointer in the workflow's file; for a
    refused input in the file of the run inputs."""

    message: str
    pointer: str

    @classmethod
    def at(cls, pointer: Pointer, message: str) -> Because:
        """A reason at a place."""
        return cls(message, pointer_text(pointer))

    def to_dict(self) -> dict[str, Any]:
        """As in `trace --format json`."""
        return {"message": self.message, "pointer": self.pointer}


@dataclass(frozen=True, slots=True)
class TracedNode:
    """What becomes of a node: it runs, is skipped, hangs, or that is open.

    branch: what an if/else node that runs takes; None for none, while it is open, and for every
    other node. branches: those that an if/else node may take in this run. because: empty where
    nothing was ever in doubt. contributes: whether it adds to the job's output in this run."""

    id: str
    type: str
    outcome: Outcome
    branch: str | None = None
    branches: tuple[str | None, ...] = ()
    because: tuple[Because, ...] = ()
    contributes: bool = False

    def to_dict(self) -> dict[str, Any]:
        """As in `trace --format json`."""
        return {
            "id": self.id,
            "outcome": self.outcome,
            "branch": self.branch,
            "because": [reason.to_dict() for reason in self.because],
            "contributes": self.contributes,
        }


@dataclass(frozen=True, slots=True)
class Trace:
    """One run of a workflow.

    accepted: whether Scenario would take its inputs; `refused` says why not, and there are no nodes
    then. nodes: in the order of the flow; order: their ids in an order of running. model_runs: how
    many models run, in loops once an iteration; None while that is open. at_least: how many run at
    least. What called workflows run is not among them. open: if/else nodes whose branch nothing
    decides."""

    accepted: bool
    refused: tuple[Because, ...] = ()
    model_runs: int | None = 0
    at_least: int = 0
    nodes: tuple[TracedNode, ...] = ()
    order: tuple[str, ...] = ()
    open: tuple[str, ...] = ()

    @property
    def hangs(self) -> bool:
        """Whether some node hangs, so that the job never completes."""
        return any(node.outcome == "hangs" for node in self.nodes)

    def to_dict(self) -> dict[str, Any]:
        """As in `trace --format json`, version 1."""
        return {
            "version": 1,
            "accepted": self.accepted,
            "refused": [reason.to_dict() for reason in self.refused],
            "modelRuns": self.model_runs,
            "nodes": [node.to_dict() for node in self.nodes],
            "open": list(self.open),
        }
