"""What rules want to see before they are asked: the first look at the form of a node or an input.

Each tells whether a rule could have something to say of any site of a form. They stand here, apart
from the rules, so that a flow without a fault loads none of those."""

from __future__ import annotations

from flowcheck.wire.applies import ITERATION_FIELDS, NODE_FIELDS
from flowcheck.wire.forms import SiteForm
from flowcheck.wire.vocabulary import NODE_TYPES, scalar_of

FOREIGN = {
    type: [field for field, types in NODE_FIELDS.items() if type not in types]
    for type in NODE_TYPES
}
"""Node type → the fields it does not use."""


def may_be_misplaced(form: SiteForm) -> bool:
    """Whether a node has fields that its type may not use."""
    fields = form.types.keys()
    return form.type in NODE_TYPES and (
        "logic" in fields
        or not fields.isdisjoint(ITERATION_FIELDS)
        or not fields.isdisjoint(FOREIGN[form.type])
    )


def ref_and_value(form: SiteForm) -> bool:
    """Whether an input has both."""
    return form.ref is not None and "value" in form.types


def takes_no_text(form: SiteForm) -> bool:
    """Whether an input is of a type that text does not fit."""
    return scalar_of(form.base) != "string"


def may_not_fit(form: SiteForm) -> bool:
    """Whether an input has a literal that its own options may not let through."""
    return form.deep or any(
        field in form.types and not surely_fits(form, field) for field in ("value", "default")
    )


_BOUNDS = ("minLength", "maxLength", "min", "max", "allowedValues")


def surely_fits(form: SiteForm, field: str) -> bool:
    """Whether a literal in that field of an input fits it, whatever the literal is."""
    sort = form.types[field]
    return (
        (sort is str and form.type == "string")
        or ((sort is int or sort is float) and form.type == "number")
    ) and form.types.keys().isdisjoint(_BOUNDS)
