"""Which documents a decoded file holds: flows, workflow and job records, models, contracts, each
alone, in an array or in a reply."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from flowcheck.dataclass import dataclass, field
from flowcheck.findings import Pointer
from flowcheck.reading.census import Forms
from flowcheck.reading.misplaced import is_misplaced
from flowcheck.reading.recognise import (
    Sort,
    contract_field,
    is_keyed,
    looks_like_nodes,
    sort_of,
)
from flowcheck.wire.forms import NodeForm, node_form


class Kind(StrEnum):
    """What a document is."""

    FLOW = "flow"  # a bare node list
    WORKFLOW = "workflow"  # a workflow record, or the body of an update
    JOB = "job"  # a run: its nodes carry status
    MODEL = "model"  # a model record with its inputs
    CONTRACT = "contract"  # inputs without a flow
    AUTHORING = "authoring"  # a web-app export: an editor graph, not a compiled flow

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True)
class Document:
    """One record found in a file.

    at: pointer of the record in its file (`()` for the whole file). root: the file's decoded
    value. record: the value at `at`. flow_at, inputs_at: pointers in the file of the node list
    and the inputs contract, or None. line: 1-based number of the record in a JSON Lines file.
    forms: those of the nodes in `root`, as far as they are known."""

    kind: Kind
    at: Pointer
    root: Any
    record: Any
    flow_at: Pointer | None = None
    inputs_at: Pointer | None = None
    file: str = "<memory>"
    line: int | None = None
    forms: Forms = field(default_factory=dict, repr=False, compare=False)

    @property
    def key(self) -> str:
        """Names the document among all that are checked together."""
        if not self.at and self.line is None:
            return f"{self.file}#"
        place = "".join(f"/{step}" for step in self.at)
        return f"{self.file}#{self.line or ''}{place}"

    def beside(self, other: Document) -> bool:
        """Whether another document is of the same JSON text, where pointers mean the same."""
        return (self.file, self.line) == (other.file, other.line)

    def value(self, pointer: Pointer | None) -> Any:
        """The decoded value at a pointer that exists."""
        value = self.root
        for step in pointer or ():
            value = value[step]
        return value

    @property
    def flow(self) -> Any:
        """The raw node list, or whatever stands in its place; None without one."""
        return None if self.flow_at is None else self.value(self.flow_at)

    @property
    def node_forms(self) -> Iterable[NodeForm | None]:
        """The form of each entry of the node list, None for what has not the shape of a node."""
        nodes = self.flow
        found = self.forms.get(id(nodes))
        if found is not None and found[0] is nodes:
            return found[1]
        return map(node_form, nodes if isinstance(nodes, list) else ())

    @property
    def inputs(self) -> Any:
        """The raw inputs contract, or whatever stands in its place; None without one."""
        return None if self.inputs_at is None else self.value(self.inputs_at)

    @property
    def input_entries(self) -> list[tuple[str | int, Any]] | None:
        """The inputs of the contract that are not null, each with its step from `inputs_at`: an
        index, or a name where the contract is an object keyed by input names; such an input gets
        its key as `name`. None for what is no contract."""
        values = self.inputs
        if isinstance(values, list):
            return [(index, value) for index, value in enumerate(values) if value is not None]
        if not isinstance(values, dict) or not is_keyed(values):
            return None
        return [
            (key, {**value, "name": key} if isinstance(value, dict) else value)
            for key, value in values.items()
            if value is not None
        ]

    @property
    def is_job(self) -> bool:
        """Whether the nodes are those of a run, which carry a status."""
        if self.kind is Kind.JOB:
            return True
        nodes = self.flow if self.kind is Kind.FLOW else None
        return isinstance(nodes, list) and any(
            isinstance(node, dict) and node.get("status") is not None for node in nodes
        )


def documents(
    root: Any,
    *,
    file: str = "<memory>",
    line: int | None = None,
    claimed: bool = False,
    forms: Forms | None = None,
) -> list[Document]:
    """Every document in a decoded file, in file order; empty when it holds none.

    claimed: somebody says that it is Scenario's (a named file, a library call), so that the
    faintest likeness will do where nothing sure is found. An empty array counts as an (empty)
    flow; callers that walk directories pass it over. forms: those of the nodes, as far as they are
    known."""
    found: list[Document] = []
    whole = _Whole(root, file, line, forms or {})
    for at, record, sort in _records(root):
        document = _document(at, record, sort, whole)
        if document is not None:
            found.append(document)
    if not found and claimed and not is_misplaced(root):
        from flowcheck.reading.likeness import likenesses

        for place in likenesses(root):
            record = root
            for step in place.at:
                record = record[step]
            found.append(
                whole.document(Kind(place.kind), place.at, record, place.flow, place.inputs)
            )
    return found


def _records(root: Any) -> list[tuple[Pointer, Any, Sort | None]]:
    """Candidate records: the root itself, those inside a reply, or the records of an array; each
    with what it is, None for a node list and for what is no record."""
    if isinstance(root, list):
        if not root or looks_like_nodes(root):
            return [((), root, None)]
        return [
            ((index, *at), record, sort)
            for index, item in enumerate(root)
            if isinstance(item, dict)
            for at, record, sort in _records(item)
        ]
    if not isinstance(root, dict):
        return []
    sort = sort_of(root)
    if sort is not None:
        return [((), root, sort)]
    from flowcheck.reading.replies import wrapped

    found = wrapped(root, "workflow", "job", "model")
    return [(at, record, sort_of(record)) for at, record in found]


@dataclass(frozen=True, slots=True)
class _Whole:
    """What the documents of a file share; the fields are those of `Document`."""

    root: Any
    file: str
    line: int | None
    forms: Forms

    def document(
        self, kind: Kind, at: Pointer, record: Any, flow: Pointer | None, inputs: Pointer | None
    ) -> Document:
        return Document(kind, at, self.root, record, flow, inputs, self.file, self.line, self.forms)


def _document(at: Pointer, record: Any, sort: Sort | None, whole: _Whole) -> Document | None:
    if isinstance(record, list):
        return whole.document(Kind.FLOW, at, record, at, None)
    if sort is None:
        return None
    if sort == "job":
        return whole.document(Kind.JOB, at, record, (*at, "metadata", "flow"), None)
    field = contract_field(record)
    contract = None if field is None else (*at, field)
    flow = (*at, "flow") if sort == "workflow" else None
    return whole.document(Kind(sort), at, record, flow, contract)
