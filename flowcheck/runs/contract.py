"""A contract's inputs as decisions, and which runs Scenario accepts."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from flowcheck.graph.named_list import by_name, repeated_names
from flowcheck.graph.sites import InputSite
from flowcheck.runs.circuit import FALSE, TRUE, Circuit, Literal
from flowcheck.runs.decisions import Decision, DecisionKind, Decisions
from flowcheck.runs.firing import Firing, firings
from flowcheck.runs.lengths import fits, is_bounded, stand_in
from flowcheck.wire.misspelt import is_misspelt
from flowcheck.wire.required import Requirement
from flowcheck.wire.values import choices, is_defined, is_number, json_key, of_type

if TYPE_CHECKING:
    from flowcheck.runs.number_line import NumberLine

_BOOLEANS = (False, True)
_SAMPLES: dict[str, Any] = {"number": 1, "number_array": [1], "file": "asset", "model": "model"}


def finite_values(site: InputSite) -> list[Any] | None:
    """Every value a given input can have, in order and without repetition; None when any.

    Those are the `allowedValues` of a scalar (or the `options` of a `select`), blank ones aside,
    or the two of a boolean; the `allowedValues` of an array bound its items. Those among which one
    is of another type than the input are a mistake of their own (FC713) and bound nothing."""
    if site.is_array:
        return None
    allowed: dict[Hashable, Any] = {}
    for value in choices(site.raw) or ():
        if is_defined(value):
            allowed.setdefault(json_key(value), value)
    if allowed and (
        site.type == "select" or all(of_type(site.type, one) for one in allowed.values())
    ):
        return list(allowed.values())
    return list(_BOOLEANS) if site.type == "boolean" else None


def number_bounds(site: InputSite) -> tuple[float | None, float | None]:
    """The least and the largest number an input takes, None for no bound. One below a `min` of 0
    is accepted (observed); bounds that contradict each other are another problem."""
    low, high = (
        value if is_number(value) else None for value in (site.get("min"), site.get("max"))
    )
    if low == 0:
        low = None
    if low is not None and high is not None and low > high:
        return None, None
    return low, high


class ContractSpace:
    """Whether each input of a contract is given, and with what, as literals.

    An input is looked at only when somebody asks for it; its own rules then become a constraint
    on accepted runs, and with them those of the inputs they name. The rest of a contract can
    always be given, so it constrains nothing that was asked. `inputs` is None when there is no
    contract: every input then counts as given, with a value nobody knows. lost: an entry could
    not be read, so that a name which is not declared may be its name. compared: what conditions
    compare the inputs with, by name; ruled: what required rules of nodes and of what
    those call look for in them.
    loosened: as if inputs had no `allowedValues`, bounds and types."""

    def __init__(
        self,
        inputs: Sequence[InputSite] | None,
        circuit: Circuit,
        decisions: Decisions,
        *,
        lost: bool = False,
        compared: Mapping[str, Iterable[Any]] = MappingProxyType({}),
        ruled: Mapping[str, Iterable[Any]] = MappingProxyType({}),
        loosened: bool = False,
    ) -> None:
        self.present = inputs is not None
        self.loosened = loosened
        self.circuit = circuit
        self.decisions = decisions
        self.sites = by_name(inputs or ())
        self._constraints: dict[str, Literal] = {}
        self._unread: list[str] = []
        self._compared = compared
        self._ruled = ruled
        self._lines: dict[str, NumberLine] = {}
        self.doubtful = self._doubtful(repeated_names(inputs or ()), lost)

    def rules(self, name: str) -> Requirement:
        """The required rules of an input."""
        return self.sites[name].requirement

    def always_given(self, name: str) -> bool:
        """Whether every run gives the input, by `always` or a default."""
        if not self.present:
            return True
        return is_defined(self.sites[name].get("default")) or self.rules(name).always

    def supplied(self, name: str) -> Literal | None:
        """True when the input is given; None when the contract has no such input."""
        if not self.present:
            return TRUE
        if name not in self.sites:
            return None
        if self.always_given(name):
            return TRUE
        if (DecisionKind.GIVEN, name) not in self.decisions.all:
            self._unread.append(name)
        return self.decisions.choice(DecisionKind.GIVEN, name, (True, False)).takes(True)

    def handed(self, name: str) -> Literal | None:
        """As `supplied`."""
        return self.supplied(name)

    def value(self, name: str) -> Decision:
        """The decision on the value of an input that is given."""
        found = self.decisions.all.get((DecisionKind.VALUE, name))
        return self._decided(name) if found is None else found

    def line(self, name: str) -> NumberLine | None:
        """The numbers that an input can be, where any of its type will do."""
        self.value(name)
        return self._lines.get(name)

    def _decided(self, name: str) -> Decision:
        site = self.sites[name]
        sample = _SAMPLES.get(site.type, ["other"] if site.is_array else "other")
        looked_for = [*self._ruled.get(name, ()), *self._own_constants.get(name, ())]
        compared = list(self._compared.get(name, ()))
        finite = finite_values(site)
        if finite is not None and not self.loosened:
            return self._choice(name, finite, site.get("default"))
        if site.type == "number":
            from flowcheck.runs.number_line import NumberLine, cells

            low, high = (None, None) if self.loosened else number_bounds(site)
            line = cells(filter(is_number, looked_for + compared), low, high)
            domain = None if self.loosened else [cell.value for cell in line]
            decision = self._choice(name, domain, "other" if self.loosened else sample)
            self._lines[name] = NumberLine(decision, line)
            return decision
        decision = self._choice(name, None, sample)
        if not self.loosened and is_bounded(site):
            decision.variant = partial(stand_in, site)
        for value in (*(finite or ()), *looked_for, *compared):
            if is_defined(value) and self._may_be(site, value):
                decision.takes(value)
        return decision

    def _choice(self, name: str, domain: Sequence[Any] | None, sample: Any) -> Decision:
        return self.decisions.choice(DecisionKind.VALUE, name, domain, sample)

    @cached_property
    def _own_constants(self) -> dict[str, list[Any]]:
        """What the contract's own rules compare its inputs with."""
        found: dict[str, list[Any]] = {}
        for site in self.sites.values():
            if site.raw.get("required"):
                for rule in site.requirement.value_rules:
                    for condition in rule.conditions:
                        found.setdefault(condition.sibling, []).extend(condition.values)
        return found

    def takes(self, name: str, value: Any) -> Literal:
        """True when an input that is given has that value, which for a number must be one of those
        that the space was told of. What is given is not empty, so it is never a blank value that
        somebody may look for."""
        if not is_defined(value):
            return FALSE
        decision, line = self.value(name), self.line(name)
        if line is None:
            return decision.takes(value) if self._may_be(self.sites[name], value) else FALSE
        if not is_number(value):
            return FALSE
        return line.equal(value)

    def _may_be(self, site: InputSite, value: Any) -> bool:
        """Whether a run is accepted that gives an input this value, as far as its type, lengths
        and the items of an array go."""
        return self.loosened or (of_type(site.type, value) and fits(site, value))

    def among(self, name: str, values: Sequence[Any]) -> Literal:
        """True when the input is given with one of these values."""
        given = self.supplied(name)
        if not self.present or given is None:
            return FALSE
        wanted = self.circuit.either(self.takes(name, value) for value in values)
        return self.circuit.both((given, wanted))

    def known(self, name: str) -> Literal:
        """True when the input is given with a value that rules can look at."""
        given = self.supplied(name)
        return FALSE if not self.present or given is None else given

    def firings(self, name: str) -> Iterator[Firing]:
        """The rules of an input, each with the literal that it fires."""
        site = self.sites[name]
        return firings(self.rules(name), (*site.pointer, "required"), self, self.circuit)

    def constraints(self) -> dict[str, Literal]:
        """Input name → what its rules ask of an accepted run, for everything asked so far."""
        while self._unread:
            name = self._unread.pop()
            given = self.supplied(name)
            assert given is not None
            fired = [firing.literal for firing in self.firings(name)]
            constraint = self.circuit.either((given, -self.circuit.either(fired)))
            if constraint != TRUE:
                self._constraints[name] = constraint
        return self._constraints

    def _doubtful(self, repeated: frozenset[str], nameless: bool) -> frozenset[str]:
        """Inputs whose acceptance is not known: those declared twice or with a part that cannot
        be read, and those whose rules name one of them."""
        doubtful = set(repeated)
        for name, site in self.sites.items():
            nameless |= not name
            if site.faults and any(
                site.faulty(field) for field in ("name", "type", "allowedValues")
            ):
                doubtful.add(name)
            if is_misspelt("Input", site.raw, "required", "default", "allowedValues"):
                doubtful.add(name)
            if not isinstance(site.get("required"), bool | None) and self.rules(name).faults:
                doubtful.add(name)
        if not doubtful and not nameless:
            return frozenset()
        named_by: dict[str, list[str]] = {}
        for name in self.sites:
            for _, sibling, _ in self.rules(name).mentions:
                named_by.setdefault(sibling, []).append(name)
                if nameless and sibling not in self.sites:
                    doubtful.add(name)
        waiting = list(doubtful)
        while waiting:
            for name in named_by.get(waiting.pop(), ()):
                if name not in doubtful:
                    doubtful.add(name)
                    waiting.append(name)
        return frozenset(doubtful)


def named_siblings(rules: Requirement) -> tuple[str, ...]:
    """Every sibling the rules name, once each."""
    return tuple(dict.fromkeys(sibling for _, sibling, _ in rules.mentions))
