"""FC104–FC107: the shape of nodes, inputs, refs and logic."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from flowcheck.findings import Finding, Pointer, Severity
from flowcheck.graph.flow import Flow, PlacedShapeError
from flowcheck.graph.sites import InputSite, NodeSite
from flowcheck.nearest import did_you_mean, nearest
from flowcheck.rules.registry import rule
from flowcheck.wire import vocabulary as words
from flowcheck.wire.shape import MAX_DEPTH
from flowcheck.wire.shapes import REQUIRED, SHAPES
from flowcheck.wire.spelling import TWINS, canonical
from flowcheck.wording import listed

if TYPE_CHECKING:
    from flowcheck.context import Context

_KNOWN: Final[dict[str, frozenset[str]]] = {m: frozenset(f) for m, f in SHAPES.items()}
_NOUNS: Final = {
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
    type from the other end: there it is a warning.

    Bad:
        {"id": "upscale", "modelId": "model_upscaler"}

    Good:
        {"id": "upscale", "type": "custom-model", "modelId": "model_upscaler"}
    """
    for placed in flow.shape_errors:
        error = placed.error
        if error.kind == "missing":
            yield _missing(placed.pointer, error.model, error.field, _holder(placed), flow)
        elif error.kind == "blank":
            yield _blank(placed.pointer, error.model, error.field)
    for site in _inputs(flow):
        if site.raw["name"] == "" and not site.faulty("name"):
            yield _blank((*site.pointer, "name"), "Input", "name")
    if flow.is_job:
        for node in flow.sites:
            if node.get("status") is None and not node.faulty("status"):
                yield _missing(node.pointer, "Node", "status", node.raw, flow)


def _holder(placed: PlacedShapeError) -> dict[str, Any]:
    """The object that lacks the field."""
    value = placed.record
    for step in placed.error.path:
        value = value[step]
    return value  # type: ignore[no-any-return]


def _missing(
    pointer: Pointer, model: str, field: str, raw: Mapping[str, Any], flow: Flow
) -> Finding:
    known = raw.get("id" if model == "Node" else "name")
    name = f" {listed([known])}" if isinstance(known, str) and known else ""
    # Of several fields that one could be meant by, only the first is taken for it.
    meant = next((key for key, of in _misspelt(model, raw, flow.is_job).items() if of == field), "")
    mild = (model == "Node" and flow.is_job and field in ("type", "status")) or (
        model == "Input" and field == "type" and raw.get("ref") is not None
    )
    return Finding(
        pointer,
        f"{_NOUNS[model].partition(' ')[2] or _NOUNS[model]}{name} has no `{field}`",
        hint=f"is {listed([meant])} meant to be `{field}`?" if meant else None,
        args={"field": field},
        severity=Severity.WARNING if mild else None,
    )


def _blank(pointer: Pointer, model: str, field: str) -> Finding:
    return Finding(pointer, f"the `{field}` of {_NOUNS[model]} is blank", args={"field": field})


def _misspelt(model: str, raw: Mapping[str, Any], is_job: bool) -> dict[str, str]:
    """Unknown key → the missing required field it is nearest to. FC104 names both, FC107 then
    says nothing."""
    needed = REQUIRED[model] + (("status",) if is_job and model == "Node" else ())
    lacking = [field for field in needed if raw.get(field) in (None, "")]
    found: dict[str, str] = {}
    for field in lacking:
        strangers = [
            key
            for key, value in raw.items()
            if key not in _KNOWN[model] and value is not None and key not in found
        ]
        meant = nearest(field, strangers)
        if meant is not None:
            found[meant] = field
    return found


@rule("FC105", "wrong-type", Severity.ERROR, on=Flow)
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
            yield _of_wrong_type(placed)


