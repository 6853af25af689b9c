"""What to write instead of an expression that fails.

Scenario's own web editor writes some that its engine refuses (observed); they get a sentence of
their own: what the editor did, and how to write it by hand."""

from __future__ import annotations

import re
from collections.abc import Collection

from flowcheck.expressions.cel_types import CONSTANTS
from flowcheck.expressions.check import TypeFinding
from flowcheck.expressions.tree import (
    Binary,
    Call,
    Constant,
    Expr,
    Index,
    ListLiteral,
    Name,
    Select,
    Ternary,
    Unary,
    children,
)
from flowcheck.pattern import late_pattern

_LONGEST = 60
_LENGTHS = frozenset({"length", "size", "count", "len"})
_NUMBERS = frozenset({"int", "uint", "double"})
_MEASURES = {"a string": "double", "a list": "size"}
"""What is compared with a number instead of a value of another type."""
_EDITOR_CONTAINS = late_pattern(r"(\w+)\.matches\('\.\*(.*)\.\*'\)")
_DOUBLED = late_pattern(r"'[^'\n]*''[^'\n]*'(?!')")


def wrong_types(text: str, finding: TypeFinding, declared: Collection[str]) -> str | None:
    """A hint for something that the engine has no overload for; None without a good one."""
    node = finding.node
    if node is None:
        return None
    for part in children(node) if finding.kind != "condition" else ():
        if isinstance(part, Name) and part.name in CONSTANTS and part.name in declared:
            return f"`{part.name}` is a name of the engine here, not the input: rename the input"
    match node:
        case _ if finding.kind == "condition":
            return _condition(text, node)
        case Binary() if finding.certainty == "double":
            return _doubles(text, node)
        case Binary() if node.operator in ("==", "!="):
            return _equality(text, node)
        case Binary() if node.operator in ("<", "<=", ">", ">="):
            return _order(text, finding)
        case Binary() if node.operator in ("&&", "||"):
            return _truth(text, finding)
        case Binary() if node.operator == "+":
            return _sum(text, finding)
        case Unary() if node.operator == "!":
            return _truth(text, finding)
        case Ternary() if "chooses" in finding.message:
            return _truth(text, finding)
        case Select() if node.field in _LENGTHS:
            return f"write `size({_of(text, node.operand)})`"
        case Index() if finding.certainty == "double":
            return f"write `int({_of(text, node.index)})`"
        case Call() if finding.certainty == "double":
            return f"a JSON number is a double: write `int({text[finding.start : finding.end]})`"
        case Call(function="contains", target=held, args=(item,)) if (
            held is not None and "not a list" in finding.message
        ):
            return f"write `{_of(text, item)} in {_of(text, held)}`"
        case Call() if node.function == "matches" and "no flags" in finding.message:
            return "write `x.lowerAscii().matches(…)` to ignore case"
        case ListLiteral() if any(isinstance(item, Name) for item in node.items):
            return "for the engine an input has no fixed type: put `dyn(…)` around the others"
    return None


def _of(text: str, node: Expr) -> str:
    part = text[node.start : node.end]
    return part if len(part) <= _LONGEST and part.isprintable() else "…"


def _condition(text: str, node: Expr) -> str:
    literal = isinstance(node, Constant) and node.kind == "string"
    return "compare an input with it" if literal else "compare it with something"


def _trims(node: Expr) -> bool:
    return isinstance(node, Call) and node.function == "trim"


def _equality(text: str, node: Binary) -> str | None:
    sides = (node.left, node.right)
    for one, other in (sides, sides[::-1]):
        if _trims(one) and isinstance(other, ListLiteral):
            instead = f"{_of(text, one)} in {_of(text, other)}"
            return f"the web editor writes this for a list; by hand: `{instead}`"
        if _trims(one) and isinstance(other, Constant) and other.kind in _NUMBERS:
            instead = f"{_of(text, one)} {node.operator} '{_of(text, other)}'"
            return f"the web editor writes this for a number; by hand: `{instead}`"
        if isinstance(one, Call) and one.function == "type" and isinstance(other, Constant):
            if isinstance(other.value, str) and other.value.isidentifier():
                return f"a type is named without quotes: write `{other.value}`"
            return None
        if (bare := _bare_number(other)) is not None:
            return f"write `{bare}`, without quotes, for a number"
        if isinstance(other, ListLiteral):
            return f"write `{_of(text, one)} in {_of(text, other)}`"
    return None


