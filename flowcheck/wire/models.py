"""Pydantic models of what Scenario sends, wide enough for every SDK generation.

Wire names are camelCase (aliases made by pydantic), Python names snake_case. Unknown fields are
kept (`model_extra`); `null` means absent, inside arrays too. Enumerated words are plain strings
here: an unknown word is a warning of its own rule. Docstrings and descriptions are what editors
show (the JSON Schemas are made from them). Source: scenario-sdk 0.0.3 … 2.4.0."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, WrapValidator
from pydantic.alias_generators import to_camel

from flowcheck.wire import meanings
from flowcheck.wire import vocabulary as words


def _about(description: str, **schema: Any) -> Any:
    """An optional field, with what JSON Schema has to say besides."""
    return Field(default=None, description=description, json_schema_extra=schema or None)


def _foreign(description: str) -> Any:
    """A field of other layers, which editors check but do not offer."""
    return _about(description, doNotSuggest=True)


def _told(values: Iterable[str], means: Mapping[str, str]) -> dict[str, Any]:
    """JSON Schema of an enumeration and of what its words mean."""
    known = list(values)
    return {"enum": known, "enumDescriptions": [means[word] for word in known]}


def _word(values: Iterable[str], means: Mapping[str, str], description: str) -> Any:
    """An optional field that holds a word of an enumeration."""
    told = _told(values, means)
    schema: dict[str, Any] = {
        "enum": [*told["enum"], None],
        "enumDescriptions": [*told["enumDescriptions"], ""],
    }
    return Field(default=None, description=description, json_schema_extra=schema)


def _number(value: Any, validate: Callable[[Any], Any]) -> Any:
    # JSON has one sort of number; pydantic would refuse an integer that is no float.
    return value if type(value) is int else validate(value)


Number = Annotated[float, WrapValidator(_number)]


class Wire(BaseModel):
    """What all wire models share: strict JSON types, unknown fields kept."""

    model_config = ConfigDict(
        strict=True, extra="allow", alias_generator=to_camel, protected_namespaces=()
    )


class Ref(Wire):
    """A wire into an input: from a node's output, a branch, a merge of branches, or a workflow
    input. It has at least one of `node` and `conditional`."""

    node: str | None = _about("A node's id, or `workflow` for the workflow's own inputs.")
    name: str | None = _about(
        "The output to read (`all`: every one); with `workflow`, the name of the workflow's input; "
        "of a for-each node read inside its body, the name of the loop's input."
    )
    equal: str | None = _about(
        "A gate: the reader runs only when the if/else node took this value, else it is skipped."
    )
    conditional: list[str | None] | None = _about(
        "Ids of nodes. A merge: takes the value of whichever ran."
    )


class Input(Wire):
    """An input of a node, of the workflow or of a model, or a sub-input of `items`."""

    name: str = Field(
        description="The input's name: what a run, a ref or an expression calls it.",
        json_schema_extra={"minLength": 1},
    )
    type: str = Field(
        description="The data type of the input.",
        json_schema_extra=_told(
            (*words.INPUT_TYPES, *words.INPUT_TYPE_ALIASES), meanings.INPUT_TYPES
        ),
    )
    ref: Ref | None = _about("Where the value comes from; in place of `value`.")
    value: Any = _about("The value itself; in place of `ref`.")
    default: Any = _about(
        "The value when nothing else gives one. An input with a default counts as given."
    )
    items: list[list[Input | None] | None] | None = _about(
        "The rows of an `inputs_array`: a list of lists of sub-inputs, each with its own `ref` or "
        "`value`."
    )
    required: Any = _about("When the input must be given; without rules it is optional.")
    allowed_values: list[Any] | None = _about(
        "The values to choose from; of an array, what each item may be."
    )
    kind: str | None = _word(
        words.KINDS, meanings.KINDS, "The asset kind of a file or file_array; absent means image."
    )
    min: Number | None = _about(
        "The least value; of an array, of each item. On a user-selection node: the fewest picks."
    )
    max: Number | None = _about(
        "The greatest value; of an array, of each item. On a user-selection node: the most picks."
    )
    step: Number | None = _about("The step of the form's control; values between are accepted.")
    min_length: Number | None = _about(
        "The least length: characters of a string or model, items of an array."
    )
    max_length: Number | None = _about(
        "The greatest length: characters of a string or model, items of an array."
    )
    max_size: Number | None = _about("The greatest size of a file, in bytes.")
    min_duration: Number | None = _about("The shortest video or sound, in seconds.")
    max_duration: Number | None = _about("The longest video or sound, in seconds.")
    model_types: list[str | None] | None = _about(
        "The sorts of model that a model_array takes.",
        items={"enum": [*words.MODEL_TYPES, None]},
    )
    mask_from: str | None = _about(
        "The name of the file input beside this one from which the mask is made."
    )
    parent: bool | None = _about(
        "`true`: the asset is the parent of what is made; of a file_array, its first."
    )
    background_behavior: str | None = _word(
        words.BACKGROUND_BEHAVIORS,
        meanings.BACKGROUND_BEHAVIORS,
        "The background of a file or file_array of kind image.",
    )
    color: bool | None = _about("`true`: the string is a color.")
    prompt: bool | None = _about("`true`: the string is a prompt, shown as a text area.")
    prompt_spark: bool | None = _about("`true`: the form offers to improve the string.")
    placeholder: str | None = _about("What the form shows in an empty string input.")
    cost_impact: bool | None = _about("`true`: the value changes what a run costs.")
    label: str | None = _about("The name that the form shows.")
    description: str | None = _about("Help for the person who fills in the form.")
    hint: str | None = _about("The tooltip of the form.")
    group: str | None = _about("Inputs of one group stand together in the form.")
    inputs: list[Input | None] | None = _about("The sub-inputs that an `inputs_array` declares.")
    options: Any = _foreign("The choices of a `select`; seen outside the SDK.")
    # Words of JSON Schema that model and client schemas use too. (observed)
    array: Any = _foreign(
        "A word of client schemas; Scenario's own is a `type` such as `file_array`."
    )
    enum: Any = _foreign("A word of client schemas; Scenario's own is `allowedValues`.")
    minimum: Any = _foreign("A word of client schemas; Scenario's own is `min`.")
    maximum: Any = _foreign("A word of client schemas; Scenario's own is `max`.")
    min_items: Any = _foreign("A word of client schemas; Scenario's own is `minLength`.")
    max_items: Any = _foreign("A word of client schemas; Scenario's own is `maxLength`.")


class Case(Wire):
    """One case of an if/else node: the first whose condition holds gives the value."""

    condition: str = Field(
        description="A CEL expression over the node's own inputs, such as `mode == 'fast'`."
    )
    value: str = Field(description="The value taken; readers wait for it with `ref.equal`.")


class Logic(Wire):
    """What a logic node decides (`cases`, `default`) or a transform node computes (`transform`)."""

    cases: list[Case | None] | None = _about("The cases of an if/else node, first match wins.")
    default: str | None = _about("The value an if/else node takes when no case holds.")
    transform: str | None = _about(
        "A CEL expression over the transform node's own inputs: its result is the node's output."
    )


class Asset(Wire):
    """An asset a job's node produced."""

    # Documented as required (certain), but kept records are often stripped of signed addresses.
    asset_id: str | None = _about("The asset's id.")
    url: str | None = _about("Where the asset can be fetched, for a while.")


