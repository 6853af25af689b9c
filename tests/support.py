"""Small helpers that many tests share."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from typing import Any

from flowcheck.context import Context
from flowcheck.findings import Finding
from flowcheck.graph.flow import Flow
from flowcheck.project.project import Project
from flowcheck.reading.source import Source
from flowcheck.report import pointer_text
from flowcheck.rules import registry
from flowcheck.rules.visits import Visit, Visits
from flowcheck.settings import Settings


def flows_alive(*, collected: bool = True) -> int:
    """How many flows are in memory, by default once the collector has been there."""
    if collected:
        gc.collect()
    return sum(isinstance(thing, Flow) for thing in gc.get_objects())


def load_rules(*codes: str) -> list[registry.Rule]:
    """The rules of these codes (every rule without codes)."""
    rules = registry.all_rules()
    wanted = [code for code in rules if not codes or code in codes]
    assert wanted, f"no rule registered of {codes}"
    return [rules[code] for code in wanted]


def raw_findings(value: Any, *codes: str, **settings: Any) -> list[tuple[str, Finding]]:
    """(code, finding) of every document in a JSON value, in the order the engine finds them."""
    rules = load_rules(*codes)
    source = Source.from_value("<test>", value)
    project = Project.of([source], Settings(**settings))
    found = []
    for document in source.documents:
        context = Context(document, project.flow(document), Settings(**settings), project)
        found += [(rule.code, finding) for rule, finding in heard(Visits(rules).to(context))]
    return found


def heard(visits: Iterable[Visit]) -> Iterator[tuple[registry.Rule, Finding]]:
    """Every finding of these visits."""
    for rule, args in visits:
        for finding in rule.check(*args):
            yield rule, finding


def findings(value: Any, *codes: str, **settings: Any) -> list[tuple[str, str, str]]:
    """(code, pointer, message) of every finding of these rules, sorted."""
    return sorted(
        (code, pointer_text(finding.pointer), finding.message)
        for code, finding in raw_findings(value, *codes, **settings)
    )
