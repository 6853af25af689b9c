"""Many files in one check: taken from the cache, or checked here or in processes; one report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flowcheck.batch.rows import Row
    from flowcheck.settings import Settings


def check_records(
    records: Iterable[bytes], *, settings: Settings | None = None, name: str = "<record>"
) -> Iterator[Row]:
    """Check records, each a JSON text, and give what is found as flat rows: for each record a
    `DocumentRow` for every document in it (one without a `kind` when there is none), then a
    `ProblemRow` for every problem.

    A pure function that engines for many machines can run on any share of their records:
    Dask, Spark's `mapInArrow`, Ray's `map_batches`. The n-th record has the number n, from 1.
    Records do not know each other; settings may name workflows and models. Raises SettingsError
    with the first row, and what `records` raises."""
    from flowcheck.batch.rows import numbered_items, rows
    from flowcheck.batch.stream.known import Known
    from flowcheck.settings import Settings

    return rows(numbered_items(records, name), Known(), settings or Settings())
