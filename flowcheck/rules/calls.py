"""Nodes that call a model or a sub-workflow, compared with what it declares.

Shared by the rules about models and those about sub-workflows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from flowcheck.dataclass import dataclass
from flowcheck.findings import Finding, See, Severity
from flowcheck.graph.named_list import by_name
from flowcheck.graph.sites import InputSite, NodeSite
from flowcheck.hints import Hint
from flowcheck.nearest import Suggestions
from flowcheck.project.calls import Call, model_call, workflow_call
from flowcheck.wording import listed

if TYPE_CHECKING:
    from flowcheck.context import Context


def declaration_of(site: InputSite, context: Context) -> tuple[Call, InputSite] | None:
    """What the model or sub-workflow that a node runs declares under the name of one of its own
    inputs; None where that is not known."""
    node = site.node
    if node is None or site.parent is not None:
        return None
    call = model_call(node, context.project) or workflow_call(node, context.project)
    terms = None if call is None else call.called.by_name.get(site.name)
    return None if call is None or terms is None else (call, terms)


@dataclass(frozen=True, slots=True)
class Unknown:
    """An input whose name is not declared. near: the nearest declared name. declared: the inputs
    it could be one of. numbered: whether it is a declared name but for its number, as the inputs
    that model records hide often are."""

    site: InputSite
    near: str | None
    declared: dict[str, InputSite]
    numbered: bool = False


def elsewhere(call: Call, context: Context) -> str | None:
    """`See.document` of what is called: None when it stands in the very record checked."""
    theirs, ours = call.called.document, context.document
    return None if theirs.beside(ours) else theirs.key


def paired(call: Call) -> Iterator[tuple[InputSite, InputSite]]:
    """The inputs and sub-inputs of the node, gates aside, each with its declaration."""
    waiting = [(call.node.inputs, call.called.by_name)]
    while waiting:
        sites, declared = waiting.pop()
        for site in sites:
            terms = declared.get(site.name)
            if terms is None or (site.ref is not None and site.ref.is_gate):
                continue
            yield site, terms
            if site.items:
                inner = by_name(terms.declared)
                waiting += [(row, inner) for row in site.items]


def unknown_inputs(call: Call, context: Context) -> Iterator[Unknown]:
    """The inputs of a node that what it calls does not declare.

    Left out are gates and names its own rules mention. What may only steer the node (a merge, the
    tie of a body node to its loop) and what a run recorded need a declared name that is near."""
    called = call.called
    if not called.whole:
        return
    from flowcheck.project.called import unnumbered

    taken = {site.name for site in call.node.inputs}
    near_names = context.suggestions(f"the inputs of {call.name}", called.by_name)
    for site in call.node.inputs:
        if not site.name.strip() or site.faulty("ref"):
            continue
        if site.name in called.by_name or site.name in called.hidden or _is_gate(site):
            continue
        near = near_names.match(site.name)
        near = None if near in taken else near
        if near is not None or not (context.flow.is_job or _steers(site, context)):
            numbered = call.what == "model" and unnumbered(site.name) in called.unnumbered
            yield Unknown(site, near, called.by_name, near is None and numbered)
    for site, terms in paired(call):
        if site.items and not context.flow.is_job:
            yield from _unknown_sub_inputs(site, terms, hides=call.what == "model")


def _is_gate(site: InputSite) -> bool:
    """Whether it is a gate, or would be if its `equal` were spelt right (FC107)."""
    return site.ref is not None and (site.ref.is_gate or not site.ref.surely_lacks("equal"))


def _steers(site: InputSite, context: Context) -> bool:
    """Whether the input may be there only to have its node wait."""
    ref = site.ref
    if ref is None:
        return False
    if ref.node is None or ref.conditional:
        return True
    loop = context.flow.loops.get(ref.node)
    return loop is not None and site.node is not None and site.node.id in loop.members


def _unknown_sub_inputs(site: InputSite, terms: InputSite, *, hides: bool) -> Iterator[Unknown]:
    """hides: whether what is called may have sub-inputs that it does not declare."""
    declared = by_name(terms.declared)
    if not declared or terms.faulty() or not all(map(str.strip, declared)):
        return
    from flowcheck.project.called import unnumbered
    from flowcheck.rules.values import bad_sub_inputs_of

    told = {bad.name for bad in bad_sub_inputs_of(site) if bad.kind == "unknown"}
    near_names = Suggestions(declared)
    families = frozenset(map(unnumbered, declared)) if hides else frozenset()
    for row in site.items:
        for inner in row:
            name = inner.name
            if not name.strip() or name in declared or name in told or _is_gate(inner):
                continue
            near = near_names.match(name)
            numbered = near is None and unnumbered(name) in families
            yield Unknown(inner, near, declared, numbered)


def misspelt_inputs(node: NodeSite, context: Context) -> set[str]:
    """The declared names that inputs of a node were meant to have, which FC802 or FC812 says."""
    call = model_call(node, context.project) or workflow_call(node, context.project)
    found = () if call is None else unknown_inputs(call, context)
    return {unknown.near for unknown in found if unknown.near is not None}


def unknown_finding(unknown: Unknown, call: Call, context: Context) -> Finding:
    """What FC802 and FC812 say."""
    site, near = unknown.site, unknown.near
    parent = "" if site.parent is None else f" in `{site.parent.name}`"
    related: tuple[See, ...] = ()
    if near is not None:
        at = unknown.declared[near].pointer
        document = elsewhere(call, context)
        related = (See(f"`{near}` is declared here", at, document=document),)
        hint: str = Hint.meant(near)
    elif unknown.declared:
        takes = f"it takes {listed(unknown.declared, word='and')}"
        hint = Hint(takes, known=unknown.declared)
    else:
        hint = "it takes no inputs"
    return Finding(
        (*site.pointer, "name"),
        f"{call.name} has no input `{site.name}`{parent}",
        hint=hint,
        related=related,
        args={"called": call.id, "node": call.node.id, "input": site.name},
        severity=_severity(unknown),
    )


def _severity(unknown: Unknown) -> Severity | None:
    if unknown.near is not None:
        return None
    return Severity.INFO if unknown.numbered else Severity.WARNING
