"""Expressions as people and machines write them, right and wrong, and values to try them on."""

from __future__ import annotations

from random import Random
from typing import Any

from flowcheck.expressions.types import Type

VARIABLES: dict[str, Type] = {
    "s": Type.STRING,
    "t": Type.STRING,
    "n": Type.NUMBER,
    "m": Type.NUMBER,
    "b": Type.BOOL,
    "c": Type.BOOL,
    "l": Type.STRINGS,
    "o": Type.STRING,
    "u": Type.DYN,
}
OPTIONAL = frozenset({"o"})
"""What the variables of a generated expression hold; `o` may be null, `u` is anything."""

TEXTS = [
    "a longer text, with words",
    "12",
    "1",
    "",
    " ",
    "a",
    "ab",
    "b",
    "fast",
    "best",
    "a,b",
    " a ",
    "A.b",
    "3",
    "2.5",
    "true",
    "é",
]
_LITERALS = ["''", "'a'", "'b'", "'ab'", "'fast'", "'best'", "' '", "','", "'3'", "'A.b'", "'[a'"]
_PATTERNS = [
    "'^[a-b]+$'",
    "'[ab]c?'",
    "'b$'",
    "'.*a.*'",
    "'^a'",
    "'b$'",
    "'a'",
    "'^fast$'",
    "'('",
    "'a|b'",
    "'(?i)a'",
    r"'\\d+'",
]
_PLACES = ["0", "1", "2", "-1"]
_INTS = ["0", "1", "2", "3", "-1", "10"]
_DOUBLES = ["0.0", "1.0", "2.5", "-1.5", "1e3"]
_NUMBERS = [0, 1, 2, 3, -1, 10, 2.5, -1.5, 1e21, 0.1]
_LISTS: list[list[Any]] = [[], ["a"], ["a", "b"], ["fast", ""], list("abcdefghijkl")]


def bindings(random: Random) -> dict[str, Any]:
    """Values for the variables, as JSON holds them."""
    anything = [None, True, 4, "a", ["a"], 2.5, "", [], [1, 2], False, {"a": 1}]
    return {
        "s": random.choice(TEXTS),
        "t": random.choice(TEXTS),
        "n": random.choice(_NUMBERS),
        "m": random.choice(_NUMBERS),
        "b": random.random() < 0.5,
        "c": random.random() < 0.5,
        "l": random.choice(_LISTS),
        "o": random.choice([None, *TEXTS]),
        "u": random.choice(anything),
    }


