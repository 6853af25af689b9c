"""FC104, FC105: the shape of nodes, inputs, refs and logic."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from flowcheck.findings import Finding, Pointer, Severity
from flowcheck.graph.flow import Flow, PlacedShapeError
from flowcheck.hints import about_quotes
from flowcheck.nearest import nearest
from flowcheck.rules.registry import rule
from flowcheck.wire.forms import MAX_DEPTH
from flowcheck.wire.shapes import REQUIRED, SHAPES
from flowcheck.wording import listed, with_article

if TYPE_CHECKING:
    from flowcheck.context import Context

KNOWN: Final[dict[str, frozenset[str]]] = {m: frozenset(f) for m, f in SHAPES.items()}
NOUNS: Final = {
    "Node": "a node",
    "Input": "an input",
    "Ref": "a ref",
    "Logic": "`logic`",
    "Case": "a case",
    "Asset": "an asset",
}


@rule("FC104", "missing-field", Severity.ERROR, on=Flow)
def missing_field(flow: Flow, context: Context) -> Iterator[Finding]:
    """A node, an input or a case lacks a field it must have.

    Why: every node has `id` and `type`, every input `name` and `type`, every case `condition` and
    `value` (certain); Scenario refuses a flow whose ids are blank (observed). The node of a job
    has a `status` too, but the docs abridge such nodes, and an input that has a `ref` gets its
    type from the other end: there it is a warning. A job whose nodes all have the docs' short
    form, `{id, status, assets}`, is as documented.

    Bad:
        {"id": "upscale", "modelId": "model_upscaler"}

    Good:
        {"id": "upscale", "type": "custom-model", "modelId": "model_upscaler"}
    """
    told = flow.is_job and _only_tells_how_it_ran(flow)
    for placed in flow.shape_errors:
        error = placed.error
        if error.kind == "missing":
            if told and error.model == "Node" and error.field == "type":
                continue
            yield _missing(placed.pointer, error.model, error.field, _holder(placed), flow)
        elif error.kind == "blank":
            yield _blank(placed.pointer, error.model, error.field)
    for site in flow.inputs_in(flow.oddly_named):
        if site.raw["name"] == "" and (*site.pointer, "name") not in site.faults:
            yield _blank((*site.pointer, "name"), "Input", "name")
    if flow.is_job:
        for node in flow.sites:
            if node.get("status") is None and (*node.pointer, "status") not in node.faults:
                yield _missing(node.pointer, "Node", "status", node.raw, flow)


def _only_tells_how_it_ran(flow: Flow) -> bool:
    """Whether all nodes of a job have the docs' short form `{id, status, assets}`."""
    return any(node.get("assets") is not None for node in flow.sites) and all(
        not node.type and node.is_abridged for node in flow.sites
    )


def _holder(placed: PlacedShapeError) -> dict[str, Any]:
    """The object that lacks the field."""
    holder: dict[str, Any] = _found_at(placed)
    return holder


def _found_at(placed: PlacedShapeError) -> Any:
    """What stands in the record where the error points."""
    value = placed.record
    for step in placed.error.path:
        value = value[step]
    return value


def _missing(
    pointer: Pointer, model: str, field: str, raw: Mapping[str, Any], flow: Flow
) -> Finding:
    known = raw.get("id" if model == "Node" else "name")
    name = f" {listed([known])}" if isinstance(known, str) and known else ""
    # Of several fields that one could be meant by, only the first is taken for it.
    meant = next((key for key, of in misspelt(model, raw, flow.is_job).items() if of == field), "")
    mild = (model == "Node" and flow.is_job and field in ("type", "status")) or (
        model == "Input" and field == "type" and raw.get("ref") is not None
    )
    return Finding(
        pointer,
        f"{NOUNS[model].partition(' ')[2] or NOUNS[model]}{name} has no `{field}`",
        hint=f"is {listed([meant])} meant to be `{field}`?" if meant else None,
        args={"field": field},
        severity=Severity.WARNING if mild else None,
    )


def _blank(pointer: Pointer, model: str, field: str) -> Finding:
    return Finding(pointer, f"the `{field}` of {NOUNS[model]} is blank", args={"field": field})


def misspelt(model: str, raw: Mapping[str, Any], is_job: bool) -> dict[str, str]:
    """Unknown key → the missing required field it is nearest to. FC104 names both, FC107 then
    says nothing."""
    needed = REQUIRED[model] + (("status",) if is_job and model == "Node" else ())
    lacking = [field for field in needed if raw.get(field) in (None, "")]
    found: dict[str, str] = {}
    for field in lacking:
        strangers = [
            key
            for key, value in raw.items()
            if key not in KNOWN[model] and value is not None and key not in found
        ]
        meant = nearest(field, strangers, vocabulary=True)
        if meant is not None:
            found[meant] = field
    return found


@rule("FC105", "wrong-type", Severity.ERROR, on=Flow, wants="wrong_shapes")
def wrong_type(flow: Flow, context: Context) -> Iterator[Finding]:
    """A field has the wrong JSON type.

    Why: the API's types are fixed (certain): a number in quotes is a string, and one string is no
    list of strings. What is broken is left out and the rest of the flow is checked.

    Bad:
        {"id": "each", "type": "for-each", "count": "3"}

    Good:
        {"id": "each", "type": "for-each", "count": 3}
    """
    for placed in flow.shape_errors:
        error = placed.error
        if error.kind == "deep":
            yield Finding(
                placed.pointer,
                f"inputs are nested more than {MAX_DEPTH} deep here",
                args={"field": error.field, "expected": f"depth {MAX_DEPTH}"},
            )
        elif error.kind == "type":
            yield _of_wrong_type(placed, flow)


def _of_wrong_type(placed: PlacedShapeError, flow: Flow) -> Finding:
    error = placed.error
    value = _found_at(placed)
    last = error.path[-1] if error.path else None
    if error.field == "" or (last is None and error.model):
        what = NOUNS[error.model]
    elif isinstance(last, int):
        what = f"an entry of `{error.field}`"
    else:
        what = f"`{error.field}`"
    from flowcheck.rules.remedies import for_wrong_type

    hint = None if isinstance(last, int) else for_wrong_type(error.field, value, flow)
    if hint is not None:
        pass
    elif error.expected == "array" and error.found == "string" and error.model:
        hint = "put it in `[` and `]`"
    else:
        hint = about_quotes(error.expected, value)
    return Finding(
        placed.pointer,
        f"{what} must be {with_article(error.expected)}, found {with_article(error.found)}",
        hint=hint,
        args={"field": error.field, "expected": error.expected, "found": error.found},
    )
