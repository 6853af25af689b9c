"""The expressions of logic and transform nodes, and what their variables hold.

Imported by the rules that need it on first use: a flow without expressions never pays for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flowcheck.expressions import (
    Expr,
    Parsed,
    Type,
    TypeFinding,
    Variable,
    check,
    constant,
    is_bare_word,
    normalised,
    parse,
    variables,
)
from flowcheck.findings import Pointer
from flowcheck.graph.flow import Flow
from flowcheck.graph.sites import InputSite, NodeSite
from flowcheck.wire.vocabulary import ARRAY_TYPES

_IDENTIFIER = re.compile(r"[_a-zA-Z][_a-zA-Z0-9]*")
_TYPES: dict[str, tuple[Type, type | tuple[type, ...]]] = {
    "string": (Type.STRING, str),
    "number": (Type.NUMBER, (int, float)),
    "boolean": (Type.BOOL, bool),
    **dict.fromkeys(ARRAY_TYPES, (Type.LIST, list)),
}


@dataclass(frozen=True, slots=True)
class NodeExpression:
    """A `condition` or `transform` that is not blank.

    bare: a condition made of plain words, which is a literal and never parsed. repeated: an
    earlier case of the node has the same condition (FC305)."""

    pointer: Pointer
    text: str
    bare: bool = False
    repeated: bool = False

    @property
    def field(self) -> str:
        """`condition` or `transform`."""
        return str(self.pointer[-1])

    @property
    def is_condition(self) -> bool:
        return self.field == "condition"

    @property
    def parsed(self) -> Parsed:
        """How it reads; parsed once for equal texts."""
        return parse(self.text)


def expressions_of(node: NodeSite) -> Iterator[NodeExpression]:
    """The conditions of a logic node, the transform of a transform node; blank ones left out."""
    if node.is_logic:
        names = known_names(node)
        seen: set[str] = set()
        several = len(node.cases) > 1
        for pointer, case in node.cases:
            text = case["condition"]
            if not text.strip():
                continue
            spelling = normalised(text) if several else text
            at = (*pointer, "condition")
            yield NodeExpression(at, text, is_bare_word(text, names), spelling in seen)
            seen.add(spelling)
    elif node.type == "transform":
        text = node.logic.get("transform") or ""
        if text.strip():
            yield NodeExpression((*node.pointer, "logic", "transform"), text)


def trees_of(node: NodeSite) -> Iterator[tuple[NodeExpression, Expr]]:
    """The expressions that can be read, with their trees: no bare words, nothing undecided."""
    for expression in expressions_of(node):
        if not expression.bare:
            tree = expression.parsed.tree
            if tree is not None:
                yield expression, tree


def known_names(node: NodeSite) -> frozenset[str]:
    """What a node's expressions may name: its inputs, gates and merges too. Names of sub-inputs
    are not called unknown either, since nothing says that they are no variables."""
    return frozenset(site.name for site in node.every_input)


def names_lost(node: NodeSite) -> bool:
    """Whether a shape error hides the name of some input of the node."""
    depth = len(node.pointer)
    return any(
        fault[depth : depth + 1] == ("inputs",)
        and (len(fault) < depth + 3 or fault[depth + 2] in ("name", "items"))
        for fault in node.faults
    )


@dataclass(frozen=True, slots=True)
class UnknownName:
    """A name that no input declares, at its first place in an expression (code points).

    split: the declared input whose name CEL does not read as one (`my-input`), when the unknown
    name is a piece of it; the place is then that of the whole."""

    name: str
    start: int
    end: int
    split: InputSite | None = None


def unknown_names(node: NodeSite, expression: NodeExpression, tree: Expr) -> list[UnknownName]:
    """The names in an expression that no input of the node declares, each once."""
    if names_lost(node):
        return []
    names = known_names(node)
    unknown = [one for one in variables(tree) if one.name not in names]
    if not unknown:
        return []
    compound = _compound_names(node, expression.text)
    found: dict[str, UnknownName] = {}
    for one in unknown:
        problem = _within(one, compound) or UnknownName(one.name, one.start, one.end)
        found.setdefault(problem.name, problem)
    return list(found.values())


def _compound_names(node: NodeSite, text: str) -> list[UnknownName]:
    """Where the text spells an input's name that is no CEL identifier."""
    return [
        UnknownName(site.name, match.start(), match.end(), site)
        for site in node.inputs
        if site.name.strip() and not _IDENTIFIER.fullmatch(site.name) and site.name in text
        for match in re.finditer(rf"(?<!\w){re.escape(site.name)}(?!\w)", text)
    ]


def _within(variable: Variable, places: list[UnknownName]) -> UnknownName | None:
    fitting = (p for p in places if p.start <= variable.start and variable.end <= p.end)
    return next(fitting, None)


def type_findings(node: NodeSite, flow: Flow, expression: NodeExpression) -> list[TypeFinding]:
    """What is provably wrong with the types in an expression that can be read. That the whole is
    no boolean is left out when something inside it is wrong."""
    tree = expression.parsed.tree
    if tree is None:
        return []
    found = check(tree, variable_types(node, flow), condition=expression.is_condition)
    inner = [one for one in found if one.kind != "condition"]
    return inner or found


def variable_types(node: NodeSite, flow: Flow) -> dict[str, Type]:
    """What the inputs of a node hold; DYN where a wire or a doubt leaves it open."""
    types: dict[str, Type] = {}
    for site in node.inputs:
        held = _held(site, flow)
        types[site.name] = held if types.get(site.name, held) is held else Type.DYN
    return types


def _held(site: InputSite, flow: Flow) -> Type:
    declared, python = _TYPES.get(site.type, (Type.DYN, ()))
    if declared is Type.DYN or site.faulty():
        return Type.DYN
    literals = [v for v in (site.get("value"), site.get("default")) if v is not None]
    if not all(_is_a(value, python) for value in literals):
        return Type.DYN
    ref = site.ref
    if ref is None:
        return declared
    if not ref.from_contract or ref.is_gate or ref.is_merge or site.get("value") is not None:
        return Type.DYN
    source = flow.contract_input(ref.name or "")
    agrees = source is not None and source.type == site.type and not source.faulty("type")
    return declared if agrees else Type.DYN


def _is_a(value: Any, python: type | tuple[type, ...]) -> bool:
    return isinstance(value, python) and (python is bool or not isinstance(value, bool))


def constant_condition(node: NodeSite, flow: Flow, expression: NodeExpression) -> bool | None:
    """Whether a condition is always true or always false; None when it is neither, or when the
    expression has a mistake that another rule tells."""
    tree = expression.parsed.tree
    if tree is None or expression.bare or not expression.is_condition:
        return None
    known = constant(tree)
    if known is None or not isinstance(known.value, bool):
        return None
    if unknown_names(node, expression, tree) or type_findings(node, flow, expression):
        return None
    return known.value
