"""FC801–FC805: nodes that run a model, against the model's own record."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from flowcheck.findings import Finding, Severity
from flowcheck.graph.flow import Flow
from flowcheck.hints import Hint
from flowcheck.nearest import Suggestions
from flowcheck.project.calls import model_calls
from flowcheck.rules.call_values import type_findings, value_findings
from flowcheck.rules.calls import (
    unknown_finding,
    unknown_inputs,
)
from flowcheck.rules.missing_calls import missing_findings
from flowcheck.rules.reaching_values import Reach, reaching_findings
from flowcheck.rules.registry import rule
from flowcheck.wire.vocabulary import RUN_A_MODEL

if TYPE_CHECKING:
    from flowcheck.context import Context


@rule("FC801", "unknown-model", Severity.INFO, on=Flow, worst=Severity.WARNING, needs="catalogue")
def unknown_model(flow: Flow, context: Context) -> Iterator[Finding]:
    """A node runs a model that the catalogue has no record of.

    Why: The model records given with `--models`, and those found among the checked files, are what
    is known; a team has other models too, so this is information (unknown). An id close to a known
    one is likely misspelt: then it is a warning. Without any model record nothing is said.

    Bad:
        {"id": "paint", "type": "custom-model", "modelId": "model_flux-kontex"}

    Good:
        {"id": "paint", "type": "custom-model", "modelId": "model_flux-kontext"}
    """
    catalogue = context.project.catalogue
    if not catalogue:
        return
    ids = Suggestions(catalogue.ids)
    for node in flow.sites:
        id = node.get("modelId") if node.type in RUN_A_MODEL else None
        if not id or not id.strip() or catalogue.get(id) is not None:
            continue
        near = ids.match(id)
        yield Finding(
            (*node.pointer, "modelId"),
            f"no model record has the id `{id}`",
            hint="its inputs are not checked" if near is None else Hint.meant(near),
            args={"missing": id},
            severity=None if near is None else Severity.WARNING,
        )


@rule("FC802", "unknown-model-input", Severity.ERROR, on=Flow, needs="model", mildest=Severity.INFO)
def unknown_model_input(flow: Flow, context: Context) -> Iterator[Finding]:
    """A node gives its model an input that the model does not have.

    Why: A model's record lists what it takes (certain), and a value under another name reaches
    nobody. Gates are not inputs of the model. Official records have hidden inputs, which show only
    where their own rules name them (observed). So a name that those rules mention is known. A name
    that is like no declared name is a warning. One that differs from a declared name in its number
    only (`image2` beside `image`) is information.

    Bad:
        {"id": "paint", "type": "custom-model", "modelId": "model_flux-kontext", "inputs": [
          {"name": "promt", "type": "string", "value": "a fox"}]}

    Good:
        {"id": "paint", "type": "custom-model", "modelId": "model_flux-kontext", "inputs": [
          {"name": "prompt", "type": "string", "value": "a fox"}]}
    """
    for call in model_calls(flow, context.project):
        for unknown in unknown_inputs(call, context):
            yield unknown_finding(unknown, call, context)


@rule(
    "FC803", "missing-model-input", Severity.ERROR, on=Flow, needs="model", mildest=Severity.WARNING
)
def missing_model_input(flow: Flow, context: Context) -> Iterator[Finding]:
    """A run leaves out an input that the model requires.

    Why: The rules stand in the model's record, with its defaults (certain), and Scenario refuses a
    run without what they ask for. They are decided over all accepted runs: missing in every run
    in which the node runs is an error, in some a warning with such a run as the example. A rule
    may name an input that the record does not declare; it counts as not given unless the node
    gives it (observed).

    Bad:
        {"id": "paint", "type": "custom-model", "modelId": "model_flux-kontext", "inputs": []}

    Good:
        {"id": "paint", "type": "custom-model", "modelId": "model_flux-kontext", "inputs": [
          {"name": "prompt", "type": "string", "value": "a fox"}]}
    """
    yield from missing_findings(model_calls(flow, context.project), context)


@rule("FC804", "model-input-type", Severity.ERROR, on=Flow, needs="model")
def model_input_type(flow: Flow, context: Context) -> Iterator[Finding]:
    """An input of a node is declared with another type or asset kind than the model's.

    Why: The model's record says what each input is; an asset of one kind is no asset of another
    (certain). Single values and arrays of one type are adapted, and strings go into anything
    (observed), so those are not judged; nor are images in HDR and without, texts, JSON and
    documents, or files that leave their kind to the model.

    Bad:
        {"name": "image", "type": "file", "kind": "video", "ref": {"node": "clip"}}

    Good:
        {"name": "image", "type": "file", "kind": "image", "ref": {"node": "frame"}}
    """
    for call in model_calls(flow, context.project):
        yield from type_findings(call, context)


@rule(
    "FC805", "model-input-value", Severity.ERROR, on=Flow, needs="model", mildest=Severity.WARNING
)
def model_input_value(flow: Flow, context: Context) -> Iterator[Finding]:
    """A literal is outside what the model allows for the input it reaches.

    Why: Scenario refuses values above the model's `max`, longer than its `maxLength`, or not among
    its `allowedValues` (observed); what is below a `min` of 0 was seen to be accepted, so that is
    a warning. So is a single value where the model takes an array: array inputs drop it without a
    word (observed). The default of a workflow input and the items of a list are told where they
    stand, when a wire brings them to the model. A workflow input that by its own bounds or
    `allowedValues` lets through what the model refuses is a warning. Nothing is said of wires
    behind a branch, which may keep such values away; and where a value does not even fit the
    node's own declaration, that is said instead.

    Bad:
        {"name": "numOutputs", "type": "number", "value": 64}

    Good:
        {"name": "numOutputs", "type": "number", "value": 4}
    """
    judged: set[Reach] = set()
    for call in model_calls(flow, context.project):
        yield from value_findings(call, context)
        yield from reaching_findings(call, judged, context)
