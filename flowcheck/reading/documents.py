"""Which documents a decoded file holds: flows, workflow and job records, models, contracts.

The shapes are those Scenario's API sends and takes (certain), listed in `_WRAPPERS`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any

from flowcheck.findings import Pointer
from flowcheck.wire import vocabulary as words
from flowcheck.wire.spelling import canonical, spelled


class Kind(str, Enum):
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
    and the inputs contract, or None. line: 1-based number of the record in a JSON Lines file."""

    kind: Kind
    at: Pointer
    root: Any
    record: Any
    flow_at: Pointer | None = None
    inputs_at: Pointer | None = None
    file: str = "<memory>"
    line: int | None = None

    @property
    def key(self) -> str:
        """Names the document among all that are checked together."""
        place = "".join(f"/{step}" for step in self.at)
        return f"{self.file}#{self.line or ''}{place}"

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
    def inputs(self) -> Any:
        """The raw inputs contract, or whatever stands in its place; None without one."""
        return None if self.inputs_at is None else self.value(self.inputs_at)

    @property
    def is_job(self) -> bool:
        """Whether the nodes are those of a run, which carry a status."""
        if self.kind is Kind.JOB:
            return True
        nodes = self.flow if self.kind is Kind.FLOW else None
        return isinstance(nodes, list) and any(
            isinstance(node, dict) and node.get("status") is not None for node in nodes
        )


def documents(root: Any, *, file: str = "<memory>", line: int | None = None) -> list[Document]:
    """Every document in a decoded file, in file order; empty when it holds none.

    An empty array counts as an (empty) flow; callers that walk directories pass it over."""
    found: list[Document] = []
    for at, record in _records(root):
        document = _document(at, record, root, file, line)
        if document is not None:
            found.append(document)
    return found


_WRAPPERS = ("workflow", "workflows", "job", "jobs", "model", "models")


def _records(root: Any) -> list[tuple[Pointer, Any]]:
    """Candidate records: the root itself, those inside a reply, or the records of an array."""
    if isinstance(root, list):
        if not root or _looks_like_nodes(root):
            return [((), root)]
        return [
            ((index, *at), record)
            for index, item in enumerate(root)
            if isinstance(item, dict)
            for at, record in _records(item)
        ]
    if not isinstance(root, dict):
        return []
    if _is_record(root):
        return [((), root)]
    found: list[tuple[Pointer, Any]] = []
    for key in root:
        value = root[key]
        if key not in _WRAPPERS:
            continue
        if key.endswith("s") and isinstance(value, list):
            found += [((key, i), item) for i, item in enumerate(value) if isinstance(item, dict)]
        elif isinstance(value, dict):
            found.append(((key,), value))
    return found


def _is_record(value: dict[str, Any]) -> bool:
    names = canonical(value)
    if names.get("flow") is not None or names.get("editorInfo") is not None:
        return True
    metadata = value.get("metadata")
    if isinstance(metadata, dict) and metadata.get("flow") is not None:
        return True
    return _looks_like_inputs(value.get("inputs")) or _is_model(value)


def _document(
    at: Pointer, record: Any, root: Any, file: str, line: int | None
) -> Document | None:
    def made(kind: Kind, flow: Pointer | None, inputs: Pointer | None) -> Document:
        return Document(kind, at, root, record, flow, inputs, file, line)

    if isinstance(record, list):
        return made(Kind.FLOW, at, None)
    metadata = record.get("metadata")
    if isinstance(metadata, dict) and metadata.get("flow") is not None:
        return made(Kind.JOB, (*at, "metadata", "flow"), None)
    inputs = record.get("inputs")
    contract = (*at, "inputs") if inputs is not None else None
    if record.get("flow") is not None:
        return made(Kind.WORKFLOW, (*at, "flow"), contract)
    editor = spelled(record, "editorInfo")
    if editor is not None and record.get(editor) is not None:
        return made(Kind.AUTHORING, None, contract)
    is_model = _is_model(record)
    if not is_model and not _looks_like_inputs(inputs):
        return None
    return made(Kind.MODEL if is_model else Kind.CONTRACT, None, contract)


_MODEL_FIELDS = frozenset({"capabilities", "custom", "trainingImagesNumber", "source"})


def _is_model(record: dict[str, Any]) -> bool:
    """Whether a record is a model's: an id, a list of inputs, and a field only models have."""
    return (
        isinstance(record.get("id"), str)
        and isinstance(record.get("inputs"), list)
        and not _MODEL_FIELDS.isdisjoint(canonical(record))
    )


_NODE_FIELDS = frozenset(
    {
        "assets",
        "count",
        "dependsOn",
        "includeOutputsInWorkflowJob",
        "inputs",
        "items",
        "jobId",
        "logic",
        "logicType",
        "loopBodyNodeIds",
        "modelId",
        "status",
        "type",
        "workflowId",
    }
)


def _looks_like_nodes(values: list[Any]) -> bool:
    """Whether an array is a node list: some element has a node's type, or an id beside a field
    that only nodes have; none of them is a record with a flow of its own."""
    for value in values:
        if not isinstance(value, dict):
            continue
        names = canonical(value)
        if names.get("flow") is not None or isinstance(names.get("metadata"), dict):
            return False
        if isinstance(names.get("type"), str) and names["type"] in words.NODE_TYPES:
            return True
        if isinstance(names.get("id"), str) and not _NODE_FIELDS.isdisjoint(names):
            return not _is_model(value)
    return False


def _looks_like_inputs(values: Any) -> bool:
    """Whether a value is a list of Scenario inputs: some entry has a name and a known type."""
    if not isinstance(values, list):
        return False
    return any(
        isinstance(value, dict)
        and isinstance(value.get("name"), str)
        and words.base_type(str(value.get("type"))) in words.INPUT_TYPES
        for value in values
    )
