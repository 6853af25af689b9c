"""A share of a check's files, checked in one process: this one or another."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping

from flowcheck.cache.checked import Checked
from flowcheck.engine import check_each
from flowcheck.reading.decode import collector_paused
from flowcheck.reading.documents import Kind
from flowcheck.reading.files import Found
from flowcheck.reading.source import Source
from flowcheck.settings import Settings


def check_share(
    wanted: Mapping[int, Source], among: list[Source], settings: Settings
) -> Iterator[tuple[int, Checked]]:
    """Check some of the sources that are checked together; each by its number in the check."""
    with collector_paused():
        results = check_each(wanted.values(), settings, among=among)
        for (index, source), judged in zip(wanted.items(), results, strict=True):
            yield (
                index,
                Checked(
                    documents=len(source.documents),
                    nodes=judged.nodes,
                    models=holds_models(source),
                    calls=calls_workflow(source),
                    problems=tuple(judged.problems),
                    failures=tuple(judged.failures),
                    gaps=judged.gaps,
                ),
            )


def passed_over(source: Source, found: Found) -> bool:
    """Whether a file holds nothing to check and nobody insists."""
    return source.unrecognised and not found.explicit


def calls_workflow(source: Source) -> bool:
    """Whether a node calls a workflow, so that the problems rest on other files' workflows."""
    return any(
        isinstance(node, dict)
        and (node.get("type") == "workflow" or "workflowId" in node or "workflow_id" in node)
        for document in source.documents
        for node in (document.flow if isinstance(document.flow, list) else ())
    )


def holds_models(source: Source) -> bool:
    """Whether there are model records in it, which flows of other files are checked against."""
    return any(document.kind is Kind.MODEL for document in source.documents)


def processors() -> int:
    """How many processes can run at once."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
