"""The part of CEL that the records of these tests use, read and evaluated on plain Python values.

Written from the texts on the engine alone (JSON numbers are doubles, unlike types are not equal,
order and text functions fail on null and on unlike types, `&&` and `||` absorb an error when the
other side decides); it shares no code with the package. An expression is a tuple: its operator,
then its parts. A variable may be replaced by an expression (a transform that stands in its place)
or by a `Source`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

Expr = tuple[Any, ...]
Key = tuple[Any, ...]


class CelError(Exception):
    """The engine fails on it."""


@dataclass(frozen=True)
class Source:
    """What a variable stands for: its key, and `text`, `array`, `number` or `boolean` by its type.

    fallback: the default that holds when a contract input is absent."""

    key: Key
    sort: str
    fallback: Any = None


# Reading

_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+\.\d+|\d+)|(?P<text>'[^'\\]*'|\"[^\"\\]*\")"
    r"|(?P<name>[A-Za-z_]\w*)|(?P<sign>&&|\|\||[=!<>]=|[-+!<>?:.,()\[\]]))"
)
_RELATIONS = {"==", "!=", "<", "<=", ">", ">=", "in"}


def parse(text: str) -> Expr:
    """Raises ValueError for what is not of this part of CEL."""
    tokens: list[tuple[str, str]] = []
    at = 0
    text = text.rstrip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise ValueError(f"{text!r} at {at}")
        tokens.append((str(match.lastgroup), match[match.lastgroup or 0]))
        at = match.end()
    parser = _Parser([*tokens, ("end", "")])
    found = parser.ternary()
    if parser.tokens[parser.at][0] != "end":
        raise ValueError(f"{text!r}: {parser.tokens[parser.at][1]!r} is too much")
    return found


class _Parser:
    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.tokens, self.at = tokens, 0

    def take(self, *words: str) -> str | None:
        kind, word = self.tokens[self.at]
        if kind in ("sign", "name") and word in words:
            self.at += 1
            return word
        return None

    def need(self, word: str) -> None:
        if self.take(word) is None:
            raise ValueError(f"{word!r} is missing before {self.tokens[self.at][1]!r}")

    def ternary(self) -> Expr:
        test = self.joined(0)
        if self.take("?") is None:
            return test
        yes = self.joined(0)
        self.need(":")
        return ("?:", test, yes, self.ternary())

    def joined(self, level: int) -> Expr:
        levels: tuple[set[str], ...] = ({"||"}, {"&&"}, _RELATIONS, {"+", "-"})
        if level == len(levels):
            return self.unary()
        left = self.joined(level + 1)
        while word := self.take(*levels[level]):
            left = (word, left, self.joined(level + 1))
        return left

    def unary(self) -> Expr:
        if self.take("!"):
            return ("!", self.unary())
        if self.take("-"):
            kind, value = self.unary()
            assert kind == "const"
            return ("const", -value)
        found = self.primary()
        while self.take("."):
            name = self.tokens[self.at][1]
            self.at += 1
            self.need("(")
            found = ("call", name, found, *self.listed(")"))
        return found

    def listed(self, end: str) -> list[Expr]:
        items: list[Expr] = []
        while self.take(end) is None:
            if items:
                self.need(",")
            items.append(self.ternary())
        return items

    def primary(self) -> Expr:
        kind, word = self.tokens[self.at]
        self.at += 1
        if kind == "number":
            return ("const", float(word) if "." in word else int(word))
        if kind == "text":
            return ("const", word[1:-1])
        if word == "(":
            found = self.ternary()
            self.need(")")
            return found
        if word == "[":
            return ("list", *self.listed("]"))
        if kind == "name":
            if word in ("true", "false", "null"):
                return ("const", {"true": True, "false": False, "null": None}[word])
            if self.take("("):
                return ("call", word, *self.listed(")"))
            return ("type", word) if word in ("list", "string") else ("name", word)
        raise ValueError(f"{word!r} stands where a value belongs")


# What is known before it runs

_RESULTS = {"size": "int", "trim": "string", "lowerAscii": "string", "upperAscii": "string"}


def static_type(tree: Expr) -> str:
    """The type the engine knows beforehand; `dyn` for variables and what comes of them."""
    if tree[0] == "const":
        kinds = {bool: "bool", int: "int", float: "double", str: "string"}
        return kinds.get(type(tree[1]), "dyn")
    if tree[0] == "call":
        return _RESULTS.get(tree[1], "dyn")
    return {"list": "list", "type": "type"}.get(tree[0], "dyn")


def refused(tree: Expr) -> bool:
    """Whether the engine's check refuses it: two known types that are unlike, compared."""
    if tree[0] in ("==", "!=", "<", "<=", ">", ">="):
        numeric = {"int": "number", "double": "number"}
        left, right = (numeric.get(t, t) for t in map(static_type, tree[1:]))
        if "dyn" not in (left, right) and left != right:
            return True
    return any(refused(part) for part in tree[1:] if isinstance(part, tuple))


