"""Inputs of a running node: whether each is supplied, and what it holds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from flowcheck.graph.named_list import by_name
from flowcheck.graph.sites import InputList, InputSite, NodeSite
from flowcheck.runs.circuit import FALSE, TRUE, Literal
from flowcheck.runs.contract import ContractSpace
from flowcheck.wire.values import among, is_defined

if TYPE_CHECKING:
    from flowcheck.graph.flow import Flow


def contract_name(site: InputSite) -> str | None:
    """The workflow input that an input reads, when nothing but that decides whether it is
    supplied; None otherwise."""
    ref = site.ref
    if ref is None or not ref.from_contract or ref.conditional:
        return None
    return ref.name or None


Declarations = Iterable[tuple[NodeSite, Sequence[InputSite]]]
"""Nodes, each with the inputs that what it calls declares."""


def looked_for(flow: Flow, called: Declarations) -> dict[str, list[Any]]:
    """Workflow input → what value rules look for in it, through the inputs of nodes that read it:
    the rules of those inputs, of the declarations of rows, and of what nodes call."""
    found: dict[str, list[Any]] = {}
    for node in flow.of_form(lambda form: form.may_require):
        for site in node.every_input:
            _look_for(site, site.siblings, found)
            declared = [one for one in site.declared if one.raw.get("required")]
            for row in site.items if declared else ():
                for one in declared:
                    _look_for(one, row, found)
    for node, inputs in called:
        for site in inputs:
            _look_for(site, node.inputs, found)
    return found


def _look_for(ruled: InputSite, row: InputList, found: dict[str, list[Any]]) -> None:
    if not ruled.raw.get("required"):
        return
    for rule in ruled.requirement.value_rules:
        for condition in rule.conditions:
            for sibling in row.named(condition.sibling):
                read = contract_name(sibling)
                if read is not None:
                    found.setdefault(read, []).extend(condition.values)


def has_own_value(site: InputSite) -> bool:
    """Whether the input's record holds a value, default or items that are not empty."""
    return any(is_defined(site.get(field)) for field in ("value", "default", "items"))


def reads_node(site: InputSite) -> bool:
    """Whether the input reads nodes: in a run in which its own node runs, it is supplied."""
    return site.ref is not None and contract_name(site) is None


class RowSiblings:
    """The inputs of one list (a node's, or one row of `items`) in runs in which the node runs.

    `declared` holds inputs that are known but need not be in the list, by name: those of a model
    or a sub-workflow the node calls. One that is not in the list holds its declared default.
    `foreign` says that those alone are looked at: one that only the list has never makes a rule
    fire (observed), and whether it counts against `ifNotDefined` is left open."""

    def __init__(
        self,
        row: Sequence[InputSite],
        contract: ContractSpace,
        declared: Iterable[InputSite] = (),
        *,
        foreign: bool = False,
    ) -> None:
        self.contract = contract
        self.foreign = foreign
        self.row = by_name(row)
        self.declared = by_name(declared)

    def supplied(self, name: str) -> Literal | None:
        """True when the input is supplied, given that its node runs."""
        if self.foreign and name not in self.declared:
            return None
        return self.handed(name)

    def handed(self, name: str) -> Literal | None:
        """As `supplied`, also of an input that only the list has."""
        site = self.row.get(name)
        if is_defined(self._declared_default(name)):
            return TRUE
        if site is None:
            return FALSE if name in self.declared else None
        if has_own_value(site) or reads_node(site):
            return TRUE
        read = contract_name(site)
        if read is None:
            return FALSE
        given = self.contract.supplied(read)
        return FALSE if given is None else given

    def among(self, name: str, values: Sequence[Any]) -> Literal:
        """True when the input's value is known and one of these."""
        return self._look(name, values)

    def known(self, name: str) -> Literal:
        """True when the input has a value, and it is known."""
        return self._look(name, None)

    def _look(self, name: str, values: Sequence[Any] | None) -> Literal:
        site = self.row.get(name)
        default = self._declared_default(name)
        if site is None:
            return _constant(default, values)
        literal = site.get("value")
        if is_defined(literal):
            return _constant(literal, values)
        if is_defined(site.get("items")) or reads_node(site):
            return FALSE
        if is_defined(site.get("default")):
            default = site.get("default")
        read = contract_name(site)
        if read is None:
            return _constant(default, values)
        given = self.contract.supplied(read)
        if given is None:
            return FALSE
        circuit = self.contract.circuit
        held = self.contract.known(read) if values is None else self.contract.among(read, values)
        return circuit.either((held, circuit.both((-given, _constant(default, values)))))

    def _declared_default(self, name: str) -> Any:
        site = self.declared.get(name)
        return None if site is None else site.get("default")

    def contract_inputs(self, names: Iterable[str]) -> set[str]:
        """The workflow inputs that these inputs read."""
        reads = (contract_name(self.row[name]) for name in names if name in self.row)
        return {read for read in reads if read is not None}


def _constant(value: Any, values: Sequence[Any] | None) -> Literal:
    if not is_defined(value):
        return FALSE
    if values is None or among(value, values):
        return TRUE
    return FALSE