def _order(text: str, finding: TypeFinding) -> str | None:
    node = finding.node
    assert isinstance(node, Binary)
    sides = (node.left, node.right)
    for side, other in (sides, sides[::-1]):
        if "a number" in finding.message and (bare := _bare_number(side)) is not None:
            return f"write `{bare}`, without quotes, for a number"
        if not _is_number(other) or _is_number(side):
            continue
        measure = next((f for said, f in _MEASURES.items() if said in finding.message), None)
        if measure is None:
            return None
        terms = [f"{measure}({_of(text, side)})", _of(text, other)]
        left, right = terms if side is node.left else terms[::-1]
        by_hand = "the web editor writes this for a text; by hand:"
        return f"{by_hand if measure == 'double' else 'write'} `{left} {node.operator} {right}`"
    return None


def _bare_number(node: Expr) -> str | None:
    """The whole number that a text spells."""
    if not isinstance(node, Constant) or node.kind != "string" or not isinstance(node.value, str):
        return None
    bare = node.value.strip()
    return bare if bare.isascii() and bare.isdigit() and len(bare) < _LONGEST else None


def _is_number(node: Expr) -> bool:
    node = node.operand if isinstance(node, Unary) else node
    return isinstance(node, Constant) and node.kind in _NUMBERS


def _truth(text: str, finding: TypeFinding) -> str | None:
    part = text[finding.start : finding.end].strip("() ")
    if len(part) > _LONGEST or not part.isprintable():
        return None
    if "not a string" in finding.message:
        return f"write `{part} != ''`"
    if "not a list" in finding.message:
        return f"write `size({part}) > 0`"
    return f"write `{part} != 0`" if "not a number" in finding.message else None


def _sum(text: str, finding: TypeFinding) -> str | None:
    node = finding.node
    assert isinstance(node, Binary)
    if "a string" not in finding.message:
        return None
    for side in (node.left, node.right):
        if _is_number(side):
            return f"write `string({_of(text, side)})` to join it to text"
    if "a number" in finding.message or "a boolean" in finding.message:
        return "put `string(…)` around the parts that are not text"
    return "write `….join(', ')` to make text of a list" if "a list" in finding.message else None


def _doubles(text: str, node: Binary) -> str:
    """A JSON number is a double, which does not go with whole numbers."""
    for side in (node.left, node.right):
        if isinstance(side, Constant) and side.kind == "int" and node.operator != "%":
            return f"a JSON number is a double: write `{_of(text, side)}.0`"
    for side in (node.left, node.right):
        if not _is_number(side):
            return f"a JSON number is a double: write `int({_of(text, side)})`"
    return "a JSON number is a double"


def syntax(text: str, message: str, offset: int) -> str | None:
    """A hint for what Scenario's web editor writes and its engine cannot read."""
    written = _EDITOR_CONTAINS.fullmatch(text.strip())
    if written and "is not an escape" in message:
        plain = re.sub(r"\\(.)", r"\1", written[2])
        if plain.isprintable() and "'" not in plain and "\\" not in plain:
            instead = f"{written[1]}.contains('{plain}')"
            return f"the web editor writes this for “contains”; by hand: `{instead}`"
    if text[offset : offset + 1] == "'" and "expected an operator" in message:
        for doubled in _DOUBLED.finditer(text):
            if doubled.start() < offset < doubled.end():
                instead = "'" + doubled[0][1:-1].replace("''", "\\'") + "'"
                if len(instead) <= _LONGEST and instead.isprintable():
                    return f"the web editor doubles an apostrophe; by hand: `{instead}`"
                return "an apostrophe is not doubled: write `\\'`"
    return None
