"""A flow: the nodes that could be read, their contract, edges, loops and order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Set
from functools import cached_property
from operator import attrgetter, lt
from typing import TYPE_CHECKING, Any

from flowcheck.dataclass import dataclass
from flowcheck.findings import Pointer
from flowcheck.graph.bodies import loops_in_doubt
from flowcheck.graph.digraph import topological_order
from flowcheck.graph.faults import NO_FAULTS, Faults
from flowcheck.graph.loops import Loop, LoopsAround, loops_of, nesting_of
from flowcheck.graph.mentions import Mentions, mentions_of
from flowcheck.graph.nesting import Nesting
from flowcheck.graph.sites import InputList, InputSite, NodeSite, RefSite, inputs_of, with_declared
from flowcheck.graph.wires import Edge, EdgeKind, PlainReads, edges_between, ref_sources
from flowcheck.wire.forms import NodeForm, fits
from flowcheck.wire.misspelt import is_misspelt
from flowcheck.wire.shape import ShapeError, canonical_tree, salvage
from flowcheck.wording import json_type

if TYPE_CHECKING:
    import networkx as nx

    from flowcheck.reading.documents import Document

    FlowGraph = nx.DiGraph[str]


@dataclass(frozen=True, slots=True)
class PlacedShapeError:
    """A shape error with the pointer, in the file, of the place (or of the object that lacks a
    field) and the node or input record it was found in."""

    pointer: Pointer
    error: ShapeError
    record: Any


_WIRING = {
    "Node": frozenset({"id", "inputs", "dependsOn", "loopBodyNodeIds"}),
    "Input": frozenset({"ref", "items"}),
}


def _misspells_wiring(node: NodeSite) -> bool:
    """Whether a key of a node, its inputs or their refs misspells one that makes a wire, or an
    input is so empty that it may have been one."""
    if is_misspelt("Node", node.raw, "inputs", "dependsOn", "loopBodyNodeIds"):
        return True
    return any(
        is_misspelt("Input", site.raw, "ref", "items")
        or (site.ref is None and not site.name and not site.type)  # nothing of it is left
        or (
            site.ref is not None and is_misspelt("Ref", site.ref.raw, "node", "conditional", "name")
        )
        for site in node.every_input
    )


def _is_oddly_named(node: NodeSite, usual: dict[tuple[str, ...], bool]) -> bool:
    """Whether inputs of a node share a name or have a blank one; usual: what is known of names."""
    names = tuple([record["name"] for record in node.raw["inputs"] if record is not None])
    fine = usual.get(names)
    if fine is None:
        fine = usual[names] = "" not in names and len(set(names)) == len(names)
    return not fine


def _costs_wiring(placed: PlacedShapeError) -> bool:
    """Whether a shape error may have hidden a wire; a wrong `min` hides none."""
    error = placed.error
    if error.field in _WIRING.get(error.model, ()):
        return True
    return error.kind == "type" and (error.model == "Ref" or not error.path)


class Flow:
    """A document's flow and contract as typed views.

    present: whether the document has a node list at all (False for models and contracts).
    sites: every node that could be read, in list order, duplicates included.
    nodes: by id, the first of duplicates.
    contract: the workflow's (or model's) inputs; None when the document has none.
    Edges are those of `nodes`: what a repeated id's later nodes read is not known to be meant.
    left_out: pointers of nodes too broken to read. shape_errors: all of them, contract included.
    lost_ids: how many nodes have no id that could be read. lost_names: how many contract inputs
    have no name that could be read. duplicated: ids that several nodes share."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.is_job = document.is_job
        self.sites: list[NodeSite] = []
        self.nodes: dict[str, NodeSite] = {}
        self.duplicated: set[str] = set()
        self.left_out: list[Pointer] = []
        self.lost_ids = self.lost_names = 0
        self.shape_errors: list[PlacedShapeError] = []
        raw = document.flow
        self.present = isinstance(raw, list)
        if raw is not None and not self.present:
            error = ShapeError("type", (), "", "flow", "array", json_type(raw))
            self._shape_error(document.flow_at or (), error, raw)
        at, in_job = document.flow_at or (), self.is_job
        records = raw if isinstance(raw, list) else ()
        for index, (record, form) in enumerate(zip(records, document.node_forms, strict=True)):
            if form is not None and record["id"]:
                self.sites.append(NodeSite(record, index, at, NO_FAULTS, form, in_job=in_job))
            elif record is not None:
                self._read_node(index, record, at)
        for node in self.sites:
            if self.nodes.setdefault(node.id, node) is not node:
                self.duplicated.add(node.id)
        self.contract = self._read_contract()

    @classmethod
    def of(cls, value: Any) -> Flow:
        """The flow in whatever `check` accepts, or that flow itself; of several documents the
        first one with a flow. Raises ValueError when there is none."""
        if isinstance(value, Flow):
            flows = [value]
        else:
            from flowcheck.reading.source import Source

            flows = [cls(document) for document in Source.of("<memory>", value).documents]
        found = next((flow for flow in flows if flow.present), None)
        if found is None:
            raise ValueError("there is no flow in it")
        return found

    def _read_node(self, index: int, record: Any, at: Pointer) -> None:
        """Add a node whose record is faulty or spelled another way, as far as it can be read."""
        pointer = (*at, index)
        raw, faults = self._read("Node", record, pointer)
        if raw is None or not raw["id"]:
            if raw is not None and (*pointer, "id") not in faults:
                blank = ShapeError("blank", ("id",), "Node", "id")
                self._shape_error((*pointer, "id"), blank, raw)
            self.left_out.append(pointer)
            self.lost_ids += 1
            return
        self.sites.append(NodeSite(raw, index, at, faults, in_job=self.is_job))

    def _read(self, model: str, record: Any, pointer: Pointer) -> tuple[Any, Faults]:
        """A record in its canonical form, and the places that were cleared in it."""
        if fits(model, record):
            return record, NO_FAULTS
        raw = canonical_tree(model, record)
        if fits(model, raw):
            return raw, NO_FAULTS
        rest, errors = salvage(model, raw)
        faults = set()
        for error in errors:
            self._shape_error((*pointer, *error.path), error, raw)
            missing = (error.field,) if error.kind == "missing" else ()
            faults.add((*pointer, *error.path, *missing))
        return rest, Faults(faults)

    def _shape_error(self, pointer: Pointer, error: ShapeError, record: Any) -> None:
        self.shape_errors.append(PlacedShapeError(pointer, error, record))

    def _read_contract(self) -> InputList | None:
        at, entries = self.document.inputs_at, self.document.input_entries
        if at is None:
            return None
        if entries is None:
            values = self.document.inputs
            error = ShapeError("type", (), "", str(at[-1]), "array", json_type(values))
            self._shape_error(at, error, values)
            return None
        kept: list[Any] = []
        faults: set[Pointer] = set()
        for step, record in entries:
            raw, more = self._read("Input", record, (*at, step))
            faults |= more
            self.lost_names += raw is None or not raw["name"].strip()
            kept.append(raw)
        return inputs_of(kept, at, None, None, Faults(faults), [step for step, _ in entries])

    def contract_input(self, name: str) -> InputSite | None:
        """The workflow input of that name; None when there is none, or no contract."""
        named = self.contract.named(name) if self.contract is not None else []
        return named[0] if named else None

    def inputs_in(self, nodes: Iterable[NodeSite]) -> Iterator[InputSite]:
        """The inputs of the contract and of some nodes, with sub-inputs and what they declare."""
        for site in self.contract or ():
            yield from with_declared(site)
        for node in nodes:
            for site in node.inputs:
                yield from with_declared(site)

    def of_form(self, wanted: Callable[[NodeForm], bool]) -> list[NodeSite]:
        """The nodes whose form is of a sort, in their order."""
        forms = [form for form in self.by_form if wanted(form)]
        if len(forms) == 1:
            return self.by_form[forms[0]]
        among = set(forms)
        return [node for node in self.sites if node.form in among] if among else []

    @cached_property
    def oddly_named(self) -> list[NodeSite]:
        """The nodes of which inputs share a name or have a blank one, and those that may have
        inputs in their inputs: of the others no name is to be told."""
        usual: dict[tuple[str, ...], bool] = {}  # the names of a node's inputs → whether so
        found: list[NodeSite] = []
        for form, nodes in self.by_form.items():
            if form.deep:
                found += nodes
            elif len(form.inputs) == 1:
                if form.inputs[0] is not None:
                    found += [node for node in nodes if node.raw["inputs"][0]["name"] == ""]
            elif form.inputs:
                found += [node for node in nodes if _is_oddly_named(node, usual)]
        return sorted(found, key=attrgetter("index")) if len(found) > 1 else found

    @cached_property
    def mentions(self) -> Mentions:
        """What refs and id lists name that does not exist, or name twice."""
        names = None if self.contract is None else {site.name for site in self.contract}
        plain = self.plain_reads
        resolved = all(map(self.nodes.__contains__, plain.sources)) and all(
            name is not None and name.strip() and (names is None or name in names)
            for name in plain.inputs
        )
        return mentions_of(
            self.of_form(lambda form: form.needs_a_look) if resolved else self.sites,
            self.ids,
            names,
            plain.inputs,
            lost_ids=self.lost_ids,
            lost_names=self.lost_names,
        )

    @property
    def ids(self) -> Set[str]:
        """Every id that is known."""
        return self.nodes.keys()

    @cached_property
    def plain_reads(self) -> PlainReads:
        """What plain refs read."""
        return PlainReads(self.sites)

    def sources(self, ref: RefSite) -> Iterator[NodeSite | None]:
        """The nodes a ref names, in order; None for an id that is unknown or that several share."""
        for _, id, _ in ref_sources(ref):
            yield None if id in self.duplicated else self.nodes.get(id)

    @cached_property
    def unreadable(self) -> bool:
        """Whether some of the wiring was lost to a shape error, a misspelt key or a repeated id.
        Rules ask this last: to look for misspelt keys takes a walk over the flow."""
        return (
            bool(self.duplicated)
            or any(map(_costs_wiring, self.shape_errors))
            or any(map(_misspells_wiring, self.sites))
        )

    @cached_property
    def incomplete(self) -> bool:
        """Whether some of the wiring is lost (`unreadable`) or names nothing, so that "nobody
        reads this node" proves nothing: the lost wire may be the one that reads it."""
        return self.unreadable or self.mentions.unresolved

    @cached_property
    def edges(self) -> list[Edge]:
        """Every edge between two nodes that exist, in document order."""
        return edges_between(self.nodes)

    @cached_property
    def incoming(self) -> dict[str, list[Edge]]:
        """Node id → the edges it waits on."""
        found: dict[str, list[Edge]] = {id: [] for id in self.nodes}
        for edge in self.edges:
            found[edge.target].append(edge)
        return found

    @cached_property
    def outgoing(self) -> dict[str, list[Edge]]:
        """Node id → the edges that wait on it."""
        found: dict[str, list[Edge]] = {id: [] for id in self.nodes}
        for edge in self.edges:
            found[edge.source].append(edge)
        return found

    @cached_property
    def _all_plain(self) -> bool:
        """Whether every wire is a plain ref that leads to one node."""
        return (
            not self.duplicated
            and not any(form.needs_a_look for form in self.forms)
            and all(map(self.nodes.__contains__, self.plain_reads.sources))
        )

    @cached_property
    def ends(self) -> tuple[list[str], list[str]]:
        """What comes first and what waits for it, of every edge in document order."""
        if self._all_plain:
            return self.plain_reads.sources, self.plain_reads.readers
        return [edge.source for edge in self.edges], [edge.target for edge in self.edges]

    @cached_property
    def waited_for(self) -> frozenset[str]:
        """The nodes that some edge leads from."""
        return frozenset(self.ends[0])

    def edges_of(self, kind: EdgeKind) -> list[Edge]:
        """The edges of one kind, in document order."""
        if self._all_plain and kind is not EdgeKind.DATA:
            return []
        return [edge for edge in self.edges if edge.kind is kind]

    @cached_property
    def behind_gates(self) -> frozenset[str]:
        """The nodes that a branch can skip: those that wait for one, and all that wait for them,
        templates of their loops too."""
        waiting = [edge.target for edge in self.edges_of(EdgeKind.BRANCH)]
        seen = set(waiting)
        while waiting:
            for edge in self.outgoing[waiting.pop()]:
                if edge.target not in seen:
                    seen.add(edge.target)
                    waiting.append(edge.target)
        return frozenset(seen)

    @cached_property
    def loops(self) -> dict[str, Loop]:
        """For-each node id → its loop."""
        return loops_of(self.nodes, self._nesting) if "for-each" in self.types else {}

    @cached_property
    def loops_around(self) -> LoopsAround:
        """Node id → the loops whose body (nested bodies included) holds it."""
        return LoopsAround(self.loops, self._nesting)

    @cached_property
    def _nesting(self) -> Nesting:
        loops = self.of_form(lambda form: form.type == "for-each")
        return nesting_of([loop for loop in loops if self.nodes[loop.id] is loop], self.nodes)

    @cached_property
    def loops_in_doubt(self) -> frozenset[str]:
        """The loops whose bodies are not known for certain, those that hold themselves too."""
        return frozenset(
            loops_in_doubt(self.nodes, self.loops, self.loops_around, self.ids, self.duplicated)
        )

    def is_item_read(self, edge: Edge) -> bool:
        """Whether a body template reads, or waits for, a loop it belongs to: the way it gets its
        item, and no data edge."""
        loop = self.loops.get(edge.source)
        return loop is not None and edge.kind is not EdgeKind.BODY and edge.target in loop.members

    @cached_property
    def wires(self) -> list[Edge]:
        """The edges that order nodes: all but body edges and item reads."""
        loops = self.loops
        if not loops:
            return self.edges
        return [
            edge
            for edge in self.edges
            if edge.source not in loops
            or not (edge.kind is EdgeKind.BODY or self.is_item_read(edge))
        ]

    @cached_property
    def order(self) -> list[str]:
        """The ids of every node that is neither on nor behind a cycle, each after all that it
        waits on; a loop comes before its templates. Ties keep the order of the list."""
        loops = self.loops
        pairs = (
            (edge.source, edge.target)
            for edge in self.edges
            if edge.source not in loops or edge.kind is EdgeKind.BODY or not self.is_item_read(edge)
        )
        return topological_order(self.nodes, pairs)

    @cached_property
    def acyclic(self) -> bool:
        """Whether no node waits for itself, through whatever others."""
        # Where what is waited for always stands first, there is nothing to work out.
        place = {id: number for number, id in enumerate(self.nodes)}.__getitem__
        sources, targets = self.ends
        ahead = all(map(lt, map(place, sources), map(place, targets)))
        return ahead or len(self.order) == len(self.nodes)

    @cached_property
    def by_form(self) -> dict[NodeForm, list[NodeSite]]:
        """The nodes of each form, in their order."""
        found: dict[NodeForm, list[NodeSite]] = {}
        for node in self.sites:
            found.setdefault(node.form, []).append(node)
        return found

    @property
    def forms(self) -> Set[NodeForm]:
        """The forms that nodes have."""
        return self.by_form.keys()

    @cached_property
    def types(self) -> set[str]:
        """The types that nodes have."""
        return {form.type for form in self.by_form}

    @cached_property
    def graph(self) -> FlowGraph:
        """The flow as `flowcheck.graph` makes it. Built on first use."""
        from flowcheck.graph.build import build

        return build(self.nodes, self.edges)
