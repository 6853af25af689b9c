"""What a workflow or a model asks of a run: its inputs by name, and how far they can be trusted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from flowcheck.dataclass import dataclass, replace
from flowcheck.graph.named_list import by_name, repeated_names
from flowcheck.graph.sites import InputSite
from flowcheck.wire.required import Requirement
from flowcheck.wire.values import is_defined

if TYPE_CHECKING:
    from flowcheck.graph.flow import Flow
    from flowcheck.reading.documents import Document


@dataclass(frozen=True, slots=True)
class Contract:
    """The inputs of one document, each name once, in list order.

    doubtful: names declared twice, so that nobody knows which declaration counts. complete: False
    when an entry or its name cannot be read, so that an undeclared name may be that one's."""

    flow: Flow
    inputs: Mapping[str, InputSite]
    doubtful: frozenset[str]
    complete: bool

    @classmethod
    def of(cls, flow: Flow) -> Contract | None:
        """The contract of a flow, a model record or a bare contract; None when it has none."""
        if flow.contract is None:
            return None
        named = [site for site in flow.contract if site.name.strip()]
        entries = flow.document.input_entries or ()
        complete = not flow.lost_names and len(entries) == len(flow.contract)
        return cls(flow, by_name(named), repeated_names(named), complete)

    @property
    def document(self) -> Document:
        """The record it stands in."""
        return self.flow.document

    @property
    def title(self) -> str | None:
        """The name, else the id, of the workflow or model."""
        record = self.document.record
        for field in ("name", "id"):
            text = record.get(field) if isinstance(record, dict) else None
            if isinstance(text, str) and text.strip():
                return text
        return None

    @property
    def id(self) -> str | None:
        record = self.document.record
        text = record.get("id") if isinstance(record, dict) else None
        return text if isinstance(text, str) else None

    def default(self, name: str) -> Any:
        """The default of an input; None without one, and for the blank ones that mean none."""
        site = self.inputs.get(name)
        default = None if site is None else site.get("default")
        return default if is_defined(default) else None

    def judged(self, name: str) -> bool:
        """Whether values of that input can be judged: it is declared, and once."""
        return name in self.inputs and name not in self.doubtful

    def rules(self, name: str) -> Requirement:
        """The `required` rules of an input that can be relied on."""
        site = self.inputs[name]
        if name in self.doubtful:
            return Requirement()
        rules = site.requirement
        if self.complete and not self.doubtful:
            return rules
        return relied_on(rules, self._is_certain, self._is_certain)

    def rows(self, name: str) -> Contract:
        """What every row of an `inputs_array` asks: its sub-inputs by name."""
        site = self.inputs[name]
        named = [sub_input for sub_input in site.declared if sub_input.name.strip()]
        complete = len(site.raw.get("inputs") or ()) == len(named)
        return replace(
            self,
            inputs=by_name(named),
            doubtful=repeated_names(named),
            complete=complete,
        )

    def _is_certain(self, name: str) -> bool:
        return name not in self.doubtful and (self.complete or name in self.inputs)


def relied_on(
    rules: Requirement, given: Callable[[str], bool], valued: Callable[[str], bool]
) -> Requirement:
    """The rules without those that rest on siblings of which it is not known whether they are
    given, or with which value."""
    group = rules.if_not_defined
    return replace(
        rules,
        if_defined=tuple(named for named in rules.if_defined if given(named.sibling)),
        if_not_defined=group if all(given(named.sibling) for named in group) else (),
        value_rules=tuple(
            rule
            for rule in rules.value_rules
            if all(valued(condition.sibling) for condition in rule.conditions)
        ),
    )
