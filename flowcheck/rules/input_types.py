"""Literals and wires whose type an input cannot take."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from flowcheck.findings import Finding, See, Severity
from flowcheck.graph.sites import InputSite, RefSite
from flowcheck.rules.declared import belies_declaration
from flowcheck.rules.registry import rule
from flowcheck.wire.vocabulary import (
    ARRAY_TYPES,
    FILE_TYPES,
    INPUT_TYPES,
    kinds_differ,
    scalar_of,
)
from flowcheck.wording import a_type, quoted

if TYPE_CHECKING:
    from flowcheck.context import Context


@rule(
    "FC213",
    "scalar-into-array",
    Severity.ERROR,
    on=InputSite,
    having=("value", "default"),
    types=tuple(sorted(ARRAY_TYPES)),
)
def scalar_into_array(site: InputSite, context: Context) -> Iterator[Finding]:
    """An array input is given a single literal instead of an array.

    Why: Scenario drops a bare scalar in an array input without a word, runs the node without it,
    and charges the run all the same (observed). A wire from a single file into an array input is
    normal and not meant here.

    Bad:
        {"name": "images", "type": "file_array", "value": "asset_1"}

    Good:
        {"name": "images", "type": "file_array", "value": ["asset_1"]}
    """
    if not site.is_array:
        return
    from flowcheck.rules.literal_sites import literal_fact, literal_misfits

    for field, misfit in literal_misfits(site, context):
        if misfit.kind == "scalar-for-array":
            yield Finding(
                (*site.pointer, field),
                f"`{field}` of `{site.name}` is {a_type(misfit.value)}, but a `{site.type}` input "
                "takes an array: the value is dropped and the run still charged",
                hint=f"write {quoted([misfit.value])}",
                args={"input": site.name, "field": field, "value": literal_fact(misfit.value)},
            )


_ASSETS = frozenset({"file", "model"})
_QUANTITIES = frozenset({"number", "boolean"})


@rule(
    "FC214",
    "type-mismatch",
    Severity.WARNING,
    on=RefSite,
    having=("name",),
    wants="takes_no_text",
)
def type_mismatch(ref: RefSite, context: Context) -> Iterator[Finding]:
    """A workflow input is wired into an input that takes another kind of thing.

    Why: an asset of one kind is no asset of another, and a number or a boolean is no asset. Every
    file input has a kind, and an absent one means image (certain); but Scenario's compiler writes
    wired inputs without one (observed), so there it is the kind that the node's model takes, and
    without its record nothing is said. Other differences are adapted
    on the way or may be, so arrays and single values of one type, strings into anything, and
    wires between nodes are not judged; nor are images in HDR and without, or texts, JSON and
    documents.

    Bad:
        {"inputs": [{"name": "clip", "type": "file", "kind": "video"}],
         "flow": [{"id": "cut", "type": "custom-model", "modelId": "model_a", "inputs": [
           {"name": "image", "type": "file", "kind": "image",
            "ref": {"node": "workflow", "name": "clip"}}]}]}

    Good:
        {"inputs": [{"name": "clip", "type": "file", "kind": "video"}],
         "flow": [{"id": "cut", "type": "custom-model", "modelId": "model_a", "inputs": [
           {"name": "video", "type": "file", "kind": "video",
            "ref": {"node": "workflow", "name": "clip"}}]}]}
    """
    if not ref.from_contract or ref.is_gate or ref.name is None:
        return
    target, source = ref.input, context.flow.contract_input(ref.name)
    if source is None or any(site.type not in INPUT_TYPES for site in (source, target)):
        return
    given, taken, taker = _said_type(source), _said_type(target), f"`{target.name}`"
    pair = {scalar_of(source.type), scalar_of(target.type)}
    if source.type in FILE_TYPES and target.type in FILE_TYPES:
        said = _kind_of(target, context)
        if said is None or not _kinds_differ(source, said[0]):
            return
        given, taken = f"kind `{source.kind}`", f"kind `{said[0]}`"
        taker += said[1]
    elif len(pair) != 2 or len(pair & _ASSETS) != 1 or len(pair & _QUANTITIES) != 1:
        return
    if len(source.siblings.named(ref.name)) > 1 or belies_declaration(target):
        return
    absent = "kind" in given and source.get("kind") is None
    yield Finding(
        (*ref.pointer, "name"),
        f"workflow input `{ref.name}` is of {given}, but {taker} takes {taken}",
        hint="an absent `kind` means `image`" if absent else None,
        related=(See(f"`{ref.name}` is declared here", source.pointer),),
        args={"source": ref.name, "input": target.name, "given": given, "taken": taken},
    )


def _said_type(site: InputSite) -> str:
    return f"type `{site.type}`"


def _kind_of(target: InputSite, context: Context) -> tuple[str, str] | None:
    """The asset kind that a node's input takes, and whose word that is: its own, or that of the
    model or sub-workflow it runs (" of model …"). None when nobody says."""
    kind: str | None = target.get("kind")
    if kind is not None:
        return kind, ""
    if target.faulty("kind"):
        return None
    from flowcheck.rules.calls import declaration_of

    called = declaration_of(target, context)
    if called is None:
        return None
    call, terms = called
    if terms.type not in FILE_TYPES or terms.faulty("kind"):
        return None
    return terms.kind, f" of {call.name}"


def _kinds_differ(source: InputSite, kind: str) -> bool:
    """Whether a workflow input brings assets of another kind; a blank one says nothing."""
    if source.faulty("kind") or "" in (source.get("kind"), kind):
        return False
    return kinds_differ(source.kind, kind)
