"""What rules want to see before they are asked: the first look at the form of a node or an input,
or at the outline of a flow.

Each tells whether a rule could have something to say of any site of a form. They stand here, apart
from the rules, so that a flow without a fault loads none of those."""

from __future__ import annotations

from typing import Final, NamedTuple

from flowcheck.wire import vocabulary as words
from flowcheck.wire.applies import ITERATION_FIELDS, NODE_FIELDS
from flowcheck.wire.forms import NodeForm, SiteForm
from flowcheck.wire.vocabulary import NODE_TYPES, scalar_of


class Outline(NamedTuple):
    """A flow as far as many share it.

    nodes: the forms of its nodes. inputs: those of its contract's inputs, with what those declare.
    broken: whether something in it has a wrong shape. odd_ids: whether an id stands twice, or is
    one that no node can have."""

    nodes: frozenset[NodeForm]
    inputs: frozenset[SiteForm]
    broken: bool
    odd_ids: bool


def wrong_shapes(outline: Outline) -> bool:
    """Whether something has a wrong shape."""
    return outline.broken


def odd_ids(outline: Outline) -> bool:
    """Whether an id stands twice, or is one that no node can have."""
    return outline.odd_ids


def own_words(outline: Outline) -> bool:
    """Whether words stand in it that may be unknown."""
    nodes = any(has_words(form) or has_input_words(form) for form in outline.nodes)
    return nodes or any(map(may_say_a_word, outline.inputs))


def strange_fields(outline: Outline) -> bool:
    """Whether there is a field that no model has, or a `logic`, in which there may be one."""
    nodes = any(has_strange_fields(form) or has_strange_inputs(form) for form in outline.nodes)
    return nodes or any(form.strange for form in outline.inputs)


def listed_or_not_plain(outline: Outline) -> bool:
    """Whether a list names nodes, or a ref does not name just one."""
    return any(form.needs_a_look for form in outline.nodes)


def choices(outline: Outline) -> bool:
    """Whether a node chooses a branch or waits for one."""
    return any(form.may_choose for form in outline.nodes)


def gates(outline: Outline) -> bool:
    """Whether a node waits for a branch."""
    return any(form.may_wait for form in outline.nodes)


def merges(outline: Outline) -> bool:
    """Whether a node takes whichever of several others ran."""
    return any(form.may_merge for form in outline.nodes)


def required(outline: Outline) -> bool:
    """Whether inputs of nodes have rules."""
    return any(form.may_require for form in outline.nodes)


_NODE_WORDS: Final = ("status", "logicType")
_INPUT_WORDS: Final = ("kind", "backgroundBehavior", "modelTypes", "required")


def has_words(form: NodeForm) -> bool:
    """Whether a node says a word that may be unknown, its inputs aside."""
    return form.type not in NODE_TYPES or not form.own.types.keys().isdisjoint(_NODE_WORDS)


def has_input_words(form: NodeForm) -> bool:
    """Whether the inputs of a node say a word that may be unknown."""
    return form.deep or any(map(may_say_a_word, form.given))


def may_say_a_word(form: SiteForm) -> bool:
    """Whether an input says a word that may be unknown."""
    return form.type not in words.INPUT_TYPES or not form.types.keys().isdisjoint(_INPUT_WORDS)


def has_strange_fields(form: NodeForm) -> bool:
    """Whether a node has fields that no model has, or a `logic`; its inputs aside."""
    return form.own.strange or "logic" in form.own.types


def has_strange_inputs(form: NodeForm) -> bool:
    """Whether inputs of a node have fields that no model has."""
    return form.deep or any(one.strange for one in form.given)


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
