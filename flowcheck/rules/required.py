"""FC601–FC605: what an input's `required` rules name and ask for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from flowcheck.findings import Edit, Finding, Fix, Pointer, See, Severity
from flowcheck.graph.sites import InputList, InputSite
from flowcheck.hints import Hint
from flowcheck.nearest import Suggestions, did_you_mean
from flowcheck.rules.registry import rule
from flowcheck.wire.required import Condition
from flowcheck.wire.values import among, choices, of_type
from flowcheck.wire.vocabulary import ARRAY_TYPES, INPUT_TYPES
from flowcheck.wording import a_type, listed, listed_values, number, quoted

if TYPE_CHECKING:
    from flowcheck.context import Context


def known_siblings(site: InputSite) -> list[InputList]:
    """The lists of inputs that its rules may name: its own and, in a row of `items`, the one the
    `inputs_array` declares."""
    if site.parent is not None and site.parent.get("items") and site.parent.get("inputs"):
        return [site.siblings, site.parent.declared]
    return [site.siblings]


_CONSEQUENCES = {
    "ifDefined": "it counts as never defined, so this never requires `{}`",
    "ifNotDefined": "it counts as never defined",
}


@rule(
    "FC601",
    "unknown-required-sibling",
    Severity.WARNING,
    on=InputSite,
    having=("required",),
    mildest=Severity.INFO,
)
def unknown_required_sibling(site: InputSite, context: Context) -> Iterator[Finding]:
    """A `required` rule names an input that is not declared beside it.

    Why: Rules look at the inputs of the same list. One that is not there counts as never defined:
    `ifDefined` and value rules never apply, `ifNotDefined` always does (observed). Official model
    records name hidden inputs on purpose (observed), so without a declared input of a similar
    name this is information only.

    Bad:
        [{"name": "image", "type": "file"},
         {"name": "mask", "type": "file", "required": {"ifDefined": {"imagee": ""}}}]

    Good:
        [{"name": "image", "type": "file"},
         {"name": "mask", "type": "file", "required": {"ifDefined": {"image": ""}}}]
    """
    rules = site.requirement
    if not rules.names_siblings or site.siblings.names_lost:
        return
    lists = known_siblings(site)
    for field, sibling, pointer in rules.mentions:
        if sibling == site.name or any(around.named(sibling) for around in lists):
            continue
        hint = _near(sibling, site, lists)
        if hint and _is_misspelt_beside(sibling, site, context):
            continue
        outcome = _CONSEQUENCES.get(field, "its value never matches").format(site.name)
        yield Finding(
            pointer,
            f"`{field}` of `{site.name}` names `{sibling}`, which is not declared beside it; "
            + outcome,
            hint=hint,
            args={"input": site.name, "rule": field, "missing": sibling},
            severity=None if hint else Severity.INFO,
            at_key=True,
        )


def _is_misspelt_beside(name: str, site: InputSite, context: Context) -> bool:
    """Whether not the rule is misspelt but the sibling it means, as what the node calls tells."""
    if site.node is None or site.parent is not None:
        return False
    from flowcheck.rules.calls import misspelt_inputs

    return name in misspelt_inputs(site.node, context)


def _near(name: str, site: InputSite, lists: list[InputList]) -> str | None:
    """A hint at the declared input, other than the one itself, that is nearest to a name."""
    found = (around.suggestions.match(name, but=site.name) for around in lists)
    return did_you_mean(name, [match for match in found if match is not None])


@rule("FC602", "self-required", Severity.WARNING, on=InputSite, having=("required",))
def self_required(site: InputSite, context: Context) -> Iterator[Finding]:
    """A `required` rule of an input names that input itself and nobody else.

    Why: The rules of an input look at the others (certain). `ifNotDefined` with its own name means
    no more than `always`, and the rest can only ask for what is already there, so another input
    was surely meant. In a group of several, its own name beside the others does no harm: either/or
    groups are written so.

    Bad:
        {"name": "mask", "type": "file", "required": {"ifDefined": {"mask": ""}}}

    Good:
        {"name": "mask", "type": "file", "required": {"ifDefined": {"image": ""}}}
    """
    rules = site.requirement
    if not rules.names_siblings or site.faulty("name"):
        return
    if len(site.siblings.named(site.name)) > 1:
        return  # FC203's: the other of that name may be meant
    named: dict[Pointer, dict[str, tuple[str, Pointer]]] = {}
    for field, sibling, pointer in rules.mentions:
        named.setdefault(pointer[:-1], {})[sibling] = field, pointer
    for group in named.values():
        if group.keys() == {site.name}:
            field, pointer = group[site.name]
            yield Finding(
                pointer,
                f"`{field}` of `{site.name}` names `{site.name}` itself",
                hint="name the input it depends on, or use `always`",
                args={"input": site.name, "rule": field},
                at_key=True,
            )


@rule("FC603", "malformed-required", Severity.ERROR, on=InputSite, having=("required",))
def malformed_required(site: InputSite, context: Context) -> Iterator[Finding]:
    """The `required` of an input has an unknown form.

    Why: `required` is an object with the rules `always`, `ifDefined`, `ifNotDefined` and
    `conditional` (certain); older and real records have `conditionalValues` and `when`, and
    normalised schemas a plain boolean (observed). Whatever else stands there is refused or makes
    the rule void. A rule kind nobody knows, and a form of `conditionalValues` nobody documents,
    may be news (unknown), so those are warnings.

    Bad:
        {"name": "prompt", "type": "string", "required": {"always": "true"}}

    Good:
        {"name": "prompt", "type": "string", "required": {"always": true}}
    """
    for fault in site.requirement.faults:
        yield Finding(
            fault.pointer,
            fault.message,
            hint=fault.hint,
            args={"input": site.name, "fault": fault.kind, **fault.args},
            severity=fault.severity,
            at_key=fault.at_key,
        )


@rule(
    "FC604",
    "redundant-required",
    Severity.INFO,
    on=InputSite,
    having=("required",),
    fixable="safe",
)
def redundant_required(site: InputSite, context: Context) -> Iterator[Finding]:
    """An input is `always` required and has further rules, which add nothing.

    Why: An input is required when any of its rules fires, and `always` always does (certain). The
    others suggest a condition that does not hold.

    Bad:
        {"name": "mask", "type": "file", "required": {"always": true, "ifDefined": {"image": ""}}}

    Good:
        {"name": "mask", "type": "file", "required": {"always": true}}
    """
    rules = site.requirement
    if not rules.always or rules.faults or isinstance(site.get("required"), bool):
        return
    fields = list(dict.fromkeys(field for field, _, _ in rules.mentions))
    if not fields:
        return
    at = (*site.pointer, "required")
    yield Finding(
        (*at, "always"),
        f"`{site.name}` is `always` required, so {listed(fields, word='and')} "
        f"add{'s' if len(fields) == 1 else ''} nothing",
        related=tuple(See("redundant", (*at, field), at_key=True) for field in fields),
        fix=Fix(
            f"remove {listed(fields, word='and')}",
            tuple(Edit("remove", (*at, field)) for field in fields),
        ),
        args={"input": site.name, "rules": fields},
        at_key=True,
    )


_SCALARS = INPUT_TYPES.keys() - ARRAY_TYPES


def _judged(site: InputSite) -> list[Any] | None:
    """The allowed values of a scalar sibling, `[]` when it has none; None when its declaration is
    not clear enough to say what it cannot be, which other rules tell."""
    listed = choices(site.raw)
    allowed = [value for value in listed or () if value is not None]
    literals = [v for v in (site.get("value"), site.get("default")) if v not in (None, "", [])]
    clear = (
        site.type in _SCALARS
        and not site.faulty()
        and all(of_type(site.type, value) for value in allowed + literals)
        and (not allowed or all(among(value, allowed) for value in literals))
        and (bool(allowed) or listed is None)
    )
    texts = [value for value in allowed if isinstance(value, str)]
    return allowed if clear and len(set(texts)) == len(texts) else None


@rule("FC605", "impossible-required-value", Severity.WARNING, on=InputSite, having=("required",))
def impossible_required_value(site: InputSite, context: Context) -> Iterator[Finding]:
    """A value rule waits for a value that the sibling can never have.

    Why: `conditional`, `conditionalValues` and `when` compare a sibling's value with those they
    list (certain). A value outside the sibling's `allowedValues`, beyond its bounds or length, or
    of another JSON type than its own, never comes, so that part of the rule never applies: mostly
    a misspelt or renamed option. Below a `min` of 0 values were seen to be accepted (observed).

    Bad:
        [{"name": "mode", "type": "string", "allowedValues": ["fast", "best"]},
         {"name": "steps", "type": "number",
          "required": {"conditional": {"values": {"mode": ["bst"]}}}}]

    Good:
        [{"name": "mode", "type": "string", "allowedValues": ["fast", "best"]},
         {"name": "steps", "type": "number",
          "required": {"conditional": {"values": {"mode": ["best"]}}}}]
    """
    for value_rule in site.requirement.value_rules:
        for condition in value_rule.conditions:
            if condition.negated or condition.sibling == site.name:
                continue
            name = condition.sibling
            found = [around.named(name) for around in known_siblings(site)]
            others = next(filter(None, found), [])
            if len(others) == 1:
                yield from _impossible(site, value_rule.spelling, condition, others[0])


_BOUNDS = {
    "below-min": "min",
    "above-max": "max",
    "too-short": "minLength",
    "too-long": "maxLength",
}


def _impossible(
    site: InputSite, spelling: str, condition: Condition, sibling: InputSite
) -> Iterator[Finding]:
    allowed = _judged(sibling)
    if allowed is None:
        return
    texts = Suggestions(other for other in allowed if isinstance(other, str))
    for value, pointer in zip(condition.values, condition.places, strict=True):
        if value in ("", []) or among(value, allowed):
            continue
        misfit = None
        if not allowed and of_type(sibling.type, value):
            from flowcheck.contracts.literals import misfits

            misfit = next((m for m in misfits(sibling.raw, value) if m.sure), None)
            if misfit is None:
                continue
        if misfit is not None:
            field = _BOUNDS[misfit.kind]
            hint: str | None = f"`{field}` of `{sibling.name}` is {number(misfit.limit)}"
            at = (*sibling.pointer, field)
            fact = f"which `{sibling.name}` can never be"
        elif allowed:
            hint = texts.hint(value) if isinstance(value, str) else None
            allows = f"allowed are {listed_values(allowed, word='and')}"
            hint = hint or Hint(allows, known=allowed)
            field = "options" if sibling.get("allowedValues") is None else "allowedValues"
            at = (*sibling.pointer, field)
            fact = f"which `{sibling.name}` does not allow"
        else:
            hint = f"`{sibling.name}` is of type `{sibling.type}`, and this is {a_type(value)}"
            at = (*sibling.pointer, "type")
            fact = f"which `{sibling.name}` can never be"
        yield Finding(
            pointer,
            f"`{spelling}` of `{site.name}` waits for {quoted(value)}, {fact}",
            hint=hint,
            related=(See(f"`{sibling.name}` is declared here", at),),
            args={"input": site.name, "sibling": sibling.name, "value": value},
        )
