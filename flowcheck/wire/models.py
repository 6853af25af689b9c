"""Pydantic models of what Scenario sends, wide enough for every SDK generation.

Wire names are camelCase (aliases made by pydantic), Python names snake_case. Unknown fields are
kept (`model_extra`); `null` means absent, inside arrays too. Enumerated words are plain strings
here: an unknown word is a warning of its own rule. Source: scenario-sdk 0.0.3 … 2.4.0."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema, WrapValidator
from pydantic.alias_generators import to_camel

from flowcheck.wire import vocabulary as words


def _offered(values: Iterable[str]) -> list[dict[str, Any]]:
    """JSON Schema of an open enumeration: the known words are offered, others are allowed."""
    return [{"enum": sorted(values)}, {"type": "string"}]


def _word(values: Iterable[str], description: str) -> Any:
    """An optional field that holds a word of an open enumeration."""
    schema: dict[str, Any] = {"anyOf": [*_offered(values), {"type": "null"}]}
    return Field(default=None, description=description, json_schema_extra=schema)


def _needed_word(values: Iterable[str], description: str) -> Any:
    """A field that must hold a word of an open enumeration."""
    schema: dict[str, Any] = {"anyOf": _offered(values)}
    return Field(description=description, json_schema_extra=schema)


def _number(value: Any, validate: Callable[[Any], Any]) -> Any:
    # JSON has one sort of number; pydantic would refuse an integer that is no float.
    return value if type(value) is int else validate(value)


Number = Annotated[float, WrapValidator(_number)]


_INCLUDE_SCHEMA: dict[str, Any] = {
    "description": "`true`: the node's outputs count among the job's even when others read it.",
    "anyOf": [{"const": True}, {"type": "null"}, {}],
}


class Wire(BaseModel):
    """What all wire models share: strict JSON types, unknown fields kept."""

    model_config = ConfigDict(
        strict=True, extra="allow", alias_generator=to_camel, protected_namespaces=()
    )


class Ref(Wire):
    """A wire into an input: another node's output, a branch, a merge, or a workflow input."""

    node: str | None = Field(
        default=None, description="A node id, or `workflow` for the workflow's own inputs."
    )
    name: str | None = Field(
        default=None,
        description="The source's output (`all`: every one), or the workflow input's name.",
    )
    equal: str | None = Field(
        default=None, description="The if/else value this input waits for: the ref is a gate."
    )
    conditional: list[str | None] | None = Field(
        default=None, description="Node ids; the value of whichever ran (a merge)."
    )


class Input(Wire):
    """An input of a node, a sub-input of `items`, a workflow input or a model input."""

    name: str
    type: str = _needed_word(words.INPUT_TYPES, "The data type of the input.")
    ref: Ref | None = None
    value: Any = None
    default: Any = None
    items: list[list[Input | None] | None] | None = Field(
        default=None, description="Values of an `inputs_array`: a list of lists of sub-inputs."
    )
    required: Any = Field(
        default=None, description="When the input must be given; absent means optional."
    )
    allowed_values: list[Any] | None = None
    kind: str | None = _word(words.KINDS, "Asset kind of a file input; absent means image.")
    min: Number | None = None
    max: Number | None = None
    step: Number | None = None
    min_length: Number | None = Field(
        default=None, description="Characters for strings and models, items for arrays."
    )
    max_length: Number | None = None
    max_size: Number | None = Field(default=None, description="Bytes.")
    min_duration: Number | None = Field(default=None, description="Seconds.")
    max_duration: Number | None = Field(default=None, description="Seconds.")
    model_types: list[str | None] | None = None
    mask_from: str | None = None
    parent: bool | None = None
    background_behavior: str | None = _word(words.BACKGROUND_BEHAVIORS, "Images only.")
    color: bool | None = None
    prompt: bool | None = None
    prompt_spark: bool | None = None
    placeholder: str | None = None
    cost_impact: bool | None = None
    label: str | None = None
    description: str | None = None
    hint: str | None = None
    group: str | None = None
    inputs: list[Input | None] | None = Field(
        default=None, description="The sub-inputs an `inputs_array` declares."
    )
    options: Any = Field(default=None, description="Of `select`, seen outside the SDK.")
    # Words of JSON Schema that model and client schemas use too. (observed)
    array: Any = None
    enum: Any = None
    minimum: Any = None
    maximum: Any = None
    min_items: Any = None
    max_items: Any = None


class Case(Wire):
    """One case of an if/else node: the first whose condition holds wins."""

    condition: str
    value: str


class Logic(Wire):
    """The logic of a logic node (cases, default) or a transform node (transform)."""

    cases: list[Case | None] | None = None
    default: str | None = None
    transform: str | None = None


class Asset(Wire):
    """An asset a job's node produced."""

    # Documented as required (certain), but kept records are often stripped of signed addresses.
    asset_id: str | None = None
    url: str | None = None


class Node(Wire):
    """A node of a flow, in any of its three families: job, workflow record, update body."""

    id: str
    type: str = _needed_word(words.NODE_TYPES, "What the node does.")
    inputs: list[Input | None] | None = None
    depends_on: list[str | None] | None = None
    include_outputs_in_workflow_job: Annotated[Any, WithJsonSchema(_INCLUDE_SCHEMA)] = None
    model_id: str | None = None
    workflow_id: str | None = None
    logic: Logic | None = None
    logic_type: str | None = _word(words.LOGIC_TYPES, "Logic nodes only.")
    count: Number | None = Field(default=None, description="Iterations of a for-each node.")
    loop_body_node_ids: list[str | None] | None = None
    items: list[str | None] | None = None
    loop_node_id: str | None = None
    iteration_index: Number | None = None
    status: str | None = _word(words.NODE_STATUSES, "Jobs only.")
    job_id: str | None = None
    assets: list[Asset | None] | None = None
    output: Any = None
    output_asset_ids: list[str | None] | None = None
    label: Any = Field(default=None, description="On user approvals, seen outside the SDK.")


class Workflow(Wire):
    """A workflow record, or the body of an update."""

    id: str | None = None
    name: str | None = None
    description: str | None = None
    status: str | None = _word(words.WORKFLOW_STATUSES, "Of the record.")
    inputs: list[Input | None] | None = Field(
        default=None, description="The contract: what a run may or must be given."
    )
    inputs_definition: list[Input | None] | None = Field(
        default=None, description="The contract in MCP records and bodies; goes before `inputs`."
    )
    flow: list[Node | None] | None = None
    editor_info: Any = Field(default=None, description="The web app's authoring graph.")


class JobMetadata(Wire):
    """What a job did: the nodes it ran, with their status, and the values it was given."""

    flow: list[Node | None] | None = None
    input: dict[str, Any] | None = Field(default=None, description="The run's values, by name.")
    workflow_id: str | None = None


class Job(Wire):
    """A job record: one run of a workflow."""

    job_id: str | None = None
    job_type: str | None = None
    status: str | None = None
    metadata: JobMetadata | None = None


class Model(Wire):
    """A model record: the inputs a node that runs the model may be given."""

    id: str | None = None
    name: str | None = None
    type: str | None = _word(words.MODEL_TYPES, "The sort of model.")
    inputs: list[Input | None] | None = None