def _of_wrong_type(placed: PlacedShapeError) -> Finding:
    error = placed.error
    value = placed.record
    for step in error.path:
        value = value[step]
    last = error.path[-1] if error.path else None
    if error.field == "" or (last is None and error.model):
        what = _NOUNS[error.model]
    elif isinstance(last, int):
        what = f"an entry of `{error.field}`"
    else:
        what = f"`{error.field}`"
    hint = None
    if error.found == "string" and _would_be(error.expected, value):
        hint = "write it without quotes"
    elif error.expected == "array" and error.found in ("string", "object"):
        hint = "put it in `[` and `]`"
    elif error.expected == "string" and error.found in ("number", "boolean"):
        hint = "put it in quotes"
    return Finding(
        placed.pointer,
        f"{what} must be {_a(error.expected)}, found {_a(error.found)}",
        hint=hint,
        args={"field": error.field, "expected": error.expected, "found": error.found},
    )


def _a(kind: str) -> str:
    return kind if kind == "null" else f"{'an' if kind[0] in 'ao' else 'a'} {kind}"


def _would_be(expected: str, text: str) -> bool:
    """Whether a string's text is what was expected, so that only the quotes are wrong."""
    if expected == "boolean":
        return text in ("true", "false")
    if expected != "number" or len(text) > 40:
        return False
    return text.strip("+-").replace(".", "", 1).isdecimal()


@rule("FC106", "unknown-value", Severity.WARNING, on=Flow)
def unknown_value(flow: Flow, context: Context) -> Iterator[Finding]:
    """A word is none that Scenario is known to use in that place.

    Why: the words of every version of Scenario's SDK are known here (certain), but new node types
    and model types appear in live flows before the SDK has them (observed), so this is never an
    error. `integer` counts as `number` and `select` as `string` (observed).

    Bad:
        {"id": "cut", "type": "remove_background"}

    Good:
        {"id": "cut", "type": "remove-background"}
    """
    for node in flow.sites:
        raw = node.raw
        if raw["type"] not in words.NODE_TYPES and not node.faulty("type"):
            yield _unknown((*node.pointer, "type"), raw["type"], "node type", words.NODE_TYPES)
        for field, noun, known in _NODE_WORDS:
            word = raw.get(field)
            if word is not None and word not in known:
                yield _unknown((*node.pointer, field), word, noun, known)
    for site in _inputs(flow):
        raw = site.raw
        if raw["type"] not in words.INPUT_TYPES and not site.faulty("type"):
            yield from _unknown_input_type(site)
        if not _INPUT_WORDS.isdisjoint(raw):
            yield from _unknown_input_words(site)


_NODE_WORDS: Final = (
    ("status", "node status", words.NODE_STATUSES),
    ("logicType", "logic type", words.LOGIC_TYPES),
)
_INPUT_WORDS: Final = frozenset({"kind", "backgroundBehavior", "modelTypes", "required"})


def _unknown_input_type(site: InputSite) -> Iterator[Finding]:
    kind = site.raw["type"]
    if kind not in words.INPUT_TYPE_ALIASES:
        known = [*words.INPUT_TYPES, *words.INPUT_TYPE_ALIASES]
        yield _unknown((*site.pointer, "type"), kind, "input type", known)


def _unknown_input_words(site: InputSite) -> Iterator[Finding]:
    raw, at = site.raw, site.pointer
    kind, background = raw.get("kind"), raw.get("backgroundBehavior")
    if kind is not None and kind not in words.KINDS:
        yield _unknown((*at, "kind"), kind, "asset kind", words.KINDS)
    if background is not None and background not in words.BACKGROUND_BEHAVIORS:
        place = (*at, "backgroundBehavior")
        yield _unknown(place, background, "background behavior", words.BACKGROUND_BEHAVIORS)
    for index, word in enumerate(raw.get("modelTypes") or ()):
        if word is not None and word not in words.MODEL_TYPES:
            yield _unknown((*at, "modelTypes", index), word, "model type", words.MODEL_TYPES)
    required = raw.get("required")
    rule_ = canonical(required).get("conditional") if isinstance(required, dict) else None
    word = rule_.get("operator") if isinstance(rule_, dict) else None
    if isinstance(word, str) and word not in words.OPERATORS:
        place = (*at, "required", "conditional", "operator")
        yield _unknown(place, word, "operator", words.OPERATORS)


