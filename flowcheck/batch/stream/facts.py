"""What the parts of a file must know of the whole of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

from flowcheck.dataclass import dataclass
from flowcheck.reading.documents import Kind
from flowcheck.reading.source import Record, breaks_a_flow, is_empty_array


@dataclass(frozen=True, slots=True)
class Facts:
    """What was seen in a file, or in some parts of it.

    first: the line of the first record; None when there is none. documents, empty: how many there
    are, and of those `[]`. authoring: all are web-app exports. broken: something is not JSON;
    breaks: and shows signs of a flow. surely: a flow is surely misplaced; doubtful: the line of
    the first doubtful one, 0 in a file that is one record."""

    first: int | None = None
    documents: int = 0
    empty: int = 0
    authoring: bool = True
    broken: bool = False
    breaks: bool = False
    surely: bool = False
    doubtful: int | None = None

    @classmethod
    def of(cls, records: Sequence[Record]) -> Self:
        """What the records of a whole file show, or of a part."""
        places = [(r.line, r.misplaced) for r in records if r.misplaced is not None]
        documents = [document for record in records for document in record.documents]
        return cls(
            first=records[0].line if records else None,
            documents=len(documents),
            empty=sum(map(is_empty_array, documents)),
            authoring=all(document.kind is Kind.AUTHORING for document in documents),
            broken=any(record.decoded.problem is not None for record in records),
            breaks=any(map(breaks_a_flow, records)),
            surely=any(place.sure for _, place in places),
            doubtful=next((line or 0 for line, place in places if not place.sure), None),
        )

    def then(self, later: Facts) -> Facts:
        """What was seen in parts that follow each other."""
        return Facts(
            self.first if self.first is not None else later.first,
            self.documents + later.documents,
            self.empty + later.empty,
            self.authoring and later.authoring,
            self.broken or later.broken,
            self.breaks or later.breaks,
            self.surely or later.surely,
            self.doubtful if self.doubtful is not None else later.doubtful,
        )

    @property
    def misplaced(self) -> bool:
        """Whether what was meant as a flow is none."""
        return self.surely or self.doubtful is not None

    def unrecognised(self, *, explicit: bool) -> bool:
        """Whether the file holds nothing to check; as of a `Source`."""
        if self.documents:
            return not explicit and self.empty == self.documents
        return not self.misplaced and not self.breaks
