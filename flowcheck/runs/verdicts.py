"""What the run model finds."""

from __future__ import annotations

from flowcheck.dataclass import dataclass
from flowcheck.findings import Pointer, Witness
from flowcheck.graph.sites import InputSite, NodeSite
from flowcheck.runs.firing import Firing
from flowcheck.runs.waits import Gate, Merge, Read

Block = Gate | Merge | str
"""What can skip a node: a gate, a merge, or a loop around it by its id."""


@dataclass(frozen=True, slots=True)
class NeverRuns:
    """A node that every run skips, though each of its sources runs in some run.

    blocked_by: what skips it between them, no part of it alone (gates, merges, ids of loops).
    certain: whether it is so by logic alone, whatever the workflow inputs will allow one day."""

    node: NodeSite
    blocked_by: tuple[Block, ...]
    certain: bool


@dataclass(frozen=True, slots=True)
class Hangs:
    """A node that waits for a skipped node in some run while none of its sources is stuck.

    read: the ordinary ref that waits. witness: such a run, empty when every run is one.
    certain: whether it holds whatever a skipped dependsOn target does and however absence reads,
    and nothing in the example needs to be shown to go together. every: whether all runs that do
    not skip the node hang."""

    node: NodeSite
    read: Read
    witness: Witness
    certain: bool
    every: bool


@dataclass(frozen=True, slots=True)
class MissingInput:
    """An input that is required but not supplied while its node runs.

    site: the input whose rules require it; one of `node`'s own inputs or sub-inputs, or for
    `RunModel.missing_against` the foreign declaration. supplied_by: the node's own input of that
    name, None when it has none. rule: what requires it. always: in every run in which the node
    runs, or else in some. witness: such a run, empty when every run in which the node runs is
    one. It never rests on what a skipped dependsOn target does. certain: whether such a run is
    there however absence reads, and nothing in it needs to be shown to go together. swapped: the
    if/else node whose branch the node waits for, and the branch that is taken where the workflow
    input is given, when it is left out in every run of the node's own branch. entry: the entry of
    `items` that has no sub-input of that name, where its declaration requires one."""

    node: NodeSite
    site: InputSite
    supplied_by: InputSite | None
    rule: Firing
    always: bool
    witness: Witness
    certain: bool
    swapped: tuple[str, str] | None = None
    entry: Pointer | None = None


@dataclass(frozen=True, slots=True)
class DeadRule:
    """A rule of a contract or model input that fires in no accepted run.

    given: siblings it waits to be without that every run gives."""

    site: InputSite
    rule: Firing
    given: tuple[InputSite, ...]
