"""The names an expression uses: variables, and the ones its macros bind."""

from __future__ import annotations

from collections import Counter

from flowcheck.dataclass import dataclass
from flowcheck.expressions.foreign import BINDERS, NAMESPACES, NO_BINDERS
from flowcheck.expressions.overloads import function_names
from flowcheck.expressions.remembered import remembered
from flowcheck.expressions.tree import Call, Constant, Expr, Name, children, walk

_TYPES = (
    "list string int uint double bool bytes map type null_type dyn timestamp duration "
    "optional_type google"
)
_BINDING = tuple(BINDERS)
_LONGEST_NAME = 256  # a longer text is no name that anybody gave an input
TYPE_NAMES = frozenset(_TYPES.split())
"""Names that stand for types (`type(x) == list`), and the package of the well-known ones."""


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable where it is read; offsets are code points. asked: `exists('x')` asks whether it
    is there, which does not fail when it is not."""

    name: str
    start: int
    end: int
    asked: bool = False


@remembered
def variables(tree: Expr) -> tuple[Variable, ...]:
    """The variables read, in the order of the text: no names bound by a macro, no functions,
    fields, type names or namespaces."""
    return tuple(read_in(tree))


def read_in(tree: Expr) -> list[Variable]:
    """As `variables`, of a tree that nobody will ask about again."""
    namespaces = {
        id(node.target)
        for node in walk(tree)
        if isinstance(node, Call)
        and isinstance(node.target, Name)
        and node.target.name in NAMESPACES
    }
    found = [
        Variable(node.name, node.start, node.end)
        for node in free_names(tree)
        if node.name not in TYPE_NAMES and id(node) not in namespaces
    ]
    found += asked_for(tree)
    return sorted(found, key=lambda one: one.start)


def bound_on(tree: Expr) -> frozenset[str]:
    """The names on which `bind` is called: the engine binds whatever stands there (`cell.bind`)."""
    return frozenset(
        node.target.name
        for node in walk(tree)
        if isinstance(node, Call)
        and node.function == "bind"
        and isinstance(node.target, Name)
        and len(node.args) == 3
    )


@remembered
def mentions(tree: Expr) -> frozenset[str]:
    """Every name that stands for a value anywhere, bound, type or namespace included, so that a
    declared name that is missing here is surely unused."""
    names = frozenset(node.name for node in walk(tree) if isinstance(node, Name))
    return names | {one.name for one in asked_for(tree)}


def asked_for(tree: Expr) -> list[Variable]:
    """The variables that `exists('x')` asks for, with the place of the name in its quotes."""
    return [
        Variable(str(arg.value), *_inside(arg), asked=True)
        for node in walk(tree)
        if isinstance(node, Call)
        and node.target is None
        and node.function == "exists"
        and len(node.args) == 1
        and isinstance(arg := node.args[0], Constant)
        and arg.kind == "string"
        and len(str(arg.value)) <= _LONGEST_NAME
    ]


def free_names(tree: Expr) -> list[Name]:
    """The names not bound by a macro around them."""
    free: list[Name] = []
    bound: Counter[str] = Counter()
    # Work still to do, last first: a node to enter, or names to bind (1) or release (-1).
    todo: list[Expr | tuple[tuple[str, ...], int]] = [tree]
    while todo:
        step = todo.pop()
        if isinstance(step, tuple):
            for name in step[0]:
                bound[name] += step[1]
        elif isinstance(step, Name):
            if not bound[step.name]:
                free.append(step)
        elif isinstance(step, Call) and (names := bound_by(step)):
            outside, inside = _scopes(step, names)
            todo.append((names, -1))
            todo.extend(reversed(inside))
            todo.append((names, 1))
            todo.extend(reversed(outside))
        else:
            todo.extend(reversed(children(step)))
    return free


def bound_by(node: Call) -> tuple[str, ...]:
    """The names a call binds for its own arguments: those of a macro; and, since it reads like
    one, the first argument of an unknown method with several (`x.forEach(i, …)`), or that of a
    macro called the wrong way (`map(x, i, …)`, `bind(v, …)`)."""
    names: list[str] = []
    for argument in _named(node):
        if isinstance(argument, Name):
            names.append(argument.name)
        elif not names and isinstance(argument, Constant) and argument.kind == "string":
            names.append(str(argument.value))  # a name in quotes: the quotes are the mistake
            break
        else:
            break
    return tuple(names)


def _named(node: Call) -> tuple[Expr, ...]:
    """The arguments of a call that may be names it binds; the ones after them are inside."""
    if node.target is None:
        return _named_by_function(node)
    if len(node.args) < 2 or not _is_binder(node):
        return ()
    return node.args[: min(BINDERS.get(node.function, 1), len(node.args) - 1)]


def _named_by_function(node: Call) -> tuple[Expr, ...]:
    """As `_named`, of a macro called as a function (`map(x, i, …)`) or written together with what
    it is called on (`xmap(i, …)`, `celbind(v, …)`)."""
    if node.function in BINDERS and node.function != "bind":
        return node.args[1:2] if len(node.args) > 2 else ()
    if not node.function.endswith(_BINDING):
        return ()
    least = 3 if node.function.endswith("bind") else 2
    return node.args[:1] if len(node.args) >= least else ()


def _scopes(node: Call, names: tuple[str, ...]) -> tuple[tuple[Expr, ...], tuple[Expr, ...]]:
    """The parts of a call that do not see the names it binds, and those that do."""
    if node.target is None and node.function in BINDERS and node.function != "bind":
        return node.args[:1], node.args[2:]
    rest = node.args[len(names) :]
    outside = () if node.target is None else (node.target,)
    return ((*outside, *rest[:1]), rest[1:]) if _binds_value(node) else (outside, rest)


def _binds_value(node: Call) -> bool:
    """Whether a call reads as `cel.bind(v, value, …)`: the value does not see the name."""
    return node.function.endswith("bind") or _of_cel(node)


def _of_cel(node: Call) -> bool:
    return isinstance(node.target, Name) and node.target.name == "cel"


def _is_binder(node: Call) -> bool:
    if node.function in BINDERS:
        return node.function != "bind" or len(node.args) > 2
    if _of_cel(node):  # all that the namespace has binds
        return len(node.args) > 2
    namespaced = isinstance(node.target, Name) and node.target.name in NAMESPACES
    known = node.function in NO_BINDERS or node.function in function_names()
    return not known and not namespaced


@remembered
def type_inspected(tree: Expr) -> frozenset[str]:
    """Names whose type the expression itself looks at (`type(x) != list && …`): what it does with
    them may hang on the answer, so their declared type proves nothing."""
    return frozenset(
        node.args[0].name
        for node in walk(tree)
        if isinstance(node, Call)
        and node.function in ("type", "dyn")
        and len(node.args) == 1
        and isinstance(node.args[0], Name)
    )


def _inside(literal: Constant) -> tuple[int, int]:
    """The place of what stands in a literal's quotes, or of the whole where that is not plain."""
    plain = literal.end - literal.start == len(str(literal.value)) + 2
    return (literal.start + 1, literal.end - 1) if plain else (literal.start, literal.end)
