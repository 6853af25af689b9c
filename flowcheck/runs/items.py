"""What the array inputs of a contract hold, and what conditions look for in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flowcheck.graph.sites import InputSite
from flowcheck.wire.values import choices, is_defined, json_key, of_type

if TYPE_CHECKING:
    from flowcheck.expressions.tree import Expr


def may_hold(site: InputSite, item: Any) -> bool:
    """Whether an array input takes an item: its `allowedValues` bound what it holds, unless one
    of them is of another type than its items, a mistake of their own that bounds nothing."""
    allowed = [value for value in choices(site.raw) or () if is_defined(value)]
    of_item = site.type.removesuffix("_array")
    if not allowed or not all(of_type(of_item, value) for value in allowed):
        return True
    return json_key(item) in map(json_key, allowed)


def sought(tree: Expr) -> str | int | float | None:
    """The scalar that an expression looks for in a variable, as `'red' in x` does; None where it
    asks something else."""
    from flowcheck.expressions.evaluate import evaluate
    from flowcheck.expressions.tree import Binary, Name

    match tree:
        case Binary(operator="in", left=item, right=Name()):
            value = evaluate(item, {})
            return value if isinstance(value, str | int | float) else None
    return None
