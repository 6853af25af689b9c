"""Is this Scenario's? Telling records, node lists and contracts from ordinary JSON.

A directory walk meets every sort of JSON: package manifests, JSON Schemas, GeoJSON, contract
interfaces, other editors' graphs. Each question here asks for something only Scenario writes, and
where a word is common (`flow`, `inputs`, `type: model`) for more than the word."""

from __future__ import annotations

from typing import Any, Final, Literal

from flowcheck.wire import vocabulary as words
from flowcheck.wire.shapes import SHAPES
from flowcheck.wire.spelling import canonical, snake, spelled

Sort = Literal["workflow", "job", "authoring", "model", "contract"]
"""What a record is."""


def _both(*names: str) -> frozenset[str]:
    """Names of a record's fields in both spellings."""
    return frozenset(names) | {snake(name) for name in names}


_COMMON_TYPES: Final = frozenset({"list", "logic", "model", "transform", "workflow"})
"""Node types whose word other formats use too."""
OWN_TYPES: Final = frozenset(words.NODE_TYPES) - _COMMON_TYPES
_OWN_NODE_FIELDS: Final = frozenset(
    {
        "dependsOn",
        "includeOutputsInWorkflowJob",
        "inputs",
        "logicType",
        "loopBodyNodeIds",
        "loopNodeId",
        "modelId",
        "workflowId",
    }
)
"""Of these one, among nothing but fields of nodes, tells a node whose type is new."""
_OWN_INPUT_FIELDS: Final = frozenset(
    {
        "allowedValues",
        "backgroundBehavior",
        "costImpact",
        "maskFrom",
        "maxSize",
        "modelTypes",
        "promptSpark",
        "ref",
    }
)
_OWN_WORKFLOW_FIELDS: Final = _both(
    "editorInfo",
    "hasFlow",
    "inputsDefinition",
    "ownerId",
    "authorId",
    "tagSet",
    "uiConfig",
    "outputAssetKinds",
)
_WORKFLOW_FIELDS: Final = _OWN_WORKFLOW_FIELDS | _both(
    "id",
    "name",
    "description",
    "shortDescription",
    "status",
    "privacy",
    "inputs",
    "flow",
    "createdAt",
    "updatedAt",
    "thumbnail",
    "before",
    "after",
)
_JOB_FIELDS: Final = _both("jobId", "jobType")
_OWN_MODEL_FIELDS: Final = _both(
    "collectionIds",
    "custom",
    "exampleAssetIds",
    "modelKeyword",
    "parentModelId",
    "performanceStats",
    "trainingImagesNumber",
)
_MODEL_FIELDS: Final = _OWN_MODEL_FIELDS | {"capabilities", "source"}


def sort_of(value: dict[str, Any]) -> Sort | None:
    """Of which of the sorts below an object is itself a record; None of none."""
    if holds_flow(value):
        return "workflow"
    if holds_run(value):
        return "job"
    if is_authoring(value):
        return "authoring"
    if is_model(value):
        return "model"
    return "contract" if is_contract(value) else None


def holds_flow(record: dict[str, Any]) -> bool:
    """Whether it is a workflow record, whatever the shape of what its `flow` holds."""
    flow = record.get("flow")
    if flow is None:
        return False
    return (
        _like_a_flow(flow)
        or not _OWN_WORKFLOW_FIELDS.isdisjoint(_given(record))
        or looks_like_inputs(contract_in(record))
    )


def contract_field(record: dict[str, Any]) -> str | None:
    """The key of the inputs contract: `inputs_definition` (in either spelling) goes before `inputs`
    even when it is empty, unless it is null. (observed of Scenario's own client)"""
    key = spelled(record, "inputsDefinition")
    if key is not None and record[key] is not None:
        return key
    return "inputs" if record.get("inputs") is not None else None


def contract_in(record: dict[str, Any]) -> Any:
    """What stands under the key of the inputs contract; None without one."""
    key = contract_field(record)
    return None if key is None else record[key]


def holds_run(record: dict[str, Any]) -> bool:
    """Whether it is a job record whose metadata hold the nodes of a run."""
    metadata = record.get("metadata")
    flow = metadata.get("flow") if isinstance(metadata, dict) else None
    if flow is None:
        return False
    return _like_a_flow(flow) or not _JOB_FIELDS.isdisjoint(_given(record))


def is_authoring(record: dict[str, Any]) -> bool:
    """Whether it is a web-app export: an authoring graph that has not been compiled."""
    return isinstance(_given(record).get("editorInfo"), dict | list)


def is_model(record: dict[str, Any]) -> bool:
    """Whether it is a model record: an id, and two fields of models, or one beside inputs, or no
    more than a name and a type of models beside inputs of nothing foreign."""
    names = _given(record)
    if not isinstance(record.get("id"), str):
        return False
    fields = _MODEL_FIELDS.intersection(names)
    inputs = contract_in(record)
    if isinstance(inputs, list) and looks_like_inputs(inputs):
        if fields:
            return not holds_wires(inputs)
        word = names.get("type")
        named = isinstance(names.get("name"), str)
        typed = isinstance(word, str) and word in words.MODEL_TYPES
        return named and typed and not holds_wires(inputs) and _nothing_foreign(inputs)
    return len(fields) > 1 and not fields.isdisjoint(_OWN_MODEL_FIELDS)


def is_contract(record: dict[str, Any]) -> bool:
    """Whether it holds inputs of Scenario's; plain ones (a name and a common type) count when
    nothing of them and of the record is foreign."""
    inputs = contract_in(record)
    if not looks_like_inputs(inputs) or holds_wires(inputs):
        return False
    if contract_field(record) != "inputs" or any(map(_own_input, entries_of(inputs))):
        return True
    return (
        isinstance(inputs, list)
        and _given(record).keys() <= _WORKFLOW_FIELDS
        and _nothing_foreign(inputs)
    )


