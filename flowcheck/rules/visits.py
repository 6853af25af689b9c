"""Who visits what: a document is walked once, and each site handed to the rules that ask for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from flowcheck.context import Context
from flowcheck.graph.flow import Flow
from flowcheck.graph.loops import Loop
from flowcheck.graph.sites import InputSite, NodeSite, RefSite
from flowcheck.reading.documents import Document
from flowcheck.rules.registry import Rule

Visit = tuple[Rule, tuple[Any, ...]]
"""A rule and what its function is called with."""


def visits_of(rules: Iterable[Rule], sort: type, *args: Any) -> Iterator[Visit]:
    """The visits of the rules that ask for one sort of site to one site, the first of `args`."""
    for rule in rules:
        if rule.on is sort:
            yield rule, args


def visits(rules: list[Rule], context: Context) -> Iterator[Visit]:
    """Every visit to a document and what is in it."""
    flow = context.flow
    yield from visits_of(rules, Document, context.document, context)
    yield from visits_of(rules, Flow, flow, context)
    yield from _to_each(rules, Loop, flow.loops.values() if flow.present else (), context)
    inputs = [site for top in flow.contract or () for site in _with_declared(top)]
    for node in flow.sites:
        inputs += node.every_input
    yield from _to_each(rules, NodeSite, flow.sites, context)
    yield from _to_each(rules, InputSite, inputs, context)
    yield from _to_each(rules, RefSite, (s.ref for s in inputs if s.ref is not None), context)


def _with_declared(site: InputSite) -> Iterator[InputSite]:
    yield site
    for inner in site.declared:
        yield from _with_declared(inner)


def _to_each(
    rules: list[Rule], sort: type, sites: Iterable[Any], context: Context
) -> Iterator[Visit]:
    """The visits to sites of one sort by the rules that want their type and have one of their
    fields. Flows repeat a few patterns of type and fields thousands of times, so the choice is
    made once a pattern."""
    wanting = [rule for rule in rules if rule.on is sort]
    if not wanting:
        return
    typed = sort in (NodeSite, InputSite)
    chosen: dict[tuple[str, ...], list[Rule]] = {}
    for site in sites:
        pattern = (site.type, *site.raw) if typed else tuple(site.raw) if sort is RefSite else ()
        found = chosen.get(pattern)
        if found is None:
            found = chosen[pattern] = [rule for rule in wanting if _wants(rule, pattern, typed)]
        args = (site, context)
        for rule in found:
            yield rule, args


def _wants(rule: Rule, pattern: tuple[str, ...], typed: bool) -> bool:
    if rule.types and typed and pattern[0] not in rule.types:
        return False
    fields = pattern[1:] if typed else pattern
    return not rule.having or any(name in fields for name in rule.having)
