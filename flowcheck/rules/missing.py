"""FC610–FC613: required inputs that a run can lack, and rules that never fire."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from flowcheck.dataclass import replace
from flowcheck.findings import Finding, See, Severity
from flowcheck.graph.flow import Flow
from flowcheck.rules.either_or import (
    Group,
    group_args,
    group_hint,
    group_message,
    group_related,
    told_once,
)
from flowcheck.rules.registry import rule
from flowcheck.rules.slips import apart_from_slips
from flowcheck.wording import listed

if TYPE_CHECKING:
    from flowcheck.context import Context
    from flowcheck.graph.sites import InputSite
    from flowcheck.runs.firing import Firing
    from flowcheck.runs.verdicts import DeadRule


@rule(
    "FC610",
    "missing-required-input",
    Severity.ERROR,
    on=Flow,
    wants="required",
    mildest=Severity.WARNING,
)
def missing_required_input(flow: Flow, context: Context) -> Iterator[Finding]:
    """A required input of a node has no value in any run in which the node runs.

    Why: Scenario refuses to start a node without an input that its rules require (certain). Blank
    strings and `[]` are no values; a default counts (observed). A node that never runs is not
    asked, and FC715 speaks where an entry of `items` lacks a sub-input that is always required. A
    rule that names a sibling by nearly the name of a declared one is FC601's.

    Bad:
        {"id": "edit", "type": "custom-model", "modelId": "m", "inputs": [
          {"name": "image", "type": "file", "required": {"always": true}}]}

    Good:
        {"id": "edit", "type": "custom-model", "modelId": "m", "inputs": [
          {"name": "image", "type": "file", "required": {"always": true},
           "ref": {"node": "workflow", "name": "photo"}}]}
    """
    for group in told_once(apart_from_slips(context.runs.missing, context)):
        if group[0].always:
            yield _missing(group, flow)


@rule("FC611", "maybe-missing-required-input", Severity.WARNING, on=Flow, wants="required")
def maybe_missing_required_input(flow: Flow, context: Context) -> Iterator[Finding]:
    """Some run that Scenario accepts leaves a required input of a running node without a value.

    Why: A workflow input that is optional may be left out, and then everything that reads it is
    empty (certain). The message tells such a run: the workflow inputs it gives or leaves out and
    the branches it takes, as far as they matter. Only runs that satisfy the workflow's own rules
    count. A rule that names a sibling by nearly the name of a declared one is FC601's, and so is a
    run that only such a rule of the workflow's own lets through; FC605's likewise.

    Bad:
        {"inputs": [{"name": "photo", "type": "file"}],
         "flow": [{"id": "edit", "type": "custom-model", "modelId": "m", "inputs": [
           {"name": "image", "type": "file", "required": {"always": true},
            "ref": {"node": "workflow", "name": "photo"}}]}]}

    Good:
        {"inputs": [{"name": "photo", "type": "file", "required": {"always": true}}],
         "flow": [{"id": "edit", "type": "custom-model", "modelId": "m", "inputs": [
           {"name": "image", "type": "file", "required": {"always": true},
            "ref": {"node": "workflow", "name": "photo"}}]}]}
    """
    for group in told_once(apart_from_slips(context.runs.missing, context)):
        if not group[0].always:
            yield _missing(group, flow)


def _missing(group: Group, flow: Flow) -> Finding:
    from flowcheck.rules.missing_words import missing_hint, missing_message, missing_related

    verdict = group[0]
    witness = verdict.witness
    several = len(group) > 1
    return Finding(
        verdict.entry or (verdict.supplied_by or verdict.site).pointer,
        group_message(group) if several else missing_message(verdict),
        hint=group_hint(group) if several else missing_hint(verdict),
        related=tuple(group_related(group)) if several else missing_related(verdict, flow),
        witness=None
        if verdict.always and not witness.shown
        else replace(witness, told=not verdict.always),
        args={
            "node": verdict.node.id,
            "input": verdict.site.name,
            "rule": verdict.rule.kind,
            "siblings": list(verdict.rule.siblings),
            **group_args(group),
        },
        severity=None if verdict.certain else Severity.WARNING,
    )


@rule("FC612", "dead-required-rule", Severity.INFO, on=Flow)
def dead_required_rule(flow: Flow, context: Context) -> Iterator[Finding]:
    """A `required` rule of a workflow or model input fires in no run that Scenario accepts.

    Why: Rules compete: an input that is always given never lets an `ifNotDefined` that names it
    fire, and neither do two inputs of which the rules always ask for one (certain). Such a rule
    looks like a safeguard and is none. Rules that name nobody are FC601's, values that cannot be
    FC605's.

    Bad:
        {"inputs": [
           {"name": "prompt", "type": "string", "required": {"always": true}},
           {"name": "image", "type": "file", "required": {"ifNotDefined": {"prompt": "or this"}}}],
         "flow": [{"id": "draw", "type": "custom-model", "modelId": "model_a", "inputs": [
           {"name": "prompt", "type": "string", "ref": {"node": "workflow", "name": "prompt"}},
           {"name": "image", "type": "file", "ref": {"node": "workflow", "name": "image"}}]}]}

    Good:
        {"inputs": [
           {"name": "prompt", "type": "string", "required": {"ifNotDefined": {"image": "or this"}}},
           {"name": "image", "type": "file", "required": {"ifNotDefined": {"prompt": "or this"}}}],
         "flow": [{"id": "draw", "type": "custom-model", "modelId": "model_a", "inputs": [
           {"name": "prompt", "type": "string", "ref": {"node": "workflow", "name": "prompt"}},
           {"name": "image", "type": "file", "ref": {"node": "workflow", "name": "image"}}]}]}
    """
    for verdict in context.runs.dead_rules:
        yield _dead(verdict)


def _dead(verdict: DeadRule) -> Finding:
    site, firing = verdict.site, verdict.rule
    return Finding(
        firing.pointer,
        f"`{firing.kind}` of `{site.name}` never requires it: {_why_dead(verdict)}",
        hint="leave the rule out, or make the inputs it names optional",
        related=tuple(
            See(f"`{other.name}` is given in every run", other.pointer) for other in verdict.given
        ),
        args={"input": site.name, "rule": firing.kind, "siblings": list(firing.siblings)},
    )


def _why_dead(verdict: DeadRule) -> str:
    firing: Firing = verdict.rule
    if firing.kind != "ifNotDefined":
        return "no accepted run meets its conditions"
    given: tuple[InputSite, ...] = verdict.given
    if given:
        verb = "is" if len(given) == 1 else "are"
        return f"{listed([site.name for site in given], word='and')} {verb} always given"
    return f"every accepted run gives {listed(firing.siblings)}"


@rule("FC613", "undecided", Severity.INFO, on=Flow)
def undecided(flow: Flow, context: Context) -> Iterator[Finding]:
    """The run model stopped at its budget before all its questions about the flow were answered.

    Why: Whether some run hangs or lacks an input can be as hard as any puzzle. So that a check
    always ends, the solver may spend so many conflicts on a flow and no more (`solver-budget`).
    What was reported stands; more may be wrong (certain). Said once per flow.

    Bad:
        a flow with hundreds of if/else nodes that are all entangled

    Good:
        the same flow split into sub-workflows, or checked with a larger `solver-budget`
    """
    if context.runs.undecided:
        document = context.document
        yield Finding(
            document.flow_at or document.inputs_at or document.at,
            "the run model stopped at its budget: what may never run, hang or be missing here is "
            "not fully decided",
            hint="raise `solver-budget`, or split the workflow",
        )