def _nothing_foreign(inputs: list[Any]) -> bool:
    """Whether every input is an object of known fields alone."""
    return all(
        isinstance(value, dict) and _given(value).keys() <= SHAPES["Input"].keys()
        for value in inputs
    )


def holds_wires(inputs: Any) -> bool:
    """Whether an input has a ref: those of nodes have, those of contracts and models have none."""
    return any(map(_is_wire, entries_of(inputs)))


def is_keyed(inputs: dict[str, Any]) -> bool:
    """Whether an object that stands where inputs do may hold them by name (observed): not when it
    has values and none is an object, nor when it is an input itself."""
    if isinstance(inputs.get("name"), str) and isinstance(inputs.get("type"), str):
        return False
    given = [value for value in inputs.values() if value is not None]
    return not given or any(isinstance(value, dict) for value in given)


def entries_of(inputs: Any) -> list[Any]:
    """The inputs of a list, or of an object keyed by their names; empty for anything else."""
    if isinstance(inputs, dict):
        return [
            {**value, "name": name} if isinstance(value, dict) else value
            for name, value in inputs.items()
        ]
    return inputs if isinstance(inputs, list) else []


def looks_like_nodes(values: list[Any]) -> bool:
    """Whether an array is a node list: some element is surely a node, none a whole record."""
    found = False
    for value in values:
        if isinstance(value, dict):
            if value.get("flow") is not None or isinstance(value.get("metadata"), dict):
                return False
            found = found or is_node(value)
    return found


def looks_like_inputs(values: Any) -> bool:
    """Whether a value is a list of inputs, or an object of them by name: some element has a name
    and a known type, and no element's type is foreign to Scenario while nothing of it is
    Scenario's own."""
    entries = [value for value in entries_of(values) if isinstance(value, dict)]
    known = [value for value in entries if _known_type(value)]
    if any(isinstance(value.get("name"), str) for value in known):
        return len(known) * 2 > len(entries) or any(map(_own_input, entries))
    return any(isinstance(value.get("name"), str) and _own_input(value) for value in entries)


def _like_a_flow(flow: Any) -> bool:
    """Whether what stands under `flow` is, or was meant to be, a node list."""
    if isinstance(flow, dict):
        # Nodes by id, or a single one, in place of the list.
        return not flow or any(map(_of_known_type, (flow, *flow.values())))
    if not isinstance(flow, list):
        return False
    return not flow or any(value is None or _nodish(value) for value in flow)


def _of_known_type(value: Any) -> bool:
    kind = value.get("type") if isinstance(value, dict) else None
    return isinstance(kind, str) and kind in words.NODE_TYPES


def _nodish(value: Any) -> bool:
    """Whether an object that stands where a node does could be one."""
    if not isinstance(value, dict):
        return False
    if _of_known_type(value):
        return True
    names = _given(value)
    if not names:
        return True
    if not isinstance(names.get("id"), str):
        return False
    return names.keys() <= SHAPES["Node"].keys() or not _OWN_NODE_FIELDS.isdisjoint(names)


def is_node(value: dict[str, Any]) -> bool:
    """Whether an object is surely a node, even in an array of its own."""
    names = _given(value)
    kind, known = names.get("type"), _of_known_type(value)
    if known and kind in OWN_TYPES:
        return True
    if isinstance(names.get("id"), str) and holds_wires(names.get("inputs")):
        return True
    if not isinstance(names.get("id"), str) or not names.keys() <= SHAPES["Node"].keys():
        return False
    if known or _kebab(kind) in words.NODE_TYPES:
        return True
    status = names.get("status")
    if isinstance(status, str) and status in words.NODE_STATUSES and _has_assets(names):
        return True
    if _OWN_NODE_FIELDS.isdisjoint(names):
        return False
    return "inputs" not in names or looks_like_inputs(names["inputs"])


def _kebab(word: Any) -> str:
    """A node type as Scenario writes it: `customModel` and `custom_model` → `custom-model`."""
    return snake(word).replace("_", "-") if isinstance(word, str) else ""


def _has_assets(names: dict[str, Any]) -> bool:
    values = names.get("assets")
    return isinstance(values, list) and all(
        isinstance(value, dict) and "assetId" in canonical(value) for value in values
    )


def _known_type(value: dict[str, Any]) -> bool:
    kind = value.get("type")
    return isinstance(kind, str) and words.base_type(kind) in words.INPUT_TYPES


def _own_input(value: Any) -> bool:
    """Whether an object has something only an input of Scenario has."""
    if not isinstance(value, dict):
        return False
    names = _given(value)
    kind = names.get("type")
    if isinstance(kind, str) and kind in words.ARRAY_TYPES:
        return True
    if not _OWN_INPUT_FIELDS.isdisjoint(names):
        return True
    if kind == "file" and isinstance(names.get("kind"), str):
        return True
    required = names.get("required")
    return isinstance(required, dict) and not {
        "always",
        "conditional",
        "conditionalValues",
        "ifDefined",
        "ifNotDefined",
    }.isdisjoint(canonical(required))


def _is_wire(value: Any) -> bool:
    ref = value.get("ref") if isinstance(value, dict) else None
    return isinstance(ref, dict) and any(
        isinstance(ref.get(key), kind) for key, kind in (("node", str), ("conditional", list))
    )


def _given(record: dict[str, Any]) -> dict[str, Any]:
    """The fields that are not null, in camelCase."""
    return {key: value for key, value in canonical(record).items() if value is not None}
