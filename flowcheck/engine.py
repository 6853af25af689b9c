"""Read, build, run the selected rules, place what they say, sort: the one way everything is
checked, files of flows and the inputs of a run alike."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from flowcheck._version import __version__
from flowcheck.context import Context
from flowcheck.dataclass import dataclass, field, replace
from flowcheck.graph.flow import Flow
from flowcheck.identity import told_apart
from flowcheck.nearest import one_document
from flowcheck.project.project import Project
from flowcheck.reading.decode import collector_paused
from flowcheck.reading.documents import Document
from flowcheck.reading.source import Record, Source
from flowcheck.report import Failure, Problem, Report, Summary, gaps_together, report_of
from flowcheck.rules.needs import RUNS, gaps
from flowcheck.rules.registry import Rule
from flowcheck.rules.selection import Selection
from flowcheck.rules.visits import Visit, Visits
from flowcheck.settings import Settings

if TYPE_CHECKING:
    from flowcheck.contracts.contract import Contract
    from flowcheck.contracts.refusals import BodySchema
    from flowcheck.locate import Others

_OF_THE_TEXT = frozenset({"FC101", "FC102"})
"""The rules on a file's text that hold for run inputs; a file without a flow is no fault here."""


@dataclass
class Judged:
    """What came of one source. nodes: how many were checked. problems: those shown, unsorted.
    failures: rules that raised, which is a bug of theirs. gaps: what the check went without."""

    nodes: int = 0
    problems: list[Problem] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    gaps: frozenset[str] = frozenset()


def check_sources(
    sources: Iterable[Source],
    settings: Settings | Callable[[str], Settings],
    *,
    failures: Iterable[Failure] = (),
    skipped: int = 0,
) -> Report:
    """Check sources together: they know each other's workflows and models. settings: the same for
    all, or what tells them by a source's name."""
    there = list(sources)
    groups: dict[Settings, list[int]] = {}
    for number, source in enumerate(there):
        by = settings(source.name) if callable(settings) else settings
        groups.setdefault(by, []).append(number)
    results: dict[int, Judged] = {}
    with collector_paused():
        for by, numbers in groups.items():
            among = Project.of(there, by)
            mine = check_each((there[number] for number in numbers), by, among)
            results.update(zip(numbers, mine, strict=True))
    found = [results[number] for number in range(len(there))]
    problems = [problem for judged in found for problem in judged.problems]
    shown = {problem.file for problem in problems}
    return report_of(
        problems,
        [*failures, *(failure for judged in found for failure in judged.failures)],
        Summary(
            files=len(there),
            documents=sum(len(source.documents) for source in there),
            nodes=sum(judged.nodes for judged in found),
            skipped=skipped,
        ),
        {source.name: source.text for source in there if source.name in shown},
        gaps=gaps_together(
            zip((s.name for s in there), (judged.gaps for judged in found), strict=True)
        ),
    )


@lru_cache(maxsize=8)
def chosen(settings: Settings) -> tuple[Selection, Visits]:
    """What settings choose, with what is known of where it looks: that holds for all files."""
    selection = Selection.of(settings)
    return selection, Visits(selection.rules)


def check_each(
    sources: Iterable[Source], settings: Settings, project: Project, *, apart: bool = True
) -> Iterator[Judged]:
    """Check sources one by one, among what the project knows. apart: tell problems alike apart;
    not where a source is a part of its file."""
    selection, rules = chosen(settings)
    for source in sources:
        check = _Check(source, selection, project.places)
        flows: list[Flow] = []
        for record in source.records:
            check.hear(rules.of(Source, source, record, settings), record, None)
            for document in record.documents:
                flow = project.flow(document)
                flows.append(flow)
                check.judged.nodes += len(flow.sites)
                context = Context(document, flow, settings, project)
                with one_document():
                    check.hear(rules.to(context), record, document)
                if context.in_doubt:
                    check.judged.gaps |= {RUNS}
        if apart:
            check.judged.problems = told_apart(check.judged.problems)
        check.judged.gaps |= gaps(source, flows, project) | check.broken
        yield check.judged


