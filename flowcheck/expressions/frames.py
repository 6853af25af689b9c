"""The parser proper: tokens to tree, without recursion."""

from __future__ import annotations

from typing import NoReturn

from flowcheck.dataclass import dataclass, field, replace
from flowcheck.expressions.complain import complaint
from flowcheck.expressions.literals import constant
from flowcheck.expressions.tokens import SyntaxProblem, Token
from flowcheck.expressions.tree import (
    Binary,
    Call,
    Expr,
    Index,
    ListLiteral,
    MapLiteral,
    Name,
    Select,
    Ternary,
    Unary,
)

_WORDS = (
    "as break const continue else for function if import let loop package namespace return var "
    "void while __proto__ prototype"
)
RESERVED = frozenset(_WORDS.split())
"""Words that the engine allows as fields, but not as variables or functions."""
_OTHERWISE = dict.fromkeys(("if", "else"), "CEL chooses with `condition ? this : that`")
_OTHERWISE["return"] = "leave it out: an expression is its own value"
"""What is written instead of a reserved word, where something is."""
_KEYWORDS = frozenset({"true", "false", "null", "in"})

_PRECEDENCE = {
    **dict.fromkeys(("*", "/", "%"), 6),
    **dict.fromkeys(("+", "-"), 5),
    **dict.fromkeys(("<", "<=", ">", ">=", "in"), 4),
    **dict.fromkeys(("==", "!="), 3),
    "&&": 2,
    "||": 1,
}
_UNARY = 7

_DEEPEST, _MOST_NODES, _MOST_ITEMS, _MOST_ARGUMENTS = 250, 100_000, 1_000, 32
"""The engine's own bounds, unless it is told others."""


class Refused(Exception):
    """The text is not CEL."""

    def __init__(self, problem: SyntaxProblem) -> None:
        super().__init__(problem.message)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class _Operand:
    """A part that is read, and its place with the parentheses around it."""

    expr: Expr
    start: int
    end: int


@dataclass(slots=True)
class _Frame:
    """An expression being read, and what is done with it when it ends.

    kind: `root`, `paren`, `list`, `map` (a key), `entry` (its value), `index`, `call`, `then` or
    `else`. opener: the mark that began it. target: what is indexed, called on or asked by `?`.
    name: of the function called. links: of the chain of `.` and `[…]` being read."""

    kind: str
    opener: Token | None = None
    target: _Operand | None = None
    then: Expr | None = None
    name: Token | None = None
    items: list[Expr] = field(default_factory=list)
    operands: list[_Operand] = field(default_factory=list)
    operators: list[tuple[int, Token]] = field(default_factory=list)
    links: int = 0


_CLOSERS = {"paren": ")", "call": ")", "list": "]", "index": "]", "map": "}", "entry": "}"}


