"""What a node waits for, sorted into gates, merges, data, dependsOn and loops."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowcheck.dataclass import dataclass
from flowcheck.findings import Pointer
from flowcheck.graph.sites import InputSite, NodeSite, RefSite
from flowcheck.wire.vocabulary import WORKFLOW

if TYPE_CHECKING:
    from flowcheck.graph.flow import Flow


@dataclass(frozen=True, slots=True)
class Gate:
    """A ref with `equal`: the node runs when one of the sources, an if/else node, takes it."""

    ref: RefSite
    equal: str
    sources: tuple[str, ...]

    @property
    def input(self) -> InputSite:
        return self.ref.input


@dataclass(frozen=True, slots=True)
class Merge:
    """`conditional` without `equal`: the node takes the value of whichever source ran."""

    ref: RefSite
    sources: tuple[str, ...]

    @property
    def input(self) -> InputSite:
        return self.ref.input


@dataclass(frozen=True, slots=True)
class Read:
    """An ordinary ref to a node's output."""

    ref: RefSite
    source: str

    @property
    def input(self) -> InputSite:
        return self.ref.input


@dataclass(frozen=True, slots=True)
class Dependency:
    """An entry of `dependsOn`."""

    source: str
    pointer: Pointer


@dataclass(frozen=True, slots=True)
class Waits:
    """Everything a node waits for. loops: those whose body holds it."""

    gates: tuple[Gate, ...]
    merges: tuple[Merge, ...]
    reads: tuple[Read, ...]
    depends: tuple[Dependency, ...]
    loops: tuple[str, ...]

    @property
    def sources(self) -> list[str]:
        """Every node it waits for, once each."""
        found: dict[str, None] = {}
        for gate in self.gates:
            found.update(dict.fromkeys(gate.sources))
        for merge in self.merges:
            found.update(dict.fromkeys(merge.sources))
        found.update(dict.fromkeys(read.source for read in self.reads))
        found.update(dict.fromkeys(dependency.source for dependency in self.depends))
        found.update(dict.fromkeys(self.loops))
        return list(found)


def waits_of(flow: Flow, node: NodeSite) -> Waits:
    """What a node whose refs all resolve waits for.

    A template's ordinary refs to a loop around it are how it gets its item, and not listed."""
    gates: list[Gate] = []
    merges: list[Merge] = []
    reads: list[Read] = []
    loops = tuple(loop.node.id for loop in flow.loops_around.of(node.id) if loop.node is not node)
    for site in node.every_input:
        ref = site.ref
        if ref is None:
            continue
        source = ref.node if ref.node != WORKFLOW else None
        conditional = tuple(dict.fromkeys(ref.conditional)) if ref.raw.get("conditional") else ()
        if ref.equal is not None:
            named = (source, *conditional) if source is not None else conditional
            gates.append(Gate(ref, ref.equal, tuple(dict.fromkeys(named))))
            continue
        if source is not None and source not in loops:
            reads.append(Read(ref, source))
        if conditional:
            merges.append(Merge(ref, conditional))
    depends = tuple(
        Dependency(source, pointer) for pointer, source in node.depends_on if source not in loops
    )
    return Waits(tuple(gates), tuple(merges), tuple(reads), depends, loops)
