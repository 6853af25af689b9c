"""A contract's inputs as decisions, and which runs Scenario accepts."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from typing import Any

from flowcheck.graph.named_list import by_name, repeated_names
from flowcheck.graph.sites import InputSite
from flowcheck.runs.circuit import FALSE, TRUE, Circuit, Literal
from flowcheck.runs.decisions import Decision, DecisionKind, Decisions
from flowcheck.runs.firing import Firing, firings
from flowcheck.wire.misspelt import is_misspelt
from flowcheck.wire.required import Requirement
from flowcheck.wire.values import choices, is_defined, json_key

_BOOLEANS = (False, True)
_SAMPLES: dict[str, Any] = {"number": 1, "number_array": [1], "file": "asset", "model": "model"}


def finite_values(site: InputSite) -> list[Any] | None:
    """Every value a given input can have, in order and without repetition; None when any.

    Those are the `allowedValues` of a scalar (or the `options` of a `select`), blank ones aside,
    or the two of a boolean; the `allowedValues` of an array bound its items."""
    if site.is_array:
        return None
    allowed: dict[Hashable, Any] = {}
    for value in choices(site.raw) or ():
        if is_defined(value):
            allowed.setdefault(json_key(value), value)
    if allowed:
        return list(allowed.values())
    return list(_BOOLEANS) if site.type == "boolean" else None


class ContractSpace:
    """Whether each input of a contract is given, and with what, as literals.

    An input is looked at only when somebody asks for it; its own rules then become a constraint
    on accepted runs, and with them those of the inputs they name. The rest of a contract can
    always be given, so it constrains nothing that was asked. `inputs` is None when there is no
    contract: every input then counts as given, with a value nobody knows. lost: an entry could
    not be read, so that a name which is not declared may be its name."""

    def __init__(
        self,
        inputs: Sequence[InputSite] | None,
        circuit: Circuit,
        decisions: Decisions,
        *,
        lost: bool = False,
    ) -> None:
        self.present = inputs is not None
        self.circuit = circuit
        self.decisions = decisions
        self.sites = by_name(inputs or ())
        self._constraints: dict[str, Literal] = {}
        self._unread: list[str] = []
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

    def value(self, name: str) -> Decision:
        """The decision on the value of an input that is given."""
        site = self.sites[name]
        sample = _SAMPLES.get(site.type, ["other"] if site.is_array else "other")
        domain = finite_values(site)
        if domain is not None:
            sample = site.get("default")
        return self.decisions.choice(DecisionKind.VALUE, name, domain, sample)

    def among(self, name: str, values: Sequence[Any]) -> Literal:
        """True when the input is given with one of these values."""
        given = self.supplied(name)
        if not self.present or given is None:
            return FALSE
        decision = self.value(name)
        # what is given is not empty, so it is never the blank value that a rule may list
        looked_for = [value for value in values if is_defined(value)]
        wanted = self.circuit.either(decision.takes(value) for value in looked_for)
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
