"""A text that is put together with others, compared with texts: `x + ', ink' == 'a fox, ink'`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from flowcheck.expressions.tree import Binary, Call, Constant, Expr, Name, walk

_MOST: Final = 40  # parts that are looked at


def converts(tree: Expr) -> bool:
    """Whether a part of an expression is made a text, whatever it is."""
    return any(isinstance(part, Call) and part.function == "string" for part in walk(tree))


def left_of(tree: Expr, texts: Iterable[str]) -> tuple[str, ...] | None:
    """What the one variable of a sum of texts is where the sum is one of these; None where the tree
    is no such sum. `string(…)` changes no text: what else the variable holds is for the caller to
    rule out (`converts`)."""
    before, after, name = "", "", False
    waiting = [tree]
    for _ in range(_MOST):
        if not waiting:
            break
        match waiting.pop():
            case Binary(operator="+", left=left, right=right):
                waiting += [right, left]
            case Call(function="dyn" | "string", target=None, args=(inner,)):
                waiting.append(inner)
            case Constant(kind="string", value=str() as text, known=True):
                before, after = (before, after + text) if name else (before + text, after)
            case Name() if not name:
                name = True
            case _:
                return None
    if waiting or not name:
        return None
    long = len(before) + len(after)
    found = [
        text[len(before) : len(text) - len(after)]
        for text in texts
        if len(text) >= long and text.startswith(before) and text.endswith(after)
    ]
    return tuple(dict.fromkeys(found))
