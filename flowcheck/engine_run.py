"""Check the inputs of a run against the workflow they are for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from flowcheck.context import Context
from flowcheck.contracts.contract import Contract
from flowcheck.contracts.project import Project
from flowcheck.contracts.run_body import RunBody, body_at
from flowcheck.findings import Finding, Pointer
from flowcheck.graph.flow import Flow
from flowcheck.locate import locate
from flowcheck.reading.decode import collector_paused
from flowcheck.reading.documents import Kind
from flowcheck.reading.source import Record, Source
from flowcheck.report import Failure, Problem, Report, Summary, recounted
from flowcheck.rules.registry import Rule
from flowcheck.rules.selection import Selection
from flowcheck.settings import Settings
from flowcheck.wording import listed

_OF_THE_TEXT = frozenset({"FC101", "FC102"})
"""The rules on a file's text that hold for run inputs; a file without a flow is no fault here."""


def contracts_of(source: Source) -> list[Contract]:
    """Every contract in a source, in file order."""
    found = (Contract.of(Flow(document)) for document in source.documents)
    return [contract for contract in found if contract is not None]


def contract_of(source: Source, id: str | None = None) -> Contract | Failure:
    """The one contract of a source, or that of the workflow or model with this id; a failure says
    why there is none."""
    for record in source.records:
        problem = record.decoded.problem
        if problem is not None:
            line, column = source.lines.position(problem.offset)
            return Failure(source.name, f"not JSON: {problem.message} ({line}:{column})")
    found = contracts_of(source)
    if id is not None:
        known = [contract for contract in found if contract.id == id]
        if len(known) == 1:
            return known[0]
        count = f"{len(known)} inputs contracts" if known else "no inputs contract"
        return Failure(source.name, f"{count} with the id `{id}`{_there_are(found)}")
    if not found:
        return Failure(source.name, "no inputs contract: no workflow or model with `inputs`")
    workflows = [contract for contract in found if contract.document.kind is Kind.WORKFLOW]
    one = found if len(found) == 1 else workflows
    if len(one) == 1:
        return one[0]
    told = f"{len(found)} inputs contracts{_there_are(found)}: choose one by its id"
    return Failure(source.name, told)


def _there_are(found: list[Contract]) -> str:
    ids = [contract.id for contract in found if contract.id is not None]
    return f" (there is {listed(ids, word='and')})" if ids else ""


def check_run_sources(
    workflow: Source, body: Source, settings: Settings, *, id: str | None = None
) -> Report:
    """Judge the run inputs in `body` by the contract in `workflow` (the one with that `id`).

    Problems lie in `body`. What cannot be judged (no contract, no run inputs) is a failure."""
    contract = contract_of(workflow, id)
    if isinstance(contract, Failure):
        return Report(failures=(contract,))
    if body.blank:
        return Report(failures=(Failure(body.name, "no run inputs in here"),))
    with collector_paused():
        problems: list[Problem] = []
        for record in body.records:
            found = _check_record(contract, workflow, body, record, settings)
            if isinstance(found, Failure):
                return Report(failures=(found,))
            problems += found
    problems.sort(key=lambda problem: problem.sort_key)
    report = Report(
        tuple(problems),
        summary=Summary(files=1, documents=len(body.records)),
        sources={body.name: body.text} if problems else {},
    )
    return recounted(report)


def _check_record(
    contract: Contract, workflow: Source, source: Source, record: Record, settings: Settings
) -> list[Problem] | Failure:
    """The problems of one JSON value of the body's file (several only in JSON Lines)."""
    selection = Selection.of(settings)
    rules = selection.rules
    found = [
        (rule, finding)
        for rule in rules
        if rule.code in _OF_THE_TEXT
        for finding in rule.check(source, record, settings)
    ]
    document = contract.document
    at: Pointer = ()
    if record.decoded.problem is None:
        place = body_at(record.decoded.value, contract)
        if place is None:
            message = "a job record without `metadata.input`: it does not tell its run inputs"
            return Failure(source.name, message)
        at = place
        value: Any = record.decoded.value
        for step in at:
            value = value[step]
        context = Context(document, contract.flow, settings, Project([document]))
        found += _visit(rules, RunBody(contract, value, at), context)
    others = {document.key: (workflow, document)}
    # The body's own place in its file is no part of what names a problem.
    home = replace(document, at=at, root=record.decoded.value, flow_at=None, inputs_at=None)
    problems = []
    for rule, finding in found:
        severity = selection.severity(rule, finding.severity)
        if selection.shows(rule.code, severity):
            problem = locate(finding, rule, severity, source, record, home, others)
            problems.append(replace(problem, input=finding.args.get("input")))
    return problems


def _visit(rules: list[Rule], body: RunBody, context: Any) -> Iterator[tuple[Rule, Finding]]:
    for rule in rules:
        if rule.on is RunBody:
            for finding in rule.check(body, context):
                yield rule, finding