class Writer:
    """Writes expressions of a wanted type, and now and then of another one."""

    def __init__(self, random: Random, mistakes: float = 0.06) -> None:
        self._random = random
        self._mistakes = mistakes

    def expression(self, depth: int = 4) -> str:
        """Any expression."""
        kind = self._random.choice(["bool", "bool", "bool", "text", "int", "double", "list"])
        return self._of(kind, depth)

    def _of(self, kind: str, depth: int) -> str:
        if self._random.random() < self._mistakes:
            kind = self._random.choice(["bool", "text", "int", "double", "list", "null", "any"])
        if depth <= 0 or self._random.random() < 0.2:
            return self._leaf(kind)
        if self._random.random() < 0.06:
            return (
                f"({self._of('bool', depth - 1)} ? {self._of(kind, depth - 1)}"
                f" : {self._of(kind, depth - 1)})"
            )
        return self._grown(kind, depth - 1)

    def _leaf(self, kind: str) -> str:
        leaves = {
            "bool": ["b", "c", "true", "false", "exists('o')", "exists('s')"],
            "text": ["s", "t", "o", *_LITERALS],
            "int": _INTS,
            "double": ["n", "m", *_DOUBLES],
            "list": ["l", "['a', 'b']", "[]", "['a']", "[s]", "[s, t]", "[1, 2]"],
            "null": ["null", "o"],
            "any": ["u", "null", "b'a'", "{'a': 1}", "type(s)", "1u", "string", "u.a", "s.length"],
        }
        return self._random.choice(leaves[kind])

    def _grown(self, kind: str, depth: int) -> str:
        r, of = self._random, self._of
        text, whole = lambda: of("text", depth), lambda: of("int", depth)
        flag, double, items = (
            lambda: of("bool", depth),
            lambda: of("double", depth),
            lambda: of("list", depth),
        )
        choices = {
            "bool": [
                lambda: f"{text()} == {text()}",
                lambda: f"{text()} != {r.choice(_LITERALS)}",
                lambda: f"o == null || {flag()}",
                lambda: f"{double()} {r.choice(['<', '<=', '>', '>=', '=='])} {whole()}",
                lambda: f"{double()} {r.choice(['<', '==', '!='])} {double()}",
                lambda: f"{whole()} {r.choice(['<', '<=', '>', '>=', '==', '!='])} {whole()}",
                lambda: f"({flag()} && {flag()})",
                lambda: f"({flag()} || {flag()})",
                lambda: f"!({flag()})",
                lambda: f"{text()} in {items()}",
                lambda: f"{text()}.{r.choice(['contains', 'startsWith', 'endsWith'])}({text()})",
                lambda: f"{text()}.matches({r.choice(_PATTERNS)})",
                lambda: f"{items()}.{r.choice(['exists', 'all', 'exists_one'])}(i, i == {text()})",
                lambda: f"size({r.choice([text, items])()}) {r.choice(['>', '=='])} {whole()}",
                lambda: f"type({of('any', depth)}) == {r.choice(['string', 'list', 'double'])}",
                lambda: f"{of('any', depth)} == {of('any', depth)}",
                lambda: f"trim({r.choice(['s', 'o', 'u', 'n'])}) == {r.choice(_LITERALS)}",
                lambda: f"{items()} == {items()}",
            ],
            "text": [
                lambda: f"{text()} + {text()}",
                lambda: f"{text()}.{r.choice(['trim', 'lowerAscii', 'upperAscii'])}()",
                lambda: f"trim({text()})",
                lambda: f"string({r.choice([whole, double, flag, text])()})",
                lambda: f"{r.choice(['s', 't'])}.substring({r.choice(_PLACES)})",
                lambda: f"{text()}.substring(0, {r.choice(_PLACES)})",
                lambda: f"{items()}.join({r.choice(_LITERALS)})",
                lambda: f"l[{r.choice(_PLACES)}]",
                lambda: f"{items()}[0]",
                lambda: f"slice({r.choice('st')}, 0, 2)",
                lambda: f"cel.bind(v, {text()}, v + v)",
            ],
            "int": [
                lambda: f"size({r.choice([text, items])()})",
                lambda: f"{whole()} {r.choice('+-*/%')} {whole()}",
                lambda: f"int({r.choice([lambda: 's', double, whole])()})",
                lambda: f"{text()}.{r.choice(['indexOf', 'lastIndexOf'])}({text()})",
                lambda: f"-({whole()})",
            ],
            "double": [
                lambda: f"{double()} {r.choice('+-*/')} {double()}",
                lambda: f"double({r.choice([lambda: 't', double, whole])()})",
                lambda: f"-({double()})",
            ],
            "list": [
                lambda: f"{text()}.split({r.choice(_LITERALS)})",
                lambda: f"{items()}.filter(i, {r.choice(['i', '!i'])} == {text()})",
                lambda: f"{items()}.map(i, i + {text()})",
                lambda: f"{items()} + {items()}",
                lambda: f"[{text()}, {text()}]",
                lambda: f"slice(l, 0, {r.choice(_PLACES[:3])})",
                lambda: f"randomSample({items()}, 2)",
            ],
            "null": [lambda: "null"],
            "any": [
                lambda: f"dyn({of('text', depth)})",
                lambda: "u[0]",
                lambda: "u['a']",
                lambda: f"{text()}.size()",
                lambda: f"{of('any', depth)} {r.choice(['+', '<', 'in', '&&', '=='])} {text()}",
                lambda: f"-{text()}",
                lambda: f"{text()}.contains({whole()})",
                lambda: f"[{text()}, {whole()}]",
                lambda: f"{flag()} ? {text()} : {whole()}",
                lambda: f"substring({text()}, 1)" if r.random() < 0.2 else "s.contains()",
            ],
        }
        return r.choice(choices[kind])()


_PIECES = (
    "a b x in true false null 1 2.5 .5 5. 1e3 1e 0x1F 0x 3u 'q' \"d\" '' 'it''s' '\\.' '\\n' "
    "'\\x41' '\\u00e9' '\\8' '\\08' '\\400' r'\\d' b'\\u0041' b'x' rb'x' '''t''' size exists has "
    "if loop as ( ) [ ] { } , . : ? ! - + * / % == != < <= > >= && || = & | // \t \u00a0 \f é ` "
    "and .? [? .x x.if x.in f() f(1,) [1,] [,] {1:2,}"
)


def soup(random: Random) -> str:
    """Pieces of expressions in any order, few of which are one."""
    pieces = [random.choice(_PIECES.split(" ")) for _ in range(random.randint(1, 7))]
    return random.choice([" ", ""]).join(pieces)
