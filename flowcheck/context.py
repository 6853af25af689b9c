"""What a rule may look at beside the site it visits."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from flowcheck.settings import Settings

if TYPE_CHECKING:
    from flowcheck.contracts.project import Project
    from flowcheck.graph.flow import Flow
    from flowcheck.reading.documents import Document
    from flowcheck.runs.model import RunModel


@dataclass
class Context:
    """One document under check.

    flow: its flow and contract (present is False for a model or a contract alone).
    project: what is checked together with it: other workflows by id, and model records."""

    document: Document
    flow: Flow
    settings: Settings
    project: Project

    @cached_property
    def runs(self) -> RunModel:
        """The run model of the flow, built when a rule first asks."""
        from flowcheck.runs.model import RunModel

        return RunModel(self.flow, budget=self.settings.solver_budget)