def check_run_sources(
    workflow: Source, body: Source, settings: Settings, *, id: str | None = None
) -> Report:
    """Judge the run inputs in `body` by the contract in `workflow` (the one with that `id`).

    Problems lie in `body`. What cannot be judged (no contract, no run inputs) is a failure."""
    from flowcheck.contracts.lookup import contract_of

    contract = contract_of(workflow, id)
    if isinstance(contract, Failure):
        return Report(failures=(contract,))
    if body.blank:
        return Report(failures=(Failure(body.name, "no run inputs in here"),))
    from flowcheck.contracts.refusals import BodySchema

    schema = BodySchema(contract)
    selection = Selection.of(settings)
    check = _Check(body, selection, {contract.document.key: (workflow, contract.document)})
    with collector_paused():
        for record in body.records:
            failure = _check_body(check, contract, schema, record, settings)
            if failure is not None:
                return Report(failures=(failure,))
    found = check.judged
    problems = told_apart(
        replace(problem, input=problem.args.get("input")) for problem in found.problems
    )
    summary = Summary(files=1, documents=len(body.records))
    texts = {body.name: body.text} if problems else {}
    return report_of(problems, found.failures, summary, texts)


def _check_body(
    check: _Check, contract: Contract, schema: BodySchema, record: Record, settings: Settings
) -> Failure | None:
    """Judge one JSON value of the body's file (several only in JSON Lines); why it cannot be."""
    from flowcheck.contracts.run_body import RunBody, body_at

    source, rules, document = check.source, check.selection.rules, contract.document
    of_the_text = [rule for rule in rules if rule.code in _OF_THE_TEXT]
    at = body_at(record.decoded.value, contract) if record.decoded.problem is None else ()
    if at is None:
        message = "a job record without `metadata.input`: it does not tell its run inputs"
        return Failure(source.name, message)
    # The body's own place in its file is no part of what names a problem.
    home = replace(document, at=at, root=record.decoded.value, flow_at=None, inputs_at=None)
    check.hear(Visits(of_the_text).of(Source, source, record, settings), record, home)
    if record.decoded.problem is None:
        context = Context(document, contract.flow, settings, Project())
        body = RunBody(contract, schema, home.value(at), at)
        check.hear(Visits(rules).of(RunBody, body, context), record, home)
    return None


@dataclass
class _Check:
    """One source under check."""

    source: Source
    selection: Selection
    others: Others
    judged: Judged = field(default_factory=Judged)
    broken: set[str] = field(default_factory=set)

    def hear(self, visits: Iterable[Visit], record: Record, place: Document | None) -> None:
        """Hear what rules say at each of their visits: judge how severe it is, leave out what is
        not to be shown, and place the rest. place: the document the findings lie in."""
        selection = self.selection
        for rule, args in visits:
            if rule.code in self.broken:
                continue
            try:
                for finding in rule.check(*args):
                    severity = selection.severity(rule, finding.severity)
                    if selection.shows(rule.code, severity):
                        from flowcheck.locate import locate  # and what finds places in texts

                        problem = locate(
                            *(finding, rule, severity, self.source, record, place, self.others),
                            docs_url=selection.docs_url,
                        )
                        self.judged.problems.append(problem)
            except MemoryError:
                raise
            # The one place that expects what must not be: a bug of a rule costs that rule in this
            # file, not the check of the others, and is told with both names.
            except Exception as error:  # noqa: BLE001
                self.broken.add(rule.code)
                self.judged.failures.append(bug(rule, self.source, error))


def bug(rule: Rule, source: Source, error: Exception) -> Failure:
    """What is said of a rule that raises. With FLOWCHECK_TRACEBACK set, and in the tests, it
    raises instead."""
    if os.environ.get("FLOWCHECK_TRACEBACK"):
        raise error
    told = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    return Failure(
        source.name,
        f"{rule.code} ({rule.name}) of flowcheck {__version__} has a bug: {told}; please report "
        "this line and, if you can, the file",
        bug=True,
    )
