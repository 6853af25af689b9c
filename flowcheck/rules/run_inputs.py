"""FC821–FC824: the inputs of one run against the contract of its workflow (`check-run`)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from flowcheck.contracts.literals import Misfit
from flowcheck.contracts.run_body import Missing, RunBody
from flowcheck.findings import Finding, See, Severity
from flowcheck.graph.sites import InputSite
from flowcheck.hints import Hint
from flowcheck.rules.literal_sites import literal_fact
from flowcheck.rules.registry import rule
from flowcheck.runs.firing import Firing
from flowcheck.wire.values import is_defined
from flowcheck.wording import a_type, be, listed, listed_values, quoted

if TYPE_CHECKING:
    from flowcheck.context import Context

LONGEST_TEXT: Final = 4096
"""Characters of a text, beyond which runs were refused without a declared bound. (observed)"""


@rule("FC821", "unknown-run-input", Severity.ERROR, on=RunBody, mildest=Severity.WARNING)
def unknown_run_input(body: RunBody, context: Context) -> Iterator[Finding]:
    """A run is given an input that its workflow does not have.

    Why: run inputs are keyed by the names of the workflow's inputs (certain). The service looks
    only at inputs the workflow declares (observed), so the value reaches no node; mostly the name
    is misspelt, and the input that was meant is missing. A key that is near no input is ignored:
    a warning.

    Bad: for a workflow with the inputs `prompt` and `image`
        {"promt": "a fox"}

    Good:
        {"prompt": "a fox"}
    """
    names = body.contract.inputs
    for key, near in body.unknown.items():
        related: tuple[See, ...] = ()
        meant = near is not None or key == body.wrapper
        if near is not None:
            hint: str = Hint(f"did you mean {listed([near])}?", suggestion=near)
            related = (_declared(body, names[near]),)
        elif key == body.wrapper:
            hint = f"leave out {listed([key])}: the body itself is keyed by input name"
        else:
            known = f"its {be('input', names)} {listed(names, word='and')}"
            hint = Hint(known, known=names) if names else "it has no inputs"
        yield Finding(
            (*body.pointer, key),
            f"the workflow has no input {listed([key])}",
            hint=hint,
            related=related,
            args={"input": key},
            at_key=True,
            severity=None if meant else Severity.WARNING,
        )


@rule("FC822", "missing-run-input", Severity.ERROR, on=RunBody)
def missing_run_input(body: RunBody, context: Context) -> Iterator[Finding]:
    """A run does not give an input that its workflow requires for exactly these values.

    Why: Scenario refuses a run without an input whose `required` rules apply (certain). Blank
    strings, `[]` and null count as not given, a default counts as given (observed).

    Bad: for a workflow where `mask` has `"required": {"ifDefined": {"image": ""}}`
        {"image": "asset_1"}

    Good:
        {"image": "asset_1", "mask": "asset_2"}
    """
    for missing in body.missing():
        name, firing = missing.site.name, missing.firing
        if missing.group:
            names = [site.name for site in missing.group]
            neither = "neither is given" if len(names) == 2 else "none of them is given"
            message = f"one of {listed(names)} is required, and {neither}"
        else:
            message = f"{listed([name])} is required{_because(body, firing)}, but missing"
        pointer = body.pointer
        if body.given.get(name) is not None:
            pointer = (*pointer, name)
            message += f": {quoted(body.given[name])} counts as nothing"
        yield Finding(
            pointer,
            message,
            related=tuple(_missing_places(body, missing)),
            args={"input": name, "rule": firing.kind, "siblings": list(firing.siblings)},
        )


@rule("FC823", "run-input-type", Severity.ERROR, on=RunBody)
def run_input_type(body: RunBody, context: Context) -> Iterator[Finding]:
    """A run input has the wrong JSON type.

    Why: Scenario refuses values of another type; a bare scalar in an array input it drops without
    a word, runs without it, and charges the run all the same (observed).

    Bad: for a workflow whose `images` is a file_array
        {"images": "asset_1"}

    Good:
        {"images": ["asset_1"]}
    """
    if not isinstance(body.value, dict):
        yield Finding(
            body.pointer,
            f"the run inputs are {a_type(body.value)}, but an object keyed by input name is needed",
            args={"input": None, "value": literal_fact(body.value)},
        )
    for site, misfit in _misfits(body):
        if misfit.kind == "scalar-for-array":
            yield Finding(
                (*body.pointer, site.name),
                f"{listed([site.name])} is {a_type(misfit.value)}, but a `{site.type}` input takes "
                "an array: the value is dropped silently and the run still charged",
                hint=f"write {quoted([misfit.value])}",
                related=(_declared(body, site),),
                args=_args(site, misfit),
            )
        elif misfit.kind == "type":
            yield _misfit(body, site, misfit, "type")


@rule("FC824", "run-input-value", Severity.ERROR, on=RunBody, mildest=Severity.WARNING)
def run_input_value(body: RunBody, context: Context) -> Iterator[Finding]:
    """A run input is outside the allowed values, bounds or length of its workflow input.

    Why: Scenario refuses values above `max`, longer than `maxLength` or not among `allowedValues`
    (observed). On arrays the lengths count items (certain), and `min`, `max` and `allowedValues`
    bound each item. What is below a `min` of 0 was seen to be accepted, so that is a warning. A
    text of more than 4,096 characters was refused although no bound was declared (observed): a
    warning where the input has no `maxLength`.

    Bad: for a workflow whose `strength` has `"max": 1`
        {"strength": 70}

    Good:
        {"strength": 0.7}
    """
    fields = {
        "not-allowed": "allowedValues",
        "below-min": "min",
        "above-max": "max",
        "too-short": "minLength",
        "too-long": "maxLength",
    }
    for site, misfit in _misfits(body):
        field = fields.get(misfit.kind)
        if field is not None:
            yield _misfit(body, site, misfit, field)
    for name, value in body.given.items():
        if isinstance(value, str) and len(value) > LONGEST_TEXT and body.contract.judged(name):
            site = body.contract.inputs[name]
            if site.type == "string" and site.surely_lacks("maxLength"):
                yield _long_text(body, site, value)


def _long_text(body: RunBody, site: InputSite, value: str) -> Finding:
    return Finding(
        (*body.pointer, site.name),
        f"{listed([site.name])} has {len(value)} characters: "
        f"texts over {LONGEST_TEXT} were refused",
        hint="shorten it",
        related=(_declared(body, site),),
        args={"input": site.name, "kind": "long-text", "limit": LONGEST_TEXT},
        severity=Severity.WARNING,
    )


def _misfits(body: RunBody) -> Iterator[tuple[InputSite, Misfit]]:
    for name, found in body.misfits.items():
        for misfit in found:
            yield body.contract.inputs[name], misfit


def _misfit(body: RunBody, site: InputSite, misfit: Misfit, field: str) -> Finding:
    subject = listed([site.name])
    return Finding(
        (*body.pointer, site.name, *misfit.path),
        f"an item of {subject} {misfit.says}" if misfit.path else f"{subject} {misfit.says}",
        hint=misfit.hint,
        related=(_declared(body, site, field),),
        args=_args(site, misfit),
        severity=None if misfit.sure else Severity.WARNING,
    )


def _args(site: InputSite, misfit: Misfit) -> dict[str, Any]:
    return {
        "input": site.name,
        "kind": misfit.kind,
        "value": literal_fact(misfit.value),
        "limit": misfit.limit,
    }


def _declared(body: RunBody, site: InputSite, field: str = "name") -> See:
    """The place in the workflow's file where an input, or a field of it, is declared."""
    pointer = (*site.pointer, field)
    what = "" if field == "name" else f"`{field}` of "
    key = body.contract.document.key
    return See(f"{what}{listed([site.name])} is declared here", pointer, document=key)


