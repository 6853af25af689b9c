"""Options of inputs: whether they apply, contradict each other, or name what is there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from flowcheck.findings import Finding, See, Severity
from flowcheck.graph.sites import InputSite
from flowcheck.hints import Hint
from flowcheck.nearest import did_you_mean
from flowcheck.rules.registry import rule
from flowcheck.wire.applies import INPUT_OPTIONS
from flowcheck.wire.values import ScalarKey, is_defined, of_type, scalar_key
from flowcheck.wire.vocabulary import FILE_TYPES, INPUT_TYPES, KINDS, scalar_of
from flowcheck.wording import a_type, listed, number, quoted

if TYPE_CHECKING:
    from flowcheck.context import Context


def applies(option: str, site: InputSite) -> bool:
    """Whether an option means something on an input of this type; True for unknown types."""
    return site.type not in INPUT_TYPES or site.type in INPUT_OPTIONS[option]


@rule("FC710", "option-not-for-input", Severity.WARNING, on=InputSite, having=tuple(INPUT_OPTIONS))
def option_not_for_input(site: InputSite, context: Context) -> Iterator[Finding]:
    """An input has an option that inputs of its type do not take.

    Why: Scenario documents each option for certain input types (certain): `step` and bounds for
    numbers, `prompt` and `placeholder` for strings, `kind` and `parent` for files, and so on.
    Elsewhere the option is ignored, so the type or the option is wrong. Options that switch
    nothing on (`false`, 0, blank, empty) are let pass, machines write them.

    Bad:
        {"name": "steps", "type": "number", "min": 1, "placeholder": "28"}

    Good:
        {"name": "steps", "type": "number", "min": 1, "default": 28}
    """
    known = site.type in INPUT_TYPES
    for option, value in site.raw.items():
        types = INPUT_OPTIONS.get(option)
        if known and types is not None and site.type not in types and value and is_defined(value):
            if site.faulty(option):
                continue  # FC105 tells what is wrong inside
            yield Finding(
                (*site.pointer, option),
                f"`{option}` does nothing on a `{site.type}` input: "
                f"it is for {listed(sorted(types))}",
                at_key=True,
                args={"input": site.name, "type": site.type, "option": option},
            )
    kind = site.get("kind")
    if (
        site.get("backgroundBehavior") is not None
        and site.type in FILE_TYPES
        and kind in KINDS
        and kind not in ("image", "image-hdr")
    ):
        yield Finding(
            (*site.pointer, "backgroundBehavior"),
            f"`backgroundBehavior` does nothing on an input of kind `{kind}`: it is for images",
            at_key=True,
            args={"input": site.name, "kind": kind, "option": "backgroundBehavior"},
        )


_PAIRS: Final = (
    ("min", "max"),
    ("minLength", "maxLength"),
    ("minDuration", "maxDuration"),
)
_NOT_NEGATIVE: Final = ("minLength", "maxLength", "maxSize")


@rule(
    "FC711",
    "invalid-bounds",
    Severity.ERROR,
    on=InputSite,
    having=("min", "minLength", "maxLength", "minDuration", "maxSize", "step"),
    mildest=Severity.WARNING,
)
def invalid_bounds(site: InputSite, context: Context) -> Iterator[Finding]:
    """The bounds of an input are not valid, or leave no value.

    Why: a value has to lie between the lower and the upper bound (observed: what is above `max`
    or longer than `maxLength` is refused), which none can when they are the wrong way round; no
    length or size is negative. A step of 0 or less leads nowhere, but `step` only helps the form
    (observed): a warning. The picks of a user-selection are bounded by a rule of their own.

    Bad:
        {"name": "steps", "type": "number", "min": 50, "max": 1}

    Good:
        {"name": "steps", "type": "number", "min": 1, "max": 50}
    """
    negative = set()
    for field in _NOT_NEGATIVE:
        value = site.get(field)
        if value is not None and value < 0 and applies(field, site):
            negative.add(field)
            yield _invalid(site, field, f"`{field}` is {number(value)}, and cannot be negative")
    step = site.get("step")
    if step is not None and step <= 0 and applies("step", site):
        said = f"`step` is {number(step)}, and has to be above 0"
        yield _invalid(site, "step", said, severity=Severity.WARNING)
    for low, high in _PAIRS:
        least, most = site.get(low), site.get(high)
        if least is None or most is None or least <= most or negative & {low, high}:
            continue
        if not applies(low, site) or (low == "min" and _bounds_picks(site)):
            continue
        yield _invalid(
            site,
            low,
            f"`{low}` of `{site.name}` is {number(least)}, above its `{high}` of {number(most)}: "
            "no value fits",
            See(f"`{high}` is here", (*site.pointer, high)),
        )


def _bounds_picks(site: InputSite) -> bool:
    return site.node is not None and site.node.type == "user-selection" and site.is_array


def _invalid(
    site: InputSite,
    field: str,
    message: str,
    *related: See,
    severity: Severity | None = None,
) -> Finding:
    return Finding(
        (*site.pointer, field),
        message,
        related=related,
        args={"input": site.name, "field": field, "value": site.get(field)},
        severity=severity,
    )


@rule("FC713", "bad-allowed-values", Severity.WARNING, on=InputSite, having=("allowedValues",))
def bad_allowed_values(site: InputSite, context: Context) -> Iterator[Finding]:
    """The `allowedValues` of an input are empty, repeated, or values that the input cannot have.

    Why: Scenario makes a select list of them, for one value or, on an array input, for several
    (certain). An empty list leaves nothing to choose. A repeated entry (blank ones too) is a
    copying mistake. An entry of another type, or outside the input's own bounds, can never be a
    value of the input.

    Bad:
        {"name": "steps", "type": "number", "allowedValues": ["10", 20, 20]}

    Good:
        {"name": "steps", "type": "number", "allowedValues": [10, 20, 30]}
    """
    entries = site.get("allowedValues")
    if entries is None or not applies("allowedValues", site) or site.type not in INPUT_TYPES:
        return
    at = (*site.pointer, "allowedValues")
    args = {"input": site.name}
    if site.surely_lacks("allowedValues"):
        yield Finding(
            at,
            f"`allowedValues` of `{site.name}` is empty: nothing can be chosen",
            hint="leave it out to allow everything",
            args=args | {"kind": "empty"},
        )
    from flowcheck.contracts.literals import misfits
    from flowcheck.rules.literal_sites import literal_fact

    wrong: list[int] = []
    seen: dict[ScalarKey, int] = {}
    terms = _terms_of_an_entry(site)
    for index, entry in enumerate(entries):
        if entry is None:
            continue
        typed = site.get("type") != "select" and is_defined(entry)
        if typed and not of_type(scalar_of(site.type), entry):
            wrong.append(index)
            continue
        key = scalar_key(entry)
        if key is not None and seen.setdefault(key, index) != index:
            yield Finding(
                (*at, index),
                f"`allowedValues` of `{site.name}` has {quoted(entry)} twice",
                related=(See("first here", (*at, seen[key])),),
                args=args | {"kind": "duplicate", "value": entry},
            )
            continue
        misfit = next((m for m in misfits(terms, entry) if m.sure), None)
        if misfit is not None:
            yield Finding(
                (*at, index),
                f"an entry in `allowedValues` of `{site.name}` {misfit.says}",
                args=args | {"kind": misfit.kind, "value": literal_fact(entry)},
            )
    if wrong:
        entry = entries[wrong[0]]
        more = f" (and {len(wrong) - 1} more)" if len(wrong) > 1 else ""
        yield Finding(
            (*at, wrong[0]),
            f"{a_type(entry)} among the `allowedValues` of `{site.name}`{more}, "
            f"but the input's type is `{site.type}`",
            args=args | {"kind": "type", "type": site.type},
        )


def _terms_of_an_entry(site: InputSite) -> dict[str, Any]:
    """What bounds one allowed value: all but the list itself and the number of items."""
    dropped = ("allowedValues", "options", *(("minLength", "maxLength") if site.is_array else ()))
    terms = {**site.raw, **dict.fromkeys(dropped)}
    return terms if site.get("type") == "select" else {**terms, "type": scalar_of(site.type)}


@rule(
    "FC714",
    "unknown-mask-source",
    Severity.ERROR,
    on=InputSite,
    having=("maskFrom",),
    mildest=Severity.WARNING,
)
def unknown_mask_source(site: InputSite, context: Context) -> Iterator[Finding]:
    """`maskFrom` does not name another file input beside it.

    Why: `maskFrom` is the name of the file input whose image the mask is painted on (certain); in
    real records it is always a declared file or file_array input beside it (observed). A flow
    node may leave inputs out, so there it is a warning.

    Bad:
        [{"name": "image", "type": "file"},
         {"name": "mask", "type": "file", "maskFrom": "imgae"}]

    Good:
        [{"name": "image", "type": "file"},
         {"name": "mask", "type": "file", "maskFrom": "image"}]
    """
    name = site.get("maskFrom")
    if name is None or not applies("maskFrom", site):
        return
    lists = [site.siblings, *([site.parent.siblings] if site.parent is not None else [])]
    named = [other for around in lists for other in around.named(name)]
    itself = named == [site]
    may_be_files = [o for o in named if o.type in FILE_TYPES or o.type not in INPUT_TYPES]
    if may_be_files and not itself:
        return
    if any(around.unclear for around in lists):
        return
    hint: str | None
    if itself:
        says, hint = "the input itself", None
    elif named:
        says = f"a `{named[0].type}` input"
        hint = "a mask is painted on a `file` or `file_array` input"
    else:
        says = "no input beside it" if name.strip() else "nothing"
        found = (around.file_names.match(name, but=site.name) for around in lists)
        hint = did_you_mean(name, [match for match in found if match is not None])
    files = [o.name for o in site.siblings if o.type in FILE_TYPES and o.name != site.name]
    if hint is None and files and name.strip():
        hint = Hint(f"the file inputs beside it: {listed(files, word='and')}", known=files)
    yield Finding(
        (*site.pointer, "maskFrom"),
        f"`maskFrom` of `{site.name}` names {says}: {quoted(name)}",
        hint=hint,
        related=tuple(
            See(f"`{name}` is declared here", o.pointer) for o in named[:1] if not itself
        ),
        args={"input": site.name, "missing": name},
        severity=None if site.in_contract else Severity.WARNING,
    )
