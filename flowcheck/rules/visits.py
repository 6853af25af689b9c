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


_RECORDS = ("catalogue", "model")
"""What rules need that can say nothing where no model record is known."""
_LARGE = 500
"""Nodes of a flow from which on it costs more to look for what rules look at than they do."""
_MOST_CHOSEN, _LONGEST = 1_000, 500
"""How many patterns of fields are remembered of a sort, and how long: a hostile file names any."""


class Visits:
    """Selected rules by what they visit.

    Made once for many documents: flows repeat a few patterns of type and fields thousands of
    times, so which rules want a site is found once a pattern."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._by_sort: dict[str, list[Rule]] = {}
        for rule in rules:
            self._by_sort.setdefault(rule.on, []).append(rule)
        self._chosen: dict[type, dict[tuple[str, ...], list[Rule]]] = {
            sort: {} for sort in (Loop, NodeSite, InputSite, RefSite)
        }

    def of(self, sort: type, *args: Any) -> Iterator[Visit]:
        """The visits of the rules that ask for one sort of site to one site, the first of
        `args`."""
        for rule in self._by_sort.get(sort.__name__, ()):
            yield rule, args

    def to(self, context: Context) -> Iterator[Visit]:
        """Every visit to a document and what is in it."""
        flow = context.flow
        yield from self.of(Document, context.document, context)
        yield from self._to_flow(flow, context)
        yield from self._to_each(Loop, flow.loops.values() if flow.present else (), context)
        inputs = [site for top in flow.contract or () for site in _with_declared(top)]
        for node in flow.sites:
            inputs += node.every_input
        yield from self._to_each(NodeSite, flow.sites, context)
        yield from self._to_each(InputSite, inputs, context)
        yield from self._to_each(RefSite, (s.ref for s in inputs if s.ref is not None), context)

    def _to_flow(self, flow: Flow, context: Context) -> Iterator[Visit]:
        """The visits to a flow by the rules that find in it what they look at."""
        wanting = self._by_sort.get("Flow", ())
        if len(flow.sites) > _LARGE:
            yield from ((rule, (flow, context)) for rule in wanting)
            return
        types = {node.type for node in flow.sites}
        fields = frozenset().union(*(node.raw for node in flow.sites))
        for rule in wanting:
            if rule.having and fields.isdisjoint(rule.having):
                continue
            if rule.types and types.isdisjoint(rule.types):
                continue
            if rule.needs in _RECORDS and not context.project.catalogue:
                continue
            yield rule, (flow, context)

    def _to_each(self, sort: type, sites: Iterable[Any], context: Context) -> Iterator[Visit]:
        """The visits to sites of one sort by the rules that want their type and have one of
        their fields."""
        wanting = self._by_sort.get(sort.__name__)
        if wanting is None:
            return
        typed, refs = sort in (NodeSite, InputSite), sort is RefSite
        chosen = self._chosen[sort]
        for site in sites:
            pattern = (site.type, *site.raw) if typed else tuple(site.raw) if refs else ()
            found = chosen.get(pattern)
            if found is None:
                found = [rule for rule in wanting if _wants(rule, pattern, typed)]
                if len(chosen) < _MOST_CHOSEN and sum(map(len, pattern)) < _LONGEST:
                    chosen[pattern] = found
            args = (site, context)
            for rule in found:
                yield rule, args


def _with_declared(site: InputSite) -> Iterator[InputSite]:
    yield site
    for inner in site.declared:
        yield from _with_declared(inner)


def _wants(rule: Rule, pattern: tuple[str, ...], typed: bool) -> bool:
    if rule.types and typed and pattern[0] not in rule.types:
        return False
    fields = pattern[1:] if typed else pattern
    return not rule.having or any(name in fields for name in rule.having)