# Variables

Names = Callable[[str], Expr]


def resolved(tree: Expr, names: Names) -> Expr:
    """The expression with what its variables stand for in their places; `exists` is a test."""
    if tree[0] == "name":
        return names(tree[1])
    if tree[0] == "call" and tree[1] == "exists":
        return ("!=", names(tree[2][1]), ("const", None))
    if tree[0] in ("const", "type", "source"):
        return tree
    return tuple(resolved(p, names) if isinstance(p, tuple) else p for p in tree)


def sources(tree: Expr) -> Iterator[Source]:
    if tree[0] == "source":
        yield tree[1]
    elif tree[0] not in ("const", "type"):
        for part in tree[1:]:
            if isinstance(part, tuple):
                yield from sources(part)


def atoms(tree: Expr) -> Iterator[Expr]:
    """The largest parts under `&&`, `||`, `!` and `?:`."""
    if tree[0] in ("&&", "||", "!", "?:"):
        for part in tree[1:]:
            yield from atoms(part)
    else:
        yield tree


def fronted(tree: Expr) -> Expr:
    """The condition with what stands inside of a test behind a `?:` brought before it."""
    if tree[0] in ("&&", "||", "!", "?:"):
        return (tree[0], *map(fronted, tree[1:]))
    found = _choice(tree)
    return tree if found is None else ("?:", *map(fronted, found))


def _choice(tree: Expr) -> tuple[Expr, Expr, Expr] | None:
    if tree[0] == "?:":
        return tree[1], tree[2], tree[3]
    if tree[0] in ("&&", "||", "const", "type", "source"):
        return None
    for at, part in enumerate(tree):
        found = _choice(part) if isinstance(part, tuple) else None
        if found is not None:
            test, then, other = found
            return test, (*tree[:at], then, *tree[at + 1 :]), (*tree[:at], other, *tree[at + 1 :])
    return None


def constants(tree: Expr) -> list[Any] | None:
    """The values of a constant or a list of constants."""
    if tree[0] == "const":
        return [tree[1]]
    if tree[0] == "list" and all(part[0] == "const" for part in tree[1:]):
        return [part[1] for part in tree[1:]]
    return None


_FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


@dataclass(frozen=True)
class Question:
    """What an atom asks of its one source. kind: equal, order, size, trim, lowerAscii,
    upperAscii, startsWith, endsWith, contains, type, bare."""

    kind: str
    source: Source
    values: tuple[Any, ...] = ()


def question(atom: Expr) -> Question | None:
    """The question of an atom whose answer an open value has; None for any other atom."""
    if atom[0] == "source":
        return Question("bare", atom[1])
    if atom[0] == "call" and atom[1] in ("startsWith", "endsWith", "contains", "matches"):
        subject, wanted = atom[2], constants(atom[3])
        if subject[0] != "source" or wanted is None:
            return None
        kind, text = atom[1], wanted[0]
        if kind == "matches":
            whole = re.fullmatch(r"(\.\*|\^|)(\w*)(\.\*|\$|)", text)
            kinds = {("", ""): "contains", (".*", ".*"): "contains"}
            kinds |= {("^", ""): "startsWith", ("", "$"): "endsWith"}
            found = kinds.get((whole[1], whole[3])) if whole else None
            if found is None or whole is None:
                return None
            kind, text = found, whole[2]
        return Question(kind, subject[1], (text,))
    if atom[0] not in _RELATIONS:
        return None
    operator, left, right = atom
    if operator != "in" and constants(left) is not None:
        operator, left, right = _FLIPPED.get(operator, operator), right, left
    if left[0] == "call" and left[1] == "type" and right[0] == "type" and left[2][0] == "source":
        return Question("type", left[2][1])
    values = constants(right)
    if values is None or (operator == "in") != (right[0] == "list"):
        return None
    equality = operator in ("==", "!=", "in")
    if left[0] == "+" and equality:
        return _of_sum(left, values)
    if left[0] == "source":
        return Question("equal" if equality else "order", left[1], tuple(values))
    if left[0] == "call" and left[2][0] == "source":
        if left[1] == "size":
            return Question("size", left[2][1], tuple(values))
        if left[1] in ("trim", "lowerAscii", "upperAscii") and equality:
            return Question(left[1], left[2][1], tuple(values))
    return None


