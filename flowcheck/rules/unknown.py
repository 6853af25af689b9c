"""FC106, FC107: words and fields that no version of Scenario knows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from flowcheck.dataclass import replace
from flowcheck.findings import Edit, Finding, Fix, Pointer, Severity, replacement
from flowcheck.graph.flow import Flow
from flowcheck.graph.sites import InputSite, NodeSite
from flowcheck.hints import Hint
from flowcheck.nearest import nearest
from flowcheck.rules.registry import rule
from flowcheck.rules.shape import KNOWN, NOUNS, misspelt
from flowcheck.rules.wanted import (
    has_input_words,
    has_strange_fields,
    has_strange_inputs,
    has_words,
)
from flowcheck.wire import vocabulary as words
from flowcheck.wire.misspelt import meant
from flowcheck.wire.spelling import TWINS, canonical
from flowcheck.wording import listed

if TYPE_CHECKING:
    from flowcheck.context import Context


@rule("FC106", "unknown-value", Severity.WARNING, on=Flow, wants="own_words", fixable="unsafe")
def unknown_value(flow: Flow, context: Context) -> Iterator[Finding]:
    """A field holds a word that Scenario is not known to use there.

    Why: the words of every version of Scenario's SDK are known here (certain). But new node types
    and model types appear in live flows before the SDK has them (observed), so this is never an
    error. `integer` counts as `number` and `select` as `string` (observed).

    Bad:
        {"id": "cut", "type": "remove_background"}

    Good:
        {"id": "cut", "type": "remove-background"}
    """
    for node in flow.of_form(has_words):
        raw = node.raw
        if raw["type"] not in words.NODE_TYPES and not _cleared(node):
            from flowcheck.rules.remedies import NODE_TYPES

            found = _unknown((*node.pointer, "type"), raw["type"], "node type", words.NODE_TYPES)
            meant_type = NODE_TYPES.get(raw["type"].lower())
            yield replace(found, hint=meant_type, fix=None) if meant_type else found
        status, logic_type = raw.get("status"), raw.get("logicType")
        if status is not None and status not in words.NODE_STATUSES:
            yield _unknown((*node.pointer, "status"), status, "node status", words.NODE_STATUSES)
        if logic_type is None or logic_type in words.LOGIC_TYPES:
            continue
        if node.type in words.NODE_TYPES and node.type != "logic":
            continue  # it does not belong there: FC701
        if node.type != "logic" or logic_type.strip():  # a blank one is missing: FC704
            place = (*node.pointer, "logicType")
            yield _unknown(place, logic_type, "logic type", words.LOGIC_TYPES)
    for site in flow.inputs_in(filter(_may_say_more, flow.of_form(has_input_words))):
        if site.raw["type"] not in words.INPUT_TYPES and not _cleared(site):
            yield from _unknown_input_type(site)
        if _asks_for_a_look(site.raw):
            yield from _unknown_input_words(site)


def _may_say_more(node: NodeSite) -> bool:
    """Whether an input of a node, or one in it, needs a look: most only say their `kind`."""
    return node.form.deep or any(
        record["type"] not in words.INPUT_TYPES or _asks_for_a_look(record)
        for record in node.raw["inputs"]
        if record is not None
    )


def _asks_for_a_look(raw: Mapping[str, Any]) -> bool:
    required = raw.get("required")
    return (
        raw.get("kind") not in _KINDS
        or raw.get("backgroundBehavior") is not None
        or raw.get("modelTypes") is not None
        or (isinstance(required, dict) and "conditional" in required)
    )


def _cleared(site: NodeSite | InputSite) -> bool:
    """Whether the type is blank because it is missing or no string, which FC104 and FC105 say."""
    return (*site.pointer, "type") in site.faults


_TYPES_MEANT: Final = {
    "array": "string_array",
    "bool": "boolean",
    "enum": "string",
    "float": "number",
    "int": "number",
    "list": "string_array",
    "text": "string",
}
"""What other layers and languages call input types."""


_KINDS: Final = frozenset({None, *words.KINDS})


def _unknown_input_type(site: InputSite) -> Iterator[Finding]:
    kind = site.raw["type"]
    if kind not in words.INPUT_TYPE_ALIASES:
        known = [*words.INPUT_TYPES, *words.INPUT_TYPE_ALIASES]
        found = _unknown((*site.pointer, "type"), kind, "input type", known)
        yield found if found.hint else replace(found, hint=_type_meant(kind))


def _type_meant(word: str) -> str:
    """Advice for a type that resembles none."""
    if word.lower() in _TYPES_MEANT:
        return Hint.meant(_TYPES_MEANT[word.lower()])
    if word in words.KINDS:
        return f'an asset is of type `file` (several: `file_array`) with `"kind": "{word}"`'
    known = sorted(words.INPUT_TYPES)
    return Hint(f"known are {', '.join(f'`{name}`' for name in known)}", known=known)


def _unknown_input_words(site: InputSite) -> Iterator[Finding]:
    from flowcheck.rules.input_options import applies  # elsewhere the option is told: FC710

    raw, at = site.raw, site.pointer
    kind, background = raw.get("kind"), raw.get("backgroundBehavior")
    if kind is not None and kind not in words.KINDS and applies("kind", site):
        yield _unknown((*at, "kind"), kind, "asset kind", words.KINDS)
    if background is not None and background not in words.BACKGROUND_BEHAVIORS:
        place = (*at, "backgroundBehavior")
        if applies("backgroundBehavior", site):
            yield _unknown(place, background, "background behavior", words.BACKGROUND_BEHAVIORS)
    model_types = raw.get("modelTypes") if applies("modelTypes", site) else None
    for index, word in enumerate(model_types or ()):
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
    near = nearest(word, known)
    hint = None if near is None else Hint.meant(near)
    if hint is None and len(known) <= 8:
        are = "is" if len(known) == 1 else "are"
        hint = Hint(f"known {are} {listed(known, word='and')}", known=known)
    what = listed([word]) if word else "a blank"
    fix = None if near is None else replacement(pointer, near)
    return Finding(pointer, f"{what} is no known {noun}", hint=hint, fix=fix, args={"value": word})


@rule(
    "FC107",
    "unknown-field",
    Severity.WARNING,
    on=Flow,
    wants="strange_fields",
    fixable="unsafe",
    mildest=Severity.INFO,
)
def unknown_field(flow: Flow, context: Context) -> Iterator[Finding]:
    """A node, an input, a ref or logic has a field that no known version has.

    Why: Scenario drops fields it does not know (observed), so a misspelt `dependsOn` orders
    nothing. The fields of every SDK version are known (certain), in both spellings and whatever
    record they belong to, as is `label`. A field that resembles none of them is info.

    Bad:
        {"id": "publish", "type": "custom-model", "dependOn": ["approve"]}

    Good:
        {"id": "publish", "type": "custom-model", "dependsOn": ["approve"]}
    """
    for node in flow.of_form(has_strange_fields):
        raw = node.raw
        if not raw.keys() <= KNOWN["Node"]:
            yield from _strangers("Node", raw, node.pointer, flow)
        if raw.get("logic") is not None:
            yield from _logic_strangers(node, flow)
    for site in flow.inputs_in(flow.of_form(has_strange_inputs)):
        raw = site.raw
        if not raw.keys() <= KNOWN["Input"]:
            yield from _strangers("Input", raw, site.pointer, flow)
        ref = site.ref
        if ref is not None and not ref.raw.keys() <= KNOWN["Ref"]:
            yield from _strangers("Ref", ref.raw, ref.pointer, flow)


def _logic_strangers(node: NodeSite, flow: Flow) -> Iterator[Finding]:
    yield from _strangers("Logic", node.logic, (*node.pointer, "logic"), flow)
    for pointer, case in node.cases:
        yield from _strangers("Case", case, pointer, flow)


def _strangers(
    model: str, raw: Mapping[str, Any], pointer: Pointer, flow: Flow
) -> Iterator[Finding]:
    known = KNOWN[model]
    named = misspelt(model, raw, flow.is_job)
    spilt: set[str] = set()
    for key, value in raw.items():
        if value is None or key in known or key in named:
            continue
        from flowcheck.rules.remedies import belongs_into, for_unknown_field

        holder = belongs_into(model, key, raw)
        if holder is not None and raw.get(holder) is None:
            if holder in spilt:
                continue  # an object spilt into the one around it is one mistake
            spilt.add(holder)
        hint = for_unknown_field(model, key, value, raw)
        near = meant(model, key) if hint is None else None
        if near is not None:
            hint = Hint.meant(near)
        severity = None if hint else Severity.INFO
        owner = next((m for m, fields in KNOWN.items() if key in fields), None)
        if hint is None and owner is not None:
            hint = f"it is a field of {NOUNS[owner]}"
        yield Finding(
            (*pointer, key),
            f"{listed([key])} is no field of {NOUNS[model]}",
            hint=hint,
            fix=_renaming(raw, (*pointer, key), near),
            args={"field": key},
            severity=severity,
            at_key=True,
        )


def _renaming(raw: Mapping[str, Any], pointer: Pointer, near: str | None) -> Fix | None:
    """None also where the field that is meant has a value of its own."""
    if near is None or raw.get(TWINS.get(near, near)) is not None:
        return None
    return Fix(f"rename it to `{near}`", (Edit("rename", pointer, near),), safe=False)
