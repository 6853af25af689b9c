"""FC806: literal models of a type that their input does not take."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from flowcheck.findings import Finding, Pointer, See, Severity
from flowcheck.graph.flow import Flow
from flowcheck.graph.sites import InputSite
from flowcheck.hints import Hint
from flowcheck.project.calls import Call, model_calls
from flowcheck.project.catalogue import model_type
from flowcheck.rules.calls import (
    elsewhere,
    paired,
)
from flowcheck.rules.registry import rule
from flowcheck.wire.values import is_defined
from flowcheck.wire.vocabulary import MODEL_TYPES, scalar_of
from flowcheck.wording import listed

if TYPE_CHECKING:
    from flowcheck.context import Context


@rule("FC806", "wrong-model-type", Severity.ERROR, on=Flow, needs="model")
def wrong_model_type(flow: Flow, context: Context) -> Iterator[Finding]:
    """A literal model is of a type that the input does not take.

    Why: `modelTypes` lists the types of models that an input takes (certain), and Scenario refuses
    any other (observed). The type of the literal is the one in its own record, so models without
    a record are not judged. `modelTypes` may stand on the input or in the record of the model
    that the node runs.

    Bad:
        {"name": "style", "type": "model_array", "modelTypes": ["flux.1-lora"],
         "value": ["model_a-qwen-image-lora"]}

    Good:
        {"name": "style", "type": "model_array", "modelTypes": ["flux.1-lora"],
         "value": ["model_a-flux-lora"]}
    """
    if not context.project.catalogue:
        return
    seen: set[Pointer] = set()
    for top in flow.contract or ():
        yield from _wrong_types(top, top, None, seen, context)
    for node in flow.sites:
        for site in node.every_input:
            yield from _wrong_types(site, site, None, seen, context)
    for call in model_calls(flow, context.project):
        for site, terms in paired(call):
            yield from _wrong_types(site, terms, call, seen, context)


def _wrong_types(
    site: InputSite, terms: InputSite, call: Call | None, seen: set[Pointer], context: Context
) -> Iterator[Finding]:
    """Literal models of `site` against `terms`, its own or the called model's; `seen` are places
    already told."""
    taken = _model_types(terms)
    if not taken or scalar_of(site.type) not in ("model", "string"):
        return
    for field, pointer, id in _literal_models(site):
        known = context.project.model(id)
        word = None if known is None else model_type(known)
        if word is None or pointer in seen:
            continue
        if word in taken or word not in MODEL_TYPES:
            continue
        seen.add(pointer)
        document = None if call is None else elsewhere(call, context)
        where = f"`{site.name}`" if call is None else f"`{site.name}` of {call.name}"
        yield Finding(
            pointer,
            f"model `{id}` is of type `{word}`, which {where} does not take",
            hint=Hint(f"it takes {listed(taken)}", known=taken),
            related=(See("the types it takes", (*terms.pointer, "modelTypes"), document=document),),
            args={"input": site.name, "field": field, "model": id, "type": word},
        )


def _model_types(site: InputSite) -> list[str]:
    """The types of models that an input takes; empty when any, or when one of them is no known
    type, which is a finding of its own."""
    if scalar_of(site.type) != "model" or site.faulty("modelTypes"):
        return []
    words = [word for word in site.get("modelTypes") or () if word is not None]
    return words if all(word in MODEL_TYPES for word in words) else []


def _literal_models(site: InputSite) -> Iterator[tuple[str, Pointer, str]]:
    """The literal ids in an input: field, place, id."""
    for field in ("value", "default"):
        value: Any = site.get(field)
        if not is_defined(value) or (field == "value" and site.raw.get("ref") is not None):
            continue
        at = (*site.pointer, field)
        if isinstance(value, str):
            yield field, at, value
        elif isinstance(value, list):
            for index, item in enumerate(value):
                if isinstance(item, str):
                    yield field, (*at, index), item
