"""What rules need beside the file itself, and what of that a check of a file went without. Where
something is lacking, silence does not say that a problem is gone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from flowcheck.graph.flow import Flow
from flowcheck.graph.sites import InputSite
from flowcheck.project.project import Project
from flowcheck.project.workflows import called_workflow
from flowcheck.reading.source import Source
from flowcheck.wire.vocabulary import RUN_A_MODEL, scalar_of

TEXT: Final = "text"
"""A gap that every rule knows: some of the file cannot be read, or nothing in it is a flow."""

RUNS: Final = "runs"
"""Another: the run model of a flow in the file stopped at its budget (FC613)."""


def gaps(source: Source, flows: Iterable[Flow], project: Project) -> frozenset[str]:
    """What the check of a source with these flows goes without: `TEXT`, and the `Need`s of rules,
    apart from what only all files together tell (see `report.gaps_together`)."""
    if source.broken or not source.documents:
        return frozenset({TEXT})
    found: set[str] = set()
    flows = list(flows)
    if not project.catalogue:
        found |= {"catalogue", "model"}
    elif any(id is None or project.model(id) is None for flow in flows for id in _models(flow)):
        found.add("model")
    calling = [node for flow in flows if "workflow" in flow.types for node in flow.sites]
    called = filter(None, map(called_workflow, calling))
    if any(project.workflow_contract(id) is None for id in called):
        found.add("callee")
    return frozenset(found)


def _models(flow: Flow) -> Iterator[str | None]:
    """The models a flow names, to be run or as a value; None for one that cannot be known."""
    for node in flow.sites:
        if node.type in RUN_A_MODEL and node.get("modelId") is not None:
            id = node.get("modelId")
            yield id if isinstance(id, str) else None
        for site in node.every_input:
            yield from _literals(site)
    for site in flow.contract or ():
        yield from _literals(site)


def _literals(site: InputSite) -> Iterator[str]:
    if scalar_of(site.type) == "model":
        for field in ("value", "default"):
            value = site.get(field)
            for id in value if isinstance(value, list) else [value]:
                if isinstance(id, str):
                    yield id
