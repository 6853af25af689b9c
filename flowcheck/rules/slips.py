"""Missing inputs that another rule already explains: a slip in a `required` rule makes it ask when
it should not, or lets a run leave out what it should have asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from flowcheck.graph.sites import InputSite
from flowcheck.hints import Hint
from flowcheck.rules.required import impossible_required_value, unknown_required_sibling

if TYPE_CHECKING:
    from flowcheck.context import Context
    from flowcheck.runs.verdicts import MissingInput


def apart_from_slips(verdicts: Iterable[MissingInput], context: Context) -> Iterator[MissingInput]:
    """The verdicts that stand whatever slips in rules are mended: those whose rule names a sibling
    by nearly the name of a declared one (FC601) are left out, and those whose example leaves out a
    workflow input that such a rule, or one that waits for nearly an allowed value (FC605), may
    have asked for."""
    for verdict in verdicts:
        if verdict.rule.siblings and _is_misspelt(verdict, context):
            continue
        left_out = (context.flow.contract_input(name) for name in verdict.witness.absent)
        if not any(site is not None and _has_slip(site, context) for site in left_out):
            yield verdict


def _is_misspelt(verdict: MissingInput, context: Context) -> bool:
    return any(
        unknown.severity is None and unknown.args["missing"] in verdict.rule.siblings
        for unknown in unknown_required_sibling(verdict.site, context)
    )


def _has_slip(site: InputSite, context: Context) -> bool:
    """Whether the rules of a workflow input name, or wait for, nearly what there is."""
    if site.requirement.empty:
        return False
    return any(one.severity is None for one in unknown_required_sibling(site, context)) or any(
        isinstance(one.hint, Hint) and one.hint.suggestion is not None
        for one in impossible_required_value(site, context)
    )