class Parser:
    """One reading of the tokens of one text."""

    def __init__(self, tokens: tuple[Token, ...]) -> None:
        self._tokens = tokens
        self._next = 0
        self._frames = [_Frame("root")]
        self._depth = 1
        self._nodes = 0

    def tree(self) -> Expr:
        """The tree of the whole text. Raises Refused."""
        wanting = True
        while self._next < len(self._tokens):
            wanting = self._operand() if wanting else self._after_operand()
        if wanting:
            self._fail()
        self._settle()
        if len(self._frames) > 1:
            self._fail()
        return self._frames[0].operands[0].expr

    # --- where an operand is wanted; True while it still is

    def _operand(self) -> bool:
        token = self._take()
        frame = self._frames[-1]
        self._depth -= frame.links
        frame.links = 0
        if token.kind == "word" and token.text not in _KEYWORDS:
            return self._named(token)
        if token.kind != "mark":
            if token.text == "in":
                self._fail(1)
            self._give(constant(token, token.start, token.end), token.start, token.end)
            return False
        if token.text in ("!", "-"):
            frame.operators.append((_UNARY, token))
            return True
        kind = {"(": "paren", "[": "list", "{": "map"}.get(token.text)
        if kind is None:
            self._fail(1)
        return self._open(_Frame(kind, token))

    def _named(self, token: Token) -> bool:
        if token.text in RESERVED:
            message = f"`{token.text}` is a reserved word and cannot be a name"
            hint = _OTHERWISE.get(token.text, "call the input something else")
            self._refuse(SyntaxProblem(message, token.start, len(token.text), hint))
        if self._peek("("):
            return self._open(_Frame("call", self._take(), name=token))
        self._give(Name(token.start, token.end, token.text), token.start, token.end)
        return False

    def _open(self, frame: _Frame) -> bool:
        """Enter a frame; an empty list, map or call is closed at once."""
        self._frames.append(frame)
        self._deeper(frame.opener)
        if frame.kind in ("list", "map", "call") and self._peek(_CLOSERS[frame.kind]):
            self._close(self._take())
            return False
        return True

    def _deeper(self, at: Token | None) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            self._bound(f"nested more than {_DEEPEST} deep", at)

    # --- where an operand has ended; True when another is wanted

    def _after_operand(self) -> bool:
        token = self._take()
        frame = self._frames[-1]
        if token.kind == "mark" and token.text in (".", "["):
            frame.links += 1
            self._deeper(token)
            return self._field(token) if token.text == "." else self._index(token)
        self._depth -= frame.links
        frame.links = 0
        if token.kind != "mark" and token.text != "in":
            self._fail(1)
        precedence = _PRECEDENCE.get(token.text)
        if precedence is not None:
            self._reduce(precedence)
            frame.operators.append((precedence, token))
            return True
        if token.text == "?":
            self._reduce(0)
            return self._open(_Frame("then", token, frame.operands.pop()))
        if token.text == ":":
            return self._colon(token)
        if token.text == ",":
            return self._comma()
        if token.text not in (")", "]", "}"):
            self._fail(1)
        self._close(token)
        return False

    def _field(self, dot: Token) -> bool:
        if self._next == len(self._tokens) or self._tokens[self._next].kind != "word":
            self._fail()
        word = self._take()
        if word.text in _KEYWORDS:
            message = f"`{word.text}` cannot follow a point: use `['{word.text}']`"
            self._refuse(SyntaxProblem(message, dot.start, word.end - dot.start))
        target = self._frames[-1].operands.pop()
        if self._peek("("):
            return self._open(_Frame("call", self._take(), target, name=word))
        select = Select(target.start, word.end, target.expr, word.text)
        self._give(select, target.start, word.end)
        return False

    def _index(self, bracket: Token) -> bool:
        return self._open(_Frame("index", bracket, self._frames[-1].operands.pop()))

    def _colon(self, colon: Token) -> bool:
        self._settle()
        frame = self._frames[-1]
        if frame.kind == "map":
            frame.kind = "entry"
        elif frame.kind == "then":
            frame.kind, frame.then = "else", frame.operands.pop().expr
            return True
        else:
            self._fail(1)
        frame.items.append(frame.operands.pop().expr)
        return True

    def _comma(self) -> bool:
        self._settle()
        frame = self._frames[-1]
        if frame.kind not in ("list", "entry", "call"):
            self._fail(1)
        self._item(frame)
        if self._peek(_CLOSERS[frame.kind]):
            self._close(self._take())
            return False
        if frame.kind == "entry":
            frame.kind = "map"
        return True

    def _item(self, frame: _Frame) -> None:
        frame.items.append(frame.operands.pop().expr)
        count = len(frame.items) // 2 if frame.kind == "entry" else len(frame.items)
        most, word = _MOST_ITEMS, "entries" if frame.kind == "entry" else "items"
        if frame.kind == "call":
            most, word = _MOST_ARGUMENTS, "arguments"
        if count > most:
            self._bound(f"more than {most} {word}", frame.opener)

    def _close(self, token: Token) -> None:
        self._settle()
        frame = self._frames[-1]
        if _CLOSERS.get(frame.kind) != token.text or (frame.kind == "map" and frame.operands):
            self._fail(1)
        if frame.operands and frame.kind not in ("paren", "index"):
            self._item(frame)
        self._leave()
        start, end = frame.opener.start if frame.opener else 0, token.end
        if frame.kind == "paren":
            inner = frame.operands[0].expr
            widened = inner if isinstance(inner, Name) else replace(inner, start=start, end=end)
            self._frames[-1].operands.append(_Operand(widened, start, end))
            return
        if frame.name is not None:
            start = frame.name.start
        if frame.target is not None:
            start = frame.target.start
        self._give(self._whole(frame, start, end), start, end)

    def _whole(self, frame: _Frame, start: int, end: int) -> Expr:
        """The node of a frame that closes with a bracket."""
        items = tuple(frame.items)
        if frame.kind == "list":
            return ListLiteral(start, end, items)
        if frame.kind in ("map", "entry"):
            return MapLiteral(start, end, tuple(zip(items[::2], items[1::2], strict=True)))
        target = None if frame.target is None else frame.target.expr
        if frame.kind == "index":
            assert target is not None
            return Index(start, end, target, frame.operands[0].expr)
        word = frame.name
        assert word is not None
        return Call(start, end, word.text, word.start, word.end, target, items)

    # --- what is common

    def _settle(self) -> None:
        """End the expression being read, and every `?:` it ends with."""
        self._reduce(0)
        while (frame := self._frames[-1]).kind == "else":
            other, condition, then = frame.operands[0], frame.target, frame.then
            assert condition is not None
            assert then is not None
            self._leave()
            start, end = condition.start, other.end
            self._give(Ternary(start, end, condition.expr, then, other.expr), start, end)
            self._reduce(0)

    def _reduce(self, precedence: int) -> None:
        """Apply the operators that bind at least as tightly."""
        frame = self._frames[-1]
        operators, operands = frame.operators, frame.operands
        while operators and operators[-1][0] >= precedence:
            binds, token = operators.pop()
            right = operands.pop()
            if binds == _UNARY:
                node: Expr = Unary(token.start, right.end, token.text, right.expr)
                self._give(node, token.start, right.end)
                continue
            left = operands.pop()
            node = Binary(left.start, right.end, token.text, left.expr, right.expr)
            self._give(node, left.start, right.end)

    def _leave(self) -> None:
        frame = self._frames.pop()
        self._depth -= 1 + frame.links

    def _give(self, node: Expr, start: int, end: int) -> None:
        self._nodes += 1
        if self._nodes > _MOST_NODES:
            self._bound(f"more than {_MOST_NODES} parts", None)
        self._frames[-1].operands.append(_Operand(node, start, end))

    def _take(self) -> Token:
        self._next += 1
        return self._tokens[self._next - 1]

    def _peek(self, mark: str) -> bool:
        if self._next == len(self._tokens):
            return False
        token = self._tokens[self._next]
        return token.kind == "mark" and token.text == mark

    def _fail(self, back: int = 0) -> NoReturn:
        """Refuse the token before the next one (back=1), or the next one or the end (0)."""
        wants_colon = self._frames[-1].kind in ("then", "map")
        self._refuse(complaint(self._tokens, self._next - back, wants_colon))

    def _bound(self, what: str, at: Token | None) -> NoReturn:
        token = at or self._tokens[-1]
        message = f"the expression has {what}" if what[0] == "m" else f"the expression is {what}"
        said = f"{message}, past what the engine takes"
        self._refuse(SyntaxProblem(said, token.start, token.end - token.start, doubtful=True))

    def _refuse(self, problem: SyntaxProblem) -> NoReturn:
        raise Refused(problem)
