"""Inputs that nothing feeds, which a rule of their own tells: what nobody reads may be meant for
one of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from flowcheck.graph.flow import Flow
from flowcheck.graph.sites import NodeSite
from flowcheck.wire.values import is_wire
from flowcheck.wire.vocabulary import scalar_of

if TYPE_CHECKING:
    from flowcheck.context import Context

_NO_TEXT = frozenset({"boolean", "number"})
_ANY = frozenset({"boolean", "file", "inputs_array", "model", "number", "string"})
"""What a loop or a selection may be fed with: arrays of any of these."""


def unfed_types(flow: Flow, context: Context) -> frozenset[str]:
    """The scalar types that would go into inputs of the flow to which nothing comes: those of a
    loop without a list (FC407), of a selection without candidates (FC424), of an input that an
    expression names and its node has not (FC311), and those required in every run (FC610, FC803,
    FC813)."""
    from flowcheck.rules.walked import has_nothing_to_iterate

    if any(map(has_nothing_to_iterate, flow.loops.values())):
        return _ANY
    if any(_lacks_input(node, context) for node in flow.sites):
        return _ANY
    return frozenset(_required(flow, context))


def has_wire_as_value(flow: Flow) -> bool:
    """Whether the `value` of some input, which cannot be one (FC712), is a wire: an object built
    like a `ref`, or the text that other tools write for one (`{{seed}}`)."""
    return any(
        is_wire(value)
        or (site.type in _NO_TEXT and isinstance(value, str) and ("{{" in value or "${" in value))
        for site in flow.inputs_in(flow.sites)
        if (value := site.get("value")) is not None
    )


def _lacks_input(node: NodeSite, context: Context) -> bool:
    if node.type == "user-selection":
        from flowcheck.rules.lists import nothing_to_select

        return any(nothing_to_select(node, context))
    if node.type in ("logic", "transform"):
        from flowcheck.rules.expressions import unknown_variable

        return any(unknown_variable(node, context))
    return False


def _required(flow: Flow, context: Context) -> Iterator[str]:
    from flowcheck.project.calls import model_calls, workflow_calls

    for verdict in context.runs.missing:
        if verdict.always and verdict.site.ref is None:
            yield scalar_of(verdict.site.type)
    project = context.project
    for call in (*model_calls(flow, project), *workflow_calls(flow, project)):
        for verdict in context.runs.missing_against(call.node, call.called.inputs):
            if verdict.always and (verdict.supplied_by is None or verdict.supplied_by.ref is None):
                yield scalar_of(verdict.site.type)
