"""FC906 and FC907: job records, the statuses of nodes that contradict each other."""

from __future__ import annotations

from collections.abc import Iterator

from flowcheck.context import Context
from flowcheck.findings import Finding, See, Severity
from flowcheck.graph.flow import Flow
from flowcheck.graph.sites import NodeSite
from flowcheck.graph.wires import Edge, EdgeKind
from flowcheck.rules.registry import rule
from flowcheck.wire.vocabulary import RUNNING_JOB_STATUSES

_UNFINISHED = {"pending": "is still pending", "processing": "is still processing"}
_NOT_DONE = {**_UNFINISHED, "failure": "has failed"}


def _judged_reads(flow: Flow) -> Iterator[tuple[Edge, NodeSite, NodeSite]]:
    """The ordinary reads of a job with reader and source: those of body templates and from them
    aside, for templates end skipped, and a copy's reads of loops, which go on while it is done.
    A cycle's nodes contradict each other whatever they tell."""
    in_order = set(flow.order)
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


@rule("FC906", "status-conflict", Severity.WARNING, on=Flow)
def status_conflict(flow: Flow, context: Context) -> Iterator[Finding]:
    """A node succeeded although something it reads is pending, processing or failed.

    Why: a node runs when what it reads through an ordinary ref has run (certain), so the record
    contradicts itself. Body templates are not judged: they never run themselves.

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


@rule("FC907", "waits-for-skipped", Severity.ERROR, on=Flow)
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
