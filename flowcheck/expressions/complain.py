"""Our words for a token the grammar did not accept."""

from __future__ import annotations

from flowcheck.expressions.tokens import SyntaxProblem, Token, shown

_CLOSING = {")": "(", "]": "[", "}": "{"}
_OPENING = frozenset("([{")
_BINARY = frozenset({"&&", "||", "==", "!=", "<=", ">=", *"-+*/%<>"})
_WORDS = {
    "and": "&&",
    "or": "||",
    "not": "!",
    "is": "==",
    "eq": "==",
    "equals": "==",
}


def complaint(tokens: tuple[Token, ...], index: int, wants_colon: bool) -> SyntaxProblem:
    """What to say when `tokens[index]` does not fit, or, past the last one, the end does not.

    wants_colon: a `:` would have been accepted in its place."""
    opened, stray = _brackets(tokens[: index + 1])
    before = tokens[index - 1] if index else None
    if index == len(tokens):
        assert before is not None, "an empty expression is not parsed"
        if opened and (_ends_operand(before) or before is opened[-1]):
            return _at(opened[-1], f"`{opened[-1].text}` is not closed")
        return _lacking(before)
    token = tokens[index]
    if stray is not None:
        still = f"`{opened[-1].text}` is still open" if opened else "nothing is open"
        return _at(token, f"unexpected `{token.text}`: {still}")
    if before is not None and not _ends_operand(before) and before.text not in _OPENING:
        return _after_operator(before, token)
    if _is_mark(token) and token.text in _BINARY and not _ends_operand(before):
        return _at(token, f"expected an operand before `{token.text}`")
    if before is not None and _ends_operand(before) and _starts_operand(token):
        return _two_operands(before, token)
    said = ": expected `:`" if wants_colon and token.text in _CLOSING else ""
    return _at(token, f"unexpected `{shown(token.text)}`{said}")


def _after_operator(before: Token, token: Token) -> SyntaxProblem:
    """`before` wants something behind it that `token` is not."""
    if not _is_mark(token) or (token.text in _OPENING):
        return _at(token, f"unexpected `{shown(token.text)}` after `{before.text}`")
    return _lacking(before)


def _lacking(before: Token) -> SyntaxProblem:
    """Nothing fit to follow stands behind `before`."""
    if _ends_operand(before):  # only `a ? b` can end so
        return _at(before, f"expected `:` and another value after `{shown(before.text)}`")
    wanted = "a name" if before.text == "." else "a value" if before.text in ",:?" else "an operand"
    return _at(before, f"expected {wanted} after `{before.text}`")


def _two_operands(before: Token, token: Token) -> SyntaxProblem:
    for word in (token, before):
        meant = _WORDS.get(word.text.lower()) if word.kind == "word" else None
        if meant is not None:
            return _at(word, f"`{word.text}` is not a CEL operator: use `{meant}`")
    said = f"unexpected `{shown(token.text)}`: expected an operator before it"
    return _at(token, said)


def _brackets(tokens: tuple[Token, ...]) -> tuple[list[Token], Token | None]:
    """The brackets open at the end, and the closing one that fits none of them, if any."""
    opened: list[Token] = []
    for token in tokens:
        if not _is_mark(token):
            continue
        if token.text in _OPENING:
            opened.append(token)
        elif token.text in _CLOSING:
            if not opened or opened[-1].text != _CLOSING[token.text]:
                return opened, token
            opened.pop()
    return opened, None


def _is_mark(token: Token) -> bool:
    return token.kind == "mark"


def _ends_operand(token: Token | None) -> bool:
    if token is None:
        return False
    return token.text in _CLOSING if _is_mark(token) else token.text != "in"


def _starts_operand(token: Token) -> bool:
    return not _is_mark(token) and token.text != "in"


def _at(token: Token, message: str) -> SyntaxProblem:
    return SyntaxProblem(message, token.start, token.end - token.start)
