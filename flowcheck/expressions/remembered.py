"""What is worked out once for the trees of equal texts: Scenario's web editor writes a few
patterns of conditions, and so does whoever writes thousands of workflows."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Concatenate, ParamSpec, TypeVar

from flowcheck.expressions.tree import Expr

P = ParamSpec("P")
R = TypeVar("R")
LONG = 2_000
MOST, FEW = 1024, 8
"""How many results of a function are kept, for short texts and for `LONG` ones: a file may be
hostile."""


def remembered(
    function: Callable[Concatenate[Expr, P], R],
) -> Callable[Concatenate[Expr, P], R]:
    """A pure function of a tree that keeps its results, which nobody may change. A tree is known
    by its identity; `parse` gives one tree for equal texts."""
    kept = lru_cache(maxsize=MOST)(function)
    few = lru_cache(maxsize=FEW)(function)

    @wraps(function)
    def from_memory(tree: Expr, /, *args: P.args, **named: P.kwargs) -> R:
        short = 0 < tree.end - tree.start <= LONG  # 0 is a tree that no text has
        return (kept if short else few)(tree, *args, **named)  # type: ignore[arg-type]

    return from_memory
