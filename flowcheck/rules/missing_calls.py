"""Inputs that what a node calls requires and a run lacks, in the words of FC803 and FC813."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from flowcheck.dataclass import replace
from flowcheck.findings import Finding, See, Severity
from flowcheck.project.calls import Call
from flowcheck.rules.calls import elsewhere, unknown_inputs
from flowcheck.rules.either_or import (
    Group,
    group_args,
    group_hint,
    group_message,
    group_names,
    group_related,
    told_once,
)
from flowcheck.rules.slips import apart_from_slips
from flowcheck.wire.misspelt import is_misspelt

if TYPE_CHECKING:
    from flowcheck.context import Context


def missing_findings(calls: Iterable[Call], context: Context) -> Iterator[Finding]:
    """What FC803 and FC813 say: inputs that what is called requires and a run lacks.

    Rows of `items` are not asked: FC715 does where the node declares them. Silent where the
    node's own declaration already asks for the input (FC610, FC611), where an unknown input is
    likely the missing one, or one of its either/or group, misspelt, and where `inputs` itself is
    (FC107), and where a slip in a rule explains it (FC601, FC605)."""
    own: dict[str, set[str]] | None = None
    for call in calls:
        called = call.called
        if not called.whole or not any(site.raw.get("required") for site in called.inputs):
            continue
        if not all(site.name.strip() for site in call.node.inputs):
            continue  # one without a name may be the one
        if is_misspelt("Node", call.node.raw, "inputs"):
            continue
        verdicts = context.runs.missing_against(call.node, called.inputs)
        if not verdicts:
            continue
        if own is None:
            own = {}
            for verdict in context.runs.missing:
                if verdict.site.parent is None:
                    own.setdefault(verdict.node.id, set()).add(verdict.site.name)
        told = {unknown.near for unknown in unknown_inputs(call, context)}
        told |= own.get(call.node.id, set())
        left = [v for v in verdicts if told.isdisjoint(group_names(v) or {v.site.name})]
        for group in told_once(apart_from_slips(left, context)):
            yield _missing(group, call, context)


def _missing(group: Group, call: Call, context: Context) -> Finding:
    from flowcheck.rules.missing_words import missing_hint, missing_related, why_required
    from flowcheck.run_sentence import sentence

    verdict = group[0]
    several = len(group) > 1
    name, id = verdict.site.name, call.node.id
    required = f"{call.name} requires it{why_required(verdict.rule)}"
    shown = sentence(verdict.witness)
    if several:
        message = group_message(group, call.name)
    elif not verdict.always:
        message = f"`{name}` of node `{id}` is missing when {shown}: {required}"
    elif shown:
        message = f"nothing supplies `{name}` of node `{id}`, for example when {shown}: {required}"
    else:
        message = f"nothing supplies `{name}` of node `{id}`: {required}"
    document = elsewhere(call, context)
    rule_at = See("required by this rule", verdict.rule.pointer, document=document)
    own = verdict.supplied_by
    return Finding(
        call.node.pointer if own is None else own.pointer,
        message,
        hint=group_hint(group) if several else missing_hint(verdict),
        related=tuple(group_related(group, document))
        if several
        else (rule_at, *missing_related(verdict, context.flow)),
        witness=replace(verdict.witness, told=True) if shown else None,
        args={
            "called": call.id,
            "node": id,
            "input": name,
            "rule": verdict.rule.kind,
            "siblings": list(verdict.rule.siblings),
            **group_args(group),
        },
        severity=None if verdict.always and verdict.certain else Severity.WARNING,
    )
