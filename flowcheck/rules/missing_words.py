"""What to say about a missing input: the message, how to mend it, and the places that matter.

Shared by the rules on a flow's own declarations and those on models and sub-workflows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from flowcheck.findings import See
from flowcheck.run_sentence import sentence
from flowcheck.runs.firing import Firing
from flowcheck.runs.supply import contract_name
from flowcheck.runs.verdicts import MissingInput
from flowcheck.wording import listed, listed_values

if TYPE_CHECKING:
    from flowcheck.graph.flow import Flow


def missing_message(verdict: MissingInput) -> str:
    """One sentence: which input of which node, when, and by which rule it is required."""
    fact = f"`{verdict.site.name}` of node `{verdict.node.id}` is required"
    fact += why_required(verdict.rule)
    if verdict.always:
        return f"{fact}, but nothing supplies it"
    return f"{fact}, but missing when {sentence(verdict.witness)}"


def why_required(rule: Firing) -> str:
    """ " because …" for the rule that requires an input; empty for `always`."""
    if rule.kind == "always":
        return ""
    if rule.kind == "ifDefined":
        return f" because {listed(rule.siblings)} is given"
    if rule.kind == "ifNotDefined":
        verb = "is not given" if len(rule.siblings) == 1 else "are not given"
        return f" because {listed(rule.siblings, word='and')} {verb}"
    assert rule.rule is not None
    told = [
        f"{listed([condition.sibling])} is {'not ' if condition.negated else ''}"
        + listed_values(condition.values)
        for condition in rule.rule.conditions
    ]
    return f" because {f' {rule.rule.operator} '.join(told[:3])}"


def missing_hint(verdict: MissingInput) -> str:
    """How to mend it."""
    name = verdict.site.name
    own = verdict.supplied_by
    read = contract_name(own) if own is not None else None
    if verdict.swapped is not None:
        router, value = verdict.swapped
        return (
            f"the branches look swapped: {listed([router])} takes {listed([value])} where "
            f"{listed([read or name])} is given"
        )
    if read is not None:
        return f"make workflow input `{read}` required, or give it a default"
    if verdict.entry is not None:
        return f"add `{name}` to this entry, with a `value` or a `ref`"
    if own is None:
        return f"add an input `{name}` with a `value` or a `ref`"
    return f"give `{name}` a `ref`, a `value` or a `default`"


def missing_related(verdict: MissingInput, flow: Flow) -> tuple[See, ...]:
    """The rule, the siblings it looks at and the workflow input that is read; places of the
    node's own document only."""
    return tuple(_related(verdict, flow))


def _related(verdict: MissingInput, flow: Flow) -> Iterator[See]:
    own = verdict.supplied_by
    if own is not None and own.node is verdict.site.node:
        yield See("required by this rule", verdict.rule.pointer)
        for name in verdict.rule.siblings[:3]:
            sibling = own.sibling(name)
            if sibling is not None and sibling is not own:
                yield See(f"`{name}` is this input", sibling.pointer)
    read = contract_name(own) if own is not None else None
    site = flow.contract_input(read) if read is not None else None
    if site is not None:
        yield See(f"workflow input `{read}` may be left out", site.pointer)
