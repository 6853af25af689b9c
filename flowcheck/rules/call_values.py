"""What a node hands to the model or sub-workflow it runs, against what that takes: types, kinds and
literals. Shared by the rules about models and those about sub-workflows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from flowcheck.contracts.literals import Misfit, misfits
from flowcheck.dataclass import replace
from flowcheck.findings import Finding, Pointer, See, Severity
from flowcheck.graph.sites import InputSite
from flowcheck.project.calls import Call
from flowcheck.rules.calls import elsewhere, paired
from flowcheck.rules.declared import differs, no_value_of
from flowcheck.rules.input_types import type_mismatch
from flowcheck.rules.literal_sites import literal_fact, literal_misfits
from flowcheck.rules.values import bad_sub_inputs_of, row_misfits
from flowcheck.wording import a_type, quoted

if TYPE_CHECKING:
    from flowcheck.context import Context


def type_findings(call: Call, context: Context) -> Iterator[Finding]:
    """What FC804 and FC815 say: inputs declared with another type or asset kind than what is
    called takes. Silent where the wire into the input is the mistake (FC214), and in rows where
    the node's own declaration says the same (FC715)."""
    for site, terms in paired(call):
        found = differs(site, terms)
        if found is None or _is_mismatched(site, context) or _differs_in_row(site):
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


def _is_mismatched(site: InputSite, context: Context) -> bool:
    """Whether the wire into the input already brings another kind of thing than it declares: then
    that is said, and what it declares is no safe ground."""
    return site.ref is not None and any(type_mismatch(site.ref, context))


def _differs_in_row(site: InputSite) -> bool:
    if site.parent is None:
        return False
    return any(
        bad.pointer[: len(site.pointer)] == site.pointer for bad in bad_sub_inputs_of(site.parent)
    )


def value_findings(call: Call, context: Context) -> Iterator[Finding]:
    """What FC805 and FC816 say of the literals a node writes itself. Silent where the types
    differ, and where a literal does not even fit the node's own declaration."""
    for site, terms in paired(call):
        if site.faulty() or differs(site, terms) is not None or _differs_in_row(site):
            continue
        told = {field for field, _ in literal_misfits(site, context)}
        told |= {"value"} if any(row_misfits(site)) else set()
        for field in ("value", "default"):
            value = site.get(field)
            beside_ref = field == "value" and site.raw.get("ref") is not None
            if value is None or field in told or beside_ref:
                continue
            for misfit in misfits(terms.raw, value):
                if misfit.kind == "type":
                    kind = no_value_of(terms, misfit.value)
                    if kind is None:
                        continue  # the types are compared above
                    misfit = replace(misfit, says=f"is {quoted(misfit.value)}, which is no {kind}")
                subject = f"`{field}` of `{site.name}`"
                at = (*site.pointer, field, *misfit.path)
                yield misfit_finding(at, subject, misfit, terms, call, context)


def misfit_finding(
    at: Pointer, subject: str, misfit: Misfit, terms: InputSite, call: Call, context: Context
) -> Finding:
    """That what is called does not take a literal: `subject` names it in words."""
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
    args: dict[str, Any] = {
        "called": call.id,
        "input": terms.name,
        "field": next((part for part in reversed(at) if isinstance(part, str)), None),
        "kind": misfit.kind,
        "value": literal_fact(misfit.value),
    }
    return Finding(
        at,
        message,
        hint=misfit.hint,
        related=(See(f"`{terms.name}` is declared here", terms.pointer, document=document),),
        args=args,
        severity=severity,
    )
