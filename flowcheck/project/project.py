"""What is checked together: flows by document, workflows and models by id."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

from flowcheck.graph.flow import Flow
from flowcheck.project.workflows import read_workflows, record_id, workflow_id
from flowcheck.reading.documents import Document, Kind

if TYPE_CHECKING:
    from flowcheck.graph.sites import NodeSite
    from flowcheck.project.called import Called
    from flowcheck.project.catalogue import Catalogue
    from flowcheck.project.circles import Circle
    from flowcheck.reading.source import Source
    from flowcheck.settings import Settings

Named = Sequence[tuple["Source", Sequence[Document]]]
"""Files that settings name, with the records in each that count."""


class Project:
    """The documents of one check, and the records they are checked against.

    Everything is built when first asked for, once: a check that meets no model and no workflow
    node builds flows only. models: model records that are not checked themselves, with their
    sources; they go before those among the documents. workflows: workflow records that are called
    and not checked themselves; they come after those among the documents. workflow_ids: of all
    that are checked together, in their order, where `sources` are only those that the others
    need."""

    def __init__(
        self,
        sources: Iterable[Source] = (),
        models: Named = (),
        workflows: Named = (),
        *,
        workflow_ids: Sequence[str] | None = None,
    ) -> None:
        self._sources = {d.key: (source, d) for source in sources for d in source.documents}
        self._ids = workflow_ids
        self._models = models
        self._named = workflows
        self._flows: dict[str, Flow] = {}
        self._called: dict[str, Called] = {}

    @classmethod
    def of(cls, sources: Iterable[Source], settings: Settings) -> Project:
        """The project that sources and settings make. Reads `settings.models` and
        `settings.workflows`; raises SettingsError when they cannot be read."""
        there = list(sources)
        names = [source.name for source in there]
        return cls(there, named_models(settings), named_workflows(settings, names))

    @cached_property
    def documents(self) -> list[Document]:
        """The documents that are known here, in their order."""
        return [document for _, document in self._sources.values()]

    @cached_property
    def places(self) -> Mapping[str, tuple[Source, Document]]:
        """Documents that may be pointed at, by key."""
        both = (*self._models, *self._named)
        named = {d.key: (source, d) for source, documents in both for d in documents}
        return {**named, **self._sources}

    def flow(self, document: Document) -> Flow:
        """The typed flow of a document, kept when the document is one of the project."""
        found = self._flows.get(document.key)
        if found is None:
            found = Flow(document)
            if document.key in self.places:
                self._flows[document.key] = found
        return found

    def called(self, document: Document) -> Called:
        """The inputs that a workflow or model declares to those who call it."""
        found = self._called.get(document.key)
        if found is None:
            from flowcheck.project.called import Called

            found = self._called[document.key] = Called(document, self.flow(document))
        return found

    @cached_property
    def catalogue(self) -> Catalogue:
        """Every model record there is."""
        from flowcheck.project.catalogue import Catalogue

        named = [document for _, documents in self._models for document in documents]
        checked = [
            document
            for document in self.documents
            if document.kind is Kind.MODEL and record_id(document) is not None
        ]
        return Catalogue([*named, *checked])

    def model(self, id: str) -> Document | None:
        """The record of a model; None when nobody has it."""
        return self.catalogue.get(id)

    def workflow(self, id: str) -> Document | None:
        """The workflow record of that id, the first one with a flow of several, else the first;
        None when there is none."""
        found = self._workflows.get(id)
        return None if found is None else found[0]

    def workflow_contract(self, id: str) -> Called | None:
        """What the workflow of that id takes; None when that is not known, be it that its records
        contradict each other."""
        found = self._contracts.get(id)
        if found is None and id not in self._contracts:
            records = self._workflows.get(id, ())
            told = [called for called in map(self.called, records) if called.told]
            if told and all(told[0].agrees(other) for other in told[1:]):
                found = told[0]
            self._contracts[id] = found
        return found

    @cached_property
    def _contracts(self) -> dict[str, Called | None]:
        return {}

    @cached_property
    def workflow_ids(self) -> list[str]:
        """The ids of all workflows there are, those checked together first and in the order of
        the documents."""
        return list(dict.fromkeys((*(self._ids or ()), *self._workflows)))

    def _calls(self, document: Document) -> dict[str, NodeSite]:
        """The known workflows that a workflow calls, each with the first node that does."""
        found: dict[str, NodeSite] = {}
        for node in self.flow(document).sites if document.flow_at is not None else ():
            called = node.get("workflowId")
            if node.type == "workflow" and called in self._workflows:
                found.setdefault(called, node)
        return found

    @cached_property
    def _workflows(self) -> dict[str, list[Document]]:
        found: dict[str, list[Document]] = {}
        named = (document for _, documents in self._named for document in documents)
        for document in chain(self.documents, named):
            id = workflow_id(document)
            if id is not None:
                found.setdefault(id, []).append(document)
        for documents in found.values():
            documents.sort(key=lambda document: document.flow_at is None)  # stable
        return found

    @cached_property
    def circles(self) -> Mapping[str, list[Circle]]:
        """The circles of workflows that call each other, by the key of the document in which
        each is to be told."""
        from flowcheck.project.circles import circles

        # Records of runs and bodies of updates have no workflow id, so nobody calls those.
        workflows = {id: documents[0] for id, documents in self._workflows.items()}
        calls = {id: self._calls(document) for id, document in workflows.items()}
        found: dict[str, list[Circle]] = {}
        for circle in circles(calls, workflows, self.flow):
            found.setdefault(circle.documents[0].key, []).append(circle)
        return found


def models_in(source: Source) -> list[Document]:
    """The model records of a file; as `catalogue.models_in`, which most checks need not load."""
    from flowcheck.project.catalogue import models_in

    return models_in(source)


def named_models(settings: Settings) -> Named:
    """The model records of `settings.models`. Raises SettingsError when they cannot be read."""
    if not settings.models:
        return ()
    from flowcheck.project.catalogue import read_models

    return read_models(settings.models)


def named_workflows(settings: Settings, checked: Iterable[str]) -> Named:
    """The workflow records of `settings.workflows`, but for those in files `checked` themselves.
    Raises SettingsError when they cannot be read."""
    if not settings.workflows:
        return ()
    return read_workflows(settings.workflows, checked)
