"""Read, build, run the selected rules, place what they say, sort: the whole check."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from flowcheck.context import Context
from flowcheck.contracts.project import Project
from flowcheck.findings import Finding, Severity
from flowcheck.graph.flow import Flow
from flowcheck.graph.loops import Loop
from flowcheck.graph.sites import InputSite, NodeSite, RefSite
from flowcheck.locate import Others, locate
from flowcheck.reading.decode import collector_paused
from flowcheck.reading.documents import Document
from flowcheck.reading.source import Source
from flowcheck.report import Failure, Problem, Report, Summary
from flowcheck.rules.registry import Rule
from flowcheck.rules.selection import Selection
from flowcheck.settings import Settings

Found = tuple[Rule, Finding]


def check_sources(
    sources: Iterable[Source],
    settings: Settings,
    *,
    failures: Iterable[Failure] = (),
    skipped: int = 0,
    project: Project | None = None,
) -> Report:
    """Check sources together: they know each other's workflows and models."""
    with collector_paused():
        return _check(list(sources), settings, tuple(failures), skipped, project)


def _check(
    sources: list[Source],
    settings: Settings,
    failures: tuple[Failure, ...],
    skipped: int,
    project: Project | None,
) -> Report:
    problems: list[Problem] = []
    nodes = 0
    for count, found in check_each(sources, settings, among=sources, project=project):
        problems += found
        nodes += count
    problems.sort(key=lambda problem: problem.sort_key)
    counts = dict.fromkeys(Severity, 0)
    for problem in problems:
        counts[problem.severity] += 1
    summary = Summary(
        files=len(sources),
        documents=sum(len(source.documents) for source in sources),
        nodes=nodes,
        errors=counts[Severity.ERROR],
        warnings=counts[Severity.WARNING],
        infos=counts[Severity.INFO],
        skipped=skipped,
    )
    shown = {problem.file for problem in problems}
    texts = {source.name: source.text for source in sources if source.name in shown}
    return Report(tuple(problems), failures, summary, sources=texts)


def check_each(
    sources: Iterable[Source],
    settings: Settings,
    *,
    among: list[Source],
    project: Project | None = None,
) -> Iterator[tuple[int, list[Problem]]]:
    """Check some of the sources `among` which they lie, one by one: the number of nodes and the
    problems of each, unsorted."""
    selection = Selection.of(settings)
    rules = selection.rules
    project = Project.of(among, settings) if project is None else project
    checked: Others = {d.key: (source, d) for source in among for d in source.documents}
    others: Others = {**project.places, **checked}
    for source in sources:
        yield _check_source(source, rules, selection, settings, project, others)


def _check_source(
    source: Source,
    rules: list[Rule],
    selection: Selection,
    settings: Settings,
    project: Project,
    others: Others,
) -> tuple[int, list[Problem]]:
    problems: list[Problem] = []
    nodes = 0
    for record in source.records:
        jobs: list[tuple[Document | None, Iterator[Found]]] = [
            (None, _run(rules, Source, source, record, settings))
        ]
        for document in record.documents:
            flow = project.flow(document)
            nodes += len(flow.sites)
            context = Context(document, flow, settings, project)
            jobs.append((document, visit(rules, context)))
        for place, findings in jobs:
            for rule, finding in findings:
                severity = selection.severity(rule, finding.severity)
                if selection.shows(rule.code, severity):
                    problems.append(locate(finding, rule, severity, source, record, place, others))
    return nodes, problems


def _run(rules: list[Rule], sort: type, *args: Any) -> Iterator[Found]:
    for rule in rules:
        if rule.on is sort:
            for finding in rule.check(*args):
                yield rule, finding


def visit(rules: list[Rule], context: Context) -> Iterator[Found]:
    """Walk a document once and hand each site to the rules that asked for its sort."""
    flow = context.flow
    yield from _run(rules, Document, context.document, context)
    yield from _run(rules, Flow, flow, context)
    yield from _run_all(rules, Loop, flow.loops.values() if flow.present else (), context)
    inputs = [site for top in flow.contract or () for site in _with_declared(top)]
    for node in flow.sites:
        inputs += node.every_input
    yield from _run_all(rules, NodeSite, flow.sites, context)
    yield from _run_all(rules, InputSite, inputs, context)
    yield from _run_all(rules, RefSite, (s.ref for s in inputs if s.ref is not None), context)


def _with_declared(site: InputSite) -> Iterator[InputSite]:
    yield site
    for inner in site.declared:
        yield from _with_declared(inner)


def _run_all(
    rules: list[Rule], sort: type, sites: Iterable[Any], context: Context
) -> Iterator[Found]:
    """Hand each site to the rules that want its type and have one of its fields. Flows repeat a
    few patterns of type and fields thousands of times, so the choice is made once a pattern."""
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
        for rule in found:
            for finding in rule.check(site, context):
                yield rule, finding


def _wants(rule: Rule, pattern: tuple[str, ...], typed: bool) -> bool:
    if rule.types and typed and pattern[0] not in rule.types:
        return False
    fields = pattern[1:] if typed else pattern
    return not rule.having or any(name in fields for name in rule.having)
