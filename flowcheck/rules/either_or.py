"""Inputs of which one is required: a group is one mistake, told once.

Each of them has `ifNotDefined` with the others, so that all are missing together."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from flowcheck.findings import See
from flowcheck.runs.supply import contract_name
from flowcheck.wording import listed

if TYPE_CHECKING:
    from flowcheck.runs.verdicts import MissingInput

Group = tuple["MissingInput", ...]


def told_once(verdicts: Iterable[MissingInput]) -> Iterator[Group]:
    """Verdicts in their order, those of an either/or group together, in the place of its first. Of
    the entries of `items` that lack the same workflow input, the first speaks for all."""
    groups: dict[object, list[MissingInput]] = {}
    for verdict in _of_unlike_rows(verdicts):
        names = group_names(verdict)
        # what is no group stays alone under a key of its own
        key = (verdict.node.id, _list_of(verdict), verdict.always, verdict.certain, names)
        groups.setdefault(key if names else id(verdict), []).append(verdict)
    for group in groups.values():
        if _is_whole(group):
            yield tuple(group)
        else:
            yield from ((verdict,) for verdict in group)


def _list_of(verdict: MissingInput) -> object:
    """What tells the list of inputs apart in which one is missing: the entry of `items`, else what
    declares it."""
    own = verdict.supplied_by
    if own is not None and own.parent is not None:
        return own.pointer[:-1]
    return verdict.entry or id(verdict.site.siblings)


def _of_unlike_rows(verdicts: Iterable[MissingInput]) -> Iterator[MissingInput]:
    told = set()
    for verdict in verdicts:
        own = verdict.supplied_by
        read = contract_name(own) if own is not None else None
        if own is not None and own.parent is not None and read is not None:
            key = (own.parent.pointer, verdict.site.pointer, own.name, read, verdict.always)
            if key in told:
                continue
            told.add(key)
        yield verdict


def group_names(verdict: MissingInput) -> frozenset[str]:
    """The group of an input that is missing because the others are; empty for other rules."""
    if verdict.rule.kind != "ifNotDefined":
        return frozenset()
    return frozenset((verdict.site.name, *verdict.rule.siblings))


def _is_whole(group: list[MissingInput]) -> bool:
    """Whether all that are declared of those its rules name are missing with it."""
    missing = {verdict.site.name for verdict in group}
    declared = {name for name in group_names(group[0]) if group[0].site.sibling(name) is not None}
    return len(missing) == len(group) > 1 and declared == missing


def group_message(group: Group, asks: str = "") -> str:
    """One sentence about a group. asks: the model or sub-workflow that requires it; blank where
    the node's own rules do."""
    from flowcheck.run_sentence import sentence

    names = listed([verdict.site.name for verdict in group])
    first = group[0]
    fact = f"one of {names} of node `{first.node.id}` is required"
    if asks:
        fact = f"{asks} requires one of {names} of node `{first.node.id}`"
    shown = sentence(first.witness)
    if not first.always:
        return f"{fact}, but none is given when {shown}"
    return f"{fact}, but nothing supplies any" + (f", for example when {shown}" if shown else "")


def group_args(group: Group) -> dict[str, list[str]]:
    """What a finding about a group has among its args beside those of its first input."""
    return {"group": [verdict.site.name for verdict in group]} if len(group) > 1 else {}


def group_hint(group: Group) -> str:
    """How to mend it: the workflow's own inputs can have the same either/or rules."""
    reads = [contract_name(v.supplied_by) if v.supplied_by is not None else None for v in group]
    read = list(dict.fromkeys(name for name in reads if name is not None))
    if len(read) > 1:
        rule = json.dumps({"ifNotDefined": {name: {} for name in read[1:]}}, ensure_ascii=False)
        return (
            f"have a run give one of {listed(read)}: "
            f'`"required": {rule}` on `{read[0]}`, and likewise on the others'
        )
    if read:
        return f"make workflow input `{read[0]}` required, or give another of them a value"
    return "give one of them a `ref`, a `value` or a `default`"


def group_related(group: Group, document: str | None = None) -> Iterator[See]:
    """The rule of each. document: where the rules stand, None for the node's own."""
    for verdict in group:
        yield See(f"the rule of `{verdict.site.name}`", verdict.rule.pointer, document=document)
