"""FC906 and FC907: job records, the statuses of nodes that contradict each other."""

from __future__ import annotations

from collections.abc import Iterator

from flowcheck.context import Context
from flowcheck.findings import Finding, See, Severity
from flowcheck.graph.flow import Flow
from flowcheck.graph.sites import InputSite, NodeSite
from flowcheck.graph.wires import Edge, EdgeKind
from flowcheck.rules.registry import rule
from flowcheck.wire.vocabulary import RUNNING_JOB_STATUSES
from flowcheck.wording import listed

_UNFINISHED = {"pending": "is still pending", "processing": "is still processing"}
_NOT_DONE = {**_UNFINISHED, "failure": "has failed"}
_NOT_APPROVED = {**_NOT_DONE, "rejected": "was rejected"}


def _judged_reads(flow: Flow) -> Iterator[tuple[Edge, NodeSite, NodeSite]]:
    """The ordinary reads of a job with reader and source, the first where there are several: those
    of body templates and from them aside, for templates end skipped, and a copy's reads of loops,
    which go on while it is done. A cycle's nodes contradict each other whatever they tell."""
    in_order = set(flow.order)
    seen: set[tuple[str, str]] = set()
    for edge in flow.edges:
        if edge.kind is not EdgeKind.DATA or edge.source == edge.target:
            continue
        if edge.source not in in_order and edge.target not in in_order:
            continue  # on a cycle (FC209), or behind one
        if not flow.duplicated.isdisjoint((edge.source, edge.target)):
            continue
        if edge.source in flow.loops_around or edge.target in flow.loops_around:
            continue
        reader, source = flow.nodes[edge.target], flow.nodes[edge.source]
        if source.is_loop and reader.get("loopNodeId") is not None:
            continue
        if edge.input is None or edge.input.faulty("ref", "equal"):
            continue
        if (edge.target, edge.source) not in seen:
            seen.add((edge.target, edge.source))
            yield edge, reader, source


def _has_ended(flow: Flow) -> bool:
    """Whether the job's own status is none of those of running jobs."""
    record = flow.document.record
    status = record.get("status") if isinstance(record, dict) else None
    return isinstance(status, str) and status not in RUNNING_JOB_STATUSES


def _statuses(reader: NodeSite, source: NodeSite) -> tuple[See, ...]:
    return (
        See(f"status of `{source.id}`", (*source.pointer, "status")),
        See(f"status of `{reader.id}`", (*reader.pointer, "status")),
    )


@rule("FC906", "status-conflict", Severity.WARNING, on=Flow, having=("status",))
def status_conflict(flow: Flow, context: Context) -> Iterator[Finding]:
    """A node succeeded although what it needs did not: a source, its branch or its approval.

    Why: a node runs when what it reads through an ordinary ref has run. It is skipped when its
    branch is not taken, or when all it merges is skipped. It waits for the approvals it depends on
    (certain). So the record contradicts itself. Body templates are not judged: they never run
    themselves.

    Bad:

        [
          {"id": "sketch", "type": "custom-model", "status": "failure"},
          {"id": "paint", "type": "custom-model", "status": "success", "inputs": [
            {"name": "image", "type": "file", "ref": {"node": "sketch"}}]}
        ]

    Good:

        [
          {"id": "sketch", "type": "custom-model", "modelId": "model_a", "status": "success"},
          {"id": "paint", "type": "custom-model", "modelId": "model_b", "status": "success",
           "inputs": [{"name": "image", "type": "file", "ref": {"node": "sketch"}}]}
        ]
    """
    if not flow.is_job:
        return
    for edge, reader, source in _judged_reads(flow):
        state = _NOT_DONE.get(source.get("status") or "")
        if reader.get("status") == "success" and state is not None:
            yield Finding(
                edge.pointer,
                f"`{reader.id}` succeeded, but `{source.id}`, which it reads, {state}",
                related=_statuses(reader, source),
                args={"source": source.id, "status": source.get("status")},
            )
    yield from _untaken(flow)
    yield from _unapproved(flow)


