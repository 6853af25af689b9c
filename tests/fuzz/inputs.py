"""One input: what it is called, what it holds, and how it comes out of a seed."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Final, Literal, get_args

Sort = Literal["documents", "bytes", "expressions"]
SORTS: Final[tuple[Sort, ...]] = get_args(Sort)


@dataclass(frozen=True)
class Input:
    """What is checked. name: as if of a file; it decides how `data` is read. seed: `SORT:SEED:N`,
    which makes it again, or the file of the corpus it comes from."""

    sort: Sort
    name: str
    data: bytes
    seed: str

    def dice(self) -> Random:
        """Dice for what is asked of it: the same each time it is judged."""
        return Random(f"{self.seed} judged")


def made(sort: Sort, seed: int, number: int) -> Input:
    """The input with that number in the stream of a seed; it depends on nothing else."""
    from tests.fuzz import byte_files, documents, expressions

    makers = {
        "documents": documents.damaged,
        "bytes": byte_files.damaged,
        "expressions": expressions.written,
    }
    told = f"{sort}:{seed}:{number}"
    name, data = makers[sort](Random(told))
    return Input(sort, name, data, told)


def again(told: str) -> Input:
    """The input of a seed as failures print it."""
    sort, seed, number = told.split(":")
    for one in SORTS:
        if one == sort:
            return made(one, int(seed), int(number))
    raise ValueError(f"{sort} is none of {', '.join(SORTS)}")