class Node(Wire):
    """A node of the flow: a step with inputs that come from other nodes or from the workflow."""

    id: str = Field(
        description="The node's name in the flow, unique; `workflow` is reserved.",
        json_schema_extra={"minLength": 1},
    )
    type: str = Field(
        description="What the node does.",
        json_schema_extra=_told(words.NODE_TYPES, meanings.NODE_TYPES),
    )
    inputs: list[Input | None] | None = _about("What the node is given.")
    depends_on: list[str | None] | None = _about(
        "Ids of nodes that must have run before, besides those the inputs read; of a "
        "user-approval node, the nodes it guards."
    )
    include_outputs_in_workflow_job: Any = _about(
        "`true`: the node's outputs are among the job's even when other nodes read them. "
        "Otherwise left out.",
        enum=[True, None],
    )
    model_id: str | None = _about("The id of the model that the node runs.")
    workflow_id: str | None = _about("The id of the workflow that the node runs.")
    logic: Logic | None = _about("What a logic node decides, or a transform node computes.")
    logic_type: str | None = _word(words.LOGIC_TYPES, meanings.LOGIC_TYPES, "How it decides.")
    count: Number | None = _about(
        "How often the loop runs, whatever its array inputs hold; without it once per item."
    )
    loop_body_node_ids: list[str | None] | None = _about(
        "Ids of the loop's body: templates, copied for each iteration and skipped themselves."
    )
    items: list[str | None] | None = _about(
        "What a list hands out (numbers and asset ids as strings), or the candidates a "
        "user-selection froze."
    )
    loop_node_id: str | None = _about("Of an iteration's copy: the id of its for-each node.")
    iteration_index: Number | None = _about("Of an iteration's copy: which one, from 0.")
    status: str | None = _word(
        words.NODE_STATUSES, meanings.NODE_STATUSES, "How far the run is with the node."
    )
    job_id: str | None = _about("The job that ran the node; absent while it has not started.")
    assets: list[Asset | None] | None = _about("What the node made in this run.")
    output: Any = _about("What the node gave in this run, such as the value an if/else node took.")
    output_asset_ids: list[str | None] | None = _about("Ids of the assets the node made.")
    label: Any = _about("The name a user-approval node shows; seen outside the SDK.")


