"""A condition as a boolean skeleton over atoms: its largest parts under `&&`, `||`, `!` and `?:`.

Atoms that ask the same of the same have the same text, however they are spelled: sides are swapped
so that what is asked about stands left, `!=` is the negation of `==`, and parentheses, white space
and quotes do not count. What is bounded here grows with the text and never recurses."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Literal, TypeAlias

from flowcheck.dataclass import dataclass, replace
from flowcheck.expressions.choices import choice
from flowcheck.expressions.evaluate import FAILS, UNKNOWN, Result, Unsettled, evaluate
from flowcheck.expressions.joined import left_of
from flowcheck.expressions.linear import turning_point
from flowcheck.expressions.names import free_names, read_in
from flowcheck.expressions.overloads import functions
from flowcheck.expressions.remembered import remembered
from flowcheck.expressions.scopes import is_has, macro_of
from flowcheck.expressions.substitution import Renaming, only_names, renamed, substituted
from flowcheck.expressions.tree import (
    Binary,
    Call,
    Constant,
    Expr,
    Name,
    Select,
    Ternary,
    Unary,
    children,
    walk,
)

ShapeKind = Literal[
    "equals",
    "joined",
    "order",
    "linear",
    "size",
    "text",
    "startsWith",
    "endsWith",
    "contains",
    "other",
]
Join = Literal["not", "and", "or", "choose"]
_MIRRORED = {"==": "==", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
_LARGEST_DOUBLE = sys.float_info.max
_META = frozenset("\\^$.|?*+()[]{}")
_TEXT_FUNCTIONS = ("trim", "lowerAscii", "upperAscii")
_CHOICES = 32  # choices inside of tests that are followed in one condition
_TESTS = frozenset({"==", "!=", "<", "<=", ">", ">=", "in", "&&", "||"})
_TESTING = frozenset({"startsWith", "endsWith", "contains", "matches", "exists"})
_TEXT_TESTS: tuple[ShapeKind, ...] = ("startsWith", "endsWith", "contains")


@dataclass(frozen=True, slots=True)
class Shape:
    """What an atom asks of its one name, where that is known.

    equals: whether it is one of `constants`; joined: likewise, of a text that others are put
    before or behind, or that is made a text again; order: how it compares (`operator`) with the one
    constant; linear: how a sum or multiple of it compares, which turns at the one constant; size:
    how its size does (`==`, for some of `constants`, or an order); text: whether
    `function` of it is one of `constants`; startsWith, endsWith, contains: whether it does with
    the one constant. other: anything else, of any number of names."""

    kind: ShapeKind
    constants: tuple[Result, ...] = ()
    operator: str = "=="
    function: str = ""


OTHER = Shape("other")


@dataclass(frozen=True, slots=True, eq=False)
class Atom:
    """text: its normal form. names: the variables it reads, once each. random: whether it may
    give another answer in every place. negated: whether it stands for `==` where `!=` is
    written. foreign: whether it calls what the engine does not have, which may be news or fail.
    """

    tree: Expr
    text: str
    names: tuple[str, ...]
    shape: Shape
    random: bool
    foreign: bool = False
    negated: bool = False


Step: TypeAlias = Atom | Join
"""A step of a skeleton in postfix order: an atom, or what joins the one, two or (`choose`: test,
then, else) three results before it."""


def answer(atom: Atom, values: Mapping[str, Result]) -> Result:
    """What an atom comes to. What a text function makes of another type nobody says (unknown), so
    that counts as failing."""
    found = evaluate(atom.tree, values)
    if found is UNKNOWN and atom.shape.kind == "text":
        held = values.get(atom.names[0], UNKNOWN)
        if not isinstance(held, str | Unsettled) and held is not None:
            return FAILS
    return found


def steps_of(tree: Expr, meanings: Mapping[str, Expr]) -> tuple[Step, ...]:
    """The skeleton of a condition that `parse` has read, with names `substituted`."""
    names = only_names(meanings)
    if names is None:
        return tuple(skeleton(substituted(tree, meanings)))
    return _renamed_steps(tree, names)


@remembered
def _renamed_steps(tree: Expr, names: Renaming) -> tuple[Step, ...]:
    return tuple(skeleton(renamed(tree, names)))


def skeleton(tree: Expr) -> list[Step]:
    """The steps of a condition, in postfix order."""
    steps: list[Step] = []
    waiting: list[Expr | Join] = [tree]
    choices = _CHOICES
    while waiting:
        part = waiting.pop()
        if isinstance(part, str):
            steps.append(part)
            continue
        match part:
            case Binary(operator="&&" | "||"):
                join: Join = "and" if part.operator == "&&" else "or"
                waiting += [join, part.right, part.left]
            case Unary(operator="!"):
                waiting += ["not", part.operand]
            case Ternary():
                waiting += ["choose", part.other, part.then, part.condition]
            case Binary(operator="==" | "!=") if (test := _tested(part)) is not None:
                waiting += ["not", test[0]] if test[1] else [test[0]]
            case _ if choices and (found := choice(part)) is not None:
                choices -= 1
                waiting += ["choose", *reversed(found)]
            case Binary(operator="!="):
                waiting.append("not")
                steps.append(replace(_atom(replace(part, operator="==")), negated=True))
            case _:
                steps.append(_atom(part))
    return steps


def _tested(comparison: Binary) -> tuple[Expr, bool] | None:
    """The test that `test == true` is, and whether it is negated, as in `test == false`; None for
    other comparisons. A variable is no test: it need not hold a boolean."""
    for side, other in (
        (comparison.left, comparison.right),
        (comparison.right, comparison.left),
    ):
        if isinstance(other, Constant) and isinstance(other.value, bool) and _is_test(side):
            return side, other.value is (comparison.operator == "!=")
    return None


def _is_test(tree: Expr) -> bool:
    """Whether an expression comes to a boolean or fails."""
    match tree:
        case Binary(operator=operator):
            return operator in _TESTS
        case Unary(operator="!"):
            return True
        case Call():
            return tree.function in _TESTING
    return False


def _bare(tree: Expr) -> Expr:
    """What stands inside `dyn(…)`."""
    while isinstance(tree, Call) and tree.function == "dyn" and len(tree.args) == 1:
        tree = tree.args[0]
    return tree


def _atom(tree: Expr) -> Atom:
    if isinstance(tree, Binary) and tree.operator in _MIRRORED and _stands_left(tree):
        turned = _MIRRORED[tree.operator]
        tree = replace(tree, operator=turned, left=tree.right, right=tree.left)
    names = tuple(dict.fromkeys(variable.name for variable in read_in(tree)))
    calls = [node for node in walk(tree) if isinstance(node, Call)]
    random = any(call.function in ("random", "randomSample") for call in calls)
    foreign = any(
        (call.target is not None, call.function) not in functions()
        and macro_of(call) is None
        and not is_has(call)
        for call in calls
    )
    shape = _shape(tree) if len(names) == 1 else OTHER  # `string`, a type, is the name of no input
    return Atom(tree, _text(tree, shape), names, shape, random, foreign)


def _stands_left(comparison: Binary) -> bool:
    """Whether what is asked about stands on the right."""
    left, right = (bool(free_names(side)) for side in (comparison.left, comparison.right))
    if left and right and comparison.operator == "==":
        return _spelled(comparison.left) > _spelled(comparison.right)
    return right and not left


def _text(tree: Expr, shape: Shape) -> str:
    listed = shape.constants if shape.kind not in ("linear", "joined") else ()
    if listed and isinstance(tree, Binary) and shape.operator == "==":
        # `x in ['a']` asks what `x == 'a'` does
        constants = sorted(map(repr, map(_comparable, listed)))
        return f"{_spelled(tree.left)} in {constants}"
    if shape.kind in _TEXT_TESTS:  # `x.matches('.*a.*')` asks what `x.contains('a')` does
        assert isinstance(tree, Call)
        assert tree.target is not None
        return f"{_spelled(tree.target)} {shape.kind} {shape.constants[0]!r}"
    return _spelled(tree)


def _comparable(value: Result) -> Result:
    """1 is 1.0 in comparisons; what is larger than any double is itself alone."""
    return float(value) if type(value) is int and abs(value) <= _LARGEST_DOUBLE else value


def _spelled(tree: Expr) -> str:
    """One spelling for what reads the same; linear in the tree."""
    words: list[str] = []
    waiting: list[Expr | str] = [tree]
    while waiting:
        part = waiting.pop()
        if isinstance(part, str):
            words.append(part)
            continue
        match part:
            case Constant():
                words.append(repr(part.value) if part.known else f"?{part.start}")
            case Name():
                words.append(part.name)
            case Select():
                waiting += [f".{part.field})", part.operand, "("]
            case Call(function="dyn", args=(inner,), target=None):
                waiting.append(inner)
            case Call():
                named = f"{part.function}/{len(part.args)}/{part.target is not None}("
                waiting += [")", *_apart(children(part)), named]
            case Unary() | Binary():
                waiting += [")", *_apart(children(part)), f"({part.operator} "]
            case _:
                waiting += [")", *_apart(children(part)), f"{type(part).__name__}("]
    return "".join(words)


def _apart(parts: tuple[Expr, ...]) -> list[Expr | str]:
    """Parts with commas between, last first."""
    found: list[Expr | str] = []
    for part in reversed(parts):
        found += [part, ","]
    return found


def _shape(tree: Expr) -> Shape:
    match tree:
        case Binary(operator="==" | "in" | "<" | "<=" | ">" | ">="):
            constants = _constants(tree)
            operator = "==" if tree.operator == "in" else tree.operator
            if constants is not None:
                shape = _comparison(_bare(tree.left), operator, constants)
                if shape is not OTHER:
                    return shape
                texts = _texts(constants) if operator == "==" else None
                left = None if texts is None else left_of(tree.left, texts)
                if left is not None:
                    return Shape("joined", left)
            turn = None if tree.operator == "in" else turning_point(tree)
            return OTHER if turn is None else Shape("linear", (turn,), operator)
        case Call(target=Name(), args=(argument,)):
            value = evaluate(argument, {})
            if not isinstance(value, str):
                return OTHER
            if tree.function == "matches":
                plain = _plain_pattern(value)
                if plain is None:
                    return OTHER
                kind, value = plain
            else:
                kind = tree.function
            found = [test for test in _TEXT_TESTS if test == kind]
            return Shape(found[0], (value,)) if found else OTHER
    return OTHER


def _plain_pattern(pattern: str) -> tuple[str, str] | None:
    """The text test that a regular expression without metacharacters stands for, and its text:
    `.*v.*` and `v` are `contains`, `^v` is `startsWith`, `v$` is `endsWith`; None for others."""
    from flowcheck.expressions.patterns import between_ends

    starts, text, ends = between_ends(pattern)
    if "\n" in text or _META & set(text) or (starts and ends):
        return None
    return "startsWith" if starts else "endsWith" if ends else "contains", text


def _constants(comparison: Binary) -> tuple[Result, ...] | None:
    """What the left side is compared with; None when that is not constant."""
    if free_names(comparison.right):
        return None
    value = evaluate(comparison.right, {})
    if isinstance(value, Unsettled):
        return None
    if comparison.operator != "in":
        return (value,)
    return value if isinstance(value, tuple) else None


def _comparison(left: Expr, operator: str, constants: tuple[Result, ...]) -> Shape:
    numbers = all(isinstance(one, int | float) and not isinstance(one, bool) for one in constants)
    if isinstance(left, Name):
        if operator == "==":
            return Shape("equals", constants)
        return Shape("order", constants, operator) if numbers else OTHER
    if not isinstance(left, Call) or len(children(left)) != 1:
        return OTHER
    if not isinstance(_bare(children(left)[0]), Name):
        return OTHER
    if left.function == "size" and numbers:
        return Shape("size", constants, operator)
    texts = _texts(constants)
    if left.function in _TEXT_FUNCTIONS and texts is not None and operator == "==":
        return Shape("text", texts, operator, left.function)
    return OTHER


def _texts(constants: tuple[Result, ...]) -> tuple[str, ...] | None:
    """The texts among constants that are nothing else but null, which no text is."""
    texts = tuple(one for one in constants if isinstance(one, str))
    return texts if all(one is None or isinstance(one, str) for one in constants) else None
