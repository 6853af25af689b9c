"""Which literals of a document are judged, and as what: shared by the rules about literals."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Literal

from flowcheck.contracts.literals import Misfit, misfits
from flowcheck.rules.declared import belies_declaration

if TYPE_CHECKING:
    from flowcheck.context import Context
    from flowcheck.graph.sites import InputSite

LiteralField = Literal["value", "default"]


def literal_misfits(site: InputSite, context: Context) -> Iterator[tuple[LiteralField, Misfit]]:
    """What keeps the `value` and `default` of an input from fitting its own declaration.

    A `value` beside a `ref` is passed over: in a job it is what the wire brought, and elsewhere
    having both is the mistake. So is one in a row whose type is not the declared one: that is."""
    bounds_items = site.node is None or site.node.type != "user-selection"
    fields: tuple[LiteralField, ...] = ("value", "default")
    for field in fields:
        value = site.get(field)
        if value is None or (field == "value" and site.raw.get("ref") is not None):
            continue
        if field == "value" and site.faulty("ref"):
            continue
        for misfit in misfits(site.raw, value, bounds_items=bounds_items):
            if field == "value" and belies_declaration(site):
                break
            if not _adapted(site, misfit, context):
                yield field, misfit


def _adapted(site: InputSite, misfit: Misfit, context: Context) -> bool:
    """Whether it is an array in a scalar input where that says nothing: a job shows what Scenario
    made of a wire, and a loop that walks a scalar input has a rule of its own."""
    if misfit.kind != "type" or misfit.path or not isinstance(misfit.value, list):
        return False
    return context.flow.is_job or (site.node is not None and site.node.is_loop)


def literal_fact(value: Any) -> Any:
    """A value as a stable fact of a finding: scalars as they are (strings cut to 60 characters),
    anything else as None."""
    if isinstance(value, str):
        return value[:60]
    return value if isinstance(value, bool | int | float) else None
