"""The replies of Scenario's API, which wrap records: those of one workflow, job or model, of lists
of them, of a run (workflow and job) and of a training (job and model). (certain)"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, Literal

from flowcheck.findings import Pointer

Sort = Literal["workflow", "job", "model"]
"""What a record is, and the key of a reply that holds one."""
LISTS: Final[dict[str, Sort]] = {"workflows": "workflow", "jobs": "job", "models": "model"}
"""Key of a reply that holds several records → what each is."""


def wrapped(
    reply: dict[str, Any], *sorts: Sort, several: bool = True
) -> Iterator[tuple[Pointer, dict[str, Any]]]:
    """The records of these sorts in a reply, each with its place in it, in the reply's order;
    several: those of lists too."""
    for key, value in reply.items():
        if key in sorts and isinstance(value, dict):
            yield (key,), value
        elif several and LISTS.get(key) in sorts and isinstance(value, list):
            for index, item in enumerate(value):
                if isinstance(item, dict):
                    yield (key, index), item