def _unknown(pointer: Pointer, word: str, noun: str, known: Iterable[str]) -> Finding:
    known = sorted(known)
    hint = did_you_mean(word, known)
    if hint is None and len(known) <= 8:
        hint = f"known {'is' if len(known) == 1 else 'are'} {listed(known, word='and')}"
    return Finding(
        pointer, f"{listed([word])} is no known {noun}", hint=hint, args={"value": word}
    )


@rule("FC107", "unknown-field", Severity.WARNING, on=Flow)
def unknown_field(flow: Flow, context: Context) -> Iterator[Finding]:
    """A field of a node, an input, a ref or logic is none that any version knows.

    Why: Scenario drops fields it does not know (observed), so a misspelt `dependsOn` orders
    nothing. The fields of every SDK version are known (certain), in both spellings and whatever
    record they belong to, as is `label`. A field that resembles none of them is info.

    Bad:
        {"id": "publish", "type": "custom-model", "dependOn": ["approve"]}

    Good:
        {"id": "publish", "type": "custom-model", "dependsOn": ["approve"]}
    """
    for node in flow.sites:
        raw = node.raw
        if not raw.keys() <= _KNOWN["Node"]:
            yield from _strangers("Node", raw, node.pointer, flow)
        if raw.get("logic") is not None:
            yield from _logic_strangers(node, flow)
    for site in _inputs(flow):
        raw = site.raw
        if not raw.keys() <= _KNOWN["Input"]:
            yield from _strangers("Input", raw, site.pointer, flow)
        ref = site.ref
        if ref is not None and not ref.raw.keys() <= _KNOWN["Ref"]:
            yield from _strangers("Ref", ref.raw, ref.pointer, flow)


def _logic_strangers(node: NodeSite, flow: Flow) -> Iterator[Finding]:
    yield from _strangers("Logic", node.logic, (*node.pointer, "logic"), flow)
    for pointer, case in node.cases:
        yield from _strangers("Case", case, pointer, flow)


def _strangers(
    model: str, raw: Mapping[str, Any], pointer: Pointer, flow: Flow
) -> Iterator[Finding]:
    known = _KNOWN[model]
    misspelt = _misspelt(model, raw, flow.is_job)
    for key, value in raw.items():
        if value is None or key in known or key in misspelt:
            continue
        twins = [snake for snake, camel in TWINS.items() if camel in known]
        hint = did_you_mean(key, [*known, *twins])
        owner = next((m for m, fields in _KNOWN.items() if key in fields), None)
        severity = None if hint else Severity.INFO
        if hint is None and owner is not None:
            hint = f"it is a field of {_NOUNS[owner]}"
        yield Finding(
            (*pointer, key),
            f"{listed([key])} is no field of {_NOUNS[model]}",
            hint=hint,
            args={"field": key},
            severity=severity,
            at_key=True,
        )


def _inputs(flow: Flow) -> list[InputSite]:
    """Every input of the flow: the contract's and what they declare, the nodes' and their
    sub-inputs."""
    found: list[InputSite] = []
    for site in flow.contract or ():
        found += _declared(site)
    for node in flow.sites:
        for site in node.inputs:
            if site.items or site.raw.get("inputs"):
                found += _declared(site)
            else:
                found.append(site)
    return found


def _declared(site: InputSite) -> Iterator[InputSite]:
    """An input, the sub-inputs of its items and those it declares."""
    yield site
    for row in site.items:
        for inner in row:
            yield from _declared(inner)
    if site.raw.get("inputs"):
        for inner in site.declared:
            yield from _declared(inner)