def _untaken(flow: Flow) -> Iterator[Finding]:
    """Nodes that succeeded though their branch was not taken, or all they merge was skipped."""
    taken: dict[str, InputSite] = {}
    for reader in _succeeded(flow):
        for site in reader.every_input:
            ref = site.ref
            if ref is None or ref.faulty() or not (ref.is_gate or ref.is_merge):
                continue
            sources = list(flow.sources(ref))
            known = [source for source in sources if source is not None]
            templates = [source for source in known if source.id in flow.loops_around]
            if not sources or len(known) < len(sources) or templates:
                continue
            if ref.is_merge:
                if ref.node is not None or any(s.get("status") != "skipped" for s in known):
                    continue
                fact = f"all it merges, {listed([s.id for s in known], word='and')}, was skipped"
            elif all(_took_another(source, site) for source in known):
                fact = f"{listed([s.id for s in known])} did not take its branch `{ref.equal}`"
            elif len(known) == 1 and known[0].is_logic and not reader.is_copy:
                first = taken.setdefault(known[0].id, site)
                if first.ref is None or first.node is None or first.ref.equal == ref.equal:
                    continue
                fact = (
                    f"`{first.node.id}` did too, and `{known[0].id}` cannot have taken both "
                    f"`{first.ref.equal}` and `{ref.equal}`"
                )
            else:
                continue
            yield Finding(
                ref.pointer,
                f"`{reader.id}` succeeded, but {fact}",
                related=_statuses(reader, known[0]),
                args={"source": known[0].id, "status": known[0].get("status")},
            )


def _took_another(source: NodeSite, gate: InputSite) -> bool:
    """Whether an if/else node of a job was skipped, or took another of its values than a gate
    waits for, as its output or the value that reached the gate tells."""
    if not source.is_logic or gate.ref is None:
        return False
    if source.get("status") == "skipped":
        return True
    values = [case.get("value") for _, case in source.cases]
    told = [source.get("output"), gate.get("value")]
    known = [v for v in told if isinstance(v, str) and v in (*values, source.logic.get("default"))]
    if gate.ref.equal not in (*values, source.logic.get("default")):
        return False  # it is no value of it: FC302
    return source.get("status") == "success" and bool(known) and gate.ref.equal not in known


def _unapproved(flow: Flow) -> Iterator[Finding]:
    """Nodes that succeeded before an approval they depend on."""
    for reader in _succeeded(flow):
        for pointer, id in reader.depends_on:
            approval = flow.nodes.get(id)
            if approval is None or approval.type != "user-approval" or id in flow.duplicated:
                continue
            state = _NOT_APPROVED.get(approval.get("status") or "")
            if state is None or id in flow.loops_around:
                continue
            if reader.is_copy and not approval.is_copy:
                continue  # its own iteration's may have been given
            yield Finding(
                pointer,
                f"`{reader.id}` succeeded, but its approval `{id}` {state}",
                related=_statuses(reader, approval),
                args={"source": id, "status": approval.get("status")},
            )


def _succeeded(flow: Flow) -> list[NodeSite]:
    """The nodes of a job that ran to the end; templates and what stands on a cycle aside."""
    in_order = set(flow.order)
    return [
        node
        for node in flow.nodes.values()
        if node.get("status") == "success"
        and node.id in in_order
        and node.id not in flow.duplicated
        and node.id not in flow.loops_around
    ]


@rule("FC907", "waits-for-skipped", Severity.ERROR, on=Flow, having=("status",))
def waits_for_skipped(flow: Flow, context: Context) -> Iterator[Finding]:
    """A pending node reads a skipped node through an ordinary ref: this very job hangs.

    Why: an ordinary ref to a skipped node is no gate: the reader stays pending and the job never
    completes (certain). Body templates are not judged: they end skipped while their copies run.
    Nor is a job whose own status says that it has ended: it waits for nothing.

    Bad:

        [
          {"id": "fast", "type": "custom-model", "status": "skipped"},
          {"id": "final", "type": "custom-model", "status": "pending", "inputs": [
            {"name": "image", "type": "file", "ref": {"node": "fast"}}]}
        ]

    Good:

        "ref": {"conditional": ["fast", "best"]}
    """
    if not flow.is_job or _has_ended(flow):
        return
    for edge, reader, source in _judged_reads(flow):
        if reader.get("status") == "pending" and source.get("status") == "skipped":
            yield Finding(
                edge.pointer,
                f"`{reader.id}` is pending and reads `{source.id}`, which was skipped: "
                "the job never completes",
                hint="merge the branches with `conditional`, or gate the reader like its source",
                related=_statuses(reader, source),
                args={"source": source.id},
            )
