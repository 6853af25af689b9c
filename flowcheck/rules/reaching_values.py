"""What reaches a model through wires: the literals at their other end, and what the workflow's own
contract lets through. Half of FC805."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from flowcheck.contracts.literals import Misfit, allowed_of, misfits
from flowcheck.dataclass import dataclass, replace
from flowcheck.findings import Finding, Pointer, See, Severity
from flowcheck.graph.sites import InputSite, RefSite
from flowcheck.project.calls import Call
from flowcheck.rules.call_values import misfit_finding
from flowcheck.rules.calls import elsewhere, paired
from flowcheck.rules.declared import as_number, differs
from flowcheck.rules.literal_sites import literal_misfits
from flowcheck.rules.walked import walked_inputs
from flowcheck.wire.values import choices, is_defined
from flowcheck.wire.vocabulary import scalar_of
from flowcheck.wording import number, quoted

if TYPE_CHECKING:
    from flowcheck.context import Context
    from flowcheck.graph.flow import Flow


Reach = tuple[str, Pointer, Pointer]
"""The id of a model, the place of its input, and the place of what reaches it."""


@dataclass(frozen=True, slots=True)
class _Literal:
    """A literal at the other end of a wire. what: its name in words. at: its place; of the items
    of a list, the list's. apart: whether each item reaches the input by itself. each: whether
    `what` names an item rather than the whole."""

    what: str
    at: Pointer
    value: Any
    apart: bool = False
    each: bool = False


def reaching_findings(call: Call, judged: set[Reach], context: Context) -> Iterator[Finding]:
    """What reaches the node's inputs and does not fit what it calls. Silent behind a branch,
    which may be there to keep such values away. judged: what reached which input of which model
    already, by whatever wires; it grows."""
    flow = context.flow
    if flow.is_job or call.node.id in flow.behind_gates:
        return
    for site, terms in paired(call):
        ref = site.ref
        if ref is None or ref.is_gate or ref.conditional or site.faulty() or terms.faulty():
            continue
        if differs(site, terms) is not None:
            continue
        found = _at_the_other_end(ref, context)
        refused = False
        if found is not None and _is_new((call.id, terms.pointer, found.at), judged):
            for misfit in _unfit(found, terms):
                refused = True
                subject = f"{found.what}, which reaches `{site.name}` of `{call.node.id}`"
                at = (*found.at, *misfit.path)
                if found.each:
                    misfit = replace(misfit, path=())
                yield misfit_finding(at, subject, misfit, terms, call, context)
        source = _contract_source(ref, flow) if ref.from_contract else None
        if source is None or source.type != terms.type:
            continue
        # a default that is refused shows it already
        if _is_new((call.id, terms.pointer, source.pointer), judged) and not refused:
            yield from _let_through(source, ref, terms, call, context)


def _is_new(reach: Reach, judged: set[Reach]) -> bool:
    known = reach in judged
    judged.add(reach)
    return not known


def _at_the_other_end(ref: RefSite, context: Context) -> _Literal | None:
    flow = context.flow
    if ref.from_contract:
        source = _contract_source(ref, flow)
        default = None if source is None else source.get("default")
        if source is None or not is_defined(default) or any(literal_misfits(source, context)):
            return None
        what = f"the default of workflow input `{source.name}`"
        return _Literal(what, (*source.pointer, "default"), default)
    loop = flow.loops.get(ref.node or "")
    if loop is not None:
        if ref.input.node is None or ref.input.node.id not in loop.members:
            return None
        inputs = walked_inputs(loop)
        if len(inputs) != 1 or inputs[0].name != ref.name or inputs[0].faulty():
            return None  # which items of several lists come together is not known
        if not loop.node.surely_lacks("count"):
            return None  # what is beyond the count never reaches anybody
        walked = inputs[0]
        if walked.ref is None:
            value = walked.get("value")
            what, at = f"`value` of `{walked.name}`", (*walked.pointer, "value")
            return _Literal(what, at, value, True) if isinstance(value, list) else None
        return _listed(walked.ref, flow, apart=True)
    return _listed(ref, flow, apart=False)


def _listed(ref: RefSite, flow: Flow, *, apart: bool) -> _Literal | None:
    node = flow.nodes.get(ref.node or "")
    if node is None or node.type != "list" or node.id in flow.duplicated or node.faults:
        return None
    if ref.is_gate or ref.conditional or not node.get("items"):
        return None
    at = (*node.pointer, "items")
    return _Literal(f"an item of `{node.id}`", at, node.get("items"), apart, each=True)


def _contract_source(ref: RefSite, flow: Flow) -> InputSite | None:
    named = flow.contract.named(ref.name or "") if flow.contract is not None else []
    return named[0] if len(named) == 1 and not named[0].faulty() else None


def _unfit(found: _Literal, terms: InputSite) -> Iterator[Misfit]:
    if found.apart:
        item_terms = _item_terms(terms)
        for index, item in enumerate(found.value):
            for misfit in misfits(item_terms, _read_as(item, item_terms["type"])):
                if misfit.kind != "type":
                    yield replace(misfit, path=(index,))
        return
    value = found.value
    if isinstance(value, list):
        if not terms.is_array:
            return  # how a list becomes one value is not known
        value = [_read_as(item, scalar_of(terms.type)) for item in value]
    elif terms.is_array:
        return  # a single file wired into an array is normal
    yield from (misfit for misfit in misfits(terms.raw, value) if misfit.kind != "type")


def _item_terms(terms: InputSite) -> dict[str, Any]:
    """What bounds one value, or each item of an array: the number of items does not."""
    lengths = {"minLength": None, "maxLength": None} if terms.is_array else {}
    return {**terms.raw, "type": scalar_of(terms.type), **lengths}


def _read_as(value: Any, type: str) -> Any:
    """An item of a list node as the input takes it: numbers stand there as text."""
    if type == "number" and isinstance(value, str):
        read = as_number(value)
        return value if read is None else read
    return value


def _let_through(
    source: InputSite, ref: RefSite, terms: InputSite, call: Call, context: Context
) -> Iterator[Finding]:
    for place, says in _wider(source, terms):
        document = elsewhere(call, context)
        yield Finding(
            (*source.pointer, *place),
            f"workflow input `{source.name}` {says}, which {call.name} does not take for "
            f"`{terms.name}`",
            related=(
                See(f"`{ref.input.name}` of `{call.node.id}` reads it", ref.pointer),
                See(f"`{terms.name}` is declared here", terms.pointer, document=document),
            ),
            args={"called": call.id, "input": source.name, "taken": terms.name, "field": place[0]},
            severity=Severity.WARNING,
        )


def _wider(source: InputSite, terms: InputSite) -> Iterator[tuple[Pointer, str]]:
    """Where in its record a contract input says itself that it takes more, and what it takes."""
    ours = allowed_of(source.raw)
    if ours.binding:
        item_terms = _item_terms(terms)
        for index, entry in enumerate(choices(source.raw) or ()):
            if any(m.sure and m.kind != "type" for m in misfits(item_terms, entry)):
                listed = source.get("allowedValues") is not None
                yield ("allowedValues" if listed else "options", index), f"allows {quoted(entry)}"
                return
        return
    for low, high in (("min", "max"), ("minLength", "maxLength")):
        least, most = source.get(low), source.get(high)
        bounds = terms.get(low), terms.get(high)
        if None not in bounds and bounds[0] > bounds[1]:
            continue
        if most is not None and bounds[1] is not None and most > bounds[1]:
            yield (high,), f"has a `{high}` of {number(most)}"
        # below a `min` of 0 values are let pass
        if least is not None and bounds[0] and least < bounds[0]:
            yield (low,), f"has a `{low}` of {number(least)}"
