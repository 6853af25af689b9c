"""What the refs and id lists of a flow name, and which of it does not exist."""

from __future__ import annotations

from collections.abc import Iterable, Set

from flowcheck.dataclass import dataclass, field
from flowcheck.findings import Pointer
from flowcheck.graph.sites import NodeSite, RefSite


@dataclass(frozen=True, slots=True)
class Mention:
    """A place that names a node id.

    node: the node that names it. field: `ref` (its `node`), `conditional`, `dependsOn`,
    `loopBodyNodeIds` or `loopNodeId`. first: for a repetition inside one list, the place of the
    first; else None."""

    node: NodeSite
    field: str
    pointer: Pointer
    id: str
    first: Pointer | None = None


@dataclass(slots=True)
class Mentions:
    """What of a flow's wiring says nothing, or says it twice.

    unknown: mentions of ids that no node has, repetitions inside one list left out.
    repeated: mentions that repeat an earlier one of their list.
    unknown_inputs: refs to workflow inputs that the contract does not have; nameless: refs to
    `workflow` without a name; empty: refs that name nothing at all.
    inputs_read: the names of workflow inputs that refs give, whether they exist or not.
    excused: ids and input names that may belong to nodes or contract inputs whose own id or name
    was lost to a shape error; they are among the unknown all the same."""

    unknown: list[Mention] = field(default_factory=list)
    repeated: list[Mention] = field(default_factory=list)
    unknown_inputs: list[RefSite] = field(default_factory=list)
    nameless: list[RefSite] = field(default_factory=list)
    empty: list[RefSite] = field(default_factory=list)
    inputs_read: set[str | None] = field(default_factory=set)
    excused: frozenset[str] = frozenset()
    excused_inputs: frozenset[str] = frozenset()

    @property
    def unresolved(self) -> bool:
        """Whether some ref or list entry may have been meant to name a node, and names none."""
        return bool(self.unknown or self.nameless or self.empty)


def mentions_of(
    nodes: Iterable[NodeSite],
    ids: Set[str],
    contract: Set[str] | None,
    inputs_read: Iterable[str | None],
    *,
    lost_ids: int,
    lost_names: int,
) -> Mentions:
    """One pass over the refs and id lists of nodes; linear in the flow.

    nodes: those of which something may be to say. ids: all there are. contract: the names of the
    workflow's inputs, None without a contract. inputs_read: by plain refs. lost_ids, lost_names:
    how many of both could not be read."""
    found = Mentions(inputs_read=set(inputs_read))
    for node in nodes:
        raw = node.raw
        for site in node.every_input:
            if site.ref is not None:
                _read_ref(node, site.ref, ids, contract, found)
        if raw.get("dependsOn"):
            _read_list(node, "dependsOn", node.depends_on, ids, found)
        if raw.get("loopBodyNodeIds"):
            _read_list(node, "loopBodyNodeIds", node.body_ids, ids, found)
        loop = raw.get("loopNodeId")
        if loop is not None and loop not in ids:
            place = (*node.pointer, "loopNodeId")
            found.unknown.append(Mention(node, "loopNodeId", place, loop))
    lost = {mention.id for mention in found.unknown}
    if len(lost) <= lost_ids:
        found.excused = frozenset(lost)
    lost = {ref.name or "" for ref in found.unknown_inputs}
    if len(lost) <= lost_names:
        found.excused_inputs = frozenset(lost)
    return found


def _read_ref(
    node: NodeSite, ref: RefSite, ids: Set[str], contract: Set[str] | None, found: Mentions
) -> None:
    raw = ref.raw
    source = raw.get("node")
    if raw.get("conditional"):
        _read_list(node, "conditional", ref.conditional_at, ids, found)
    if source is None:
        if not ref.conditional and not ref.faulty():
            found.empty.append(ref)
    elif ref.from_contract:
        name = raw.get("name")
        found.inputs_read.add(name)
        if name is None or not name.strip():
            if not ref.faulty("name"):
                found.nameless.append(ref)
        elif contract is not None and name not in contract:
            found.unknown_inputs.append(ref)
    elif source not in ids:
        found.unknown.append(Mention(node, "ref", (*ref.pointer, "node"), source))


def _read_list(
    node: NodeSite, name: str, entries: list[tuple[Pointer, str]], ids: Set[str], found: Mentions
) -> None:
    places: dict[str, Pointer] = {}
    for pointer, id in entries:
        first = places.setdefault(id, pointer)
        if first is not pointer:
            found.repeated.append(Mention(node, name, pointer, id, first))
        elif id not in ids:
            found.unknown.append(Mention(node, name, pointer, id))
