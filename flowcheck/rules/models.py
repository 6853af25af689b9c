"""FC801–FC805: nodes that run a model, against the model's own record."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from flowcheck.contracts.literals import misfits
from flowcheck.findings import Finding, See, Severity
from flowcheck.graph.flow import Flow
from flowcheck.graph.sites import InputSite
from flowcheck.nearest import Suggestions
from flowcheck.rules.calls import (
    RUN_A_MODEL,
    Call,
    elsewhere,
    missing_findings,
    model_calls,
    paired,
    unknown_finding,
    unknown_inputs,
)
from flowcheck.rules.input_types import type_mismatch
from flowcheck.rules.literal_sites import literal_fact, literal_misfits
from flowcheck.rules.registry import rule
from flowcheck.wire.vocabulary import FILE_TYPES, INPUT_TYPES, kinds_differ, scalar_of
from flowcheck.wording import a_type

if TYPE_CHECKING:
    from flowcheck.context import Context


@rule("FC801", "unknown-model", Severity.INFO, on=Flow, worst=Severity.WARNING, needs="catalogue")
def unknown_model(flow: Flow, context: Context) -> Iterator[Finding]:
    """A node runs a model of which the catalogue has no record.

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
            hint="its inputs are not checked" if near is None else f"did you mean `{near}`?",
            args={"missing": id},
            severity=None if near is None else Severity.WARNING,
        )


@rule("FC802", "unknown-model-input", Severity.ERROR, on=Flow, needs="model")
def unknown_model_input(flow: Flow, context: Context) -> Iterator[Finding]:
    """A node gives its model an input that the model does not have.

    Why: A model's record lists what it takes (certain), and a value under another name reaches
    nobody. Gates are no inputs of the model. Official records have hidden inputs, which show only
    where their own rules name them (observed): so a name that those rules mention is known, one
    that is near no declared name is a warning, and one that differs from a declared name in its
    number only (`image2` beside `image`) is information.

    Bad:
        {"id": "paint", "type": "custom-model", "modelId": "model_flux-kontext", "inputs": [
          {"name": "promt", "type": "string", "value": "a fox"}]}

    Good:
        {"id": "paint", "type": "custom-model", "modelId": "model_flux-kontext", "inputs": [
          {"name": "prompt", "type": "string", "value": "a fox"}]}
    """
    for call in model_calls(flow, context):
        for unknown in unknown_inputs(call, context):
            yield unknown_finding(unknown, call, context)


@rule("FC803", "missing-model-input", Severity.ERROR, on=Flow, needs="model")
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
    yield from missing_findings(model_calls(flow, context), context)


def _differs(site: InputSite, terms: InputSite) -> tuple[str, str, str] | None:
    """The field in which an input differs from its declaration, and both words; None when it does
    not, or not provably: strings go anywhere, single values and arrays of one type are adapted."""
    if site.type not in INPUT_TYPES or terms.type not in INPUT_TYPES:
        return None
    ours, theirs = scalar_of(site.type), scalar_of(terms.type)
    if ours != theirs:
        return None if ours == "string" else ("type", site.type, terms.type)
    kind = site.get("kind")
    if site.type not in FILE_TYPES or kind is None or site.faulty("kind") or terms.faulty("kind"):
        return None
    return ("kind", kind, terms.kind) if kinds_differ(kind, terms.kind) else None


def _is_mismatched(site: InputSite, context: Context) -> bool:
    """Whether the wire into the input already brings another kind of thing than it declares: then
    that is said, and what it declares is no safe ground."""
    return site.ref is not None and any(type_mismatch(site.ref, context))


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
    for call in model_calls(flow, context):
        for site, terms in paired(call):
            found = _differs(site, terms)
            if found is None or _is_mismatched(site, context):
                continue
            field, ours, theirs = found
            at = terms.pointer if terms.get(field) is None else (*terms.pointer, field)
            document = elsewhere(call, context)
            yield Finding(
                (*site.pointer, field),
                f"`{site.name}` is of {field} `{ours}`, but {call.name} takes {field} `{theirs}`",
                related=(See(f"`{terms.name}` is declared here", at, document=document),),
                args={"called": call.id, "input": site.name, "given": ours, "taken": theirs},
            )


@rule("FC805", "model-input-value", Severity.ERROR, on=Flow, needs="model")
def model_input_value(flow: Flow, context: Context) -> Iterator[Finding]:
    """A literal is outside what the model allows for the input.

    Why: Scenario refuses values above the model's `max`, longer than its `maxLength`, or not among
    its `allowedValues` (observed); what is below a `min` of 0 was seen to be accepted, so that is
    a warning. So is a single value where the model takes an array: array inputs drop it without a
    word (observed). Where the value does not even fit the node's own declaration, that is said
    instead.

    Bad:
        {"name": "numOutputs", "type": "number", "value": 64}

    Good:
        {"name": "numOutputs", "type": "number", "value": 4}
    """
    for call in model_calls(flow, context):
        for site, terms in paired(call):
            if site.faulty() or _differs(site, terms) is not None:
                continue
            yield from _outside(site, terms, call, context)


def _outside(site: InputSite, terms: InputSite, call: Call, context: Context) -> Iterator[Finding]:
    told = {field for field, _ in literal_misfits(site, context)}
    for field in ("value", "default"):
        value = site.get(field)
        beside_ref = field == "value" and site.raw.get("ref") is not None
        if value is None or field in told or beside_ref:
            continue
        for misfit in misfits(terms.raw, value):
            if misfit.kind == "type":
                continue  # FC804 compares the types
            subject = f"`{field}` of `{site.name}`"
            subject = f"an item in {subject}" if misfit.path else subject
            message = f"{call.name} does not take {subject}: it {misfit.says}"
            severity = None if misfit.sure else Severity.WARNING
            if misfit.kind == "scalar-for-array":
                severity = Severity.WARNING
                message = (
                    f"{subject} is {a_type(misfit.value)}, but {call.name} takes an array: "
                    "it may be dropped and the run still charged"
                )
            document = elsewhere(call, context)
            yield Finding(
                (*site.pointer, field, *misfit.path),
                message,
                hint=misfit.hint,
                related=(
                    See(f"`{terms.name}` is declared here", terms.pointer, document=document),
                ),
                args={
                    "called": call.id,
                    "input": site.name,
                    "field": field,
                    "kind": misfit.kind,
                    "value": literal_fact(misfit.value),
                },
                severity=severity,
            )
