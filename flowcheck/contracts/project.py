"""What is checked together: flows by document, workflows by id."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from flowcheck.graph.flow import Flow
from flowcheck.reading.documents import Document

if TYPE_CHECKING:
    from flowcheck.reading.source import Source
    from flowcheck.settings import Settings


class Project:
    """The documents of one check. Flows are built once, when first asked for."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self.documents = {document.key: document for document in documents}
        self._flows: dict[str, Flow] = {}

    @classmethod
    def of(cls, sources: Iterable[Source], settings: Settings) -> Project:
        """The project that sources and settings make."""
        return cls(document for source in sources for document in source.documents)

    def flow(self, document: Document) -> Flow:
        """The typed flow of a document."""
        found = self._flows.get(document.key)
        if found is None:
            found = self._flows[document.key] = Flow(document)
        return found
