"""One part checked and committed, on whatever machine."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from flowcheck.batch.rows import DocumentRow, ProblemRow, Row, rows
from flowcheck.settings import Settings
from flowcheck.sweep.knowing import known_in
from flowcheck.sweep.store import OWN, Store, part_name
from flowcheck.sweep.units import Unit

EXAMPLES = 3
"""Of each rule, in the marker of a part and in the summary."""


def check_part(
    unit: Unit, output: str, stamp: str, settings: Settings, careful: bool = False
) -> int:
    """Check a part and commit it: the tables first, then the marker that makes them count. Done
    twice, it writes the same.

    stamp: of what is known. careful: in a process beside this one, so that a record that ends the
    process costs that record only. Raises OSError and Unreadable."""
    from flowcheck.sweep.tables import Tables

    _settle()
    tables = Tables()
    tally = Tally()
    if careful:
        from flowcheck.sweep.apart import each_apart

        found = each_apart(unit.items(), output, stamp, settings)
    else:
        found = rows(unit.items(), known_in(output, stamp), settings)
    tables.add(tally.through(found))
    store = Store(output)
    for folder, data in tables.files().items():
        store.put(f"{folder}/part-{part_name(unit.index)}.parquet", data)
    store.put_json(f"{OWN}/parts/{part_name(unit.index)}.json", tally.told())
    return unit.index


@cache
def _settle() -> None:
    """Leave what a worker has loaded out of every search for garbage; once in a process. With all
    that Dask loads, those would take longer than the check of small records."""
    gc.collect()
    gc.freeze()


class Tally:
    """Counts rows on their way."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.rules: dict[str, dict[str, Any]] = {}
        self.failures: list[list[Any]] = []
        self._record = ("", 0)

    def through(self, found: Iterable[Row]) -> Iterator[Row]:
        for row in found:
            if isinstance(row, DocumentRow):
                self._document(row)
            else:
                self._problem(row)
            yield row

    def _document(self, row: DocumentRow) -> None:
        self.counts["records"] += (row.url, row.record) != self._record
        self._record = (row.url, row.record)
        self.counts["documents"] += row.kind is not None
        self.counts["nodes"] += row.nodes
        if row.failure is not None:
            self.counts["failed"] += 1
            if len(self.failures) < EXAMPLES:
                self.failures.append([row.url, row.record, row.failure])

    def _problem(self, row: ProblemRow) -> None:
        self.counts[row.severity] += 1
        key = f"{row.code} {row.severity}"
        rule = self.rules.setdefault(key, {"rule": row.rule, "count": 0, "examples": []})
        rule["count"] += 1
        if len(rule["examples"]) < EXAMPLES:
            rule["examples"].append([row.url, row.record, row.pointer, row.message])

    def add(self, told: dict[str, Any]) -> None:
        """Count what another has counted."""
        self.counts.update(told["counts"])
        self.failures = [*self.failures, *told["failures"]][:EXAMPLES]
        for key, rule in told["rules"].items():
            mine = self.rules.setdefault(key, {"rule": rule["rule"], "count": 0, "examples": []})
            mine["count"] += rule["count"]
            mine["examples"] = [*mine["examples"], *rule["examples"]][:EXAMPLES]

    def told(self) -> dict[str, Any]:
        """As plain JSON."""
        return {"counts": dict(self.counts), "rules": self.rules, "failures": self.failures}
