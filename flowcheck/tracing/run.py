"""Trace a run of a workflow in a source, its inputs in another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flowcheck.contracts.contract import Contract
from flowcheck.contracts.run_body import body_at
from flowcheck.engine import check_run_sources, check_sources
from flowcheck.findings import Severity
from flowcheck.graph.flow import Flow
from flowcheck.nearest import did_you_mean
from flowcheck.reading.decode import collector_paused
from flowcheck.reading.source import Source
from flowcheck.report import pointer_text
from flowcheck.runs.branches import BranchValues
from flowcheck.settings import Settings
from flowcheck.tracing.follow import follow, verdictless
from flowcheck.tracing.given import Given, flow_given
from flowcheck.tracing.known import branch_words
from flowcheck.tracing.trace import Because, Trace, TraceError
from flowcheck.wording import listed

_MOST = 3  # errors told of a workflow that cannot be traced
Takes = Mapping[str, str | None]


def trace_sources(
    workflow: Source, body: Source | None, takes: Takes, settings: Settings, *, id: str | None
) -> Trace:
    """Trace a run of the one workflow in a source (the one with that `id`).

    body: the run inputs, an object keyed by input name or a job record; None when nothing is known
    of them. takes: if/else node → the branch it takes, where the inputs do not decide that.

    Raises TraceError for what cannot be traced."""
    with collector_paused():
        return trace_flow(workflow_in(workflow, id), workflow, body, takes, settings)


def trace_flow(
    flow: Flow, workflow: Source, body: Source | None, takes: Takes, settings: Settings
) -> Trace:
    """As `trace_sources`, of a flow that was found in its source."""
    contract = Contract.of(flow)
    values: Mapping[str, Any] = {}
    if body is not None:
        if contract is None:
            raise TraceError(f"{workflow.name}: no inputs contract to take the run inputs by")
        values = _values(body, contract)
        refused = _refusals(workflow, body, flow)
        if refused:
            return Trace(accepted=False, refused=refused, model_runs=0)
    without = verdictless(flow)
    if without or flow.lost_ids:
        raise _forbidding(workflow, flow, without)
    for node, value in takes.items():
        _known_branch(flow, node, value)
    given = Given(flow)
    if body is not None and contract is not None:
        given = flow_given(flow, contract, values)
    return follow(flow, given, takes, budget=settings.solver_budget)


def workflow_in(source: Source, id: str | None = None) -> Flow:
    """The flow of the only workflow in a source, or of the one with an id. Raises TraceError."""
    _readable(source)
    flows = [flow for document in source.documents if (flow := Flow(document)).present]
    ids = [_id(flow) for flow in flows]
    known = [one for one in ids if one is not None]
    if id is not None:
        flows = [flow for flow, own in zip(flows, ids, strict=True) if own == id]
    if len(flows) == 1:
        if flows[0].is_job:
            raise TraceError(
                f"{source.name}: a job tells what happened; trace its workflow, with the job as "
                "the run"
            )
        return flows[0]
    there = f" (there is {listed(known, word='and')})" if known else ""
    if id is not None:
        raise TraceError(f"{source.name}: {len(flows) or 'no'} workflows with the id `{id}`{there}")
    if not flows:
        raise TraceError(f"{source.name}: there is no flow in it")
    raise TraceError(f"{source.name}: {len(flows)} workflows{there}: choose one by its id")


def asked_for(flow: Flow, words: str) -> tuple[str, str | None]:
    """`router=2` → the if/else node and its branch; nothing behind the last sign for none. The id
    may hold the sign too. Raises TraceError."""
    if "=" not in words:
        raise TraceError(f"`{words}` is not NODE=VALUE")
    at = words.index("=")
    while words[:at] not in flow.nodes and (later := words.find("=", at + 1)) >= 0:
        at = later
    if words[:at] not in flow.nodes:
        at = words.index("=")
    return words[:at], words[at + 1 :] or None


def _id(flow: Flow) -> str | None:
    record = flow.document.record
    id = record.get("id") if isinstance(record, dict) else None
    return id if isinstance(id, str) else None


def _readable(source: Source) -> None:
    for record in source.records:
        problem = record.decoded.problem
        if problem is not None:
            line, column = source.lines.position(problem.offset)
            raise TraceError(f"{source.name}: not JSON: {problem.message} ({line}:{column})")


def _values(body: Source, contract: Contract) -> Mapping[str, Any]:
    """The values of a run by name. Raises TraceError for a file without one run."""
    _readable(body)
    if body.blank or len(body.records) != 1:
        count = "no run inputs" if body.blank else f"{len(body.records)} records: a trace is of one"
        raise TraceError(f"{body.name}: {count} in here")
    value: Any = body.records[0].decoded.value
    at = body_at(value, contract)
    if at is None:
        raise TraceError(
            f"{body.name}: a job record without `metadata.input`: it does not tell its run inputs"
        )
    for step in at:
        value = value[step]
    return value if isinstance(value, dict) else {}


def _refusals(workflow: Source, body: Source, flow: Flow) -> tuple[Because, ...]:
    """Why Scenario would refuse run inputs. What a configuration hides is refused all the same."""
    report = check_run_sources(workflow, body, Settings(), id=_id(flow))
    if report.failures:
        failure = report.failures[0]
        raise TraceError(f"{failure.file}: {failure.message}")
    return tuple(
        Because(f"{problem.message} [{problem.code}]", problem.pointer)
        for problem in report.problems
        if problem.severity is Severity.ERROR
    )


def _forbidding(workflow: Source, flow: Flow, without: list[str]) -> TraceError:
    """Why there is no trace: what `check` finds wrong with the nodes that have no verdict."""
    report = check_sources([workflow], Settings())
    at = pointer_text(flow.document.at)
    errors = [
        problem
        for problem in report.problems
        if problem.severity is Severity.ERROR and problem.pointer.startswith(at)
    ]
    errors = [one for one in errors if one.code < "FC5" and one.node in without] or errors
    told = [f"{p.file}:{p.line}:{p.column}: {p.message} [{p.code}]" for p in errors[:_MOST]]
    rest = [f"and {len(errors) - _MOST} more"] if len(errors) > _MOST else []
    of = f" of {listed(without, word='and')}" if without else ""
    message = f"{workflow.name}: nothing can be said{of} while the workflow is wrong"
    return TraceError(message, (*told, *rest))


def _known_branch(flow: Flow, id: str, value: str | None) -> None:
    node = flow.nodes.get(id)
    if node is None or not node.is_logic:
        what = "is no if/else node" if node is not None else "is not in the flow"
        routers = [one.id for one in flow.nodes.values() if one.is_logic]
        hint = did_you_mean(id, routers) or (
            f"its if/else nodes are {listed(routers, word='and')}" if routers else "it has none"
        )
        raise TraceError(f"`{id}` {what}; {hint}")
    values = list(BranchValues().of(node))
    if value not in values:
        raise TraceError(
            f"`{id}` never takes {branch_words([value])}; it takes {branch_words(values)}"
        )