def _because(body: RunBody, firing: Firing) -> str:
    """ " because …", with the values that make the rule apply; empty for `always`."""
    if firing.kind == "always":
        return ""
    if firing.kind == "ifDefined":
        return f" because {listed(firing.siblings)} {_is_given(body, firing.siblings[0])}"
    if firing.kind == "ifNotDefined":
        verb = "is" if len(firing.siblings) == 1 else "are"
        return f" because {listed(firing.siblings, word='and')} {verb} not given"
    assert firing.rule is not None
    told = []
    for condition, part in zip(firing.rule.conditions, firing.parts, strict=True):
        if part < 0:
            continue
        name = condition.sibling
        word = f"{listed([name])} is {quoted(body.effective(name))}"
        word += "" if is_defined(body.given.get(name)) else " by default"
        if condition.negated and condition.values:
            word += f" rather than {listed_values(condition.values)}"
        told.append(word)
    return f" because {' and '.join(told[:3])}"


def _is_given(body: RunBody, name: str) -> str:
    return "is given" if is_defined(body.given.get(name)) else "has a default"


def _missing_places(body: RunBody, missing: Missing) -> Iterator[See]:
    """The rule in the workflow's file, and in the run's the values that make it apply."""
    document = body.contract.document.key
    if missing.group:
        for site in missing.group:
            at = (*site.pointer, "required")
            yield See(f"the rule of {listed([site.name])}", at, document=document)
        return
    yield See("required by this rule", missing.firing.pointer, document=document)
    for name in missing.firing.siblings[:3]:
        if is_defined(body.given.get(name)):
            yield See(f"{listed([name])} is given here", (*body.pointer, name), at_key=True)
