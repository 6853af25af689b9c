"""Literals outside what their input allows, and the sub-inputs of `inputs_array` inputs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Literal

from flowcheck.contracts.literals import Misfit, misfits
from flowcheck.dataclass import dataclass
from flowcheck.findings import Finding, Pointer, See, Severity
from flowcheck.graph.named_list import by_name
from flowcheck.graph.sites import InputSite
from flowcheck.hints import Hint
from flowcheck.nearest import Suggestions
from flowcheck.rules.declared import differs, no_value_of
from flowcheck.rules.literal_sites import literal_fact, literal_misfits
from flowcheck.rules.registry import rule
from flowcheck.wire.values import is_defined, is_wire
from flowcheck.wording import listed, quoted

if TYPE_CHECKING:
    from flowcheck.context import Context

_OF_OBJECTS = frozenset({"file", "model"})
"""What may be an object nobody judges."""
_UNDER_REF = "a wire stands under `ref`"


@rule(
    "FC712",
    "value-not-allowed",
    Severity.ERROR,
    on=InputSite,
    having=("value", "default", "items"),
    wants="may_not_fit",
    mildest=Severity.WARNING,
)
def value_not_allowed(site: InputSite, context: Context) -> Iterator[Finding]:
    """A literal value or default is outside what its input allows.

    Why: Scenario refuses values above `max`, longer than `maxLength` or of the wrong type, and
    real defaults always lie inside what their input allows (observed). On arrays the lengths count
    items (certain), and `min`, `max` and `allowedValues` bound each item. What is below a `min` of
    0 was seen to be accepted, so that is a warning. Blank strings and `[]` mean none. An object
    built like a `ref` is a wire in the wrong place; what Scenario makes of one in a file or model
    input is not known (unknown), so there it is a warning.

    Bad:
        {"name": "steps", "type": "number", "max": 50, "value": 80}

    Good:
        {"name": "steps", "type": "number", "max": 50, "value": 40}
    """
    for field, misfit in literal_misfits(site, context):
        if misfit.kind != "scalar-for-array":
            yield _not_allowed(site, field, misfit)
    if site.type in _OF_OBJECTS and is_wire(site.get("value")) and site.raw.get("ref") is None:
        yield Finding(
            (*site.pointer, "value"),
            f"`value` of `{site.name}` is built like a `ref`",
            hint=_UNDER_REF,
            args={"input": site.name, "field": "value", "kind": "wire"},
            severity=Severity.WARNING,
        )
    for row in site.items:
        for inner in row:
            found = list(row_misfits(inner))
            if not found or any(literal_misfits(inner, context)):
                continue
            for misfit in found:
                yield _not_allowed(inner, "value", misfit)


def row_misfits(site: InputSite) -> Iterator[Misfit]:
    """What keeps the literal `value` of a sub-input in `items` from fitting what the `inputs_array`
    around it declares under that name."""
    parent = site.parent
    if parent is None or parent.type != "inputs_array" or parent.faulty("inputs"):
        return
    outer = next(iter(parent.declared.named(site.name)), None)
    if outer is None or site.raw.get("ref") is not None or site.faulty():
        return
    if outer.type == site.type:
        yield from misfits(outer.raw, site.get("value"))


def _not_allowed(site: InputSite, field: str, misfit: Misfit) -> Finding:
    subject = f"`{field}` of `{site.name}`"
    return Finding(
        (*site.pointer, field, *misfit.path),
        f"an item in {subject} {misfit.says}" if misfit.path else f"{subject} {misfit.says}",
        hint=_UNDER_REF if field == "value" and is_wire(misfit.value) else misfit.hint,
        args={
            "input": site.name,
            "field": field,
            "kind": misfit.kind,
            "value": literal_fact(misfit.value),
            "limit": misfit.limit,
        },
        severity=None if misfit.sure else Severity.WARNING,
    )


def _declared(site: InputSite) -> dict[str, Mapping[str, Any]]:
    """The records of the sub-inputs an `inputs_array` declares, by name; empty when it declares
    none or they cannot be read."""
    if site.type != "inputs_array" or site.faulty("inputs"):
        return {}
    records = [record for record in site.get("inputs") or () if record is not None]
    if not all(record["name"].strip() for record in records):
        return {}
    return {record["name"]: record for record in records}


@dataclass(frozen=True, slots=True)
class BadSubInput:
    """What is wrong with an entry of `items`.

    kind: `unknown` (an undeclared sub-input), `absent` (an always-required one is not there),
    `empty` (it is there without a value), `differs` (of another type or asset kind, in `field`:
    `given` where `taken` is declared) or `no value` (a text, `given`, that spells no value of the
    type `taken`). name: of the sub-input. pointer: the undeclared name, the row, the empty
    sub-input, or the field."""

    kind: Literal["unknown", "absent", "empty", "differs", "no value"]
    name: str
    pointer: Pointer
    field: str = ""
    given: str = ""
    taken: str = ""


def bad_sub_inputs_of(site: InputSite) -> Iterator[BadSubInput]:
    """Compare the rows of an input's `items` with the sub-inputs it declares under `inputs`.

    Silent without a declaration. A row with undeclared names is not asked what it lacks: one of
    them is likely the missing one misspelt."""
    declared = _declared(site)
    if not declared:
        return
    needed = [name for name, record in declared.items() if _always_needed(record)]
    terms = by_name(site.declared)
    for index, row in enumerate(site.items):
        for inner in row:
            if inner.name in terms:
                yield from _differing(inner, terms[inner.name])
        unknown = [inner for inner in row if inner.name.strip() and inner.name not in declared]
        for inner in unknown:
            yield BadSubInput("unknown", inner.name, (*inner.pointer, "name"))
        at = (*site.pointer, "items", index)
        nameless = any(not inner.name.strip() for inner in row)
        if unknown or nameless or site.get("items")[index] is None or site.faulty("items", index):
            continue
        given = {inner.name: inner for inner in row}
        for name in needed:
            sub_input = given.get(name)
            if sub_input is None:
                yield BadSubInput("absent", name, at)
            elif _is_empty(sub_input):
                yield BadSubInput("empty", name, sub_input.pointer)


def _differing(inner: InputSite, terms: InputSite) -> Iterator[BadSubInput]:
    found = differs(inner, terms)
    if found is not None:
        yield BadSubInput("differs", inner.name, (*inner.pointer, found[0]), *found)
    elif inner.type == "string" and not inner.faulty() and inner.ref is None:
        value = inner.get("value")
        kind = no_value_of(terms, value) if is_defined(value) else None
        if kind is not None:
            yield BadSubInput(
                "no value", inner.name, (*inner.pointer, "value"), "value", quoted(value), kind
            )


def _always_needed(record: Mapping[str, Any]) -> bool:
    required = record.get("required")
    always = required.get("always") if isinstance(required, dict) else required
    return always is True and not is_defined(record.get("default"))


def _is_empty(site: InputSite) -> bool:
    fields = ("ref", "value", "default", "items")
    return not site.faulty() and all(map(site.surely_lacks, fields))


@rule("FC715", "bad-sub-inputs", Severity.ERROR, on=InputSite, having=("items",))
def bad_sub_inputs(site: InputSite, context: Context) -> Iterator[Finding]:
    """An entry of `items` does not match the sub-inputs its input declares.

    Why: the values of an `inputs_array` stand in `items`, a list of lists of sub-inputs, each one
    declared in `inputs` (certain). A name that is not declared reaches nobody. One of another type
    or asset kind brings something else, as does a text that spells no number where one is
    declared. An entry without an always-required sub-input is refused, like any input without its
    required value. Strings go into anything, and single values and arrays of one type are adapted
    (observed).

    Bad:
        {"name": "shots", "type": "inputs_array",
         "inputs": [{"name": "prompt", "type": "string", "required": {"always": true}}],
         "items": [[{"name": "promt", "type": "string", "value": "a fox"}]]}

    Good:
        {"name": "shots", "type": "inputs_array",
         "inputs": [{"name": "prompt", "type": "string", "required": {"always": true}}],
         "items": [[{"name": "prompt", "type": "string", "value": "a fox"}]]}
    """
    places = {inner.name: inner.pointer for inner in site.declared} if site.items else {}
    names = Suggestions(places)
    known = Hint(f"it declares {listed(places, word='and')}", known=places)
    for bad in bad_sub_inputs_of(site):
        hint: str | None = None
        if bad.kind == "unknown":
            message = f"`{site.name}` declares no sub-input `{bad.name}`"
            hint = names.hint(bad.name) or known
        elif bad.kind == "differs":
            message = (
                f"`{bad.name}` is of {bad.field} `{bad.given}`, "
                f"but `{site.name}` declares it with {bad.field} `{bad.taken}`"
            )
        elif bad.kind == "no value":
            declared = f"but `{site.name}` declares it with type `{bad.taken}`"
            message = f"`{bad.name}` is {bad.given}, {declared}"
        elif bad.kind == "absent":
            message = f"this entry of `{site.name}` lacks `{bad.name}`, which is always required"
        else:
            message = f"`{bad.name}` is always required in `{site.name}`, and has no value here"
        place = places.get(bad.name)
        related = () if place is None else (See(f"`{bad.name}` is declared here", place),)
        yield Finding(
            bad.pointer,
            message,
            hint=hint,
            related=related,
            args={"input": site.name, "sub-input": bad.name, "kind": bad.kind},
        )


@rule(
    "FC716",
    "rows-as-value",
    Severity.WARNING,
    on=InputSite,
    having=("value",),
    types=("inputs_array",),
)
def rows_as_value(site: InputSite, context: Context) -> Iterator[Finding]:
    """The rows of an `inputs_array` stand in `value`.

    Why: the values of an `inputs_array` live in the input's `items`, a list of lists of sub-inputs
    (certain); nobody looks for them in `value`. In a job a `value` beside a `ref` is what the wire
    brought.

    Bad:
        {"name": "shots", "type": "inputs_array",
         "value": [[{"name": "prompt", "type": "string", "value": "a fox"}]]}

    Good:
        {"name": "shots", "type": "inputs_array",
         "items": [[{"name": "prompt", "type": "string", "value": "a fox"}]]}
    """
    if site.type != "inputs_array" or site.raw.get("ref") is not None or site.faulty("ref"):
        return
    value = site.get("value")
    if not isinstance(value, list) or not is_defined(value) or context.flow.is_job:
        return
    has_rows = is_defined(site.get("items"))
    yield Finding(
        (*site.pointer, "value"),
        f"`{site.name}` is an `inputs_array`, whose rows live in `items`, not in `value`",
        hint="leave `value` out" if has_rows else "move the rows to `items`",
        args={"input": site.name},
        at_key=True,
    )