def _of_sum(tree: Expr, values: list[Any]) -> Question | None:
    """What a text is of which a sum with others is one of some texts."""
    parts = _added(tree)
    names = [part[1] for part in parts if part[0] == "source"]
    texts = [part[1] for part in parts if part[0] == "const" and isinstance(part[1], str)]
    if len(names) != 1 or names[0].sort != "text" or len(texts) != len(parts) - 1:
        return None
    at = next(at for at, part in enumerate(parts) if part[0] == "source")
    before, after = "".join(texts[:at]), "".join(texts[at:])
    left = [
        value[len(before) : len(value) - len(after)]
        for value in values
        if isinstance(value, str) and re.fullmatch(f"{before}.*{after}", value)
    ]
    return Question("equal", names[0], tuple(left))


def _added(tree: Expr) -> list[Expr]:
    return [*_added(tree[1]), *_added(tree[2])] if tree[0] == "+" else [tree]


# Evaluation

Values = Callable[[Source], Any]
Bits = Callable[[Expr], "bool | None"]


def holds(tree: Expr, values: Values, bits: Bits) -> bool:
    """Whether a condition holds. bits: the free bit of an atom that nobody can tell, else None.

    Raises CelError where the engine fails."""
    if tree[0] in ("&&", "||"):
        decides = tree[0] == "||"
        failed = False
        for part in tree[1:]:
            try:
                if holds(part, values, bits) is decides:
                    return decides
            except CelError:
                failed = True
        if failed:
            raise CelError
        return not decides
    if tree[0] == "!":
        return not holds(tree[1], values, bits)
    if tree[0] == "?:":
        return holds(tree[2 if holds(tree[1], values, bits) else 3], values, bits)
    bit = bits(tree)
    found = value_of(tree, values) if bit is None else bit
    if not isinstance(found, bool):
        raise CelError
    return found


def value_of(tree: Expr, values: Values) -> Any:
    kind = tree[0]
    if kind == "const":
        return tree[1]
    if kind == "type":
        return ("type", tree[1])
    if kind == "source":
        return values(tree[1])
    if kind == "list":
        return [value_of(part, values) for part in tree[1:]]
    if kind in ("&&", "||", "!"):
        return holds(tree, values, lambda _: None)
    if kind == "?:":
        return value_of(tree[2 if holds(tree[1], values, lambda _: None) else 3], values)
    if kind == "call":
        return _called(tree[1], [value_of(part, values) for part in tree[2:]])
    left, right = value_of(tree[1], values), value_of(tree[2], values)
    if kind in ("==", "!="):
        return equal(left, right) is (kind == "==")
    if kind == "in":
        if not isinstance(right, list):
            raise CelError
        return any(equal(left, each) for each in right)
    if kind == "+":
        if type(left) is type(right) and isinstance(left, str | float | list):
            return left + right
        raise CelError
    return _ordered(kind, left, right)


def equal(a: Any, b: Any) -> bool:
    if isinstance(a, bool) or isinstance(b, bool):
        return a is b
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(equal, a, b))
    return bool(a == b)


def _ordered(kind: str, left: Any, right: Any) -> bool:
    numbers = all(isinstance(v, int | float) and not isinstance(v, bool) for v in (left, right))
    if not numbers and not (isinstance(left, str) and isinstance(right, str)):
        raise CelError
    return bool(
        {"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right}[kind]
    )


def _called(name: str, given: list[Any]) -> Any:
    first = given[0]
    if name == "trim" and (first is None or isinstance(first, str)):
        return (first or "").strip()
    if name == "type":
        return (
            "type",
            "list" if isinstance(first, list) else "string" if isinstance(first, str) else "other",
        )
    if name == "size" and isinstance(first, str | list):
        return len(first)
    if isinstance(first, str):
        if name == "lowerAscii":
            return first.lower()
        if name == "upperAscii":
            return first.upper()
        if name in ("startsWith", "endsWith"):
            return getattr(first, name.lower())(given[1])
        if name == "contains":
            return given[1] in first
        if name == "substring" and 0 <= given[1] <= given[2] <= len(first):
            return first[int(given[1]) : int(given[2])]
        if name == "matches":
            return re.search(given[1], first) is not None
    raise CelError
