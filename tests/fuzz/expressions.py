"""Expressions as the grammar has them, as people mistype them, and as nobody writes them."""

from __future__ import annotations

import json
from random import Random
from typing import Any

from tests.engine.generate import VARIABLES, Writer, soup

_TOKENS = (
    *("s", "t", "n", "b", "l", "o", "u", "x", "if", "in", "as", "true", "null", "int", "list"),
    *("==", "!=", "<", "<=", "&&", "||", "!", "!!", "-", "--", "+", "%", "?", ":", "? :", ".", ","),
    *("(", ")", "[", "]", "{", "}", "()", "[]", "{}", "[?", ".?", "=", "=>", "&", "|", ";", "@"),
    *("'", '"', "'''", '"""', "r'", "b'", 'R"', "'a'", '"a"', "''", "'\\'", "'\\u12'", "'\\x'"),
    *("'\\U0010ffff'", "'\\ud800'", "'\\777'", "'\\0'", "`", "//", "// x\n", "/*", "#", "$", "\\"),
    *("0", "1", "-1", "1u", "1.", ".5", "1e5", "1e999", "1e-999", "0x", "0xFFFFFFFFFFFFFFFFF"),
    *("9" * 30, "9" * 400, "9223372036854775807", "9223372036854775808", "18446744073709551616u"),
    *("size(", "trim(s)", "exists('s')", "has(u.a)", "all(i, i)", ".map(i, i)", ".exists(i, "),
    *("cel.bind(v, s, v)", ".filter(i, true)", ".matches('(')", ".matches('(a+)+$')", "type(s)"),
    *("timestamp('x')", "duration('1s')", "random(3)", "randomSample(l, 1)", "slice(l, 0, 1)"),
    *(".size()", "[0]", "['a']", "[9999999999]", "[-1]", "{'a': 1}", "{1: 2, 1: 2}", "A{b: 1}"),
    *("\n", "\t", "\u00a0", "\u2028", "\ufeff", "\x00", "é", "猫", "𝒜", "a\u0301", "²", "٣", "ⅷ"),
)
_NESTS = (
    *(("(", "s", ")"), ("[", "s", "]"), ("!", "b", ""), ("-", "n", ""), ("trim(", "s", ")")),
    *(("{'a': ", "s", "}"), ("b ? s : ", "t", ""), ("b && ", "c", ""), ("s + ", "t", "")),
    *(("l.map(i, ", "i", ")"), ("", "u", ".a"), ("", "u", "[0]"), ("cel.bind(v, ", "s", ", v)")),
    *(("b ? (", "s", ") : t"), ("[", "", ""), ("(", "", ""), ("s.contains(", "t", ")")),
    *(("", "s", ".trim()"), ("l.exists(i, i == s || ", "b", ")"), ("b || (", "c", ")")),
)


def expression(rng: Random) -> str:
    """One expression, mostly short, right or wrong."""
    share = rng.random()
    if share < 0.35:
        return Writer(rng, mistakes=0.1).expression(rng.choice((1, 2, 2, 3, 4)))
    if share < 0.65:
        return mistyped(rng, Writer(rng, mistakes=0.05).expression(rng.choice((1, 2, 3))))
    if share < 0.75:
        return soup(rng)
    if share < 0.95:
        parts = rng.choices(_TOKENS, k=rng.choice((1, 2, 3, 5, 9)))
        return rng.choice(("", " ")).join(parts)
    if share < 0.99:
        return _nested(rng, rng.choice((2, 10, 40)))
    return _nested(rng, rng.choice((249, 250, 251, 400, 1500)))


def mistyped(rng: Random, text: str) -> str:
    """A text with one to four slips in it."""
    for _ in range(rng.choice((1, 1, 2, 4))):
        at, until = sorted((rng.randint(0, len(text)), rng.randint(0, len(text))))
        match rng.randrange(7):
            case 0:
                text = text[:at] + text[at + 1 :]
            case 1:
                text = text[:at] + rng.choice(_TOKENS) + text[at:]
            case 2:
                text = text[:at] + rng.choice(_TOKENS) + text[at + rng.choice((1, 2, 5)) :]
            case 3:
                text = text[:until] + text[at:]
            case 4:
                text = text[:at]
            case 5:
                text = text[at:until] + text[:at]
            case _:
                text = text[:at] + text[at : at + 1] + text[at:]
        text = text[:3_000]
    return text


def _nested(rng: Random, deep: int) -> str:
    if rng.random() < 0.7:
        opening, inner, closing = rng.choice(_NESTS)
        return opening * deep + inner + closing * rng.choice((deep, deep, deep, deep - 1, deep + 1))
    text = rng.choice(("s", "b", "1", ""))
    for _ in range(min(deep, 60)):
        opening, _inner, closing = rng.choice(_NESTS)
        text = opening + text + closing
    return text


_INPUTS = {
    "s": ("string", {"node": "workflow", "name": "mode"}),
    "t": ("string", {"node": "workflow", "name": "text"}),
    "n": ("number", {"node": "workflow", "name": "count"}),
    "m": ("number", None),
    "b": ("boolean", {"node": "workflow", "name": "on"}),
    "c": ("boolean", None),
    "l": ("string_array", {"node": "words"}),
    "o": ("string", {"node": "workflow", "name": "mode"}),
    "u": ("string", {"node": "draw"}),
}
assert set(_INPUTS) == set(VARIABLES)
_CONTRACT = [
    {"name": "mode", "type": "string", "allowedValues": ["a", "fast", "best"]},
    {"name": "text", "type": "string", "required": {"always": True}},
    {"name": "count", "type": "number", "min": 0, "max": 3, "default": 1},
    {"name": "on", "type": "boolean", "default": True},
]
_DRAW = {"id": "draw", "type": "custom-model", "modelId": "model_a"}
_WORDS = {"id": "words", "type": "list", "items": ["a", "b"]}


def holding(rng: Random, text: str) -> Any:
    """A workflow that holds the expression as a condition or a transform."""
    node: dict[str, Any] = {"id": "think", "type": "transform", "logic": {"transform": text}}
    reader = {"name": "prompt", "type": "string", "ref": {"node": "think"}}
    if rng.random() < 0.6:
        cases = [{"condition": text, "value": "2"}]
        if rng.random() < 0.4:
            again = rng.choice((text, f"!({text})", expression(rng), "s == 'a'", ""))
            cases.insert(rng.choice((0, 1)), {"condition": again, "value": "3"})
        node = {"id": "think", "type": "logic", "logicType": "if-else",
                "logic": {"cases": cases, "default": "1"}}  # fmt: skip
        reader["ref"] = {"node": "think", "equal": "2"}
    node["inputs"] = [
        {"name": name, "type": type_, **({} if ref is None else {"ref": ref})}
        for name, (type_, ref) in _INPUTS.items()
        if name in text
    ]
    end = {"id": "end", "type": "custom-model", "modelId": "model_a", "inputs": [reader]}
    return {"inputs": _CONTRACT, "flow": [_DRAW, _WORDS, node, end]}


def written(rng: Random) -> tuple[str, bytes]:
    """A name and an expression; it is judged by itself, now and then within a workflow."""
    return "a.cel", expression(rng).encode(errors="surrogatepass")


def in_document(rng: Random, text: str) -> bytes:
    """The text of a workflow that holds an expression."""
    return json.dumps(holding(rng, text)).encode()
