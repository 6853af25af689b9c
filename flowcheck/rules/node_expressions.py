"""The expressions of logic and transform nodes, and what their variables hold.

Imported by the rules that need it on first use: a flow without expressions never pays for it."""

from __future__ import annotations

import re
from functools import cached_property

from flowcheck.context import Context
from flowcheck.dataclass import dataclass
from flowcheck.expressions.check import TypeFinding, check
from flowcheck.expressions.fold import constant
from flowcheck.expressions.foreign import BINDERS
from flowcheck.expressions.names import Variable, bound_on, variables
from flowcheck.expressions.parse import Parsed, parse
from flowcheck.expressions.tree import Call, Expr, Name, Select, children, walk
from flowcheck.expressions.types import Type
from flowcheck.expressions.values import Known, Result
from flowcheck.expressions.words import is_bare_word
from flowcheck.findings import Pointer
from flowcheck.graph.cases import usable_cases
from flowcheck.graph.flow import Flow
from flowcheck.graph.sites import InputSite, NodeSite
from flowcheck.pattern import late_pattern
from flowcheck.wire.misspelt import stands_misspelt
from flowcheck.wire.values import is_defined, of_type
from flowcheck.wire.vocabulary import ARRAY_TYPES

_IDENTIFIER = late_pattern(r"[_a-zA-Z][_a-zA-Z0-9]*")
_TYPES = {
    "string": Type.STRING,
    "number": Type.NUMBER,
    "boolean": Type.BOOL,
    **dict.fromkeys(ARRAY_TYPES, Type.LIST),
    "string_array": Type.STRINGS,
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


@dataclass(frozen=True, slots=True)
class UnknownName:
    """A name that no input declares, at its first place in an expression (code points).

    split: the declared input whose name CEL does not read as one (`my-input`), when the unknown
    name is a piece of it; the place is then that of the whole."""

    name: str
    start: int
    end: int
    split: InputSite | None = None


class NodeExpressions:
    """The conditions of a logic node or the transform of a transform node, with what the node
    declares. Other nodes have none, whatever their `logic` holds."""

    def __init__(self, node: NodeSite, flow: Flow) -> None:
        self.node = node
        self.flow = flow
        self._unknown: dict[Pointer, list[UnknownName]] = {}
        self._types: dict[Pointer, list[TypeFinding]] = {}
        self._constant: dict[Pointer, Result] = {}

    @cached_property
    def names(self) -> frozenset[str]:
        """What the expressions may name: the inputs, gates and merges too. Names of sub-inputs are
        not called unknown either, since nothing says that they are no variables."""
        return frozenset(site.name for site in self.node.every_input)

    @cached_property
    def names_lost(self) -> bool:
        """Whether a shape error, a blank or a misspelt key hides the name of some input."""
        if any(not site.name for site in self.node.inputs):
            return True
        if stands_misspelt("Node", self.node.raw, ("inputs",)):
            return True
        depth = len(self.node.pointer)
        return any(
            fault[depth : depth + 1] == ("inputs",)
            and (len(fault) < depth + 3 or fault[depth + 2] in ("name", "items"))
            for fault in self.node.faults
        )

    @cached_property
    def types(self) -> dict[str, Type]:
        """What the inputs hold; DYN where a wire or a doubt leaves it open."""
        types: dict[str, Type] = {}
        for site in self.node.inputs:
            held = _held(site, self.flow)
            types[site.name] = held if types.get(site.name, held) is held else Type.DYN
        return types

    @cached_property
    def optional(self) -> frozenset[str]:
        """The inputs that may be null: nothing says that every run gives them a value."""
        return frozenset(
            site.name for site in self.node.inputs if not _always_given(site, self.flow)
        )

    @cached_property
    def all(self) -> list[NodeExpression]:
        """The expressions, blank ones left out."""
        node = self.node
        if node.type == "transform":
            text = node.logic.get("transform") or ""
            at = (*node.pointer, "logic", "transform")
            return [NodeExpression(at, text)] if text.strip() else []
        return self._conditions() if node.is_logic else []

    def _conditions(self) -> list[NodeExpression]:
        repeated = {case.pointer for case in usable_cases(self.node) if case.repeats is not None}
        return [
            NodeExpression(
                (*pointer, "condition"), text, is_bare_word(text, self.names), pointer in repeated
            )
            for pointer, case in self.node.cases
            if (text := case["condition"]).strip()
        ]

    @cached_property
    def trees(self) -> list[tuple[NodeExpression, Expr]]:
        """The expressions that can be read, with their trees: no bare words, nothing undecided."""
        read = [(one, None if one.bare else one.parsed.tree) for one in self.all]
        return [(expression, tree) for expression, tree in read if tree is not None]

    def unknown_names(self, expression: NodeExpression, tree: Expr) -> list[UnknownName]:
        """The names in an expression that no input declares, each once."""
        at = expression.pointer
        if at not in self._unknown:
            self._unknown[at] = self._find_unknown(expression.text, tree)
        return self._unknown[at]

    def _find_unknown(self, text: str, tree: Expr) -> list[UnknownName]:
        if self.names_lost:
            return []
        unknown = [one for one in variables(tree) if one.name not in self.names]
        if not unknown:
            return []
        unbound = _unbound(tree)
        compound = self._compound_names(text)
        found: dict[str, UnknownName] = {}
        for one in unknown:
            if one.start not in unbound:
                problem = _within(one, compound) or UnknownName(one.name, one.start, one.end)
                found.setdefault(problem.name, problem)
        return list(found.values())

    @cached_property
    def _compound_sites(self) -> list[InputSite]:
        """The inputs whose names are no CEL identifiers."""
        return [
            site
            for site in self.node.inputs
            if site.name.strip() and not _IDENTIFIER.fullmatch(site.name)
        ]

    def _compound_names(self, text: str) -> list[UnknownName]:
        """Where the text spells an input's name that is no CEL identifier."""
        return [
            UnknownName(site.name, match.start(), match.end(), site)
            for site in self._compound_sites
            if site.name in text
            for match in re.finditer(rf"(?<!\w){re.escape(site.name)}(?!\w)", text)
        ]

    def type_findings(self, expression: NodeExpression, tree: Expr) -> list[TypeFinding]:
        """What is provably wrong with the types in an expression. That the whole is no boolean is
        left out when something inside it is wrong, and what is a field of an unknown name is told
        at the name (FC311)."""
        at = expression.pointer
        if at not in self._types:
            found = check(
                tree, self.types, condition=expression.is_condition, optional=self.optional
            )
            if any(isinstance(one.node, Select) for one in found):
                unknown = {one.name for one in self.unknown_names(expression, tree)}
                found = [one for one in found if _field_of(one) not in unknown]
            inner = [one for one in found if one.kind != "condition"]
            self._types[at] = inner or found
        return self._types[at]

    def harmless_names(self, expression: NodeExpression, tree: Expr) -> frozenset[str]:
        """The names in an expression that may be unknown without making it fail: `exists('x')`
        asks for them, `bind` does not look at what it is called on, or the rest decides."""
        if isinstance(constant(tree), Known):
            return frozenset(one.name for one in variables(tree))
        return bound_on(tree) | {one.name for one in variables(tree) if one.asked}

    def always(self, expression: NodeExpression, tree: Expr) -> bool | None:
        """Whether a condition is always true or always false; None when it is neither, or when the
        expression has a mistake that another rule tells."""
        if not expression.is_condition:
            return None
        at = expression.pointer
        if at not in self._constant:
            self._constant[at] = constant(tree)
        known = self._constant[at]
        if not isinstance(known, Known) or not isinstance(known.value, bool):
            return None
        return None if self.is_faulty(expression, tree) else known.value

    def is_faulty(self, expression: NodeExpression, tree: Expr) -> bool:
        """Whether an expression names what nobody declares, or is wrong in its types."""
        return bool(self.unknown_names(expression, tree) or self.type_findings(expression, tree))


def expressions_of(node: NodeSite, context: Context) -> NodeExpressions:
    """The expressions of a node."""
    return context.of_node(node, NodeExpressions)


def _unbound(tree: Expr) -> frozenset[int]:
    """Where names stand inside macro calls of one argument, such as `items.exists(i == mode)`:
    FC313 tells that an argument is lost, and the one that binds them may be it."""
    lost = {
        id(node.args[0])
        for node in walk(tree)
        if isinstance(node, Call) and node.function in BINDERS and len(node.args) == 1
    }
    places: set[int] = set()
    todo = [(tree, False)] if lost else []
    while todo:
        node, inside = todo.pop()
        inside = inside or id(node) in lost
        if inside and isinstance(node, Name):
            places.add(node.start)
        todo += [(part, inside) for part in children(node)]
    return frozenset(places)


def _field_of(finding: TypeFinding) -> str | None:
    """The name whose field a finding is about, if it is about one."""
    operand = finding.node.operand if isinstance(finding.node, Select) else None
    return operand.name if isinstance(operand, Name) else None


def _within(variable: Variable, places: list[UnknownName]) -> UnknownName | None:
    fitting = (p for p in places if p.start <= variable.start and variable.end <= p.end)
    return next(fitting, None)


def _held(site: InputSite, flow: Flow) -> Type:
    """The type of an input's value: claimed for a literal that fits, for an input without a value
    (null fails wherever its type does), and for a workflow input of the same type."""
    declared = _TYPES.get(site.type, Type.DYN)
    if declared is Type.DYN or site.faulty():
        return Type.DYN
    literals = [v for v in (site.get("value"), site.get("default")) if v is not None]
    if not all(of_type(site.type, value) for value in literals):
        return Type.DYN
    ref = site.ref
    if ref is None:
        return declared
    if not ref.from_contract or ref.is_gate or ref.is_merge or site.get("value") is not None:
        return Type.DYN
    source = flow.contract_input(ref.name or "")
    agrees = source is not None and source.type == site.type and not source.faulty("type")
    return declared if agrees else Type.DYN


def _always_given(site: InputSite, flow: Flow) -> bool:
    """Whether an input has a value in every run, as far as the node and the contract tell."""
    if is_defined(site.get("value")) or is_defined(site.get("default")):
        return True
    ref = site.ref
    if ref is None or not ref.from_contract:
        return False
    source = flow.contract_input(ref.name or "")
    if source is None or source.faulty():
        return False
    return is_defined(source.get("default")) or source.requirement.always
