"""Typed views over the raw records of a flow: node, input and ref, each knowing where it stands.

A view reads its canonical (camelCase) record late: `get(field)` is None for what is absent or
null, and also for what was cleared because its shape is wrong; `faulty(field)` tells the two
apart. Rules that claim something is *missing* ask `surely_lacks`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flowcheck.findings import Pointer
from flowcheck.graph.abridged import OF_A_RUN, is_abridged
from flowcheck.graph.faults import NO_FAULTS, Faults
from flowcheck.graph.named_list import NamedList
from flowcheck.wire.forms import NodeForm, node_form
from flowcheck.wire.misspelt import stands_misspelt
from flowcheck.wire.required import Requirement
from flowcheck.wire.required_reader import requirement
from flowcheck.wire.values import says_nothing
from flowcheck.wire.vocabulary import ARRAY_TYPES, WORKFLOW, base_type


class RefSite:
    """The `ref` of an input. `pointer` names the ref object itself."""

    __slots__ = ("input", "raw")

    def __init__(self, raw: dict[str, Any], input: InputSite) -> None:
        self.raw = raw
        self.input = input

    @property
    def pointer(self) -> Pointer:
        return (*self.input.pointer, "ref")

    @property
    def node(self) -> str | None:
        """A node id or `workflow`; None when absent."""
        return self.raw.get("node")

    @property
    def name(self) -> str | None:
        return self.raw.get("name")

    @property
    def equal(self) -> str | None:
        """The branch value waited for; not None makes the ref a gate."""
        return self.raw.get("equal")

    @property
    def conditional(self) -> list[str]:
        """Node ids of a merge (or gate); empty when absent. Null entries are dropped."""
        return [item for item in self.raw.get("conditional") or () if item is not None]

    @property
    def conditional_at(self) -> list[tuple[Pointer, str]]:
        """The entries of `conditional` with their places."""
        at = (*self.pointer, "conditional")
        items = self.raw.get("conditional") or ()
        return [((*at, i), item) for i, item in enumerate(items) if item is not None]

    @property
    def is_gate(self) -> bool:
        return self.equal is not None

    @property
    def is_merge(self) -> bool:
        return self.equal is None and bool(self.conditional)

    @property
    def from_contract(self) -> bool:
        """Whether it reads a workflow input."""
        return self.node == WORKFLOW

    def faulty(self, *path: str | int) -> bool:
        """Whether that part of the ref was cleared for its shape (no path: any part)."""
        return self.input.faulty("ref", *path)

    def surely_lacks(self, field: str) -> bool:
        """Whether the field says nothing and nothing else can be meant for it."""
        return _lacks("Ref", self.raw, self.pointer, self.input.faults, (field,))


class InputSite:
    """An input of a node, a sub-input of `items`, a workflow input or a model input.

    node: the flow node it belongs to, None in a contract. parent: the `inputs_array` input whose
    `items` (or declared `inputs`) hold it. siblings: the inputs of its own list, itself among
    them (a workflow input's siblings are the contract)."""

    __slots__ = (
        "_declared",
        "_requirement",
        "_type",
        "faults",
        "items",
        "node",
        "parent",
        "raw",
        "ref",
        "siblings",
        "step",
    )

    def __init__(
        self,
        raw: dict[str, Any],
        step: str | int,
        node: NodeSite | None,
        parent: InputSite | None,
        siblings: InputList,
        faults: Faults,
    ) -> None:
        """step: where it stands in the list of its siblings."""
        self.raw = raw
        self.step = step
        self.node = node
        self.parent = parent
        self.siblings = siblings
        self.faults = faults
        ref = raw.get("ref")
        self.ref = None if ref is None else RefSite(ref, self)
        self._type: str | None = None
        self._requirement: Requirement | None = None
        self._declared: InputList | None = None
        self.items: tuple[InputList, ...] = ()
        items = raw.get("items")
        if items:
            at = self.pointer
            self.items = tuple(
                inputs_of(row or (), (*at, "items", i), node, self, faults)
                for i, row in enumerate(items)
            )

    @property
    def pointer(self) -> Pointer:
        return (*self.siblings.at, self.step)

    @property
    def name(self) -> str:
        name: str = self.raw["name"]
        return name

    @property
    def type(self) -> str:
        """The input type in its main spelling; `""` when missing or faulty."""
        if self._type is None:
            self._type = base_type(self.raw["type"])
        return self._type

    @property
    def kind(self) -> str:
        """Asset kind of a file input; absent means image. (certain)"""
        return self.raw.get("kind") or "image"

    @property
    def is_array(self) -> bool:
        return self.type in ARRAY_TYPES

    @property
    def in_contract(self) -> bool:
        """Whether it is a workflow or model input rather than one of a node."""
        return self.node is None

    @property
    def requirement(self) -> Requirement:
        """Its `required` rules in their normal form."""
        if self._requirement is None:
            raw = self.raw.get("required")
            self._requirement = requirement(raw, (*self.pointer, "required"))
        return self._requirement

    @property
    def declared(self) -> InputList:
        """The sub-inputs an `inputs_array` declares under `inputs`."""
        if self._declared is None:
            at = (*self.pointer, "inputs")
            values = self.raw.get("inputs") or ()
            self._declared = inputs_of(values, at, self.node, self, self.faults)
        return self._declared

    def get(self, field: str) -> Any:
        """The value of a field by its wire name; None when absent, null or cleared."""
        return self.raw.get(field)

    def sibling(self, name: str) -> InputSite | None:
        """The first input of that name beside this one."""
        named = self.siblings.named(name)
        return named[0] if named else None

    def faulty(self, *path: str | int) -> bool:
        """Whether that part was cleared for its shape (no path: any part of the input), or
        stands under a misspelt key."""
        if self.faults and self.faults.at_or_in((*self.pointer, *path)):
            return True
        return stands_misspelt("Input", self.raw, path)

    def surely_lacks(self, *path: str) -> bool:
        """Whether that field says nothing (absent, null, blank, an empty list) and nothing else
        can be meant for it: it was not cleared for its shape and no misspelt key stands there."""
        return _lacks("Input", self.raw, self.pointer, self.faults, path)


class NodeSite:
    """A node of a flow.

    index: its place in the node list. in_job: whether it is known to be a job's. Most nodes of
    most flows are fine by their form alone, so what lies in them is made when asked for."""

    __slots__ = ("_at", "_inputs", "faults", "form", "id", "in_job", "index", "raw", "type")

    def __init__(
        self,
        raw: dict[str, Any],
        index: int,
        at: Pointer,
        faults: Faults = NO_FAULTS,
        form: NodeForm | None = None,
        *,
        in_job: bool = False,
    ) -> None:
        """at: the pointer of the node list. form: of the record, where it is known already.
        Raises ValueError when the record has not the shape of a node."""
        self.raw = raw
        self.in_job = in_job
        self.index = index
        self.faults = faults
        self.id: str = raw["id"]
        self.type: str = raw["type"]
        self._at = at
        found = form or node_form(raw)
        if found is None:
            raise ValueError(f"{raw!r:.200} has not the shape of a node")
        self.form = found
        self._inputs: InputList | None = None

    @property
    def pointer(self) -> Pointer:
        return (*self._at, self.index)

    @property
    def inputs(self) -> InputList:
        """Its own inputs, sub-inputs not among them (`every_input` walks those too)."""
        if self._inputs is None:
            at = (*self.pointer, "inputs")
            self._inputs = inputs_of(self.raw.get("inputs") or (), at, self, None, self.faults)
        return self._inputs

    def input_at(self, place: int) -> InputSite:
        """Its own input at a place of the `inputs` of its record, where there is one."""
        found = self.inputs
        if len(found) == len(self.raw["inputs"]):
            return found[place]
        return next(site for site in found if site.step == place)  # some are null

    def get(self, field: str) -> Any:
        """The value of a field by its wire name; None when absent, null or cleared."""
        return self.raw.get(field)

    def strings(self, field: str) -> list[tuple[Pointer, str]]:
        """The entries of a list-of-strings field with their places; null entries dropped."""
        values = self.raw.get(field)
        if not values:
            return []
        at = (*self.pointer, field)
        return [((*at, i), value) for i, value in enumerate(values) if value is not None]

    @property
    def depends_on(self) -> list[tuple[Pointer, str]]:
        return self.strings("dependsOn")

    @property
    def body_ids(self) -> list[tuple[Pointer, str]]:
        """The entries of `loopBodyNodeIds`, resolved or not, with their places."""
        return self.strings("loopBodyNodeIds")

    @property
    def logic(self) -> dict[str, Any]:
        return self.raw.get("logic") or {}

    @property
    def cases(self) -> list[tuple[Pointer, dict[str, Any]]]:
        """The if/else cases with their places; null entries dropped."""
        at = (*self.pointer, "logic", "cases")
        cases = self.logic.get("cases") or ()
        return [((*at, i), case) for i, case in enumerate(cases) if case is not None]

    @property
    def is_logic(self) -> bool:
        return self.type == "logic"

    @property
    def is_loop(self) -> bool:
        return self.type == "for-each"

    @property
    def every_input(self) -> Iterator[InputSite]:
        """Its inputs and, after each, the sub-inputs of its `items`."""
        for site in self.inputs:
            yield site
            if site.items:
                yield from _nested(site)

    @property
    def every_ref(self) -> Iterator[Mapping[str, Any]]:
        """The record of every ref in it, for whom a site of each would be too much."""
        if self.form.deep:
            return (site.ref.raw for site in self.every_input if site.ref is not None)
        return (self.raw["inputs"][place]["ref"] for place in self.form.reading)

    def faulty(self, *path: str | int) -> bool:
        """Whether that part was cleared for its shape (no path: any part of the node), or stands
        under a misspelt key."""
        if self.faults and self.faults.at_or_in((*self.pointer, *path)):
            return True
        if len(path) == 1 and not self.form.own.strange:
            return False  # by far the most common
        return stands_misspelt("Node", self.raw, path)

    def surely_lacks(self, *path: str) -> bool:
        """Whether that field says nothing (absent, null, blank, an empty list) and nothing else
        can be meant for it: it was not cleared for its shape, no misspelt key stands there, and
        it was not left out with the rest of the definition."""
        if not _lacks("Node", self.raw, self.pointer, self.faults, path):
            return False
        return path[0] in OF_A_RUN or not self.is_abridged

    @property
    def is_abridged(self) -> bool:
        """Whether it is a node of a run that tells only how it ran."""
        if not (self.in_job or self.raw.get("status") is not None or self.faulty("status")):
            return False
        depth = len(self.pointer)
        return is_abridged(self.raw, (fault[depth] for fault in self.faults))

    @property
    def is_copy(self) -> bool:
        """Whether it is one iteration's copy of a body template, in a run."""
        return self.raw.get("loopNodeId") is not None or self.faulty("loopNodeId")


def _lacks(
    model: str, raw: dict[str, Any], pointer: Pointer, faults: Faults, path: tuple[str, ...]
) -> bool:
    value: Any = raw
    for step in path:
        value = value.get(step) if isinstance(value, dict) else None
    if value is not None and not says_nothing(value):
        return False
    if faults and (
        faults.at_or_in((*pointer, *path))
        or any((*pointer, *path[:end]) in faults for end in range(len(path)))
    ):
        return False
    return not stands_misspelt(model, raw, path)


def _nested(site: InputSite) -> Iterator[InputSite]:
    for row in site.items:
        for inner in row:
            yield inner
            if inner.items:
                yield from _nested(inner)


def with_declared(site: InputSite) -> Iterator[InputSite]:
    """An input, the sub-inputs of its items and those it declares."""
    yield site
    for row in site.items:
        for inner in row:
            yield from with_declared(inner)
    if site.raw.get("inputs"):
        for inner in site.declared:
            yield from with_declared(inner)


def inputs_of(
    values: Any,
    at: Pointer,
    node: NodeSite | None,
    parent: InputSite | None,
    faults: Faults,
    steps: Sequence[str | int] | None = None,
) -> InputList:
    """The inputs of one list at pointer `at`, as each other's siblings; nulls are passed over.

    steps: where each stands under `at` when that is not its index."""
    sites: InputList = NamedList(at, faults)
    for index, value in enumerate(values):
        if value is not None:
            step = index if steps is None else steps[index]
            sites.append(InputSite(value, step, node, parent, sites, faults))
    return sites


InputList = NamedList[InputSite]
"""Inputs that are each other's siblings."""
