"""Who visits what: a document is walked once, and each site handed to the rules that ask for it.

Which rules want a site follows from its form. Flows repeat a few forms thousands of times, so that
is found once for a form, and no site is made where no rule wants one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from typing import Any, TypeVar

from flowcheck.context import Context
from flowcheck.graph.flow import Flow
from flowcheck.graph.loops import Loop
from flowcheck.graph.sites import InputSite
from flowcheck.reading.documents import Document
from flowcheck.rules import wanted
from flowcheck.rules.registry import Rule
from flowcheck.rules.wanted import Outline
from flowcheck.wire.forms import NodeForm, SiteForm, input_form
from flowcheck.wire.vocabulary import WORKFLOW

F = TypeVar("F")
T = TypeVar("T")
Visit = tuple[Rule, tuple[Any, ...]]
"""A rule and what its function is called with."""
_MOST_KEPT = 1_000
"""How many forms are remembered: a hostile file has any number."""


_RECORDS = ("catalogue", "model")
"""What rules need that can say nothing where no model record is known."""

_Choice = tuple[list[Rule], list[Rule]]
"""The rules that visit an input of some form, and those that visit its ref."""
_Plan = tuple[list[Rule], list[tuple[str, Rule]], list[tuple[int, _Choice]]]
"""The rules that visit every node of some form, those that visit it where a field of it is blank,
and the places of those of its own inputs that are visited."""


class Visits:
    """Selected rules by what they visit. Made once for many documents."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._by_sort: dict[str, list[Rule]] = {}
        for rule in rules:
            self._by_sort.setdefault(rule.on, []).append(rule)
        self._flows: dict[Outline, list[Rule]] = {}
        self._plans: dict[NodeForm, _Plan] = {}
        self._nodes: dict[SiteForm, list[Rule]] = {}
        self._inputs: dict[SiteForm, _Choice] = {}

    def of(self, sort: type, *args: Any) -> Iterator[Visit]:
        """The visits of the rules that ask for one sort of site to one site, the first of
        `args`."""
        for rule in self._by_sort.get(sort.__name__, ()):
            yield rule, args

    def to(self, context: Context) -> Iterator[Visit]:
        """Every visit to a document and what is in it."""
        flow = context.flow
        yield from self.of(Document, context.document, context)
        contract = [
            (site, input_form(site.raw))
            for top in flow.contract or ()
            for site in _with_declared(top)
        ]
        args = flow, context
        for rule in self._of_flow(flow, frozenset([form for _, form in contract])):
            if rule.needs not in _RECORDS or context.project.catalogue:
                yield rule, args
        for loop in flow.loops.values() if flow.present else ():
            yield from self.of(Loop, loop, context)
        inputs = [(site, self._choice(form)) for site, form in contract]
        plans = {form: self._plans.get(form) or self._plan(form) for form in flow.forms}
        busy = {form for form, plan in plans.items() if _has_visits(form, plan, flow)}
        for node in flow.of_form(busy.__contains__):
            form = node.form
            rules, where_blank, visited = plans[form]
            for rule in rules:
                yield rule, (node, context)
            for field, rule in where_blank:
                if not node.raw[field].strip():
                    yield rule, (node, context)
            if form.deep:
                inputs += [
                    (site, self._choice(input_form(site.raw)))
                    for one in node.every_input
                    for site in _with_declared(one)
                ]
            else:
                inputs += [(node.input_at(place), choice) for place, choice in visited]
        for site, (rules, _) in inputs:
            for rule in rules:
                yield rule, (site, context)
        for site, (_, rules) in inputs:
            for rule in rules:
                yield rule, (site.ref, context)

    def _of_flow(self, flow: Flow, inputs: frozenset[SiteForm]) -> list[Rule]:
        """The rules that find in a flow what they look at. inputs: the forms of its contract."""
        odd_ids = bool(flow.duplicated) or WORKFLOW in flow.nodes
        outline = Outline(frozenset(flow.forms), inputs, bool(flow.shape_errors), odd_ids)
        wanting = self._flows.get(outline)
        if wanting is None:
            fields: frozenset[str] = frozenset().union(*(form.own.fields for form in outline.nodes))
            wanting = [
                rule
                for rule in self._by_sort.get("Flow", ())
                if not (rule.having and fields.isdisjoint(rule.having))
                and not (rule.types and flow.types.isdisjoint(rule.types))
                and (rule.wants is None or getattr(wanted, rule.wants)(outline))
            ]
            _keep(self._flows, outline, wanting)
        return wanting

    def _plan(self, form: NodeForm) -> _Plan:
        own = self._nodes.get(form.own)
        if own is None:
            own = self._wanting("NodeSite", form.own, form.own.fields)
            _keep(self._nodes, form.own, own)
        texts = [rule.lacking for rule in own if form.own.types.get(rule.lacking or "") is str]
        choices = [one and self._choice(one) for one in form.inputs]
        found = (
            [rule for rule in own if rule.lacking not in texts],
            [(rule.lacking or "", rule) for rule in own if rule.lacking in texts],
            [(place, choice) for place, choice in enumerate(choices) if choice and any(choice)],
        )
        _keep(self._plans, form, found)
        return found

    def _choice(self, form: SiteForm) -> _Choice:
        found = self._inputs.get(form)
        if found is None:
            ref = [] if form.ref is None else self._wanting("RefSite", form, form.ref.fields)
            found = (self._wanting("InputSite", form, form.fields), ref)
            _keep(self._inputs, form, found)
        return found

    def _wanting(self, sort: str, form: SiteForm, fields: Set[str]) -> list[Rule]:
        """The rules that want a site of a form and with fields."""
        return [
            rule
            for rule in self._by_sort.get(sort, ())
            if (not rule.types or form.base in rule.types)
            and (not rule.having or not fields.isdisjoint(rule.having))
            and (rule.wants is None or getattr(wanted, rule.wants)(form))
        ]


def _has_visits(form: NodeForm, plan: _Plan, flow: Flow) -> bool:
    """Whether some node of a form is visited, or something in it."""
    rules, where_blank, visited = plan
    return bool(rules or visited or form.deep) or any(
        not all(node.raw[field].strip() for node in flow.by_form[form]) for field, _ in where_blank
    )


def _keep(kept: dict[F, T], form: F, found: T) -> None:
    if len(kept) >= _MOST_KEPT:
        kept.clear()
    kept[form] = found


def _with_declared(site: InputSite) -> Iterator[InputSite]:
    yield site
    for inner in site.declared:
        yield from _with_declared(inner)
