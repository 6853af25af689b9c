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
from flowcheck.rules.registry import Rule, all_rules
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
    rules = [rule for rule in all_rules().values() if rule.code in settings.selected]
    others: Others = {d.key: (source, d) for source in sources for d in source.documents}
    project = Project.of(sources, settings) if project is None else project
    problems: list[Problem] = []
    nodes = 0
    for source in sources:
        count, found = _check_source(source, rules, settings, project, others)
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


def _check_source(
    source: Source, rules: list[Rule], settings: Settings, project: Project, others: Others
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
                severity = settings.severities.get(rule.code, finding.severity or rule.severity)
                if settings.shows(rule.code, severity):
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
    always = [rule for rule in rules if rule.on is sort and not rule.having]
    by_field: dict[str, list[Rule]] = {}
    for rule in rules:
        if rule.on is sort:
            for name in rule.having:
                by_field.setdefault(name, []).append(rule)
    if not always and not by_field:
        return
    for site in sites:
        chosen = always
        if by_field:
            extra = {rule.code: rule for key in site.raw for rule in by_field.get(key, ())}
            if extra:
                chosen = always + [extra[code] for code in sorted(extra)]
        for rule in chosen:
            for finding in rule.check(site, context):
                yield rule, finding