_OPEN_STATUS = {"anyOf": [{"enum": sorted(words.WORKFLOW_STATUSES)}, {"type": ["string", "null"]}]}
_OPEN_TYPE = {"anyOf": [{"enum": sorted(words.MODEL_TYPES)}, {"type": ["string", "null"]}]}


class Workflow(Wire):
    """A workflow record, or the body of an update."""

    id: str | None = _about("The workflow's id.")
    name: str | None = _about("The workflow's name.")
    description: str | None = _about("What the workflow is for.")
    status: str | None = _about("How far the workflow is itself.", **_OPEN_STATUS)
    inputs: list[Input | None] | None = _about(
        "The contract: what a run may or must be given. Nodes read it with "
        '`{"node": "workflow", "name": …}`.'
    )
    inputs_definition: list[Input | None] | None = _about(
        "The contract in MCP records and bodies; goes before `inputs`."
    )
    flow: list[Node | None] | None = _about("The nodes.")
    editor_info: Any = _about("The web app's authoring graph.")


class JobMetadata(Wire):
    """What a job did: the nodes it ran, with their status, and the values it was given."""

    flow: list[Node | None] | None = _about("The nodes, each with its status.")
    input: dict[str, Any] | None = _about("The run's values, by input name.")
    workflow_id: str | None = _about("The workflow that was run.")


class Job(Wire):
    """A job record: one run of a workflow."""

    job_id: str | None = _about("The job's id.")
    job_type: str | None = _about("What was run: `workflow` for a workflow.")
    status: str | None = _about("How far the job is.")
    metadata: JobMetadata | None = _about("What the job did.")


class Model(Wire):
    """A model record: the inputs that a node which runs the model may be given."""

    id: str | None = _about("The model's id; nodes name it in `modelId`.")
    name: str | None = _about("The model's name.")
    type: str | None = _about("The sort of model.", **_OPEN_TYPE)
    inputs: list[Input | None] | None = _about("The inputs of the model.")
