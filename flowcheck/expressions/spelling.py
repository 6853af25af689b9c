"""How an expression is written: its quotes, and one spelling for what reads the same."""

from __future__ import annotations

from flowcheck.expressions.literals import body, constant
from flowcheck.expressions.parse import parse, tokens_of
from flowcheck.expressions.tokens import quote_of

_SPACE = " \t\n\r"


def double_quoted(text: str) -> list[tuple[int, int]]:
    """Places of the double-quoted literals of a text that parses, `""` left out."""
    if parse(text).tree is None:
        return []
    return [
        (token.start, token.end)
        for token in tokens_of(text).tokens
        if token.kind in ("string", "bytes") and '"' in quote_of(token)[1] and body(token)
    ]


def normalised(text: str) -> str:
    """A spelling that two texts share when they are the same tokens: white space, comments and the
    kind of quotes do not count. A text that is not CEL is only stripped of what CEL takes for white
    space."""
    if parse(text).tree is None:
        return text.strip(_SPACE)
    spelled = []
    for token in tokens_of(text).tokens:
        if token.kind == "string":
            literal = constant(token, token.start, token.end)
            spelled.append(repr(literal.value) if literal.known else token.text)
        else:
            spelled.append(token.text)
    return " ".join(spelled)
